package org.commonwatt.ledger;

import java.util.List;

/**
 * A call of a contract's function.
 *
 * @param contract name of the contract, such as {@code settlement}
 * @param function name of the function
 * @param arguments text arguments, in order
 */
public record LedgerCall(String contract, String function, List<String> arguments) {
  /** Copies the arguments. */
  public LedgerCall {
    arguments = List.copyOf(arguments);
  }

  /** A call with its arguments in order. */
  public static LedgerCall of(String contract, String function, String... arguments) {
    return new LedgerCall(contract, function, List.of(arguments));
  }
}
