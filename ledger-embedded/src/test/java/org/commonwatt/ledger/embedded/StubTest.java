package org.commonwatt.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stub and the validation, through a contract that does nothing else. */
class StubTest extends ProbedLedger {
  StubTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void aMissingKeyHasNoBytes() {
    assertThat(ask("get", "a")).isEqualTo("/0");
  }

  @Test
  void aTransactionDoesNotReadItsOwnWrites() {
    run("put", "a", "old");
    assertThat(run("putThenGet", "a", "newer").result()).isEqualTo("old/3");
    assertThat(ask("get", "a")).isEqualTo("newer/5");
  }

  @Test
  void evaluatingWritesNothing() {
    assertThat(ask("putThenGet", "a", "x")).isEqualTo("/0");
    assertThat(ask("get", "a")).isEqualTo("/0");
    assertThat(ledger.height()).isZero();
  }

  @Test
  void theEndOfARangeIsExclusiveAndCompositeKeysAreApart() {
    for (String key : List.of("b", "a", "d", "c")) {
      run("put", key, "1");
    }
    run("putPair", "a", "x", "pair");
    assertThat(ask("range", "a", "c")).isEqualTo("a,b");
    assertThat(ask("range", "", "")).isEqualTo("a,b,c,d");
    assertThat(ask("range", "c", "a")).isEmpty();
    assertThat(ask("pairs", "a")).isEqualTo("pair");
    assertThat(ask("pairs", "b")).isEmpty();
  }

  @Test
  void keysAreInTheOrderOfTheirBytes() {
    String beyond = new String(Character.toChars(0x1F50B));
    run("put", beyond, "1");
    run("put", "\uFB01", "1");
    assertThat(ask("range", "", "")).isEqualTo("\uFB01," + beyond);
  }

  @Test
  void pagesGoOnAtTheirBookmark() {
    for (String key : List.of("a", "b", "c")) {
      run("put", key, "1");
    }
    assertThat(ask("page", "", "", "")).isEqualTo("a,b;c");
    assertThat(ask("page", "", "", "c")).isEqualTo("c;");
    assertThat(rejected("pageThenPut")).isEqualTo("CONTRACT_FAULT");
  }

  @Test
  void puttingNoBytesDeletes() {
    run("put", "a", "1");
    run("put", "a", "");
    assertThat(ask("get", "a")).isEqualTo("/0");
    assertThat(ask("range", "", "")).isEmpty();
    assertThat(ask("history", "a")).isEqualTo("deleted,1");
    run("putPrivate", "one", "a", "1");
    run("putPrivate", "one", "a", "");
    assertThat(ask("privateHash", "one", "a")).isEmpty();
  }

  @Test
  void deletingWhatIsNotThereIsAWriteToo() {
    assertThat(codesOfOneBlock(call("delete", "a"), call("copy", "a", "b")))
        .containsExactly("VALID", "MVCC_READ_CONFLICT");
    assertThat(codesOfOneBlock(call("copy", "a", "b"))).containsExactly("VALID");
    assertThat(codesOfOneBlock(call("deletePrivate", "one", "a"), call("reveal", "one", "a")))
        .containsExactly("VALID", "MVCC_READ_CONFLICT");
  }

  @Test
  void blockZeroFollowsNothing() {
    run("put", "a", "1");
    assertThat(ledger.block(0).previousHash()).isEqualTo(Hash.ZERO);
    assertThat(ledger.block(0).metadata()).hasSize(3);
  }

  @Test
  void theHistoryOfAKeyIsNewestFirstAndSurvivesReopening() {
    run("put", "a", "1");
    run("delete", "a");
    run("put", "a", "2");
    ledger.close();
    ledger = open();
    assertThat(ask("history", "a")).isEqualTo("2,deleted,1");
    assertThat(ask("history", "b")).isEmpty();
  }

  @Test
  void oneAfterTheOtherNothingConflicts() {
    run("put", "a", "1");
    assertThat(codes(call("copy", "a", "b"), call("put", "a", "2"), call("copy", "a", "c")))
        .containsExactly("VALID", "VALID", "VALID");
  }

  @Test
  void aReadThatIsOldWhenItsTurnComesIsAConflict() {
    run("put", "a", "1");
    List<String> codes =
        codesOfOneBlock(call("put", "a", "2"), call("copy", "a", "b"), call("put", "a", "3"));
    assertThat(codes).containsExactly("VALID", "MVCC_READ_CONFLICT", "VALID");
    assertThat(ask("get", "b")).isEqualTo("/0");
    assertThat(ask("history", "a")).isEqualTo("3,2,1");
  }

  @Test
  void anAbsentKeyIsReadToo() {
    assertThat(codesOfOneBlock(call("put", "a", "1"), call("copy", "a", "b")))
        .containsExactly("VALID", "MVCC_READ_CONFLICT");
  }

  @Test
  void aTransactionThatIsOrderedTwiceCountsOnce() {
    Endorsed once = ledger.endorse(call("put", "a", "1"));
    assertThat(ledger.commit(List.of(once, once)))
        .extracting(CommitStatus::code)
        .containsExactly("VALID", "DUPLICATE_TXID");
    assertThat(ledger.status(once.transactionId()).orElseThrow().valid()).isTrue();
    assertThat(ask("history", "a")).isEqualTo("1");
  }

  @Test
  void anInvalidTransactionIsKeptWithoutItsEvent() {
    run("put", "a", "1");
    codesOfOneBlock(call("put", "a", "2"), call("copy", "a", "b"));
    LedgerTransaction kept = ledger.block(1).transactions().get(1);
    assertThat(kept.code()).isEqualTo("MVCC_READ_CONFLICT");
    assertThat(kept.call()).isEqualTo(call("copy", "a", "b"));
    assertThat(kept.eventName()).isNull();
  }

  @Test
  void theLastEventWins() {
    SubmitOutcome.Committed committed = run("events");
    LedgerTransaction transaction = ledger.block(committed.blockNumber()).transactions().get(0);
    assertThat(transaction.eventName()).isEqualTo("Second");
    assertThat(transaction.eventPayload()).isEqualTo("2");
  }

  @Test
  void theCreatorIsARealIdentityAndTheTimeIsTheClocks() {
    assertThat(ask("who"))
        .startsWith("ExchangeMSP|")
        .contains("CN=submitter")
        .endsWith("|2022-08-02T07:00:00Z|embedded");
  }

  @Test
  void simulationsThatDifferMakeNoTransaction() {
    assertThat(rejected("nanos")).isEqualTo("ENDORSEMENT_MISMATCH");
    assertThat(ledger.height()).isZero();
  }

  @Test
  void aFaultOfTheContractIsToldAndRecordsNothing() {
    assertThat(rejected("fault")).isEqualTo("CONTRACT_FAULT");
    assertThat(rejected("rich")).isEqualTo("CONTRACT_FAULT");
    assertThat(rejected("put", "", "1")).isEqualTo("CONTRACT_FAULT");
    assertThat(ledger.height()).isZero();
  }

  @Test
  void transactionIdsAreNeverTheSame() {
    assertThat(run("put", "a", "1").transactionId())
        .hasSize(64)
        .isNotEqualTo(run("put", "a", "1").transactionId());
  }
}
