package org.commonwatt.flink;

import java.util.HashMap;
import java.util.Map;
import org.commonwatt.flink.vee.MeterRules;
import org.commonwatt.flink.vee.RuleSet;
import org.commonwatt.flink.vee.RulesFile;
import org.jspecify.annotations.Nullable;

/** Which rules hold for a meter at an instant. Texts are parsed once each. */
final class RulesInForce {
  private final Map<String, RuleSet> parsed = new HashMap<>();
  private final Map<String, MeterRules> ofMeter = new HashMap<>();
  private RuleSet held = RuleSet.DEFAULT;
  private @Nullable MeterRules ofAll = held.ofAll();

  /** The rules of a text that is known to be right. */
  RuleSet parse(String text) {
    return parsed.computeIfAbsent(text, unknown -> RulesFile.parse("meter rules", unknown));
  }

  /**
   * What holds for a meter.
   *
   * @param texts the versions, of each instant that one is valid from the last; the latest that
   *     holds at the instant wins, and before the first one the defaults hold
   */
  MeterRules at(long timeMillis, String meter, Iterable<String> texts) {
    RuleSet best = RuleSet.DEFAULT;
    for (String text : texts) {
      RuleSet rules = parse(text);
      if (rules.validFromMillis() <= timeMillis
          && rules.validFromMillis() >= best.validFromMillis()) {
        best = rules;
      }
    }
    if (best != held) {
      held = best;
      ofAll = held.ofAll();
      ofMeter.clear();
    }
    return ofAll != null ? ofAll : ofMeter.computeIfAbsent(meter, held::of);
  }
}
