package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.ledger.embedded.EmbeddedLedger;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revised and final runs are recomputed, and what is forged in them is found. */
class SettlementRunsAuditTest {
  private static final long SEED = 1;

  @TempDir private Path folder;
  private int ledgers;

  @Test
  void anHonestRunPassesAndAForgedOneIsNamed() {
    AtomicInteger lines = new AtomicInteger();
    assertThat(
            codes(
                run -> {
                  lines.addAndGet(run.billLines().size());
                  return run;
                }))
        .doesNotContain(
            FindingCode.BATCH_DIFFERS,
            FindingCode.RUN_SUM_DIFFERS,
            FindingCode.BILL_LINE_DIFFERS,
            FindingCode.PREDECESSOR_DIFFERS,
            FindingCode.EVENT_MISSING,
            FindingCode.EVENT_UNEXPECTED);
    assertThat(lines).as("lines of corrections").hasPositiveValue();
    assertThat(codes(SettlementRunsAuditTest::dearer))
        .contains(FindingCode.RUN_SUM_DIFFERS, FindingCode.POSTING_DIFFERS);
    assertThat(codes(run -> new SlotRevised(run.batch(), run.run(), List.of())))
        .contains(FindingCode.BILL_LINE_DIFFERS);
    assertThat(codes(run -> new SlotRevised(run.batch(), run.run() + 1, run.billLines())))
        .contains(FindingCode.BATCH_DIFFERS);
  }

  /** Another member pays a nano more, and the supplier gets it: the sum stays zero. */
  private static SlotRevised dearer(SlotRevised run) {
    SettlementBatch old = run.batch();
    List<Posting> postings = new ArrayList<>();
    for (Posting posting : old.postings()) {
      long more = postings.isEmpty() ? -1 : postings.size() == 1 ? 1 : 0;
      postings.add(new Posting(posting.account(), posting.amountNano() + more));
    }
    SettlementBatch batch =
        new SettlementBatch(
            old.batchId(),
            old.market(),
            old.slot(),
            old.rulebookVersion(),
            old.rulebookHash(),
            old.auctionHash(),
            old.positionsHash(),
            old.billRoot(),
            old.billLineCount(),
            old.predecessor(),
            postings);
    return new SlotRevised(batch, run.run(), run.billLines());
  }

  private Set<FindingCode> codes(UnaryOperator<SlotRevised> forgery) {
    Path own = folder.resolve("ledger-" + ++ledgers);
    try (EmbeddedLedger ledger = EmbeddedLedger.open(own, InstantSource.system())) {
      RandomMarket market = new RandomMarket(SEED, ledger);
      market.live(120);
      market.forge(SlotRevised.class, forgery);
      return market.audit(Keyring.NONE).totals().keySet();
    }
  }
}
