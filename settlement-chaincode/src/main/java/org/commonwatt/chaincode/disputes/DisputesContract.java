package org.commonwatt.chaincode.disputes;

import java.util.Map;
import java.util.function.Function;
import org.commonwatt.chaincode.disputes.rules.Disputes;
import org.commonwatt.chaincode.settlement.Calls;
import org.commonwatt.chaincode.settlement.StubState;
import org.hyperledger.fabric.contract.Context;
import org.hyperledger.fabric.contract.ContractInterface;
import org.hyperledger.fabric.contract.annotation.Contract;
import org.hyperledger.fabric.contract.annotation.Info;
import org.hyperledger.fabric.contract.annotation.Transaction;
import org.hyperledger.fabric.shim.ChaincodeStub;

/** Disputes of bill lines: {@code docs/formats/ledger.md}. */
@Contract(
    name = "disputes",
    info =
        @Info(
            title = "Commonwatt disputes",
            description = "Records disputes of bill lines and how they ended, each once.",
            version = "1"))
public final class DisputesContract implements ContractInterface {
  private static final Calls CALLS =
      new Calls(Map.of("Open", 1, "Resolve", 1, "GetDispute", 2, "ListDisputes", 1, "GetHead", 1));

  /** Made by Fabric's router. */
  public DisputesContract() {}

  @Override
  public Context createContext(ChaincodeStub stub) {
    return CALLS.counted(stub);
  }

  @Override
  public void unknownTransaction(Context context) {
    throw CALLS.unknown();
  }

  /** Records a dispute, once; returns what {@code GetDispute} does. */
  @Transaction(name = "Open", intent = Transaction.TYPE.SUBMIT)
  public String open(Context context, String json) {
    return call(context, disputes -> disputes.open(json));
  }

  /** Records how a dispute ended, once; returns what {@code GetDispute} does. */
  @Transaction(name = "Resolve", intent = Transaction.TYPE.SUBMIT)
  public String resolve(Context context, String json) {
    return call(context, disputes -> disputes.resolve(json));
  }

  /** A dispute with what became of it. */
  @Transaction(name = "GetDispute", intent = Transaction.TYPE.EVALUATE)
  public String getDispute(Context context, String market, String number) {
    return call(context, disputes -> disputes.get(market, number));
  }

  /** The disputes of a market, a JSON array in the order of their numbers. */
  @Transaction(name = "ListDisputes", intent = Transaction.TYPE.EVALUATE)
  public String listDisputes(Context context, String market) {
    return call(context, disputes -> disputes.list(market));
  }

  /** How far a market's log has come. */
  @Transaction(name = "GetHead", intent = Transaction.TYPE.EVALUATE)
  public String getHead(Context context, String market) {
    return call(context, disputes -> disputes.head(market));
  }

  private static String call(Context context, Function<Disputes, String> function) {
    return Calls.run(() -> function.apply(new Disputes(new StubState(context))));
  }
}
