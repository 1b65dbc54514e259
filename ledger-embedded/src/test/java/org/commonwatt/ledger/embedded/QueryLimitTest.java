package org.commonwatt.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Hash;
import org.commonwatt.testkit.ledger.SampleBatches;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryLimitTest {
  private static final int LIMIT = 40;
  private static final int BATCHES = 103;

  /** More than one page, and more than a peer gives for one query. */
  @Test
  void theSettlementContractListsAndSumsBeyondTheLimit(@TempDir Path folder) {
    try (Ledger ledger =
        EmbeddedLedger.open(
            folder, InstantSource.system(), new EmbeddedLedger.ChannelRules(List.of(), LIMIT))) {
      SettlementLedger settlement = new SettlementLedger(ledger);
      SampleBatches batches = new SampleBatches("m").registered(ledger);
      Hash predecessor = Hash.ZERO;
      for (int slot = 0; slot < BATCHES; slot++) {
        SubmitOutcome.Committed committed =
            (SubmitOutcome.Committed) settlement.post(batches.payment(slot, predecessor, 1));
        predecessor = new Hash(committed.result());
      }
      assertThat(settlement.batches("m")).hasSize(BATCHES).doesNotHaveDuplicates();
      assertThat(settlement.balanceNano("m", "home-02")).isEqualTo(BATCHES);
    }
  }
}
