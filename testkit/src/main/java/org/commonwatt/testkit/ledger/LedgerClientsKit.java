package org.commonwatt.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.SubmitOutcome;

/** A kit that acts as clients of several organisations. */
public abstract class LedgerClientsKit extends LedgerKit {
  private static final long PATIENCE_SECONDS = 120;

  /** Whom the ledger under test is asked to act as. */
  public enum Client {
    /** The exchange's client, with the role {@code submitter}. */
    SUBMITTER,
    /** The grid operator's client, with the role {@code observer}. */
    OBSERVER,
    /** The regulator's client, with the role {@code auditor}. */
    AUDITOR
  }

  /** Submits a call as a client to the ledger that was opened. */
  protected abstract SubmitOutcome submit(Ledger opened, Client client, LedgerCall call);

  /** Evaluates a call as a client on the ledger that was opened. */
  protected abstract EvaluateOutcome evaluate(Ledger opened, Client client, LedgerCall call);

  /** A client gets this answer, at once or when its peer has the last block. */
  final void assertReturns(Client client, LedgerCall query, String expected) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    EvaluateOutcome answer = evaluate(ledger, client, query);
    while (!answer.equals(new EvaluateOutcome.Returned(expected)) && System.nanoTime() < end) {
      answer = evaluate(ledger, client, query);
    }
    assertThat(answer).as("%s", client).isEqualTo(new EvaluateOutcome.Returned(expected));
  }

  /** The code with which a client's query is refused; of an answer its text, which is no code. */
  final String refused(Client client, LedgerCall query) {
    EvaluateOutcome answer = evaluate(ledger, client, query);
    return answer instanceof EvaluateOutcome.Rejected rejected
        ? rejected.rejection().code()
        : answer.toString();
  }
}
