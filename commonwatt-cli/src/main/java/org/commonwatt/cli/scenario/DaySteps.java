package org.commonwatt.cli.scenario;

/** When what happens on a day: quarter-hours since midnight. */
final class DaySteps {
  /** Services are negotiated, then bids are placed. */
  static final int NEGOTIATED = 24; // 6:00

  /** The windows of the auctions, each with its gate an hour before. */
  static final int[] WINDOWS = {32, 48}; // 8:00 and 12:00

  /** Negotiated services charge from here on. */
  static final int NOON = 44; // 11:00

  /** The grid operator calls, after the gate of the last window. */
  static final int CALLED = 45; // 11:15

  /** What is called charges from here on. */
  static final int CALLED_FROM = 48; // 12:00

  /** Until here services and calls charge. */
  static final int AFTERNOON = 60; // 15:00

  /** All charging is over: the state of charge is reported, and releases are agreed on. */
  static final int RELEASED = 64; // 16:00

  /** Discharging begins. */
  static final int EVENING = 72; // 18:00

  /** Discharging is over. */
  static final int NIGHT = 88; // 22:00

  private DaySteps() {}
}
