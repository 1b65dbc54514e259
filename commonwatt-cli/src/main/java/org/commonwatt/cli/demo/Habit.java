package org.commonwatt.cli.demo;

/** What a home of the demo does beside bidding for its forecast. */
enum Habit {
  /** Nothing. */
  PLAIN,
  /**
   * Once a day it buys the run of a dishwasher, two quarter-hours in a row, both or none: at the
   * gate of the two, else of what trades afterwards.
   */
  DISHWASHER,
  /** The same, of what trades after the auctions only. */
  LATE_DISHWASHER,
  /** It buys after the auctions only, and rather the sun of its own area than anything else. */
  PREFERENCE;

  /** The habit of a home: the second and the fifth run dishwashers, the third has a preference. */
  static Habit of(String home) {
    return switch (home) {
      case "home-02" -> DISHWASHER;
      case "home-03" -> PREFERENCE;
      case "home-05" -> LATE_DISHWASHER;
      default -> PLAIN;
    };
  }

  /** Whether the home runs a dishwasher. */
  boolean hasDishwasher() {
    return this == DISHWASHER || this == LATE_DISHWASHER;
  }
}
