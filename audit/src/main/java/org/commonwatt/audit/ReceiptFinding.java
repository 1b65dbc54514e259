package org.commonwatt.audit;

/**
 * What is wrong with a receipt, or with the log that it is held against.
 *
 * @param receipt the receipt's number in the order in which they were handed in, from 1
 * @param code the kind of finding
 * @param message what differs
 */
public record ReceiptFinding(int receipt, Code code, String message) {

  /** The kinds, in the order in which they are looked for: the first counts. */
  public enum Code {
    /** No key of this name stands on the log, or the name is not that of the key. */
    UNKNOWN_KEY,
    /** The engine did not sign this: the receipt was changed, or made up. */
    BAD_SIGNATURE,
    /** No such command stands on the log. */
    COMMAND_MISSING,
    /** Another command stands in its place. */
    COMMAND_DIFFERS,
    /** No such event stands on the log. */
    EVENT_MISSING,
    /** Another event stands in its place, or it is not of this command. */
    EVENT_DIFFERS
  }

  @Override
  public String toString() {
    return "receipt " + receipt + ": " + code + ": " + message;
  }
}
