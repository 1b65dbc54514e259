package org.commonwatt.flink.vee;

import java.time.ZoneId;
import java.util.List;

/**
 * What holds for one meter.
 *
 * @param rules of its type
 * @param zone where its days begin
 * @param replacements of this meter, by time
 */
public record MeterRules(VeeRules rules, ZoneId zone, List<MeterReplacement> replacements) {
  /** For a meter that nothing is known of; its days begin at midnight UTC. */
  public static final MeterRules DEFAULT =
      new MeterRules(VeeRules.DEFAULT, ZoneId.of("UTC"), List.of());
}
