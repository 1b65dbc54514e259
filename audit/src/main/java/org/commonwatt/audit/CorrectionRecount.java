package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.commonwatt.audit.DisputedBill.Correction;
import org.commonwatt.audit.DisputedBill.Source;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/**
 * The runs that post what upheld disputes correct: each once, in the order of the decisions, when
 * its slot has no other run to come.
 */
final class CorrectionRecount {
  private final MarketState state;
  private final GuaranteeRules guarantees;
  private @Nullable EventGroup believed;

  CorrectionRecount(MarketState state, GuaranteeRules guarantees) {
    this.state = state;
    this.guarantees = guarantees;
  }

  /** What the log says of the next command: believed where an amount was erased, and only there. */
  void believe(@Nullable EventGroup stated) {
    believed = stated;
  }

  /**
   * Makes those that wait for nothing.
   *
   * @param mayGoOn whether another batch may be settled by this command; asked before each
   * @param made told of each that was made
   */
  void make(BooleanSupplier mayGoOn, Runnable made, List<Event> out) {
    Iterator<Correction> waiting = state.corrections.iterator();
    while (waiting.hasNext() && mayGoOn.getAsBoolean()) {
      Correction correction = waiting.next();
      if (!state.laterRuns.containsKey(correction.bill().slot().startMillis())) {
        waiting.remove();
        Long amount = amount(correction);
        if (amount != null) {
          post(correction, amount, out);
          made.run();
        }
      }
    }
  }

  /** What is posted; null when nothing is. */
  private @Nullable Long amount(Correction correction) {
    if (correction.amountNano() != null) {
      return correction.amountNano();
    }
    String id = idOf(correction);
    for (EventEnvelope envelope : believed == null ? List.<EventEnvelope>of() : believed.events()) {
      SettlementBatch batch = StatedBatch.of(envelope.event());
      if (batch != null && batch.batchId().equals(id)) {
        return batch.postings().stream()
            .filter(posting -> posting.account().equals(correction.participant()))
            .map(Posting::amountNano)
            .findFirst()
            .orElse(null);
      }
    }
    return null;
  }

  private void post(Correction correction, long amount, List<Event> out) {
    DeliverySlot slot = correction.bill().slot();
    Source source = Objects.requireNonNull(correction.bill().source());
    int run = state.lastRuns.merge(slot.startMillis(), 1, Integer::sum);
    String other = counterparty(correction, source);
    List<BillLine> lines = new ArrayList<>();
    lines.add(line(correction.participant(), Kind.CORRECTION, other, correction, amount));
    lines.add(
        line(
            other,
            Kind.CORRECTION_OTHER_SIDE,
            correction.participant(),
            correction,
            Math.negateExact(amount)));
    for (int i = 0; i < lines.size(); i++) {
      Hash salt =
          BatchHashes.salt(
              source.hash(), source.batch().market(), slot, new BatchHashes.LinePlace(run, i));
      lines.set(i, BatchHashes.salted(lines.get(i), salt));
    }
    SettlementBatch was = source.batch();
    SettlementBatch batch =
        new SettlementBatch(
            idOf(correction),
            was.market(),
            slot,
            was.rulebookVersion(),
            was.rulebookHash(),
            was.auctionHash(),
            source.hash(),
            BatchHashes.billRoot(lines),
            lines.size(),
            Hash.ZERO,
            postings(lines));
    out.add(new SlotRevised(batch, run, lines));
    if (source.rules().guarantees() != null) {
      guarantees.corrected(slot, correction.bill().parties(), batch.postings(), out);
    }
    state.correctionsAwaiting.add(batch.batchId());
    state.membersAwaiting += MarketState.OF_A_SLOT;
  }

  /** An erased line does not say with whom it is settled; the log's correction does. */
  private String counterparty(Correction correction, Source source) {
    BillLine line = source.lines().get(correction.line());
    if (line != null) {
      String name = line.counterparty();
      return name.contains(">") ? source.rules().congestionRentAccount() : name;
    }
    String id = idOf(correction);
    for (EventEnvelope envelope : believed == null ? List.<EventEnvelope>of() : believed.events()) {
      SettlementBatch batch = StatedBatch.of(envelope.event());
      if (batch != null && batch.batchId().equals(id)) {
        for (Posting posting : batch.postings()) {
          if (!posting.account().equals(correction.participant())) {
            return posting.account();
          }
        }
      }
    }
    return "";
  }

  private static BillLine line(
      String who, Kind kind, String other, Correction correction, long amount) {
    return new BillLine(
        who,
        correction.bill().slot(),
        kind,
        other,
        correction.disputeId(),
        0,
        0,
        amount,
        Hash.ZERO);
  }

  private static List<Posting> postings(List<BillLine> lines) {
    return lines.stream()
        .map(line -> new Posting(line.participant(), line.amountNano()))
        .sorted((a, b) -> a.account().compareTo(b.account())) // ids are ASCII
        .toList();
  }

  private static String idOf(Correction correction) {
    Source source = Objects.requireNonNull(correction.bill().source());
    long seconds = Math.floorDiv(correction.bill().slot().startMillis(), 1000L);
    return source.batch().market() + "." + seconds + ".corrected-" + correction.disputeId();
  }
}
