package org.commonwatt.cli.demo;

/** What a home of the demo does beside bidding for its forecast. */
enum Habit {
  /** Nothing. */
  PLAIN,
  /** Once a day it buys the run of a dishwasher: two quarter-hours in a row, both or none. */
  DISHWASHER,
  /** It buys after the auctions only, and rather the sun of its own area than anything else. */
  PREFERENCE;

  /** The habit of a home: the second runs a dishwasher, the third has a preference. */
  static Habit of(String home) {
    return switch (home) {
      case "home-02" -> DISHWASHER;
      case "home-03" -> PREFERENCE;
      default -> PLAIN;
    };
  }
}
