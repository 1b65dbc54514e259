package org.commonwatt.chaincode.settlement;

import java.util.Map;
import java.util.function.Function;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.chaincode.settlement.rules.Settlement;
import org.hyperledger.fabric.contract.Context;
import org.hyperledger.fabric.contract.ContractInterface;
import org.hyperledger.fabric.contract.annotation.Contract;
import org.hyperledger.fabric.contract.annotation.Default;
import org.hyperledger.fabric.contract.annotation.Info;
import org.hyperledger.fabric.contract.annotation.Transaction;
import org.hyperledger.fabric.shim.ChaincodeException;
import org.hyperledger.fabric.shim.ChaincodeStub;

/**
 * The settlement contract: {@code docs/formats/ledger.md}. A refused call fails with the message
 * {@code CODE: message} and the code as payload.
 */
@Contract(
    name = "settlement",
    info =
        @Info(
            title = "Commonwatt settlement",
            description = "Records netted settlement batches and the accounts they post to.",
            version = "1"))
@Default
public final class SettlementContract implements ContractInterface {
  /** Fabric's router fails with an internal fault when arguments are missing, so we count first. */
  private static final Map<String, Integer> ARGUMENTS =
      Map.of("PostBatch", 1, "GetBatch", 1, "ListBatches", 1, "GetBalance", 2, "GetHead", 1);

  /** Made by Fabric's router. */
  public SettlementContract() {}

  @Override
  public Context createContext(ChaincodeStub stub) {
    String function = stub.getFunction();
    String name = function.substring(function.lastIndexOf(':') + 1);
    int given = stub.getParameters().size();
    int expected = ARGUMENTS.getOrDefault(name, given);
    if (given != expected) {
      throw failed(
          new Refusal(
              RefusalCode.WRONG_ARGUMENTS,
              name + " takes " + expected + " arguments, not " + given));
    }
    return new Context(stub);
  }

  @Override
  public void unknownTransaction(Context context) {
    throw failed(
        new Refusal(
            RefusalCode.UNKNOWN_FUNCTION,
            "use PostBatch, GetBatch, ListBatches, GetBalance or GetHead"));
  }

  /**
   * Records a batch, once.
   *
   * @return the batch's hash, 64 hexadecimal digits
   */
  @Transaction(name = "PostBatch", intent = Transaction.TYPE.SUBMIT)
  public String postBatch(Context context, String json) {
    return call(context, settlement -> settlement.post(json));
  }

  /** A recorded batch: {@code {"batch":…,"transactionId":"…"}}. */
  @Transaction(name = "GetBatch", intent = Transaction.TYPE.EVALUATE)
  public String getBatch(Context context, String batchId) {
    return call(context, settlement -> settlement.batch(batchId));
  }

  /** The recorded batches of a market, a JSON array in the order of their ids. */
  @Transaction(name = "ListBatches", intent = Transaction.TYPE.EVALUATE)
  public String listBatches(Context context, String market) {
    return call(context, settlement -> settlement.batches(market));
  }

  /** The sum of an account's postings in nano-currency. */
  @Transaction(name = "GetBalance", intent = Transaction.TYPE.EVALUATE)
  public String getBalance(Context context, String market, String account) {
    return call(context, settlement -> settlement.balance(market, account));
  }

  /** The newest batch of a market: {@code {"batchId":…,"batchHash":…,"slotEndMillis":…}}. */
  @Transaction(name = "GetHead", intent = Transaction.TYPE.EVALUATE)
  public String getHead(Context context, String market) {
    return call(context, settlement -> settlement.head(market));
  }

  private static String call(Context context, Function<Settlement, String> function) {
    try {
      return function.apply(new Settlement(new StubState(context)));
    } catch (Refusal refusal) {
      throw failed(refusal);
    }
  }

  private static ChaincodeException failed(Refusal refusal) {
    return new ChaincodeException(refusal.text(), refusal.code().name());
  }
}
