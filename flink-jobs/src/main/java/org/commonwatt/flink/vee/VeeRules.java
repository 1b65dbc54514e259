package org.commonwatt.flink.vee;

/**
 * The rules of one type of meter. {@link #DEFAULT} is for meters whose type nothing is known of.
 *
 * @param register what the connection and the registers can do
 * @param clock the meter's rhythm
 * @param shape what a day looks like
 * @param gaps how gaps are filled
 */
public record VeeRules(Register register, Clock clock, Shape shape, Gaps gaps) {
  /** No rating, no rhythm, no wrapping; the other defaults of {@code docs/metering-jobs.md}. */
  public static final VeeRules DEFAULT =
      new VeeRules(
          new Register(0, 0, 0, 1),
          new Clock(0, 2),
          new Shape(180, 500, 23 * 60, 6 * 60, 4),
          new Gaps(120, 3, 12 * 60));

  /**
   * What the connection and the registers can do.
   *
   * @param ratedLoadW the most that can be withdrawn, W; 0: not checked
   * @param ratedFeedInW the most that can be injected, W; 0: not checked
   * @param modulusWh where the registers start again at 0, Wh; 0: they do not
   * @param sumToleranceWh by how much the intervals of a day may miss the registers, Wh
   */
  public record Register(long ratedLoadW, long ratedFeedInW, long modulusWh, long sumToleranceWh) {
    /** Checks the ranges. */
    public Register {
      require("ratedLoadW", ratedLoadW, 0, 1_000_000_000_000L);
      require("ratedFeedInW", ratedFeedInW, 0, 1_000_000_000_000L);
      require("modulusWh", modulusWh, 0, 1_000_000_000_000_000L);
      require("sumToleranceWh", sumToleranceWh, 0, 1_000_000);
    }
  }

  /**
   * The meter's rhythm.
   *
   * @param readingSeconds time between readings, counted from midnight UTC; 0: any
   * @param toleranceSeconds how far off that a reading may be
   */
  public record Clock(int readingSeconds, int toleranceSeconds) {
    /** Checks the ranges. */
    public Clock {
      require("readingSeconds", readingSeconds, 0, 86_400);
      require("toleranceSeconds", toleranceSeconds, 0, 3_600);
    }
  }

  /**
   * What a day looks like.
   *
   * @param spikePercent how far the highest interval may stand above the third-highest
   * @param spikeFloorWh a smaller distance is no spike, Wh
   * @param zeroMinutes less time of a local day without energy is no finding
   * @param stuckMinutes less time of equal intervals is no finding
   * @param multiplier so many times the energy of similar days, or that part of it, is a finding
   */
  public record Shape(
      int spikePercent, long spikeFloorWh, int zeroMinutes, int stuckMinutes, int multiplier) {
    /** Checks the ranges. */
    public Shape {
      require("spikePercent", spikePercent, 1, 100_000);
      require("spikeFloorWh", spikeFloorWh, 0, 1_000_000_000);
      require("zeroMinutes", zeroMinutes, 60, 1_500);
      require("stuckMinutes", stuckMinutes, 60, 1_500);
      require("multiplier", multiplier, 2, 1_000);
    }
  }

  /**
   * How gaps are filled.
   *
   * @param linearMinutes gaps up to this long are filled on the straight line between the registers
   * @param similarDays of how many similar days longer ones take their course; 0: always straight
   * @param prolongedMinutes estimates of as much of a local day, in a row, are a finding
   */
  public record Gaps(int linearMinutes, int similarDays, int prolongedMinutes) {
    /** Checks the ranges. */
    public Gaps {
      require("linearMinutes", linearMinutes, 0, 1_440);
      require("similarDays", similarDays, 0, 10);
      require("prolongedMinutes", prolongedMinutes, 60, 1_500);
    }
  }

  private static void require(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " must be between " + least + " and " + most + ", not " + value);
    }
  }
}
