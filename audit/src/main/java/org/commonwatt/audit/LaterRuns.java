package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.model.AreaBalance;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.UnitDelivery;

/** A slot that is settled and not for the last time. */
final class LaterRuns {
  private static final long HOUR = 3_600_000;

  final SlotState slot;

  /** The position of each member as it was settled last. */
  final SortedMap<String, AuditedPosition> billed;

  /** The imbalance prices that it was settled by last, by area. */
  SortedMap<String, ImbalancePrice> prices;

  /** The flows over boundaries that it was settled by last, by area. */
  SortedMap<String, BoundaryFlow> flows;

  /** What its areas lost, as it was settled last, by area. */
  SortedMap<String, AreaBalance> balances;

  /** What it had of storage services, as it was settled last. */
  ServiceRecount.Stored stored;

  /** How many runs were made after the initial one. */
  int made;

  private final List<Long> due = new ArrayList<>(); // of revised runs, then of the final one

  /**
   * What a slot was settled by.
   *
   * @param billed position of each member
   * @param beside what else
   */
  record Settled(Map<String, AuditedPosition> billed, SettlementRecount.Losses beside) {}

  LaterRuns(SlotState slot, SettlementRules rules, Settled settled, long settledAt) {
    this.slot = slot;
    this.billed = new TreeMap<>(settled.billed());
    this.flows = new TreeMap<>(settled.beside().flows());
    this.balances = settled.beside().balances();
    this.stored = settled.beside().stored();
    this.prices = new TreeMap<>(slot.imbalancePrices);
    rules.revisedHours().forEach(hours -> due.add(settledAt + hours * HOUR));
    due.add(settledAt + rules.finalHours() * HOUR);
  }

  /** When the next run is due. */
  long dueAt() {
    return due.get(0);
  }

  boolean isFinalNext() {
    return due.size() == 1;
  }

  /** Whether imbalance prices have come since. */
  boolean hasNewPrices() {
    return !prices.equals(slot.imbalancePrices);
  }

  /** Whether boundaries have reported anew since. */
  boolean hasNewFlows(SortedMap<String, BoundaryFlow> newest) {
    return !flows.equals(newest);
  }

  /** Whether more was metered of storage units since. */
  boolean hasNewDeliveries(SortedMap<String, UnitDelivery> newest) {
    return !stored.metered().equals(newest);
  }

  /** The next run was made, or there was nothing to revise. */
  void over() {
    due.remove(0);
  }

  /** Members with a newer position than was settled, by id. */
  List<String> corrected(Map<String, AuditedPosition> newest) {
    return billed.entrySet().stream()
        .filter(
            was ->
                Objects.requireNonNull(newest.get(was.getKey())).version()
                    != was.getValue().version())
        .map(Map.Entry::getKey)
        .toList();
  }
}
