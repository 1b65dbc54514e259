package org.commonwatt.audit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonwatt.audit.StatedDisputes.Entry;
import org.commonwatt.ledger.DisputeLedger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.model.LedgerDisputes.Opened;
import org.commonwatt.model.LedgerDisputes.Outcome;
import org.commonwatt.model.LedgerDisputes.Resolved;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/** Compares the disputes in the ledger's blocks with the log's, one by one in their order. */
final class DisputeCheck {
  private final List<Entry> stated;
  private final Findings findings;
  private final Set<Long> upheld = new HashSet<>();
  private int next;

  DisputeCheck(StatedDisputes stated, Findings findings) {
    this.stated = stated.entries();
    this.findings = findings;
  }

  /**
   * Takes a valid transaction of the ledger.
   *
   * @param market id of the market, null when the log activated none
   * @return whether it records a dispute, or how one ended
   */
  boolean takes(Place place, LedgerTransaction transaction, @Nullable String market) {
    Entry found = recorded(transaction);
    if (found == null) {
      return false;
    }
    Opened opened = found.opened();
    Resolved resolved = found.resolved();
    String ofMarket = opened != null ? opened.market() : resolved == null ? "" : resolved.market();
    if (!ofMarket.equals(market)) {
      return true; // disputes of another market, whose log is not known here
    }
    if (resolved != null && resolved.outcome() == Outcome.UPHELD) {
      upheld.add(resolved.dispute());
    }
    Entry expected = next < stated.size() ? stated.get(next) : null;
    next++;
    findings.compare(
        FindingCode.LEDGER_DISPUTE_DIFFERS,
        place,
        expected == null ? "no further dispute" : expected.at(offset(found)),
        found);
    return true;
  }

  /** A correction stands behind the dispute that it rests on. */
  void check(Place place, SettlementBatch batch) {
    if (batch.isCorrection()) {
      String dispute = batch.batchId().substring(batch.batchId().lastIndexOf('-') + 1);
      boolean holds = upheld.stream().anyMatch(one -> Long.toString(one).equals(dispute));
      if (!holds) {
        findings.add(
            FindingCode.LEDGER_DISPUTE_DIFFERS,
            place,
            "expected dispute " + dispute + " to be recorded and upheld before, found it is not");
      }
    }
  }

  /** Says what is not recorded yet. */
  void finish() {
    if (next < stated.size()) {
      findings.add(
          FindingCode.DISPUTES_PENDING,
          Place.NOWHERE,
          (stated.size() - next) + " openings and ends of disputes are not on the ledger yet");
    }
  }

  private static long offset(Entry found) {
    Opened opened = found.opened();
    Resolved resolved = found.resolved();
    return opened != null
        ? opened.place().offset()
        : resolved == null ? 0 : resolved.place().offset();
  }

  private static @Nullable Entry recorded(LedgerTransaction transaction) {
    List<String> given = transaction.call().arguments();
    if (!transaction.call().contract().equals(DisputeLedger.CONTRACT) || given.size() != 1) {
      return null;
    }
    try {
      return switch (transaction.call().function()) {
        case DisputeLedger.OPEN -> new Entry(DisputeLedger.readOpened(given.get(0)), null);
        case DisputeLedger.RESOLVE -> new Entry(null, DisputeLedger.readResolved(given.get(0)));
        default -> null;
      };
    } catch (LedgerException | IllegalArgumentException e) {
      return null; // the caller reports it: a call that no dispute can be read from
    }
  }
}
