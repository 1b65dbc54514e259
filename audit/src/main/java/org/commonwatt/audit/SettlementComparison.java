package org.commonwatt.audit;

import java.util.List;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.SettlementBatch;

/** Sets a settlement on the log beside the recomputed one, part by part. */
final class SettlementComparison {
  private final Findings findings;

  SettlementComparison(Findings findings) {
    this.findings = findings;
  }

  void compare(Place eventPlace, SlotSettled expected, SlotSettled found) {
    SettlementBatch wanted = expected.batch();
    SettlementBatch given = found.batch();
    Place place = eventPlace.withSlot(wanted.slot()).withBatch(wanted.batchId());
    compareLines(place, expected.billLines(), found.billLines());
    findings.compare(FindingCode.POSTING_DIFFERS, place, wanted.postings(), given.postings());
    findings.compare(FindingCode.BILL_ROOT_DIFFERS, place, wanted.billRoot(), given.billRoot());
    findings.compare(
        FindingCode.AUCTION_HASH_DIFFERS, place, wanted.auctionHash(), given.auctionHash());
    findings.compare(
        FindingCode.POSITIONS_HASH_DIFFERS, place, wanted.positionsHash(), given.positionsHash());
    findings.compare(FindingCode.BATCH_DIFFERS, place, header(wanted), header(given));
  }

  private void compareLines(Place place, List<BillLine> expected, List<BillLine> found) {
    if (expected.size() != found.size()) {
      findings.add(
          FindingCode.BILL_LINE_DIFFERS,
          place,
          "expected " + expected.size() + " bill lines, found " + found.size());
    }
    for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
      compareLine(place, i, expected.get(i), found.get(i));
    }
  }

  /** Sets a line beside the recomputed one. */
  void compareLine(Place place, int i, BillLine wanted, BillLine given) {
    if (!BatchHashes.salted(given, wanted.salt()).equals(wanted)) {
      findings.add(
          FindingCode.BILL_LINE_DIFFERS,
          place,
          "bill line " + i + ": expected " + wanted + ", found " + given);
    } else if (!given.salt().equals(wanted.salt())) {
      findings.add(
          FindingCode.SALT_DIFFERS,
          place,
          "bill line " + i + ": expected salt " + wanted.salt() + ", found " + given.salt());
    }
  }

  static List<Object> header(SettlementBatch batch) {
    return List.of(
        batch.batchId(),
        batch.market(),
        batch.rulebookVersion(),
        batch.rulebookHash(),
        batch.billLineCount());
  }
}
