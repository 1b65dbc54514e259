package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.LedgerDisputes.EventPlace;
import org.commonwatt.model.LedgerDisputes.Opened;
import org.commonwatt.model.LedgerDisputes.Outcome;
import org.commonwatt.model.LedgerDisputes.Resolved;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/** What the log has for disputes on the ledger: those that may lead to a correction. */
final class StatedDisputes {
  private final Map<Run, SettlementBatch> runs = new HashMap<>();
  private final Map<Long, String> open = new HashMap<>(); // market by number
  private final List<Entry> entries = new ArrayList<>();

  private record Run(DeliverySlot slot, int number) {}

  /**
   * What the ledger must have of an event.
   *
   * @param opened null when a dispute ended
   * @param resolved null when one was opened
   */
  record Entry(@Nullable Opened opened, @Nullable Resolved resolved) {
    /** The same at an offset of the log's records, which no event says. */
    Entry at(long offset) {
      return new Entry(
          opened == null
              ? null
              : new Opened(
                  opened.market(),
                  opened.dispute(),
                  opened.batchId(),
                  opened.line(),
                  opened.participant(),
                  opened.openedMillis(),
                  opened.untilMillis(),
                  at(opened.place(), offset)),
          resolved == null
              ? null
              : new Resolved(
                  resolved.market(),
                  resolved.dispute(),
                  resolved.outcome(),
                  at(resolved.place(), offset)));
    }

    private static EventPlace at(EventPlace place, long offset) {
      return new EventPlace(place.sequence(), place.hash(), offset);
    }
  }

  /** Any event of the log, with the hash of its stored bytes. */
  void event(Event event, long sequence, Hash hash) {
    EventPlace place = new EventPlace(sequence, hash, 0);
    if (event instanceof Event.SlotSettled settled) {
      runs.put(new Run(settled.batch().slot(), 0), settled.batch());
    } else if (event instanceof Event.SlotRevised revised) {
      runs.put(new Run(revised.batch().slot(), revised.run()), revised.batch());
    } else if (event instanceof Event.DisputeOpened dispute && dispute.untilMillis() != 0) {
      open(dispute, place);
    } else if (event instanceof Event.DisputeDecided decided) {
      Outcome outcome = decided.ruling().upheld() ? Outcome.UPHELD : Outcome.DISMISSED;
      end(decided.disputeId(), outcome, place);
    } else if (event instanceof Event.DisputeWithdrawn withdrawn) {
      end(withdrawn.disputeId(), Outcome.WITHDRAWN, place);
    }
  }

  private void open(Event.DisputeOpened dispute, EventPlace place) {
    SettlementBatch batch = runs.get(new Run(dispute.slot(), dispute.run()));
    if (batch != null) { // else the log disputes a bill that it does not have, told elsewhere
      Opened expected =
          new Opened(
              batch.market(),
              dispute.disputeId(),
              batch.batchId(),
              dispute.line(),
              dispute.participant(),
              dispute.timeMillis(),
              dispute.untilMillis(),
              place);
      entries.add(new Entry(expected, null));
      open.put(dispute.disputeId(), batch.market());
    }
  }

  private void end(long dispute, Outcome outcome, EventPlace place) {
    String market = open.remove(dispute);
    if (market != null) {
      entries.add(new Entry(null, new Resolved(market, dispute, outcome, place)));
    }
  }

  /** What the ledger must have, in order. */
  List<Entry> entries() {
    return entries;
  }
}
