package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command.AddEvidence;
import org.commonwatt.model.Command.DecideDispute;
import org.commonwatt.model.Command.OpenDispute;
import org.commonwatt.model.Command.WithdrawDispute;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.DisputeDecided;
import org.commonwatt.model.Event.DisputeEvidenceAdded;
import org.commonwatt.model.Event.DisputeOpened;
import org.commonwatt.model.Event.DisputeOverdue;
import org.commonwatt.model.Event.DisputeRejected;
import org.commonwatt.model.Event.DisputeWithdrawn;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Ids;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Ruling;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** Which lines may be disputed by whom and until when, who decides, and what is overdue. */
final class DisputeRecount {
  private static final long HOUR = 3_600_000;
  private static final int OF_SLOT = 16;
  private static final int OF_PARTICIPANT = 1_000;
  private static final int EVIDENCE = 16;
  private static final int TEXT = 1_000;
  private static final long MOST_NANO = 1_000_000_000L * 1_000_000_000L;

  private final MarketState state;
  private final Map<BillId, DisputedBill> bills = new HashMap<>();
  private final NavigableMap<Long, Dispute> disputes = new TreeMap<>();
  private long lastId;
  private @Nullable EventGroup believed;

  DisputeRecount(MarketState state) {
    this.state = state;
  }

  /** Which run of a slot: open bills are by their slot's start, then by this. */
  private record BillId(long slotStart, int run) {}

  /**
   * A run that was made.
   *
   * @param number 0 for the initial one
   * @param batch as the rules give it, but for its predecessor
   * @param hash of the batch as the log states it
   * @param lines of its bill
   */
  record Run(int number, SettlementBatch batch, Hash hash, StatedLines lines) {}

  private static final class Dispute {
    private final long id;
    private final String participant;
    private final BillId bill;
    private final int line;
    private final @Nullable DisputedBill disputed; // null when nothing is posted
    private final long decideBy;
    private int evidence;
    private boolean decided;
    private boolean toldOverdue;

    private Dispute(DisputeOpened opened, @Nullable DisputedBill bill) {
      id = opened.disputeId();
      disputed = bill;
      participant = opened.participant();
      this.bill = new BillId(opened.slot().startMillis(), opened.run());
      line = opened.line();
      decideBy = opened.decideByMillis();
      evidence = opened.evidence() == null ? 0 : 1;
    }
  }

  /** What the log says of the next command: believed where a text was erased, and only there. */
  void believe(@Nullable EventGroup stated) {
    believed = stated;
  }

  /** A slot was settled. */
  void settled(SlotState slot, Run run) {
    DisputeRules times = slot.rules.disputes();
    if (times != null) {
      open(slot, run, times);
    }
  }

  /** A later run was made: its lines may be disputed only where corrections are posted. */
  void revised(SlotState slot, Run run) {
    DisputeRules times = slot.rules.disputes();
    if (times != null && times.corrections()) {
      open(slot, run, times);
    }
  }

  private void open(SlotState slot, Run run, DisputeRules times) {
    long until = Math.addExact(state.clock, times.windowHours() * HOUR);
    Set<String> parties = new HashSet<>(slot.formerOwners());
    slot.rules.members().forEach(member -> parties.add(member.participant()));
    DisputedBill.Source source =
        new DisputedBill.Source(run.batch(), run.hash(), run.lines().readable(), slot.rules);
    bills.put(
        new BillId(slot.slot.startMillis(), run.number()),
        new DisputedBill(
            slot.slot,
            parties,
            times,
            until,
            run.lines().owners(),
            times.corrections() ? source : null));
    state.lastRuns.put(slot.slot.startMillis(), run.number());
  }

  /** The clock was advanced: what is overdue by now, earliest first. */
  void tick(List<Event> out) {
    disputes.values().stream()
        .filter(d -> !d.decided && !d.toldOverdue && d.decideBy < state.clock)
        .sorted((a, b) -> Long.compare(a.decideBy, b.decideBy)) // stable: by id at one instant
        .forEach(
            d -> {
              d.toldOverdue = true;
              out.add(new DisputeOverdue(d.id, d.participant, d.decideBy));
            });
    bills.values().removeIf(bill -> bill.until() < state.clock);
    disputes.values().removeIf(d -> d.decided && !bills.containsKey(d.bill));
  }

  /** Whether a dispute may lead to a correction of a slot, one that is open or one to come. */
  boolean mayCorrect(long slotStart) {
    return bills.entrySet().stream()
            .anyMatch(
                one -> one.getKey().slotStart() == slotStart && one.getValue().source() != null)
        || disputes.values().stream()
            .anyMatch(d -> !d.decided && d.disputed != null && d.bill.slotStart() == slotStart);
  }

  void open(OpenDispute open, List<Event> out) {
    RejectionCode code = refusal(open);
    DisputedBill bill = bills.get(new BillId(open.slotStartMillis(), open.run()));
    if (code != null || bill == null) {
      reject(open.participant(), 0, Objects.requireNonNull(code), out);
      return;
    }
    DisputeOpened opened =
        new DisputeOpened(
            ++lastId,
            open.participant(),
            bill.slot(),
            open.run(),
            open.line(),
            open.reason(),
            open.evidence(),
            state.clock,
            Math.addExact(state.clock, bill.times().decisionHours() * HOUR),
            bill.source() == null ? 0 : bill.until());
    disputes.put(lastId, new Dispute(opened, bill.source() == null ? null : bill));
    out.add(opened);
  }

  void addEvidence(AddEvidence add, List<Event> out) {
    RejectionCode code = refusal(add.participant(), add.disputeId());
    Dispute dispute = disputes.get(add.disputeId());
    if (code == null && dispute != null && dispute.evidence >= EVIDENCE) {
      code = RejectionCode.DISPUTES_FULL;
    }
    if (code != null || dispute == null) {
      reject(add.participant(), add.disputeId(), Objects.requireNonNull(code), out);
      return;
    }
    dispute.evidence++;
    out.add(new DisputeEvidenceAdded(dispute.id, dispute.participant, add.evidence()));
  }

  void decide(DecideDispute decide, List<Event> out) {
    RejectionCode code = refusal(decide);
    Dispute dispute = disputes.get(decide.disputeId());
    if (code != null || dispute == null) {
      reject(decide.decider(), decide.disputeId(), Objects.requireNonNull(code), out);
      return;
    }
    dispute.decided = true;
    if (!bills.containsKey(dispute.bill)) {
      disputes.remove(dispute.id);
    }
    out.add(
        new DisputeDecided(
            dispute.id, dispute.participant, decide.decider(), decide.ruling(), state.clock));
    DisputedBill bill = dispute.disputed;
    if (bill != null && decide.ruling().upheld()) {
      BigInteger difference = difference(decide.ruling(), dispute);
      if (difference == null || difference.signum() != 0) {
        Long amount = difference == null ? null : difference.longValueExact();
        state.corrections.add(
            new DisputedBill.Correction(
                dispute.id, dispute.participant, dispute.line, bill, amount));
      }
    }
  }

  /** What a ruling adds to a line; null when either was erased, or nothing is posted. */
  private static @Nullable BigInteger difference(Ruling ruling, Dispute dispute) {
    DisputedBill.Source source = dispute.disputed == null ? null : dispute.disputed.source();
    BillLine line = source == null ? null : source.lines().get(dispute.line);
    return line == null || ruling.reason().erased()
        ? null
        : BigInteger.valueOf(ruling.correctedNano())
            .subtract(BigInteger.valueOf(line.amountNano()));
  }

  void withdraw(WithdrawDispute withdraw, List<Event> out) {
    RejectionCode code = refusal(withdraw.participant(), withdraw.disputeId());
    if (code != null) {
      reject(withdraw.participant(), withdraw.disputeId(), code, out);
      return;
    }
    disputes.remove(withdraw.disputeId());
    out.add(new DisputeWithdrawn(withdraw.disputeId(), withdraw.participant()));
  }

  private @Nullable RejectionCode refusal(OpenDispute open) {
    if (!Ids.isValid(open.participant()) || isBad(open.reason())) {
      return RejectionCode.MALFORMED;
    }
    Rulebook rules = state.rulebook;
    if (rules == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    boolean member =
        state.isKnown(open.participant())
            || bills.values().stream().anyMatch(b -> b.parties().contains(open.participant()));
    if (!member) {
      return RejectionCode.UNKNOWN_PARTICIPANT;
    }
    if (!DeliverySlot.isBorder(open.slotStartMillis(), rules.timing().slotMinutes())) {
      return RejectionCode.SLOT_MISALIGNED;
    }
    DisputedBill bill = bills.get(new BillId(open.slotStartMillis(), open.run()));
    if (bill != null) {
      return byLine(open, bill);
    }
    int first =
        bills.keySet().stream()
            .filter(id -> id.slotStart() == open.slotStartMillis())
            .mapToInt(BillId::run)
            .min()
            .orElse(Integer.MAX_VALUE);
    boolean isOver = first == Integer.MAX_VALUE || (open.run() >= 0 && open.run() < first);
    return isOver ? withoutBill(rules, open.slotStartMillis()) : RejectionCode.UNKNOWN_BILL_LINE;
  }

  private RejectionCode withoutBill(Rulebook rules, long slotStart) {
    SlotState slot = state.slots.get(slotStart);
    Rulebook ofSlot = slot == null ? rules : slot.rules;
    if (ofSlot.disputes() == null) {
      return RejectionCode.NOT_IN_RULES;
    }
    boolean settled =
        slot == null
            ? state.isForgotten(rules, slotStart)
            : slot.phase.compareTo(SlotPhase.SETTLED) >= 0;
    return settled ? RejectionCode.DEADLINE_PAST : RejectionCode.UNKNOWN_BILL_LINE;
  }

  private @Nullable RejectionCode byLine(OpenDispute open, DisputedBill bill) {
    boolean known =
        open.line() >= 0
            && open.line() < bill.owners().size()
            && bill.owners().get(open.line()).equals(open.participant())
            && bill.parties().contains(open.participant());
    if (!known) {
      return RejectionCode.UNKNOWN_BILL_LINE;
    }
    int ofSlot = 0;
    int all = 0;
    for (Dispute other : disputes.values()) {
      boolean sameBill = other.bill.equals(new BillId(open.slotStartMillis(), open.run()));
      if (sameBill && other.line == open.line()) {
        return RejectionCode.LINE_DISPUTED;
      }
      if (!other.decided && other.participant.equals(open.participant())) {
        all++;
        ofSlot += sameBill ? 1 : 0;
      }
    }
    return ofSlot >= OF_SLOT || all >= OF_PARTICIPANT ? RejectionCode.DISPUTES_FULL : null;
  }

  private @Nullable RejectionCode refusal(DecideDispute decide) {
    if (!Ids.isValid(decide.decider())
        || isBad(decide.ruling().reason())
        || !Ids.isValid(decide.participant())) {
      return RejectionCode.MALFORMED;
    }
    Rulebook rules = state.rulebook;
    if (rules == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    DisputeRules who = rules.disputes();
    if (who == null || !who.decider().equals(decide.decider())) {
      return RejectionCode.NOT_DECIDER;
    }
    long nano = decide.ruling().correctedNano();
    boolean amount = decide.ruling().upheld() || nano == 0;
    boolean erased = decide.ruling().reason().erased();
    if (!amount
        || nano > MOST_NANO
        || nano < -MOST_NANO
        || (erased && isStated(RejectionCode.VALUE_OUT_OF_RANGE))) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    RejectionCode code = refusal(decide.participant(), decide.disputeId());
    Dispute dispute = disputes.get(decide.disputeId());
    if (code != null || dispute == null || !decide.ruling().upheld() || dispute.disputed == null) {
      return code;
    }
    BigInteger difference = difference(decide.ruling(), dispute);
    boolean beyond =
        difference == null
            ? isStated(RejectionCode.VALUE_OUT_OF_RANGE)
            : difference.abs().compareTo(BigInteger.valueOf(MOST_NANO)) > 0;
    return beyond ? RejectionCode.VALUE_OUT_OF_RANGE : null;
  }

  private @Nullable RejectionCode refusal(String participant, long disputeId) {
    if (!Ids.isValid(participant)) {
      return RejectionCode.MALFORMED;
    }
    if (state.rulebook == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    Dispute dispute = disputes.get(disputeId);
    if (dispute == null || !dispute.participant.equals(participant)) {
      return RejectionCode.UNKNOWN_DISPUTE;
    }
    return dispute.decided ? RejectionCode.DISPUTE_CLOSED : null;
  }

  private boolean isBad(PersonalText text) {
    return text.erased()
        ? isStated(RejectionCode.MALFORMED)
        : text.text().isBlank() || text.text().codePoints().count() > TEXT;
  }

  private boolean isStated(RejectionCode code) {
    return believed != null
        && believed.events().get(0).event() instanceof DisputeRejected rejected
        && rejected.rejection().code() == code;
  }

  private static void reject(String account, long disputeId, RejectionCode code, List<Event> out) {
    out.add(new DisputeRejected(account, disputeId, Expected.refusal(code)));
  }
}
