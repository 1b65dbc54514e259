package org.commonwatt.model;

/**
 * Until when a line of a settled slot's bill may be disputed, and who decides.
 *
 * @param decider who decides: the operator, the exchange, or any other id that is no member
 * @param windowHours how long after the settlement of its slot a line may be disputed, 1 to {@value
 *     #MAX_WINDOW_HOURS}
 * @param decisionHours how long after its opening a dispute should be decided, 1 to {@value
 *     #MAX_DECISION_HOURS}; one that is not stays open and is overdue
 * @param corrections whether lines of every settlement run may be disputed, and an upheld dispute
 *     leads to a run that posts the difference; else only those of the initial run, and it posts
 *     nothing
 */
public record DisputeRules(
    String decider, int windowHours, int decisionHours, boolean corrections) {
  /** The window of a rulebook that names none: three days. */
  public static final int DEFAULT_WINDOW_HOURS = 72;

  /** The time for a decision under a rulebook that names none: 30 days. */
  public static final int DEFAULT_DECISION_HOURS = 720;

  /** The longest window: a week. */
  public static final int MAX_WINDOW_HOURS = 168;

  /** The longest time for a decision: a year. */
  public static final int MAX_DECISION_HOURS = 8_784;

  /** Checks the id and the ranges; the message says what to change. */
  public DisputeRules {
    Ids.require("decider", decider);
    requireUpTo("windowHours", windowHours, MAX_WINDOW_HOURS);
    requireUpTo("decisionHours", decisionHours, MAX_DECISION_HOURS);
  }

  /** Only lines of the initial run may be disputed, and nothing is posted. */
  public DisputeRules(String decider, int windowHours, int decisionHours) {
    this(decider, windowHours, decisionHours, false);
  }

  /** The rules under a rulebook that names none. */
  static DisputeRules decidedBy(String decider) {
    return new DisputeRules(decider, DEFAULT_WINDOW_HOURS, DEFAULT_DECISION_HOURS);
  }

  private static void requireUpTo(String what, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException("disputes: " + what + " must be 1 to " + most);
    }
  }
}
