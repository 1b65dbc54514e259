package org.commonwatt.chaincode.settlement.rules;

import java.util.List;
import java.util.Locale;

/** Where the state keeps disputes, which a correction rests on. */
public final class DisputeKeys {
  private DisputeKeys() {}

  /** A dispute of a market; numbers have leading zeros in keys, so that keys are in their order. */
  public static StateKey dispute(String market, long number) {
    return new StateKey("dispute", List.of(market, String.format(Locale.ROOT, "%019d", number)));
  }

  /** The start of the keys of all disputes of a market. */
  public static StateKey disputes(String market) {
    return new StateKey("dispute", List.of(market));
  }

  /** The dispute of a line that was not withdrawn: its number. */
  public static StateKey line(String market, String batchId, int line) {
    return new StateKey("dispute-line", List.of(market, batchId, Integer.toString(line)));
  }

  /** Until when the lines of a batch may be disputed, as its first dispute says. */
  public static StateKey window(String market, String batchId) {
    return new StateKey("dispute-window", List.of(market, batchId));
  }

  /** How far the disputes of a market's log have come. */
  public static StateKey head(String market) {
    return new StateKey("dispute-head", List.of(market));
  }

  /** The first correction of a slot, after which it has no other runs: its batch id. */
  static StateKey corrected(String market, long slotStartMillis) {
    return new StateKey("slot-corrected", List.of(market, Long.toString(slotStartMillis)));
  }
}
