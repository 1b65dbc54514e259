package org.commonwatt.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.commonwatt.ledger.BatchJson;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@code Ledger} must do with the roles of clients. */
public abstract class LedgerRolesKit extends LedgerClientsKit {
  private final String market = "roles-" + UUID.randomUUID();
  private final LedgerCall post =
      LedgerCall.of(
          "settlement",
          "PostBatch",
          BatchJson.write(new SampleBatches(market).payment(0, Hash.ZERO, 7)));

  @BeforeEach
  final void registerTheRulebook() {
    new SampleBatches(market).registered(ledger);
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
      assertReturns(client, query, "7");
    }
  }
}
