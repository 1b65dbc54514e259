package org.commonwatt.flink.vee;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of the rules of all meters.
 *
 * @param validFromMillis the instant that it holds from, UTC
 * @param zone where the meters' days begin
 * @param types rules by the name of the type
 * @param typeOfMeter the type of a meter by its id; {@code *} stands for all that are not named
 * @param replacements of all meters, by time
 */
public record RuleSet(
    long validFromMillis,
    ZoneId zone,
    Map<String, VeeRules> types,
    Map<String, String> typeOfMeter,
    List<MeterReplacement> replacements) {
  /** What the id of all other meters is. */
  static final String OTHERS = "*";

  /** Nothing is known of any meter. */
  public static final RuleSet DEFAULT =
      new RuleSet(Long.MIN_VALUE, ZoneId.of("UTC"), Map.of(), Map.of(), List.of());

  /** What holds for a meter. */
  public MeterRules of(String meter) {
    String type = typeOfMeter.getOrDefault(meter, typeOfMeter.getOrDefault(OTHERS, ""));
    List<MeterReplacement> own =
        replacements.stream().filter(replacement -> replacement.meter().equals(meter)).toList();
    return new MeterRules(types.getOrDefault(type, VeeRules.DEFAULT), zone, own);
  }

  /** What holds for every meter, or null when it is not the same for all. */
  public @Nullable MeterRules ofAll() {
    boolean same = replacements.isEmpty() && Set.of(OTHERS).containsAll(typeOfMeter.keySet());
    return same ? of(OTHERS) : null;
  }
}
