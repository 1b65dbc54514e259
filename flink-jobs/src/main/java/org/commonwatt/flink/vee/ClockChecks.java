package org.commonwatt.flink.vee;

import java.util.List;
import org.commonwatt.flink.vee.VeeRules.Clock;

/** Checks of when readings come. All are pure functions. */
public final class ClockChecks {
  private static final int RUN = 4;

  private ClockChecks() {}

  /**
   * How far an instant lies off the meter's rhythm, milliseconds: from minus to plus half a period,
   * positive when it is late; 0 when the meter has no rhythm.
   */
  public static long offsetMillis(long timeMillis, Clock rules) {
    if (rules.readingSeconds() == 0) {
      return 0;
    }
    long period = rules.readingSeconds() * 1_000L;
    long after = Math.floorMod(timeMillis, period);
    return after <= period / 2 ? after : after - period;
  }

  /** CLOCK: a reading lies further off the rhythm than the tolerance. */
  public static List<Finding> drift(long timeMillis, Clock rules) {
    long offset = offsetMillis(timeMillis, rules);
    if (Math.abs(offset) <= rules.toleranceSeconds() * 1_000L) {
      return List.of();
    }
    return List.of(
        new Finding(
            VeeCheck.CLOCK,
            timeMillis,
            timeMillis,
            offset + " ms off the rhythm of " + rules.readingSeconds() + " s"));
  }

  /**
   * How often in a row readings came in one and the same wrong distance.
   *
   * @param distanceMillis the distance; 0: none yet
   * @param count how often
   */
  public record Rhythm(long distanceMillis, int count) {
    /** Nothing was seen yet. */
    public static final Rhythm NONE = new Rhythm(0, 0);
  }

  /**
   * The rhythm with one distance more. A right one, and one longer than any rhythm, begins anew;
   * distances are the same when they differ by no more than twice the tolerance.
   */
  public static Rhythm next(Rhythm rhythm, long distanceMillis, Clock rules) {
    long slack = rules.toleranceSeconds() * 2_000L;
    long right = rules.readingSeconds() * 1_000L;
    if (right == 0 || Math.abs(distanceMillis - right) <= slack) {
      return Rhythm.NONE;
    }
    boolean same =
        rhythm.count() > 0 && Math.abs(distanceMillis - rhythm.distanceMillis()) <= slack;
    return new Rhythm(distanceMillis, same ? Math.min(rhythm.count(), RUN) + 1 : 1);
  }

  /** INTERVAL_SIZE: four equal wrong distances in a row; found at the fourth and not again. */
  public static List<Finding> rhythm(Rhythm rhythm, long timeMillis, Clock rules) {
    if (rhythm.count() != RUN) {
      return List.of();
    }
    return List.of(
        new Finding(
            VeeCheck.INTERVAL_SIZE,
            timeMillis - RUN * rhythm.distanceMillis(),
            timeMillis,
            "a reading each "
                + rhythm.distanceMillis() / 1_000
                + " s instead of each "
                + rules.readingSeconds()
                + " s"));
  }
}
