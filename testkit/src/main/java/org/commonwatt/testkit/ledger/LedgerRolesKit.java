package org.commonwatt.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.commonwatt.ledger.BatchJson;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every adapter of {@link Ledger} must do with the roles of clients. An adapter's module
 * extends this class and says how to open its ledger and how to act as another client of it.
 */
public abstract class LedgerRolesKit {
  private final String market = "roles-" + UUID.randomUUID();
  private final LedgerCall post =
      LedgerCall.of(
          "settlement",
          "PostBatch",
          BatchJson.write(new SampleBatches(market).payment(0, Hash.ZERO, 7)));

  // Set before each test.
  @SuppressWarnings("NullAway.Init")
  private Ledger ledger;

  /** Whom the ledger under test is asked to act as. */
  public enum Client {
    /** The exchange's client, with the role {@code submitter}. */
    SUBMITTER,
    /** The grid operator's client, with the role {@code observer}. */
    OBSERVER,
    /** The regulator's client, with the role {@code auditor}. */
    AUDITOR
  }

  /** Opens the ledger as its submitter; closed after each test. */
  protected abstract Ledger open();

  /** Submits a call as a client to the ledger that was opened. */
  protected abstract SubmitOutcome submit(Ledger opened, Client client, LedgerCall call);

  /** Evaluates a call as a client on the ledger that was opened. */
  protected abstract EvaluateOutcome evaluate(Ledger opened, Client client, LedgerCall call);

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
  final void onlyTheSubmitterPosts() {
    LedgerCall malformed = LedgerCall.of("settlement", "PostBatch", "{}");
    LedgerCall incomplete = LedgerCall.of("settlement", "PostBatch");
    long height = ledger.height();
    for (Client client : List.of(Client.OBSERVER, Client.AUDITOR)) {
      assertThat(code(submit(ledger, client, post))).as("%s", client).isEqualTo("NOT_ALLOWED");
      assertThat(code(submit(ledger, client, malformed))).isEqualTo("NOT_ALLOWED");
      assertThat(code(submit(ledger, client, incomplete))).isEqualTo("WRONG_ARGUMENTS");
    }
    assertThat(ledger.height()).isEqualTo(height);
    assertThat(new SettlementLedger(ledger).batches(market)).isEmpty();
    assertThat(code(submit(ledger, Client.SUBMITTER, malformed))).isEqualTo("MALFORMED");
    assertThat(submit(ledger, Client.SUBMITTER, post)).isInstanceOf(SubmitOutcome.Committed.class);
  }

  @Test
  final void everyClientMayQuery() {
    assertThat(ledger.submit(post)).isInstanceOf(SubmitOutcome.Committed.class);
    LedgerCall query = LedgerCall.of("settlement", "GetBalance", market, "home-02");
    for (Client client : Client.values()) {
      assertThat(evaluate(ledger, client, query)).isEqualTo(new EvaluateOutcome.Returned("7"));
    }
  }

  private static String code(SubmitOutcome outcome) {
    return outcome instanceof SubmitOutcome.Rejected refused
        ? refused.rejection().code()
        : outcome.toString();
  }
}
