package org.commonwatt.ledger;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a ledger between two transactions. Kept with what was made of the events before it, it
 * lets a reader go on without losing or repeating one.
 *
 * @param blockNumber a block, 0 or more; it need not exist yet
 * @param transactionId the place is after this transaction of the block; empty: before its first
 */
public record LedgerCheckpoint(long blockNumber, String transactionId) {
  /** Before everything. */
  public static final LedgerCheckpoint START = new LedgerCheckpoint(0, "");

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})(?: ([0-9a-f]{1,128}))?\\n?");

  /** Checks the block's number. */
  public LedgerCheckpoint {
    if (blockNumber < 0) {
      throw new IllegalArgumentException("a block's number is not negative: " + blockNumber);
    }
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static LedgerCheckpoint parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "a checkpoint is a block's number and a transaction's id, not \"" + text + "\"");
    }
    String transactionId = parts.group(2);
    return new LedgerCheckpoint(
        Long.parseLong(parts.group(1)), transactionId == null ? "" : transactionId);
  }

  /** One line for a file: the block's number and, after a blank, the transaction's id. */
  public String text() {
    return transactionId.isEmpty() ? Long.toString(blockNumber) : blockNumber + " " + transactionId;
  }
}
