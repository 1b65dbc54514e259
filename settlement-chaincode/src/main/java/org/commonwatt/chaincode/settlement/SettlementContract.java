package org.commonwatt.chaincode.settlement;

import java.util.Map;
import java.util.function.Function;
import org.commonwatt.chaincode.settlement.rules.Settlement;
import org.hyperledger.fabric.contract.Context;
import org.hyperledger.fabric.contract.ContractInterface;
import org.hyperledger.fabric.contract.annotation.Contract;
import org.hyperledger.fabric.contract.annotation.Default;
import org.hyperledger.fabric.contract.annotation.Info;
import org.hyperledger.fabric.contract.annotation.Transaction;
import org.hyperledger.fabric.shim.ChaincodeStub;

/** The settlement contract: {@code docs/formats/ledger.md}. */
@Contract(
    name = "settlement",
    info =
        @Info(
            title = "Commonwatt settlement",
            description = "Records netted settlement batches and the accounts they post to.",
            version = "1"))
@Default
public final class SettlementContract implements ContractInterface {
  private static final Calls CALLS =
      new Calls(
          Map.of(
              "PostBatch", 1,
              "IndexBatches", 1,
              "GetBatch", 1,
              "ListBatches", 1,
              "GetBalance", 2,
              "GetHead", 1));

  /** Made by Fabric's router. */
  public SettlementContract() {}

  @Override
  public Context createContext(ChaincodeStub stub) {
    return CALLS.counted(stub);
  }

  @Override
  public void unknownTransaction(Context context) {
    throw CALLS.unknown();
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

  /**
   * Lets batches of earlier versions be found by their hashes.
   *
   * @return how many could not be before
   */
  @Transaction(name = "IndexBatches", intent = Transaction.TYPE.SUBMIT)
  public String indexBatches(Context context, String json) {
    return call(context, settlement -> settlement.index(json));
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
    return Calls.run(() -> function.apply(new Settlement(new StubState(context))));
  }
}
