package org.commonwatt.engine.http;

import java.util.function.Supplier;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.UnknownOutcomeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a question to the ledger that has no answer: the log says why, the API not. */
final class LedgerQuestions {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerQuestions.class);

  private LedgerQuestions() {}

  /**
   * Asks.
   *
   * @throws ProblemException {@code LEDGER_UNAVAILABLE}
   */
  static <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (LedgerException e) {
      LOG.warn("a question to the ledger has no answer", e);
      throw unavailable("The ledger does not answer.");
    }
  }

  /**
   * Hands something in that counts once.
   *
   * @throws ProblemException {@code LEDGER_UNAVAILABLE}, {@code OUTCOME_UNKNOWN}
   */
  static SubmitOutcome submit(Supplier<SubmitOutcome> call) {
    try {
      return call.get();
    } catch (UnknownOutcomeException e) {
      LOG.warn("it is not known whether the ledger took something", e);
      throw new ProblemException(
          Problem.unavailable(
              "OUTCOME_UNKNOWN",
              "The ledger did not say whether it took this.",
              "Send it again: it counts once."));
    } catch (LedgerException e) {
      LOG.warn("the ledger does not take anything", e);
      throw unavailable("The ledger does not answer; nothing was done.");
    }
  }

  /** There is no answer. */
  static ProblemException unavailable(String why) {
    return new ProblemException(
        Problem.unavailable("LEDGER_UNAVAILABLE", why, "Ask again in a moment."));
  }
}
