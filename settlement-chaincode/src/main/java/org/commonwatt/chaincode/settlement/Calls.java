package org.commonwatt.chaincode.settlement;

import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.hyperledger.fabric.contract.Context;
import org.hyperledger.fabric.shim.ChaincodeException;
import org.hyperledger.fabric.shim.ChaincodeStub;

/**
 * What every contract does around its rules: a refused call fails with the message {@code CODE:
 * message} and the code as payload.
 */
public final class Calls {
  private final Map<String, Integer> arguments;

  /**
   * The functions of a contract.
   *
   * @param arguments how many each takes
   */
  public Calls(Map<String, Integer> arguments) {
    this.arguments = Map.copyOf(arguments);
  }

  /** Fabric's router fails with an internal fault when arguments are missing, so we count first. */
  public Context counted(ChaincodeStub stub) {
    String function = stub.getFunction();
    String name = function.substring(function.lastIndexOf(':') + 1);
    int given = stub.getParameters().size();
    int expected = arguments.getOrDefault(name, given);
    if (given != expected) {
      throw failed(
          new Refusal(
              RefusalCode.WRONG_ARGUMENTS,
              name + " takes " + expected + " arguments, not " + given));
    }
    return new Context(stub);
  }

  /** The failure of a function that the contract does not have. */
  public ChaincodeException unknown() {
    return failed(
        new Refusal(
            RefusalCode.UNKNOWN_FUNCTION,
            "the functions are " + String.join(", ", new TreeSet<>(arguments.keySet()))));
  }

  /** What a function of the rules returns; its refusal is a failed call. */
  public static String run(Supplier<String> function) {
    try {
      return function.get();
    } catch (Refusal refusal) {
      throw failed(refusal);
    }
  }

  private static ChaincodeException failed(Refusal refusal) {
    return new ChaincodeException(refusal.text(), refusal.code().name());
  }
}
