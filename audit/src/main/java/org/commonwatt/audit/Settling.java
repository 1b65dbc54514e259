package org.commonwatt.audit;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.commonwatt.model.AreaBalance;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.Command.ConfirmBatch;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AreaBalanced;
import org.commonwatt.model.Event.BatchRecorded;
import org.commonwatt.model.Event.ConfirmationRejected;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.PositionAssumed;
import org.commonwatt.model.Event.ServiceSettled;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.ServiceDelivery;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** Which slots are settled, settled again, and recorded. */
final class Settling {
  private static final long HOUR_MILLIS = 3_600_000;
  private static final int LINES_OF_A_CORRECTION = 4;
  private static final int LINES_OF_A_RESPONSIBLE = 16;
  private static final int LINES_OF_AN_AREA = 8;
  private static final int LINES_OF_A_SERVICE = 20;

  private final MarketState state;
  private final GuaranteeRules guarantees;
  private final DisputeRecount disputes;
  private final CorrectionRecount corrections;
  private final Map<String, PartialSettlement> partials = new HashMap<>(); // by batch id
  private final Map<String, List<Posting>> fresh = new HashMap<>(); // of the last command, by batch
  private @Nullable EventGroup believed;
  private int settledAtOnce;

  Settling(MarketState state, GuaranteeRules guarantees, DisputeRecount disputes) {
    this.state = state;
    this.guarantees = guarantees;
    this.disputes = disputes;
    this.corrections = new CorrectionRecount(state, guarantees);
  }

  /**
   * What the log says of the next command: believed where a position was erased, and only there.
   */
  void believe(@Nullable EventGroup stated) {
    believed = stated;
    corrections.believe(stated);
    fresh.clear();
  }

  /** What can be said of a batch when positions were erased; null when all can be. */
  @Nullable PartialSettlement partial(String batchId) {
    return partials.get(batchId);
  }

  /**
   * What all runs of a slot must have posted together once a later run of the last command is made:
   * its settlement from the positions that hold then, as if there had been no others; null when
   * that cannot be said.
   */
  @Nullable List<Posting> fresh(String batchId) {
    return fresh.get(batchId);
  }

  /** Whether a settled slot awaits further runs. */
  boolean awaitsRuns(DeliverySlot slot) {
    return state.laterRuns.containsKey(slot.startMillis());
  }

  /**
   * First the runs that are due, earliest first. Then slot after slot: one is settled when its
   * members are metered and the one before is settled.
   */
  void settleWhatIsReady(List<Event> out) {
    for (LaterRuns due = nextDue(); due != null && mayGoOn(); due = nextDue()) {
      reviseOnce(due, out);
    }
    for (SlotState slot = state.unsettled.peek();
        slot != null && mayGoOn() && isReady(slot, out);
        slot = state.unsettled.peek()) {
      settle(slot, out);
    }
    makeCorrections(out);
  }

  /** Another command begins, which may settle again. */
  void begin() {
    settledAtOnce = 0;
  }

  /** Posts what upheld disputes correct, as far as it waits for nothing. */
  void makeCorrections(List<Event> out) {
    corrections.make(this::mayGoOn, () -> settledAtOnce += 2, out); // two lines each
  }

  void confirm(ConfirmBatch confirm, List<Event> out) {
    if (state.correctionsAwaiting.remove(confirm.batchId())) {
      state.membersAwaiting -= MarketState.OF_A_SLOT;
      out.add(new BatchRecorded(confirm.batchId(), confirm.transactionId(), confirm.blockNumber()));
      return;
    }
    SlotState slot = state.awaiting.remove(confirm.batchId());
    if (slot == null) {
      RejectionCode code =
          state.rulebook == null ? RejectionCode.MARKET_NOT_READY : RejectionCode.UNKNOWN_BATCH;
      out.add(new ConfirmationRejected(confirm.batchId(), Expected.refusal(code)));
      return;
    }
    state.membersAwaiting -= MarketState.members(slot.rules);
    out.add(new BatchRecorded(confirm.batchId(), confirm.transactionId(), confirm.blockNumber()));
    if (confirm.batchId().endsWith(".initial")) {
      SlotClock.enter(slot, SlotPhase.RECORDED, out);
    }
  }

  private boolean mayGoOn() {
    return settledAtOnce < SlotSettled.SETTLED_AT_ONCE
        && state.membersAwaiting < state.bounds.backlog();
  }

  private void settle(SlotState slot, List<Event> out) {
    SettlementRecount.Losses losses = losses(slot, positions(slot), 0, Map.of());
    SettlementRecount recount = SettlementRecount.of(slot, positions(slot), losses);
    losses.balances().values().forEach(balance -> out.add(new AreaBalanced(balance, 0)));
    losses.stored().services().values().stream()
        .filter(ServiceDelivery::isAnything)
        .forEach(one -> out.add(new ServiceSettled(one, 0)));
    SlotSettled settled = recount.settled();
    PartialSettlement partial = recount.partial();
    SettlementBatch batch = settled.batch();
    out.add(settled);
    if (partial != null) {
      partials.put(batch.batchId(), partial);
    }
    guarantees.settled(slot, partial == null ? batch.postings() : stated(batch, partial), out);
    disputes.settled(slot, run(settled.batch(), 0, settled.billLines(), partial));
    SlotClock.enter(slot, SlotPhase.SETTLED, out);
    SettlementRules rules = slot.rules.settlement();
    if (rules != null) {
      Map<String, AuditedPosition> billed = new TreeMap<>(positions(slot));
      Set<String> members = new HashSet<>();
      slot.rules.members().forEach(member -> members.add(member.participant()));
      billed.keySet().retainAll(members);
      LaterRuns.Settled by = new LaterRuns.Settled(billed, losses);
      state.laterRuns.put(slot.slot.startMillis(), new LaterRuns(slot, rules, by, state.clock));
    }
    await(batch.batchId(), slot);
    state.membersUnsettled -= MarketState.members(slot.rules);
    state.unsettled.remove();
  }

  /** The slot whose run is due first; revised runs that have nothing to revise are passed over. */
  private @Nullable LaterRuns nextDue() {
    while (true) {
      LaterRuns first =
          state.laterRuns.values().stream()
              .min(Comparator.comparingLong(LaterRuns::dueAt)) // the first of equals: by slot
              .orElse(null);
      if (first == null || first.dueAt() > state.clock) {
        return null;
      }
      if (first.isFinalNext()
          || first.hasNewPrices()
          || first.hasNewFlows(state.boundaries(first.slot.slot))
          || first.hasNewDeliveries(state.deliveries(first.slot.slot))
          || !first.corrected(positions(first.slot)).isEmpty()) {
        return first;
      }
      first.over();
    }
  }

  private void reviseOnce(LaterRuns runs, List<Event> out) {
    SlotState slot = runs.slot;
    List<String> corrected = runs.corrected(positions(slot));
    ImbalanceRules imbalance = slot.rules.imbalance();
    int kept = imbalance == null ? 0 : imbalance.responsible().size() * LINES_OF_A_RESPONSIBLE;
    LossRules lossRules = slot.rules.losses();
    kept += lossRules == null ? 0 : lossRules.areas().size() * LINES_OF_AN_AREA;
    kept += runs.stored.services().size() * LINES_OF_A_SERVICE;
    int most = Math.max(1, (state.bounds.billLines() - kept) / LINES_OF_A_CORRECTION);
    List<String> taken = corrected.subList(0, Math.min(most, corrected.size()));
    boolean isFinal = runs.isFinalNext() && taken.size() == corrected.size();
    SettlementRecount.Former before =
        new SettlementRecount.Former(
            new TreeMap<>(runs.billed), runs.prices, runs.balances, runs.stored, taken);
    for (String member : taken) {
      runs.billed.put(member, Objects.requireNonNull(positions(slot).get(member)));
    }
    runs.prices = new TreeMap<>(slot.imbalancePrices);
    runs.made++;
    SettlementRecount.Losses losses = losses(slot, runs.billed, runs.made, before.balances());
    runs.flows = losses.flows();
    runs.balances = losses.balances();
    runs.stored = losses.stored();
    SettlementRecount recount =
        SettlementRecount.ofRun(
            slot, runs.billed, losses, before, new SettlementRecount.Run(runs.made, isFinal));
    losses.balances().values().stream()
        .filter(balance -> !before.balances().containsValue(balance))
        .forEach(balance -> out.add(new AreaBalanced(balance, runs.made)));
    losses.stored().services().values().stream()
        .filter(one -> !before.stored().services().containsValue(one))
        .forEach(one -> out.add(new ServiceSettled(one, runs.made)));
    SlotRevised revised = recount.revised();
    SettlementBatch batch = revised.batch();
    out.add(revised);
    PartialSettlement partial = recount.partial();
    if (partial == null) {
      fresh.put(batch.batchId(), SettlementRecount.of(slot, runs.billed, losses).postings());
    } else {
      partials.put(batch.batchId(), partial);
    }
    List<Posting> postings = partial == null ? batch.postings() : stated(batch, partial);
    guarantees.revised(slot, postings, isFinal, out);
    disputes.revised(slot, run(batch, revised.run(), revised.billLines(), partial));
    await(batch.batchId(), slot);
    if (taken.size() == corrected.size()) {
      runs.over();
    }
    if (isFinal) {
      state.laterRuns.remove(slot.slot.startMillis());
    }
  }

  private void await(String batchId, SlotState slot) {
    state.awaiting.put(batchId, slot);
    state.membersAwaiting += MarketState.members(slot.rules);
    settledAtOnce += slot.rules.members().size() + slot.trades.size();
    settledAtOnce += slot.continuousTrades.size();
  }

  /** A run whose lines may be disputed; where lines were erased as the log states them. */
  private DisputeRecount.Run run(
      SettlementBatch batch,
      int number,
      List<BillLine> lines,
      @Nullable PartialSettlement partial) {
    return new DisputeRecount.Run(
        number,
        batch,
        statedHash(batch),
        partial == null ? StatedLines.of(lines) : StatedLines.of(believed, batch));
  }

  /** The hash of a batch as the log has it, which says what it follows. */
  private Hash statedHash(SettlementBatch batch) {
    for (EventEnvelope envelope : believed == null ? List.<EventEnvelope>of() : believed.events()) {
      SettlementBatch found = StatedBatch.of(envelope.event());
      if (found != null && found.batchId().equals(batch.batchId())) {
        return BatchHashes.batch(found);
      }
    }
    return BatchHashes.batch(batch);
  }

  /** The postings of a batch, where nobody can recompute them all: the others are compared. */
  private List<Posting> stated(SettlementBatch batch, PartialSettlement partial) {
    for (EventEnvelope envelope : believed == null ? List.<EventEnvelope>of() : believed.events()) {
      SettlementBatch found = StatedBatch.of(envelope.event());
      if (found != null && found.batchId().equals(batch.batchId())) {
        return partial.believed(found.postings());
      }
    }
    return batch.postings();
  }

  /** What the losses of a run rest on. */
  private SettlementRecount.Losses losses(
      SlotState slot,
      Map<String, AuditedPosition> billed,
      int run,
      Map<String, AreaBalance> before) {
    SortedMap<String, BoundaryFlow> flows = new TreeMap<>(state.boundaries(slot.slot));
    LossRecount recount = new LossRecount(slot, billed, flows);
    SortedMap<String, AreaBalance> balances = recount.balances(run, before, believed);
    return new SettlementRecount.Losses(
        flows,
        balances,
        balances.keySet().stream().filter(recount::isOpen).toList(),
        ServiceRecount.of(slot, state));
  }

  private boolean isReady(SlotState slot, List<Event> out) {
    if (slot.phase != SlotPhase.METERING) {
      return false;
    }
    SettlementRules rules = slot.rules.settlement();
    int hours = rules == null ? 0 : rules.initialHours();
    if (hours > 0 && state.clock >= slot.slot.endMillis() + hours * HOUR_MILLIS) {
      assume(slot, out);
    }
    Map<String, AuditedPosition> in = positions(slot);
    return slot.rules.members().stream().allMatch(member -> in.containsKey(member.participant()));
  }

  /** Whoever has no position by now is taken to have done what it had traded. */
  private void assume(SlotState slot, List<Event> out) {
    long most = EnergyLimits.meteredWh(slot.rules);
    Map<String, AuditedPosition> in =
        state.positions.computeIfAbsent(slot.slot, first -> new HashMap<>());
    SortedSet<String> silent = new TreeSet<>();
    slot.rules.members().forEach(member -> silent.add(member.participant()));
    silent.removeAll(in.keySet());
    for (String member : silent) {
      long sold = 0;
      for (TradeMade trade : slot.trades) {
        sold += trade.seller().equals(member) ? trade.energyWh() : 0;
        sold -= trade.buyer().equals(member) ? trade.energyWh() : 0;
      }
      for (ContinuousTrade trade : slot.continuousTrades) {
        sold += trade.seller().equals(member) ? trade.energyWh() : 0;
        sold -= trade.buyer().equals(member) ? trade.energyWh() : 0;
      }
      long imported = Math.min(most, Math.max(0, -sold));
      long exported = Math.min(most, Math.max(0, sold));
      MeteredPosition assumed =
          new MeteredPosition(member, slot.slot, 0, imported, exported, Quality.NULL);
      in.put(member, new AuditedPosition(0, assumed));
      out.add(new PositionAssumed(assumed));
    }
  }

  private Map<String, AuditedPosition> positions(SlotState slot) {
    return state.positions.getOrDefault(slot.slot, Map.of());
  }
}
