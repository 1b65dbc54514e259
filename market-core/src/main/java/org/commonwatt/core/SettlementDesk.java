package org.commonwatt.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonwatt.core.settlement.BillCut;
import org.commonwatt.core.settlement.Correction;
import org.commonwatt.core.settlement.RunNumber;
import org.commonwatt.core.settlement.Settlement;
import org.commonwatt.core.settlement.SettlementHashes;
import org.commonwatt.core.settlement.SettlementInput;
import org.commonwatt.model.AreaBalance;
import org.commonwatt.model.Command.ConfirmBatch;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AreaBalanced;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.BatchRecorded;
import org.commonwatt.model.Event.ConfirmationRejected;
import org.commonwatt.model.Event.PositionAssumed;
import org.commonwatt.model.Event.ServiceSettled;
import org.commonwatt.model.Event.SlotPhaseChanged;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.ServiceDelivery;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/**
 * Settles slots strictly in order, and again when their further runs are due, in one chain of
 * batches; takes the ledger's confirmations.
 */
final class SettlementDesk {
  private final SlotSchedule schedule;
  private final Positions positions;
  private final Boundaries boundaries;
  private final StoredEnergy stored;
  private final Aftermath aftermath;
  private final MarketBounds bounds;
  private final RunBook runs;
  private final Map<String, Unconfirmed> unconfirmed = new LinkedHashMap<>(); // in order
  private final List<Correction> corrections = new ArrayList<>(); // to be posted, in order
  private long unconfirmedWeight;
  private Hash predecessor = Hash.ZERO;
  private long settled;
  private long recorded;
  private int settledAtOnce; // members and trades of the slots that this command settled

  /** What follows from the settlement of a slot. */
  interface Aftermath {
    /**
     * Takes a settlement.
     *
     * @param settled with all lines of its bill
     */
    void settled(SlotState slot, SlotSettled settled, EventSink sink);

    /** Takes a later run. */
    void revised(SlotState slot, SlotRevised revised, EventSink sink);

    /** The number of the run that posts a correction of a slot, which is made now. */
    int nextRun(long slotStartMillis);

    /** Takes the run that posts a correction. */
    void corrected(Correction correction, SlotRevised corrected, EventSink sink);
  }

  /**
   * A batch that the ledger has not confirmed.
   *
   * @param weight what its slot weighs
   */
  private record Unconfirmed(SettlementBatch batch, int weight) {}

  /**
   * Nothing is settled yet.
   *
   * @param aftermath takes each settlement once it was told
   * @param bounds how many lines of a bill one event holds, and how much waits for the ledger
   */
  SettlementDesk(
      SlotSchedule schedule,
      Positions positions,
      Boundaries boundaries,
      StoredEnergy stored,
      Aftermath aftermath,
      MarketBounds bounds) {
    this.schedule = schedule;
    this.positions = positions;
    this.boundaries = boundaries;
    this.stored = stored;
    this.aftermath = aftermath;
    this.bounds = bounds;
    this.runs = new RunBook(schedule, boundaries, stored);
  }

  /**
   * Makes the runs that are due, earliest first, then settles the next slot, and the next, while
   * their delivery is over and all positions are in; as many as one command may, and as may wait
   * for the ledger.
   */
  void settleDue(long nowMillis, EventSink sink) {
    SlotRuns due = runs.due(nowMillis);
    while (due != null && maySettle()) {
      revise(due, sink);
      due = runs.due(nowMillis);
    }
    SlotState slot = nextInMetering();
    while (slot != null && maySettle() && settle(slot, nowMillis, sink)) {
      slot = nextInMetering();
    }
  }

  /** A dispute was upheld: its correction is posted once its slot has no other runs to come. */
  void correct(Correction correction) {
    corrections.add(correction);
  }

  /** Whether a run of a slot is to come, or a correction of it waits. */
  boolean mayRunAgain(long slotStartMillis) {
    return awaitsRuns(slotStartMillis)
        || corrections.stream().anyMatch(one -> one.slot().startMillis() == slotStartMillis);
  }

  /** Whether a correction waits to be made, or for the ledger to take it. */
  boolean awaitsCorrections() {
    return !corrections.isEmpty()
        || unconfirmed.values().stream()
            .map(Unconfirmed::batch)
            .anyMatch(SettlementBatch::isCorrection);
  }

  /**
   * Posts the corrections that wait for nothing, in the order of their decisions; once for each
   * command, behind all that it settles.
   */
  void makeCorrections(EventSink sink) {
    Iterator<Correction> waiting = corrections.iterator();
    while (waiting.hasNext() && maySettle()) {
      Correction correction = waiting.next();
      long start = correction.slot().startMillis();
      if (!awaitsRuns(start)) {
        waiting.remove();
        SlotRevised run = Settlement.correct(correction, aftermath.nextRun(start), predecessor);
        predecessor = SettlementHashes.batch(run.batch());
        await(run.batch(), Backlog.SLOT_ITSELF);
        settledAtOnce += run.billLines().size();
        sink.emit(run);
        aftermath.corrected(correction, run, sink);
      }
    }
  }

  /** Another command begins, which may settle again. */
  void begin() {
    settledAtOnce = 0;
  }

  /** Records a batch that the ledger committed. */
  void confirm(ConfirmBatch command, EventSink sink) {
    Unconfirmed confirmed = unconfirmed.remove(command.batchId());
    if (confirmed == null) {
      Rejection rejection =
          schedule.rules() == null ? Refusals.notReady() : unknownBatch(command.batchId());
      sink.emit(new ConfirmationRejected(command.batchId(), rejection));
      return;
    }
    unconfirmedWeight -= confirmed.weight;
    SettlementBatch batch = confirmed.batch;
    sink.emit(new BatchRecorded(command.batchId(), command.transactionId(), command.blockNumber()));
    if (!batch.isInitial()) {
      return;
    }
    recorded++;
    SlotState slot = schedule.slot(batch.slot().startMillis());
    if (slot != null) { // else it was dropped since
      slot.enter(SlotPhase.RECORDED);
    }
    sink.emit(new SlotPhaseChanged(batch.slot(), SlotPhase.RECORDED));
  }

  /** Whether a slot of the market starts at an instant and has been settled. */
  boolean isSettled(long slotStartMillis) {
    Rules rules = schedule.rules();
    return rules != null
        && DeliverySlot.isBorder(slotStartMillis, rules.rulebook().timing().slotMinutes())
        && slotStartMillis >= rules.rulebook().timing().tradingStartMillis()
        && slotStartMillis < nextStartMillis(rules);
  }

  /** Whether a slot is settled, and not for the last time: corrections are taken. */
  boolean awaitsRuns(long slotStartMillis) {
    return runs.awaits(slotStartMillis);
  }

  /** A position was replaced by a later version. */
  void correct(MeteredPosition former) {
    runs.correct(former);
  }

  /** Positions of a participant that were replaced and are still settled, by slot. */
  List<MeteredPosition> former(String participant) {
    return runs.former(participant);
  }

  /** The phase of a slot that is not kept any more; empty when it was never opened. */
  Optional<SlotPhase> phaseOfDropped(long slotStartMillis) {
    if (!isSettled(slotStartMillis)) {
      return Optional.empty();
    }
    boolean waits =
        unconfirmed.values().stream()
            .map(Unconfirmed::batch)
            .filter(SettlementBatch::isInitial)
            .anyMatch(batch -> batch.slot().startMillis() == slotStartMillis);
    return Optional.of(waits ? SlotPhase.SETTLED : SlotPhase.RECORDED);
  }

  /** The batches that wait for a confirmation, in the order of their chain. */
  List<SettlementBatch> unconfirmed() {
    return unconfirmed.values().stream().map(Unconfirmed::batch).toList();
  }

  void save(StateWriter out) {
    out.text(predecessor.hex());
    out.number(settled);
    out.number(recorded);
    out.number(unconfirmed.size());
    // What is posted is the batch; its bill lines are on the log and in the read models.
    for (Unconfirmed one : unconfirmed.values()) {
      out.number(one.weight);
      out.event(new SlotSettled(one.batch, List.of()));
    }
    runs.save(out);
    out.number(corrections.size());
    corrections.forEach(correction -> save(correction, out));
  }

  private static void save(Correction correction, StateWriter out) {
    out.number(correction.disputeId());
    out.text(correction.participant());
    out.text(correction.counterparty());
    out.number(correction.ofMember() ? 1 : 0);
    out.number(correction.slot().startMillis());
    out.number(correction.slot().minutes());
    out.number(correction.amountNano());
    DisputedLine.save(correction.ground(), out);
  }

  private static Correction correction(StateReader in) {
    return new Correction(
        in.number(),
        in.text(),
        in.text(),
        in.number() == 1,
        new DeliverySlot(in.number(), in.count()),
        in.number(),
        DisputedLine.ground(in));
  }

  /** Reads what was settled; the schedule must be restored before. */
  void restore(StateReader in) {
    predecessor = new Hash(in.text());
    settled = in.number();
    recorded = in.number();
    for (int left = in.count(); left > 0; left--) {
      int weight = in.count();
      await(in.event(SlotSettled.class).batch(), weight);
    }
    runs.restore(in);
    for (int left = in.count(); left > 0; left--) {
      corrections.add(correction(in));
    }
  }

  private void await(SettlementBatch batch, int weight) {
    unconfirmed.put(batch.batchId(), new Unconfirmed(batch, weight));
    unconfirmedWeight += weight;
  }

  private boolean maySettle() {
    return settledAtOnce < SlotSettled.SETTLED_AT_ONCE && !waitsForLedger();
  }

  /** Whether so much waits for the ledger that no further slot is settled. */
  private boolean waitsForLedger() {
    return unconfirmedWeight >= bounds.backlog();
  }

  long settledCount() {
    return settled;
  }

  long recordedCount() {
    return recorded;
  }

  /** The slot that is next to be settled and the members it waits for, if one is over. */
  Optional<SettlementWait> awaited() {
    SlotState slot = nextInMetering();
    return slot == null
        ? Optional.empty()
        : Optional.of(
            new SettlementWait(
                slot.slot(),
                slot.rules().members().stream()
                    .filter(member -> positions.find(member, slot.slot().startMillis()) == null)
                    .toList(),
                waitsForLedger(),
                schedule.waitingWeight() >= bounds.backlog()));
  }

  private @Nullable SlotState nextInMetering() {
    Rules rules = schedule.rules();
    SlotState slot = rules == null ? null : schedule.slot(nextStartMillis(rules));
    return slot == null || slot.phase() != SlotPhase.METERING ? null : slot;
  }

  /** Settles a slot unless a position is missing, and may still come in time. */
  private boolean settle(SlotState slot, long nowMillis, EventSink sink) {
    if (slot.isOverdue(nowMillis)) {
      assumeMissing(slot, sink);
    }
    List<MeteredPosition> metered =
        positions.all(slot.rules().members(), slot.slot().startMillis());
    AuctionCleared auction = slot.auction();
    if (metered == null || auction == null) {
      return false;
    }
    SettlementInput input = input(slot, auction, metered);
    SlotSettled result = Settlement.settle(input);
    settled++;
    follow(result.batch(), slot);
    Settlement.balances(input).forEach(balance -> sink.emit(new AreaBalanced(balance, 0)));
    Settlement.services(input).stream()
        .filter(ServiceDelivery::isAnything)
        .forEach(one -> sink.emit(new ServiceSettled(one, 0)));
    BillCut.of(result, bounds.billLines()).forEach(sink::emit);
    aftermath.settled(slot, result, sink);
    runs.settled(slot, nowMillis);
    slot.enter(SlotPhase.SETTLED);
    sink.emit(new SlotPhaseChanged(slot.slot(), SlotPhase.SETTLED));
    return true;
  }

  /** Of whom nothing came, it is assumed that they did what they had traded. */
  private void assumeMissing(SlotState slot, EventSink sink) {
    for (String member : slot.rules().members()) {
      if (positions.find(member, slot.slot().startMillis()) == null) {
        long most = slot.rules().maxMeteredWh();
        long netWh = Math.max(-most, Math.min(most, slot.contractedWh(member)));
        MeteredPosition assumed = MeteredPosition.assumed(member, slot.slot(), netWh);
        positions.put(assumed);
        sink.emit(new PositionAssumed(assumed));
      }
    }
  }

  /** Makes the run of a slot that is due. */
  private void revise(SlotRuns due, EventSink sink) {
    SlotState slot = due.slot();
    List<MeteredPosition> metered =
        positions.all(slot.rules().members(), slot.slot().startMillis());
    AuctionCleared auction = slot.auction();
    if (metered == null || auction == null) {
      throw new IllegalStateException("a slot that is settled keeps its auction and positions");
    }
    runs.take(due);
    SettlementInput before = input(due, auction, metered);
    long start = slot.slot().startMillis();
    RunNumber run =
        due.next(
            mostCorrections(slot, Settlement.services(before).size()),
            new SlotRuns.Metered(boundaries.of(start), stored.metered(start)));
    SettlementInput now = input(due, auction, metered);
    SlotRevised result = Settlement.revise(now, run, before);
    if (!run.isFinal()) {
      runs.add(due);
    }
    follow(result.batch(), slot);
    List<AreaBalance> told = Settlement.balances(before);
    Settlement.balances(now).stream()
        .filter(balance -> !told.contains(balance))
        .forEach(balance -> sink.emit(new AreaBalanced(balance, run.number())));
    List<ServiceDelivery> had = Settlement.services(before);
    Settlement.services(now).stream()
        .filter(one -> !had.contains(one))
        .forEach(one -> sink.emit(new ServiceSettled(one, run.number())));
    sink.emit(result);
    aftermath.revised(slot, result, sink);
  }

  /** Of how many members one run takes the corrections. */
  private int mostCorrections(SlotState slot, int services) {
    ImbalanceRules imbalance = slot.rules().rulebook().imbalance();
    int others =
        imbalance == null ? 0 : imbalance.responsible().size() * SlotRevised.LINES_OF_A_RESPONSIBLE;
    LossRules losses = slot.rules().rulebook().losses();
    others += losses == null ? 0 : losses.areas().size() * SlotRevised.LINES_OF_AN_AREA;
    others += services * SlotRevised.LINES_OF_A_SERVICE;
    return Math.max(1, (bounds.billLines() - others) / SlotRevised.LINES_OF_A_MEMBER);
  }

  /** What the last run of a slot rests on. */
  private SettlementInput input(
      SlotRuns last, AuctionCleared auction, List<MeteredPosition> metered) {
    List<MeteredPosition> standing = metered.stream().map(last::standing).toList();
    return input(last.slot(), auction, standing)
        .with(
            last.settledPrices(),
            last.settledMetered().boundaries(),
            last.settledMetered().deliveries());
  }

  private SettlementInput input(
      SlotState slot, AuctionCleared auction, List<MeteredPosition> metered) {
    return new SettlementInput(
        slot.rules().rulebook(),
        auction,
        slot.trades(),
        slot.continuousTrades(),
        slot.standing().curtailments(),
        slot.imbalancePrices(),
        boundaries.of(slot.slot().startMillis()),
        stored.of(slot.slot(), slot.rules()),
        withFormerOwners(slot, metered),
        predecessor);
  }

  /** A batch is the last of the chain, and waits for the ledger. */
  private void follow(SettlementBatch batch, SlotState slot) {
    predecessor = SettlementHashes.batch(batch);
    await(batch, Backlog.weight(slot.rules()));
    settledAtOnce += slot.rules().members().size();
    settledAtOnce += slot.trades().size() + slot.continuousTrades().size();
  }

  /** Who handed its home over and still has trades has metered nothing. */
  private static List<MeteredPosition> withFormerOwners(
      SlotState slot, List<MeteredPosition> metered) {
    List<String> parties = slot.parties();
    if (parties.size() == metered.size()) {
      return metered;
    }
    List<MeteredPosition> all = new ArrayList<>(metered);
    for (String party : parties) {
      if (!slot.rules().isMember(party)) {
        all.add(new MeteredPosition(party, slot.slot(), 1, 0, 0, Quality.ACTUAL));
      }
    }
    all.sort(Comparator.comparing(MeteredPosition::participant));
    return all;
  }

  /** Trading start and slot length never change, and slots settle without a gap. */
  private long nextStartMillis(Rules rules) {
    long tradingStart = rules.rulebook().timing().tradingStartMillis();
    return tradingStart + settled * rules.rulebook().slotAt(tradingStart).lengthMillis();
  }

  private static Rejection unknownBatch(String batchId) {
    return new Rejection(
        RejectionCode.UNKNOWN_BATCH,
        "no batch "
            + batchId
            + " awaits a confirmation: it was never settled here or is recorded already");
  }
}
