package org.commonwatt.core;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.commonwatt.core.settlement.RunNumber;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.Event.BoundaryRecorded;
import org.commonwatt.model.Event.DeliveryRecorded;
import org.commonwatt.model.Event.ImbalancePriceImported;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.UnitDelivery;
import org.jspecify.annotations.Nullable;

/** The settlement runs of a slot after its initial one, until the final one is made. */
final class SlotRuns {
  private static final long MILLIS_PER_HOUR = 3_600_000;

  private final SlotState slot;
  private final SettlementRules rules;
  private final long settledMillis;
  private int run; // number of the last one
  private int passed; // hours of revised runs that are over
  private final TreeMap<String, MeteredPosition> settled = // of those corrected since the last run
      new TreeMap<>();

  private List<ImbalancePrice> settledPrices; // of the last one
  private Metered settledMetered; // of the last one

  private SlotRuns(SlotState slot, SettlementRules rules, long settledMillis, Metered metered) {
    this.slot = slot;
    this.settledMetered = metered;
    this.settledPrices = slot.imbalancePrices();
    this.rules = rules;
    this.settledMillis = settledMillis;
  }

  /**
   * What was metered in a slot beside its members.
   *
   * @param boundaries the newest flows over boundaries, by area
   * @param deliveries the newest of storage units, by unit
   */
  record Metered(List<BoundaryFlow> boundaries, List<UnitDelivery> deliveries) {
    static final Metered NOTHING = new Metered(List.of(), List.of());
  }

  /**
   * Those of a slot that was settled just now.
   *
   * @param metered as it was settled
   */
  static SlotRuns of(SlotState slot, SettlementRules rules, long nowMillis, Metered metered) {
    return new SlotRuns(slot, rules, nowMillis, metered);
  }

  SlotState slot() {
    return slot;
  }

  long slotStartMillis() {
    return slot.slot().startMillis();
  }

  /** When the next run is due, by the market's clock. */
  long dueMillis() {
    int hours = isFinalNext() ? rules.finalHours() : rules.revisedHours().get(passed);
    return Math.addExact(settledMillis, hours * MILLIS_PER_HOUR);
  }

  /**
   * A position was replaced.
   *
   * @param former what the last run settled, or a correction of it
   */
  void correct(MeteredPosition former) {
    settled.putIfAbsent(former.participant(), former);
  }

  /**
   * Whether a revised run is due that has nothing to revise.
   *
   * @param metered the newest of the slot
   */
  boolean isNothingDue(Metered metered) {
    return !isFinalNext()
        && settled.isEmpty()
        && settledPrices.equals(slot.imbalancePrices())
        && settledMetered.equals(metered);
  }

  /** The hours of the next run are over. */
  void pass() {
    passed++;
  }

  /** The imbalance prices that the last run settled by, by area. */
  List<ImbalancePrice> settledPrices() {
    return settledPrices;
  }

  /** What was metered beside members, as the last run settled it. */
  Metered settledMetered() {
    return settledMetered;
  }

  /**
   * Makes the next run, which takes the newest prices and what was metered beside members, and what
   * was corrected of the first members by id; afterwards the next is due.
   *
   * @param most how many members' corrections one run takes; with more there are several runs
   * @param metered the newest of the slot
   */
  RunNumber next(int most, Metered metered) {
    List.copyOf(settled.keySet()).stream().limit(most).forEach(settled::remove);
    settledPrices = slot.imbalancePrices();
    settledMetered = metered;
    run++;
    if (!settled.isEmpty()) {
      return new RunNumber(run, false); // another follows at once
    }
    boolean isFinal = isFinalNext();
    passed++;
    return new RunNumber(run, isFinal);
  }

  /** A position as it is settled: the former one while its correction waits for a run. */
  MeteredPosition standing(MeteredPosition newest) {
    return settled.getOrDefault(newest.participant(), newest);
  }

  /**
   * What the last run settled of a member whose correction waits for a run; null when none does.
   */
  @Nullable MeteredPosition former(String participant) {
    return settled.get(participant);
  }

  void save(StateWriter out) {
    out.number(slotStartMillis());
    out.number(settledMillis);
    out.number(run);
    out.number(passed);
    out.number(settled.size());
    settled.values().forEach(former -> out.event(Positions.event(former)));
    out.number(settledPrices.size());
    settledPrices.forEach(price -> out.event(new ImbalancePriceImported(price)));
    out.number(settledMetered.boundaries.size());
    settledMetered.boundaries.forEach(flow -> out.event(new BoundaryRecorded(flow)));
    out.number(settledMetered.deliveries.size());
    settledMetered.deliveries.forEach(one -> out.event(new DeliveryRecorded(one)));
  }

  /**
   * Reads what was written, but for the start of the slot.
   *
   * @param slot the slot that the start names, null when it is not kept
   */
  static SlotRuns restore(StateReader in, @Nullable SlotState slot) {
    SettlementRules rules = slot == null ? null : slot.rules().rulebook().settlement();
    if (slot == null || rules == null) {
      throw new IllegalArgumentException("the state has runs of a slot that it does not keep");
    }
    SlotRuns runs = new SlotRuns(slot, rules, in.number(), Metered.NOTHING);
    runs.run = in.count();
    runs.passed = in.count();
    List<MeteredPosition> former = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      former.add(Positions.position(in.event()));
    }
    former.forEach(runs::correct);
    List<ImbalancePrice> prices = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      prices.add(in.event(ImbalancePriceImported.class).price());
    }
    runs.settledPrices = List.copyOf(prices);
    List<BoundaryFlow> boundaries = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      boundaries.add(in.event(BoundaryRecorded.class).flow());
    }
    List<UnitDelivery> deliveries = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      deliveries.add(in.event(DeliveryRecorded.class).delivery());
    }
    runs.settledMetered = new Metered(List.copyOf(boundaries), List.copyOf(deliveries));
    return runs;
  }

  private boolean isFinalNext() {
    return passed >= rules.revisedHours().size();
  }
}
