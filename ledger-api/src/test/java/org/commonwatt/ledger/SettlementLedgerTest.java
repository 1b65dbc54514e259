package org.commonwatt.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the typed view makes of answers; the calls themselves are tested by the contract kit. */
class SettlementLedgerTest {

  @Test
  void aMissingBatchIsEmpty() {
    assertThat(answering(rejected("BATCH_NOT_FOUND")).find("m.0.initial")).isEmpty();
  }

  @Test
  void anyOtherRefusalOfAQueryIsAFault() {
    assertThatThrownBy(() -> answering(rejected("MALFORMED")).find("m.0.initial"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("MALFORMED");
  }

  @Test
  void anAnswerThatIsNoBatchIsAFault() {
    assertThatThrownBy(() -> answering(new EvaluateOutcome.Returned("{}")).find("m.0.initial"))
        .isInstanceOf(LedgerException.class);
  }

  @Test
  void anAnswerThatIsNoNumberIsAFault() {
    assertThatThrownBy(
            () -> answering(new EvaluateOutcome.Returned("1.5")).balanceNano("m", "home-01"))
        .isInstanceOf(LedgerException.class);
  }

  private static EvaluateOutcome rejected(String code) {
    return new EvaluateOutcome.Rejected(new LedgerRejection(code, "why"));
  }

  private static SettlementLedger answering(EvaluateOutcome outcome) {
    return new SettlementLedger(new Answering(outcome));
  }

  private record Answering(EvaluateOutcome outcome) implements Ledger {
    @Override
    public String label() {
      return "answers";
    }

    @Override
    public SubmitOutcome submit(LedgerCall call) {
      throw new UnsupportedOperationException();
    }

    @Override
    public EvaluateOutcome evaluate(LedgerCall call) {
      return outcome;
    }

    @Override
    public Optional<CommitStatus> status(String transactionId) {
      return Optional.empty();
    }

    @Override
    public long height() {
      return 0;
    }

    @Override
    public LedgerBlock block(long number) {
      throw new IllegalArgumentException("no blocks");
    }

    @Override
    public LedgerEvents events(LedgerCheckpoint after) {
      throw new UnsupportedOperationException("no events");
    }

    @Override
    public void close() {}
  }
}
