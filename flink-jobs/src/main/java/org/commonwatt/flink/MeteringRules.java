package org.commonwatt.flink;

import java.time.Duration;
import java.util.Map;
import org.commonwatt.flink.netting.GridRules;
import org.commonwatt.flink.registers.SlotRules;

/**
 * What the metering job must know of the community.
 *
 * @param slotMinutes the length of a delivery slot: 5, 15, 30 or 60
 * @param allowedLateness how long after its instant's tick a reading may still come without being
 *     missed; positions wait as long; zero or more
 * @param maxGap a meter silent for longer starts anew instead of being estimated; at least a slot
 * @param corrections how long after a reading's border was computed it still corrects the slots,
 *     and not only is refused; a multiple of a day's memory of each meter is kept; zero: never
 * @param participantByMeter from the id of every registered meter to its participant's; at most 500
 *     meters per participant
 * @param grid which participants are in which area, and what is known of the areas' connections; a
 *     boundary meter is no participant's
 */
public record MeteringRules(
    int slotMinutes,
    Duration allowedLateness,
    Duration maxGap,
    Duration corrections,
    Map<String, String> participantByMeter,
    GridRules grid) {
  private static final Duration DEFAULT_MAX_GAP = Duration.ofDays(40);
  private static final Duration LONGEST_LATENESS = Duration.ofDays(366);

  /** Rules that know of no area. */
  public MeteringRules(
      int slotMinutes,
      Duration allowedLateness,
      Duration maxGap,
      Duration corrections,
      Map<String, String> participantByMeter) {
    this(slotMinutes, allowedLateness, maxGap, corrections, participantByMeter, GridRules.NONE);
  }

  /** Rules without corrections. */
  public MeteringRules(
      int slotMinutes,
      Duration allowedLateness,
      Duration maxGap,
      Map<String, String> participantByMeter) {
    this(slotMinutes, allowedLateness, maxGap, Duration.ZERO, participantByMeter);
  }

  /** The same with corrections. */
  public MeteringRules withCorrections(Duration until) {
    return new MeteringRules(slotMinutes, allowedLateness, maxGap, until, participantByMeter, grid);
  }

  /** The same with areas. */
  public MeteringRules withGrid(GridRules areas) {
    return new MeteringRules(
        slotMinutes, allowedLateness, maxGap, corrections, participantByMeter, areas);
  }

  /** Checks the ranges and copies the map. */
  public MeteringRules {
    new SlotRules(slotMinutes, maxGap.toMillis());
    new MeterRegistry(participantByMeter, grid);
    if (allowedLateness.isNegative() || allowedLateness.compareTo(LONGEST_LATENESS) > 0) {
      throw new IllegalArgumentException(
          "the allowed lateness must be between 0 and 366 days, not " + allowedLateness);
    }
    if (corrections.isNegative() || corrections.compareTo(LONGEST_LATENESS) > 0) {
      throw new IllegalArgumentException(
          "corrections must end between 0 and 366 days after, not " + corrections);
    }
    participantByMeter = Map.copyOf(participantByMeter);
  }

  /** No lateness (a reading is published before its tick) and gaps of up to 40 days. */
  public static MeteringRules of(int slotMinutes, Map<String, String> participantByMeter) {
    return new MeteringRules(slotMinutes, Duration.ZERO, DEFAULT_MAX_GAP, participantByMeter);
  }

  MeterRegistry registry() {
    return new MeterRegistry(participantByMeter, grid);
  }

  /** How long after its end a slot that never became complete is kept: then a meter starts anew. */
  long keptMillis() {
    return maxGap.plus(corrections).plus(allowedLateness).toMillis();
  }
}
