package org.commonwatt.ledger;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A refused call; nothing was recorded.
 *
 * @param code stable reason, such as {@code BATCH_EXISTS}; see {@code docs/formats/ledger.md}
 * @param message one sentence that says how to fix it
 */
public record LedgerRejection(String code, String message) {
  /** The code of a failure that the contract did not give a code: a fault in the contract. */
  public static final String CONTRACT_FAULT = "CONTRACT_FAULT";

  /** The code when the organisations' simulations of one call did not come out the same. */
  public static final String ENDORSEMENT_MISMATCH = "ENDORSEMENT_MISMATCH";

  private static final Pattern TEXT = Pattern.compile("([A-Z][A-Z0-9_]*): (.*)", Pattern.DOTALL);

  /**
   * Reads the message of a failed chaincode response, which contracts write as {@code CODE:
   * message}; any other text becomes a {@link #CONTRACT_FAULT}.
   */
  public static LedgerRejection parse(String responseMessage) {
    Matcher parts = TEXT.matcher(responseMessage);
    return parts.matches()
        ? new LedgerRejection(parts.group(1), parts.group(2))
        : new LedgerRejection(CONTRACT_FAULT, responseMessage);
  }
}
