package org.commonwatt.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.SubmitOutcome;
import org.junit.jupiter.api.AfterEach;

/** A ledger with a contract that does nothing but touch its stub. */
abstract class ProbedLedger {
  static final Instant NOW = Instant.parse("2022-08-02T07:00:00Z");

  private final Path folder;
  EmbeddedLedger ledger;

  ProbedLedger(Path folder) {
    this.folder = folder;
    ledger = open();
  }

  final EmbeddedLedger open() {
    return EmbeddedLedger.open(folder, () -> NOW, List.of(collection("one"), collection("two")));
  }

  private static PrivateCollection collection(String name) {
    return new PrivateCollection(name, Set.of("ExchangeMSP", "GridOperatorMSP"), true, Set.of());
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  static LedgerCall call(String function, String... arguments) {
    return LedgerCall.of("probe", function, arguments);
  }

  final SubmitOutcome.Committed run(String function, String... arguments) {
    SubmitOutcome outcome = ledger.submit(call(function, arguments));
    assertThat(outcome).isInstanceOf(SubmitOutcome.Committed.class);
    return (SubmitOutcome.Committed) outcome;
  }

  final String rejected(String function, String... arguments) {
    SubmitOutcome outcome = ledger.submit(call(function, arguments));
    assertThat(outcome).isInstanceOf(SubmitOutcome.Rejected.class);
    return ((SubmitOutcome.Rejected) outcome).rejection().code();
  }

  final String ask(String function, String... arguments) {
    EvaluateOutcome outcome = ledger.evaluate(call(function, arguments));
    assertThat(outcome).isInstanceOf(EvaluateOutcome.Returned.class);
    return ((EvaluateOutcome.Returned) outcome).result();
  }

  final List<String> codes(LedgerCall... calls) {
    return List.of(calls).stream()
        .map(call -> ledger.commit(List.of(ledger.endorse(call))).get(0).code())
        .toList();
  }

  /** Simulates all calls on the same state, then orders them in one block. */
  final List<String> codesOfOneBlock(LedgerCall... calls) {
    List<Endorsed> endorsed = List.of(calls).stream().map(ledger::endorse).toList();
    return ledger.commit(endorsed).stream().map(CommitStatus::code).toList();
  }
}
