package org.commonwatt.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerRejection;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.SubmitOutcome;
import org.junit.jupiter.api.Test;

/**
 * How every {@code Ledger} that runs chaincode must keep state, shown by the {@code probe}
 * contract, which is in the test jar of the settlement chaincode. Each test uses keys of its own.
 */
public abstract class LedgerStateKit extends LedgerKit {
  /** The most rows that one query of the ledger under test gives. */
  public static final int QUERY_LIMIT = 1_000;

  private final String own = UUID.randomUUID() + "-";

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
    assertThat(rejected("callOther", "elsewhere").code()).isEqualTo("CONTRACT_FAULT");
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
  final void ofConcurrentIncrementsEachSucceedsInTheEndAndTheInvalidOnesAreKept() {
    LedgerCall increment = call("increment", own + "n");
    long before = ledger.height();
    Set<String> ids = new HashSet<>();
    Set<String> counts = new HashSet<>();
    List<LedgerTransaction> invalid = new ArrayList<>();
    for (int round = 0; round < 100 && (round < 3 || invalid.isEmpty()); round++) {
      for (SubmitOutcome outcome : Together.run(4, () -> ledger.submit(increment))) {
        assertThat(outcome).isInstanceOf(SubmitOutcome.Committed.class);
        SubmitOutcome.Committed committed = (SubmitOutcome.Committed) outcome;
        ids.add(committed.transactionId());
        counts.add(committed.result());
        assertThat(kept(committed).eventPayload()).isEqualTo(committed.result());
      }
      assertThat(counts).as("each saw another count").hasSize(4 * (round + 1));
      invalid = invalid(before, one -> one.call().equals(increment));
    }
    assertThat(ask("get", own + "n")).startsWith(ids.size() + "/");
    assertThat(ids).hasSameSizeAs(counts);
    assertThat(invalid).as("no two increments met").isNotEmpty();
    assertThat(invalid).allMatch(one -> one.code().equals("MVCC_READ_CONFLICT"));
    assertThat(invalid.stream().map(LedgerTransaction::transactionId))
        .as("success came under a new id")
        .doesNotContainAnyElementsOf(ids);
  }

  @Test
  final void aRangeThatChangedBeforeItsTurnIsAPhantomAndThenReadAnew() {
    LedgerCall count = call("count", own + "r", own + "s", own + "n");
    long before = ledger.height();
    List<LedgerTransaction> invalid = new ArrayList<>();
    for (int round = 0; round < 100 && invalid.isEmpty(); round++) {
      LedgerCall put = call("put", own + "r" + round, "1");
      List<SubmitOutcome> outcomes =
          Together.run(List.of(() -> ledger.submit(put), () -> ledger.submit(count)));
      assertThat(outcomes).allMatch(SubmitOutcome.Committed.class::isInstance);
      invalid = invalid(before, one -> one.call().equals(count));
    }
    assertThat(invalid).extracting(LedgerTransaction::code).containsOnly("PHANTOM_READ_CONFLICT");
  }

  @Test
  final void aKeysOwnPolicySaysWhoseSignaturesItNeeds() {
    String key = own + "k";
    run("put", key, "1");
    assertThat(ask("protectors", key)).isEmpty();
    run("protect", key, "ExchangeMSP");
    assertThat(ask("protectors", key)).isEqualTo("ExchangeMSP");
    run("put", key, "2");
    assertThat(ask("get", key)).isEqualTo("2/1");
    assertThat(ask("protectors", key)).as("a new value keeps it").isEqualTo("ExchangeMSP");
    run("protect", key, "ExchangeMSP,RegulatorMSP");
    assertThatThrownBy(() -> run("put", key, "3"))
        .as("nobody runs the contract for the Regulator")
        .isInstanceOf(LedgerException.class);
    assertThat(ask("get", key)).isEqualTo("2/1");
    run("protect", own + "none", "ExchangeMSP");
    assertThat(ask("protectors", own + "none")).as("no key, no policy").isEmpty();
  }

  @Test
  final void aRangeEndsAtTheLimitOfAQueryAndPagesGoOn() {
    String start = own + "l";
    run("fill", start, Integer.toString(QUERY_LIMIT + 150));
    assertThat(ask("size", start, start + "z")).isEqualTo(Integer.toString(QUERY_LIMIT));
    assertThat(ask("pages", start, start + "z")).isEqualTo(Integer.toString(QUERY_LIMIT + 150));
  }

  @Test
  final void whatARangeWasNotReadToDoesNotConflict() {
    String start = own + "f";
    run("fill", start, "250");
    LedgerCall first = call("first", start, start + "z", own + "n");
    long before = ledger.height();
    boolean met = false;
    for (int round = 0; round < 10 || (!met && round < 100); round++) {
      LedgerCall atTheEnd = call("put", start + "9" + round, "1");
      List<SubmitOutcome> outcomes =
          Together.run(List.of(() -> ledger.submit(atTheEnd), () -> ledger.submit(first)));
      assertThat(outcomes).allMatch(SubmitOutcome.Committed.class::isInstance);
      met |= isInOneBlock(atTheEnd, first, (SubmitOutcome.Committed) outcomes.get(0));
    }
    assertThat(met).as("a write came before a read of the same block").isTrue();
    assertThat(invalid(before, one -> one.call().equals(first))).isEmpty();
    assertThat(ask("get", own + "n")).startsWith(start + "1000/");
    // A peer reads a hundred rows and one at once: those count, asked for or not.
    List<LedgerTransaction> invalid = new ArrayList<>();
    for (int round = 0; round < 100 && invalid.isEmpty(); round++) {
      LedgerCall within = call("put", start + "105" + round % 10, "2");
      Together.run(List.of(() -> ledger.submit(within), () -> ledger.submit(first)));
      invalid = invalid(before, one -> one.call().equals(first));
    }
    assertThat(invalid).extracting(LedgerTransaction::code).containsOnly("PHANTOM_READ_CONFLICT");
  }

  @Test
  final void aPageThatChangedBeforeItsTurnIsAPhantomToo() {
    String start = own + "p";
    run("fill", start, "3");
    LedgerCall page = call("page", start, start + "z", "");
    long before = ledger.height();
    List<LedgerTransaction> invalid = new ArrayList<>();
    for (int round = 0; round < 100 && invalid.isEmpty(); round++) {
      LedgerCall put = call("put", start + "1000", Integer.toString(round));
      Together.run(List.of(() -> ledger.submit(put), () -> ledger.submit(page)));
      invalid = invalid(before, one -> one.call().equals(page));
    }
    assertThat(invalid).extracting(LedgerTransaction::code).containsOnly("PHANTOM_READ_CONFLICT");
  }

  /** Whether the write's block has, after it, a transaction that was read before the block. */
  private boolean isInOneBlock(LedgerCall write, LedgerCall read, SubmitOutcome.Committed written) {
    List<LedgerCall> calls =
        ledger.block(written.blockNumber()).transactions().stream()
            .map(LedgerTransaction::call)
            .toList();
    return calls.contains(read) && calls.indexOf(write) < calls.lastIndexOf(read);
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
}
