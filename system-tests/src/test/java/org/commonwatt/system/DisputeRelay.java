package org.commonwatt.system;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.commonwatt.ledger.DisputeLedger;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.LedgerDisputes.EventPlace;
import org.commonwatt.model.LedgerDisputes.Opened;
import org.commonwatt.model.LedgerDisputes.Outcome;
import org.commonwatt.model.LedgerDisputes.Resolved;

/** Records a log's disputes on a ledger, when a correction needs them there. */
final class DisputeRelay {
  private final DisputeLedger ledger;
  private final Map<String, String> batches = new HashMap<>(); // by slot and run
  private final Set<Long> open = new HashSet<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  /** What is to be recorded, and the dispute that it is about. */
  private record Waiting(long dispute, boolean ends, Runnable post) {}

  DisputeRelay(Ledger ledger) {
    this.ledger = new DisputeLedger(ledger);
  }

  /** An event with its place on the log. */
  void see(Event event, long sequence, Hash hash) {
    EventPlace place = new EventPlace(sequence, hash, sequence);
    if (event instanceof Event.SlotSettled settled) {
      batches.put(settled.batch().slot() + " 0", settled.batch().batchId());
    } else if (event instanceof Event.SlotRevised revised) {
      batches.put(revised.batch().slot() + " " + revised.run(), revised.batch().batchId());
    } else if (event instanceof Event.DisputeOpened dispute && dispute.untilMillis() != 0) {
      open.add(dispute.disputeId());
      String batch = Objects.requireNonNull(batches.get(dispute.slot() + " " + dispute.run()));
      Opened opened =
          new Opened(
              RandomCommands.MARKET,
              dispute.disputeId(),
              batch,
              dispute.line(),
              dispute.participant(),
              dispute.timeMillis(),
              dispute.untilMillis(),
              place);
      waiting.add(
          new Waiting(dispute.disputeId(), false, () -> requireCommitted(ledger.open(opened))));
    } else if (event instanceof Event.DisputeDecided decided) {
      Outcome outcome = decided.ruling().upheld() ? Outcome.UPHELD : Outcome.DISMISSED;
      end(decided.disputeId(), outcome, place);
    } else if (event instanceof Event.DisputeWithdrawn withdrawn) {
      end(withdrawn.disputeId(), Outcome.WITHDRAWN, place);
    }
  }

  private void end(long dispute, Outcome outcome, EventPlace place) {
    if (open.remove(dispute)) {
      Resolved resolved = new Resolved(RandomCommands.MARKET, dispute, outcome, place);
      waiting.add(new Waiting(dispute, true, () -> requireCommitted(ledger.resolve(resolved))));
    }
  }

  /** Records what waits until a dispute's end, which a correction rests on. */
  void relayUntil(long dispute) {
    boolean isThere = false;
    while (!isThere && !waiting.isEmpty()) {
      Waiting next = waiting.remove();
      next.post().run();
      isThere = next.ends() && next.dispute() == dispute;
    }
  }

  private static void requireCommitted(SubmitOutcome outcome) {
    if (!(outcome instanceof SubmitOutcome.Committed)) {
      throw new IllegalStateException("the ledger did not take a dispute: " + outcome);
    }
  }
}
