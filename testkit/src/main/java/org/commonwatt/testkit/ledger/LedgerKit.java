package org.commonwatt.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.SubmitOutcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the ledgers' kits share. An adapter's module extends a kit, names the adapter by {@link
 * LedgerUnderTest} and says how to open it; the ledger may hold what earlier tests wrote.
 *
 * <p>{@link LedgerContractKit}, {@link LedgerEventsKit}, {@link LedgerRolesKit}, {@link
 * LedgerInvoicesKit}, {@link LedgerAccountsKit}, {@link LedgerDisputesKit}, {@link
 * LedgerBilateralKit}, {@link LedgerBatteriesKit} and {@link LedgerRegistryKit} are for every
 * implementation of {@link Ledger}, fakes too. {@link LedgerStateKit} and {@link LedgerPrivateKit}
 * are for those that run chaincode: they call a contract that is there for the tests.
 */
public abstract class LedgerKit {
  // Set before each test.
  @SuppressWarnings("NullAway.Init")
  Ledger ledger;

  /** Opens the ledger; closed after each test. */
  protected abstract Ledger open();

  @BeforeEach
  final void openLedger() {
    LedgerUnderTest named = getClass().getAnnotation(LedgerUnderTest.class);
    assertThat(named).as("a kit names the ledger that it is run for").isNotNull();
    ledger = open();
    assertThat(ledger).isExactlyInstanceOf(named.value());
  }

  @AfterEach
  final void closeLedger() {
    if (ledger != null) {
      ledger.close();
    }
  }

  /** The kept transaction of an id. */
  final LedgerTransaction kept(long block, String transactionId) {
    return ledger.block(block).transactions().stream()
        .filter(transaction -> transaction.transactionId().equals(transactionId))
        .findFirst()
        .orElseThrow();
  }

  /**
   * The invalid transactions of some calls that the blocks from one on keep: without event, and
   * with the same verdict in the block and by their ids.
   */
  final List<LedgerTransaction> invalid(long first, Predicate<LedgerTransaction> ofCalls) {
    return LongStream.range(first, ledger.height())
        .boxed()
        .flatMap(
            number ->
                ledger.block(number).transactions().stream()
                    .filter(ofCalls)
                    .filter(one -> !one.code().equals(CommitStatus.VALID))
                    .peek(one -> assertKept(number, one)))
        .toList();
  }

  private void assertKept(long number, LedgerTransaction invalid) {
    assertThat(invalid.eventName()).isNull();
    assertThat(ledger.status(invalid.transactionId()))
        .contains(new CommitStatus(invalid.transactionId(), number, invalid.code()));
  }

  /** The only one of several outcomes that took effect. */
  static SubmitOutcome.Committed onlyCommitted(List<SubmitOutcome> outcomes) {
    List<SubmitOutcome> found =
        outcomes.stream().filter(SubmitOutcome.Committed.class::isInstance).toList();
    assertThat(found).as("one committed of %s", outcomes).hasSize(1);
    return (SubmitOutcome.Committed) found.get(0);
  }

  /** Whether an argument of the call names a market. */
  static boolean names(LedgerTransaction transaction, String market) {
    return transaction.call().arguments().stream().anyMatch(one -> one.contains(market));
  }

  /** The code of a refusal; of anything else its text, which is no code. */
  static String code(SubmitOutcome outcome) {
    return outcome instanceof SubmitOutcome.Rejected refused
        ? refused.rejection().code()
        : outcome.toString();
  }
}
