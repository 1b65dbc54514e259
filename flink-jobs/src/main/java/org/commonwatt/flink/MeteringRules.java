package org.commonwatt.flink;

import java.time.Duration;
import java.util.Map;
import org.commonwatt.flink.registers.SlotRules;

/**
 * What the metering job must know of the community.
 *
 * @param slotMinutes the length of a delivery slot: 5, 15, 30 or 60
 * @param allowedLateness how long after its instant's tick a reading may still come without being
 *     missed; positions wait as long; zero or more
 * @param maxGap a meter silent for longer starts anew instead of being estimated; at least a slot
 * @param participantByMeter from the id of every registered meter to its participant's; at most 500
 *     meters per participant
 */
public record MeteringRules(
    int slotMinutes,
    Duration allowedLateness,
    Duration maxGap,
    Map<String, String> participantByMeter) {
  private static final Duration DEFAULT_MAX_GAP = Duration.ofDays(40);
  private static final Duration LONGEST_LATENESS = Duration.ofDays(366);

  /** Checks the ranges and copies the map. */
  public MeteringRules {
    new SlotRules(slotMinutes, maxGap.toMillis());
    new MeterRegistry(participantByMeter);
    if (allowedLateness.isNegative() || allowedLateness.compareTo(LONGEST_LATENESS) > 0) {
      throw new IllegalArgumentException(
          "the allowed lateness must be between 0 and 366 days, not " + allowedLateness);
    }
    participantByMeter = Map.copyOf(participantByMeter);
  }

  /** No lateness (a reading is published before its tick) and gaps of up to 40 days. */
  public static MeteringRules of(int slotMinutes, Map<String, String> participantByMeter) {
    return new MeteringRules(slotMinutes, Duration.ZERO, DEFAULT_MAX_GAP, participantByMeter);
  }

  MeterRegistry registry() {
    return new MeterRegistry(participantByMeter);
  }
}
