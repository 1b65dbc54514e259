package org.commonwatt.model;

import org.jspecify.annotations.Nullable;

/**
 * What a market does when something went wrong: a gate was missed, an auction or a trade must not
 * stand. A market without this holds every auction, however late, and lets everything stand.
 *
 * @param operator who may cancel an auction, bust a trade and call storage units; no member
 * @param missedGate what happens to a slot whose gate was missed
 * @param gateToleranceSeconds a gate is missed when the tick that passes it is later by more than
 *     that, 0 to {@value #MAX_TOLERANCE_SECONDS}
 * @param scheduleMinutes how much earlier the slot starts whose schedule is repeated, a multiple of
 *     the slot length up to {@value #MAX_SCHEDULE_MINUTES}; 0 unless schedules are repeated
 * @param cancelMinutes how long after it was held an auction may be cancelled, 0 to {@value
 *     #MAX_DEADLINE_MINUTES}; 0: never
 * @param bustMinutes how long after it was made a trade may be busted, 0 to {@value
 *     #MAX_DEADLINE_MINUTES}; 0: never
 * @param curtailment what a lowered link limit does, null where none is lowered
 */
public record Fallbacks(
    String operator,
    MissedGate missedGate,
    int gateToleranceSeconds,
    int scheduleMinutes,
    int cancelMinutes,
    int bustMinutes,
    @Nullable Curtailment curtailment) {
  /** The most that a tick may be late: a day. */
  public static final int MAX_TOLERANCE_SECONDS = 24 * 3_600;

  /** The earliest schedule that may be repeated: that of two days before. */
  public static final int MAX_SCHEDULE_MINUTES = 2 * 24 * 60;

  /** The latest deadline: 31 days. */
  public static final int MAX_DEADLINE_MINUTES = 31 * 24 * 60;

  /** Checks the ranges; the message says what to change. */
  public Fallbacks {
    Ids.require("operator", operator);
    requireUpTo("gateToleranceSeconds", gateToleranceSeconds, MAX_TOLERANCE_SECONDS);
    requireUpTo("scheduleMinutes", scheduleMinutes, MAX_SCHEDULE_MINUTES);
    requireUpTo("cancelMinutes", cancelMinutes, MAX_DEADLINE_MINUTES);
    requireUpTo("bustMinutes", bustMinutes, MAX_DEADLINE_MINUTES);
    if ((missedGate == MissedGate.PREVIOUS_SCHEDULE) != scheduleMinutes > 0) {
      throw new IllegalArgumentException(
          "fallbacks: scheduleMinutes belongs to a missed gate that repeats the previous schedule,"
              + " and to no other");
    }
  }

  /** Without lowered link limits. */
  public Fallbacks(
      String operator,
      MissedGate missedGate,
      int gateToleranceSeconds,
      int scheduleMinutes,
      int cancelMinutes,
      int bustMinutes) {
    this(
        operator,
        missedGate,
        gateToleranceSeconds,
        scheduleMinutes,
        cancelMinutes,
        bustMinutes,
        null);
  }

  /** Checks it against the rest of a rulebook; the message says what to change. */
  void requireIn(Areas areas, Rulebook.Timing timing) {
    if (curtailment != null && areas.gridOperator() == null) {
      throw new IllegalArgumentException(
          "fallbacks: a curtailment needs links, and a gridOperator who compensates");
    }
    if (scheduleMinutes % timing.slotMinutes() != 0) {
      throw new IllegalArgumentException(
          "fallbacks: scheduleMinutes must be a multiple of slotMinutes");
    }
  }

  private static void requireUpTo(String what, int value, int most) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException("fallbacks: " + what + " must be 0 to " + most);
    }
  }
}
