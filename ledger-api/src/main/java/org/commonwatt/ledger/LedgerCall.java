package org.commonwatt.ledger;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A call of a contract's function.
 *
 * @param contract name of the contract, such as {@code settlement}
 * @param function name of the function
 * @param arguments text arguments, in order
 * @param transientData texts by name that only the peers see that simulate the call; they are in no
 *     block, and a call that is read from one has none
 * @param askedOf MSP id of the organisation whose peer alone simulates the call, because it keeps
 *     what others may not see; null for whoever must
 */
public record LedgerCall(
    String contract,
    String function,
    List<String> arguments,
    Map<String, String> transientData,
    @Nullable String askedOf) {
  /** Copies the arguments. */
  public LedgerCall {
    arguments = List.copyOf(arguments);
    transientData = Map.copyOf(transientData);
  }

  /** A call without transient data, of whoever must simulate it. */
  public LedgerCall(String contract, String function, List<String> arguments) {
    this(contract, function, arguments, Map.of(), null);
  }

  /** A call with its arguments in order. */
  public static LedgerCall of(String contract, String function, String... arguments) {
    return new LedgerCall(contract, function, List.of(arguments));
  }

  /** The same call with one more transient text. */
  public LedgerCall withTransient(String name, String text) {
    Map<String, String> more = new TreeMap<>(transientData);
    more.put(name, text);
    return new LedgerCall(contract, function, arguments, more, askedOf);
  }

  /** The same call, simulated by this organisation's peer and by no other. */
  public LedgerCall askedOf(String mspId) {
    return new LedgerCall(contract, function, arguments, transientData, mspId);
  }

  /** The call as a block keeps it: without what only concerns its simulation. */
  public LedgerCall open() {
    return new LedgerCall(contract, function, arguments);
  }

  /** Names what is transient and never tells it: a call may be written to a log. */
  @Override
  public String toString() {
    return "LedgerCall["
        + contract
        + ":"
        + function
        + arguments
        + (transientData.isEmpty() ? "" : " transient " + new TreeMap<>(transientData).keySet())
        + (askedOf == null ? "" : " of " + askedOf)
        + "]";
  }
}
