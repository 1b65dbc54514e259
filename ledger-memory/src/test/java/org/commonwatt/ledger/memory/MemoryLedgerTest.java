package org.commonwatt.ledger.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import org.commonwatt.ledger.ConflictRetry;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.UnknownOutcomeException;
import org.commonwatt.model.Hash;
import org.commonwatt.testkit.ledger.SampleBatches;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The faults that the fake is there for. */
class MemoryLedgerTest {
  private static final ConflictRetry THREE = new ConflictRetry(3, Duration.ZERO, Duration.ZERO);

  private final SampleBatches batches = new SampleBatches("m");
  private final MemoryChain chain = new MemoryChain();

  /** In block 0. */
  @BeforeEach
  void registerTheRulebook() {
    batches.registered(Clients.of(chain, MemoryLedger.SUBMITTER));
  }

  @Test
  void saysThatItIsAFake() {
    assertThat(MemoryLedger.LABEL).contains("fake");
  }

  @Test
  void aConflictIsKeptAndTheCallSucceedsUnderANewId() {
    SubmitOutcome.Committed committed =
        (SubmitOutcome.Committed) post(new Conflicting(2), THREE, Hash.ZERO);
    List<LedgerTransaction> kept = transactions();
    assertThat(kept)
        .extracting(LedgerTransaction::code)
        .containsExactly("MVCC_READ_CONFLICT", "MVCC_READ_CONFLICT", "VALID");
    assertThat(kept).extracting(LedgerTransaction::transactionId).doesNotHaveDuplicates();
    assertThat(committed.transactionId()).isEqualTo(kept.get(2).transactionId());
  }

  @Test
  void conflictsWithoutEndAreTheOutcome() {
    assertThat(post(new Conflicting(9), THREE, Hash.ZERO))
        .isInstanceOf(SubmitOutcome.Invalid.class);
    assertThat(transactions()).hasSize(3);
    assertThat(post(new Conflicting(9), ConflictRetry.NONE, Hash.ZERO))
        .isInstanceOf(SubmitOutcome.Invalid.class);
    assertThat(transactions()).hasSize(4);
  }

  @Test
  void aLostAnswerIsFoundByItsId() {
    LedgerFaults lost =
        new LedgerFaults() {
          @Override
          public void answer(String transactionId) {
            throw new UnknownOutcomeException(transactionId, new LedgerException("lost"));
          }
        };
    UnknownOutcomeException unknown =
        catchThrowableOfType(
            UnknownOutcomeException.class, () -> post(lost, ConflictRetry.NONE, Hash.ZERO));
    assertThat(chain.status(unknown.transactionId()).orElseThrow().valid()).isTrue();
  }

  @Test
  void anUnreachableLedgerTakesNothing() {
    LedgerFaults away =
        new LedgerFaults() {
          @Override
          public void reach() {
            throw new LedgerException("away");
          }
        };
    assertThatThrownBy(() -> post(away, THREE, Hash.ZERO)).isInstanceOf(LedgerException.class);
    assertThat(chain.height()).isOne();
  }

  @Test
  void theSameCallsGiveTheSameBlocks() {
    MemoryChain again = new MemoryChain();
    batches.registered(Clients.of(again, MemoryLedger.SUBMITTER));
    for (MemoryChain one : List.of(chain, again)) {
      SettlementLedger ledger = new SettlementLedger(Clients.of(one, MemoryLedger.SUBMITTER));
      ledger.post(batches.payment(0, Hash.ZERO, 5));
      ledger.post(batches.payment(0, Hash.ZERO, 5));
      assertThat(one.height()).isEqualTo(2);
    }
    assertThat(chain.block(1).dataHash()).isEqualTo(again.block(1).dataHash());
    assertThat(chain.block(1).transactions()).isEqualTo(again.block(1).transactions());
  }

  private SubmitOutcome post(LedgerFaults faults, ConflictRetry retry, Hash predecessor) {
    return new SettlementLedger(new MemoryLedger(chain, MemoryLedger.SUBMITTER, faults, retry))
        .post(batches.payment(0, predecessor, 5));
  }

  private List<LedgerTransaction> transactions() {
    return chain.blocks().stream()
        .skip(1)
        .map(LedgerBlock::transactions)
        .flatMap(List::stream)
        .toList();
  }

  /** The first transactions meet others. */
  private static final class Conflicting implements LedgerFaults {
    private int left;

    Conflicting(int count) {
      left = count;
    }

    @Override
    public boolean conflicts() {
      return left-- > 0;
    }
  }
}
