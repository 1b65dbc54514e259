package org.commonwatt.system.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.UUID;
import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.UnknownOutcomeException;
import org.commonwatt.ledger.fabric.Deadlines;
import org.commonwatt.ledger.fabric.FabricConnection;
import org.commonwatt.ledger.fabric.FabricLedger;
import org.commonwatt.model.Hash;
import org.commonwatt.testkit.ledger.SampleBatches;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Answers that come too late, on a real network: a block takes 200 ms, the clients wait for 1. */
@Tag("slow")
@ExtendWith(RevivesNodes.class)
class FabricTimeoutsSlowTest {
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final SampleBatches batches = new SampleBatches("late-" + UUID.randomUUID());

  @BeforeEach
  void registerTheRulebook() {
    FabricUnderTest.register(batches);
  }

  @Test
  void aCommitThatIsNotAwaitedIsFoundByItsTransactionsId() {
    try (Ledger ledger = ledger(AT_ONCE, Duration.ofSeconds(60))) {
      SettlementLedger settlement = new SettlementLedger(ledger);
      SubmitOutcome outcome = settlement.post(batches.payment(0, Hash.ZERO, 5));
      assertThat(outcome).isInstanceOf(SubmitOutcome.Committed.class);
      SubmitOutcome.Committed committed = (SubmitOutcome.Committed) outcome;
      assertThat(settlement.find(batches.payment(0, Hash.ZERO, 5).batchId()).orElseThrow())
          .satisfies(
              found -> assertThat(found.transactionId()).isEqualTo(committed.transactionId()));
      assertThat(ledger.status(committed.transactionId()).orElseThrow().blockNumber())
          .isEqualTo(committed.blockNumber());
    }
  }

  @Test
  void anOutcomeThatStaysUnknownIsToldLaterByTheIdThatTheFaultNames() {
    try (Ledger ledger = ledger(AT_ONCE, AT_ONCE)) {
      SettlementLedger settlement = new SettlementLedger(ledger);
      UnknownOutcomeException unknown =
          catchThrowableOfType(
              UnknownOutcomeException.class,
              () -> settlement.post(batches.payment(0, Hash.ZERO, 5)));
      assertThat(unknown).isNotNull();
      Patience.await(
          "the transaction is in a block",
          () -> ledger.status(unknown.transactionId()).isPresent());
      assertThat(ledger.status(unknown.transactionId()).orElseThrow().valid()).isTrue();
      assertThat(settlement.batches(batches.market())).hasSize(1);
    }
  }

  private static Ledger ledger(Duration commit, Duration resolve) {
    Deadlines usual = Deadlines.DEFAULT;
    return FabricLedger.open(
        FabricConnection.read(FabricUnderTest.network().connection(Organisation.EXCHANGE)),
        new Deadlines(
            usual.evaluate(),
            usual.endorse(),
            usual.agree(),
            usual.submit(),
            commit,
            resolve,
            usual.silence()));
  }
}
