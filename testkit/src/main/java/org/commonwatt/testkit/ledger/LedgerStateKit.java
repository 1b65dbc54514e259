package org.commonwatt.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerRejection;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How every adapter of {@link Ledger} must keep state, shown by the {@code probe} contract, which
 * is in the test jar of the settlement chaincode. The ledger may hold what earlier tests wrote,
 * each test uses keys of its own.
 */
public abstract class LedgerStateKit {
  /** A collection that Fabric has for every organisation without being told. */
  private static final String COLLECTION = "_implicit_org_ExchangeMSP";

  private final String own = UUID.randomUUID() + "-";

  // Set before each test.
  @SuppressWarnings("NullAway.Init")
  private Ledger ledger;

  /** Opens the ledger; closed after each test. */
  protected abstract Ledger open();

  @BeforeEach
  final void openLedger() {
    ledger = open();
  }

  @AfterEach
  final void closeLedger() {
    if (ledger != null) {
      ledger.close();
    }
  }

  @Test
  final void resultsAreTextAndMayBeEmpty() {
    assertThat(run("put", own + "a", "größer ≥ 1").result()).isEmpty();
    assertThat(ask("get", own + "a")).isEqualTo("größer ≥ 1/14");
    assertThat(ask("get", own + "missing")).isEqualTo("/0");
  }

  @Test
  final void aTransactionDoesNotReadItsOwnWrites() {
    run("put", own + "a", "old");
    assertThat(run("putThenGet", own + "a", "newer").result()).isEqualTo("old/3");
    assertThat(ask("get", own + "a")).isEqualTo("newer/5");
  }

  @Test
  final void aRefusalHasItsCodeAndMessageAndWritesNothing() {
    String key = own + "a";
    assertThat(rejected("refuse", key, "TOO_LATE: come at noon, not after"))
        .isEqualTo(new LedgerRejection("TOO_LATE", "come at noon, not after"));
    assertThat(rejected("refuse", key, "LINES: one\ntwo, three"))
        .isEqualTo(new LedgerRejection("LINES", "one\ntwo, three"));
    assertThat(rejected("refuse", key, "without a code").code()).isEqualTo("CONTRACT_FAULT");
    assertThat(ask("get", key)).isEqualTo("/0");
  }

  @Test
  final void aFaultOfTheContractIsARefusalToo() {
    assertThat(rejected("fault").code()).isEqualTo("CONTRACT_FAULT");
    assertThat(rejected("put", "", "1").code()).isEqualTo("CONTRACT_FAULT");
    assertThat(rejected("rich").code()).isEqualTo("CONTRACT_FAULT");
    assertThat(rejected("pageThenPut").code()).isEqualTo("CONTRACT_FAULT");
  }

  @Test
  final void simulationsThatDifferMakeNoTransaction() {
    assertThat(rejected("nanos").code()).isEqualTo("ENDORSEMENT_MISMATCH");
  }

  @Test
  final void theLastEventWins() {
    LedgerTransaction kept = kept(run("events"));
    assertThat(kept.eventName()).isEqualTo("Second");
    assertThat(kept.eventPayload()).isEqualTo("2");
    assertThat(kept(run("put", own + "a", "1")).eventName()).isNull();
  }

  @Test
  final void theEndOfARangeIsExclusiveAndCompositeKeysAreApart() {
    for (String key : List.of("b", "a", "d", "c")) {
      run("put", own + key, "1");
    }
    run("putPair", own + "a", "x", "pair");
    assertThat(ask("range", own + "a", own + "c")).isEqualTo(own + "a," + own + "b");
    assertThat(ask("range", own + "c", own + "z")).isEqualTo(own + "c," + own + "d");
    assertThat(ask("pairs", own + "a")).isEqualTo("pair");
    assertThat(ask("pairs", own + "b")).isEmpty();
  }

  @Test
  final void keysAreInTheOrderOfTheirBytes() {
    String beyond = own + new String(Character.toChars(0x1F50B));
    run("put", beyond, "1");
    run("put", own + "\uFB01", "1");
    assertThat(ask("range", own, own + Character.toString(0x10FFFF)))
        .isEqualTo(own + "\uFB01," + beyond);
  }

  @Test
  final void pagesGoOnAtTheirBookmark() {
    for (String key : List.of("a", "b", "c")) {
      run("put", own + key, "1");
    }
    String first = own + "a," + own + "b;" + own + "c";
    assertThat(ask("page", own, own + "z", "")).isEqualTo(first);
    assertThat(ask("page", own, own + "z", own + "c")).startsWith(own + "c;");
  }

  @Test
  final void theHistoryOfAKeyIsNewestFirst() {
    run("put", own + "a", "1");
    run("delete", own + "a");
    run("put", own + "a", "2");
    run("put", own + "a", "");
    assertThat(ask("history", own + "a")).isEqualTo("deleted,2,deleted,1");
    assertThat(ask("get", own + "a")).isEqualTo("/0");
    assertThat(ask("range", own + "a", own + "b")).isEmpty();
    assertThat(ask("history", own + "b")).isEmpty();
  }

  @Test
  final void onlyTheHashOfAPrivateValueIsInTheBlock() {
    SubmitOutcome.Committed hidden = run("hide", COLLECTION, own + "a", own + "secret");
    String secret = new StringBuilder(own + "secret").reverse().toString();
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    assertThat(ask("getPrivate", COLLECTION, own + "a")).isEqualTo(secret);
    assertThat(ask("privateHash", COLLECTION, own + "a")).isEqualTo(Hash.of(bytes).hex());
    assertThat(ask("get", own + "a")).isEqualTo("/0");
    String block = latin(ledger.block(hidden.blockNumber()));
    assertThat(block)
        .doesNotContain(secret)
        .contains(new String(Hash.of(bytes).bytes(), StandardCharsets.ISO_8859_1));
    run("deletePrivate", COLLECTION, own + "a");
    assertThat(ask("getPrivate", COLLECTION, own + "a")).isEmpty();
  }

  @Test
  final void ofConcurrentIncrementsNoneIsLostAndTheInvalidOnesAreKept() {
    List<SubmitOutcome.Invalid> invalid = new ArrayList<>();
    int committed = 0;
    for (int round = 0; round < 100 && (invalid.isEmpty() || committed < 10); round++) {
      for (SubmitOutcome outcome :
          Together.run(4, () -> ledger.submit(call("increment", own + "n")))) {
        if (outcome instanceof SubmitOutcome.Invalid one) {
          invalid.add(one);
        } else if (outcome instanceof SubmitOutcome.Committed) {
          committed++;
        }
      }
    }
    assertThat(ask("get", own + "n")).startsWith(committed + "/");
    assertThat(invalid).as("no two increments met").isNotEmpty();
    for (SubmitOutcome.Invalid one : invalid) {
      LedgerTransaction kept = kept(one.blockNumber(), one.transactionId());
      assertThat(kept.code()).isEqualTo(one.code()).isEqualTo("MVCC_READ_CONFLICT");
      assertThat(kept.call()).isEqualTo(call("increment", own + "n"));
      assertThat(kept.eventName()).isNull();
      assertThat(ledger.status(one.transactionId()))
          .contains(new CommitStatus(one.transactionId(), one.blockNumber(), one.code()));
    }
  }

  @Test
  final void aRangeThatChangedBeforeItsTurnIsAPhantom() {
    List<String> codes = new ArrayList<>();
    for (int round = 0; round < 100 && !codes.contains("PHANTOM_READ_CONFLICT"); round++) {
      String key = own + "r" + round;
      List<SubmitOutcome> outcomes =
          Together.run(
              List.of(
                  () -> ledger.submit(call("put", key, "1")),
                  () -> ledger.submit(call("count", own + "r", own + "s", own + "n"))));
      outcomes.forEach(
          outcome ->
              codes.add(
                  outcome instanceof SubmitOutcome.Invalid invalid ? invalid.code() : "VALID"));
    }
    assertThat(codes).contains("PHANTOM_READ_CONFLICT").doesNotContain("MVCC_READ_CONFLICT");
  }

  private static LedgerCall call(String function, String... arguments) {
    return LedgerCall.of("probe", function, arguments);
  }

  private SubmitOutcome.Committed run(String function, String... arguments) {
    SubmitOutcome outcome = ledger.submit(call(function, arguments));
    assertThat(outcome).isInstanceOf(SubmitOutcome.Committed.class);
    return (SubmitOutcome.Committed) outcome;
  }

  private LedgerRejection rejected(String function, String... arguments) {
    SubmitOutcome outcome = ledger.submit(call(function, arguments));
    assertThat(outcome).isInstanceOf(SubmitOutcome.Rejected.class);
    return ((SubmitOutcome.Rejected) outcome).rejection();
  }

  private String ask(String function, String... arguments) {
    EvaluateOutcome outcome = ledger.evaluate(call(function, arguments));
    assertThat(outcome).isInstanceOf(EvaluateOutcome.Returned.class);
    return ((EvaluateOutcome.Returned) outcome).result();
  }

  private LedgerTransaction kept(SubmitOutcome.Committed committed) {
    return kept(committed.blockNumber(), committed.transactionId());
  }

  private LedgerTransaction kept(long block, String transactionId) {
    return ledger.block(block).transactions().stream()
        .filter(transaction -> transaction.transactionId().equals(transactionId))
        .findFirst()
        .orElseThrow();
  }

  private static String latin(LedgerBlock block) {
    StringBuilder text = new StringBuilder();
    block.envelopes().forEach(bytes -> text.append(new String(bytes, StandardCharsets.ISO_8859_1)));
    return text.toString();
  }
}
