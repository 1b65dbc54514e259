package org.commonwatt.chaincode.origin;

import java.util.Map;
import java.util.function.Function;
import org.commonwatt.chaincode.origin.rules.GuaranteesOfOrigin;
import org.commonwatt.chaincode.settlement.Calls;
import org.commonwatt.chaincode.settlement.StubState;
import org.hyperledger.fabric.contract.Context;
import org.hyperledger.fabric.contract.ContractInterface;
import org.hyperledger.fabric.contract.annotation.Contract;
import org.hyperledger.fabric.contract.annotation.Info;
import org.hyperledger.fabric.contract.annotation.Transaction;
import org.hyperledger.fabric.shim.ChaincodeStub;

/** Guarantees of origin: {@code docs/formats/ledger.md}. */
@Contract(
    name = "origin",
    info =
        @Info(
            title = "Commonwatt guarantees of origin",
            description = "Issues, moves and retires a guarantee for each Wh of clean injection.",
            version = "1"))
public final class OriginContract implements ContractInterface {
  private static final Calls CALLS =
      new Calls(
          Map.of(
              "DeclareSource",
              1,
              "PostRun",
              1,
              "GetHead",
              1,
              "ListSources",
              1,
              "GetSlot",
              2,
              "ListDay",
              2,
              "ListStocks",
              1));

  /** Made by Fabric's router. */
  public OriginContract() {}

  @Override
  public Context createContext(ChaincodeStub stub) {
    return CALLS.counted(stub);
  }

  @Override
  public void unknownTransaction(Context context) {
    throw CALLS.unknown();
  }

  /**
   * Declares what an account's injection is made of.
   *
   * @return the declaration
   */
  @Transaction(name = "DeclareSource", intent = Transaction.TYPE.SUBMIT)
  public String declareSource(Context context, String json) {
    return call(context, origin -> origin.declare(json));
  }

  /**
   * Issues, moves and retires what a settlement run gives, once.
   *
   * @return what {@code GetHead} returns from now on
   */
  @Transaction(name = "PostRun", intent = Transaction.TYPE.SUBMIT)
  public String postRun(Context context, String json) {
    return call(context, origin -> origin.post(json));
  }

  /** {@code {"batchId":"…","batchHash":"…","slotEndMillis":…}}. */
  @Transaction(name = "GetHead", intent = Transaction.TYPE.EVALUATE)
  public String getHead(Context context, String market) {
    return call(context, origin -> origin.getHead(market));
  }

  /** The declarations of a market, a JSON array by area. */
  @Transaction(name = "ListSources", intent = Transaction.TYPE.EVALUATE)
  public String listSources(Context context, String market) {
    return call(context, origin -> origin.listSources(market));
  }

  /** The guarantees of a slot. */
  @Transaction(name = "GetSlot", intent = Transaction.TYPE.EVALUATE)
  public String getSlot(Context context, String market, String slotStartMillis) {
    return call(context, origin -> origin.getSlot(market, slotStartMillis));
  }

  /** The guarantees of all slots that begin on a day, a JSON array by start. */
  @Transaction(name = "ListDay", intent = Transaction.TYPE.EVALUATE)
  public String listDay(Context context, String market, String day) {
    return call(context, origin -> origin.listDay(market, day));
  }

  /** What the storages of a market keep, a JSON array by account. */
  @Transaction(name = "ListStocks", intent = Transaction.TYPE.EVALUATE)
  public String listStocks(Context context, String market) {
    return call(context, origin -> origin.listStocks(market));
  }

  private static String call(Context context, Function<GuaranteesOfOrigin, String> function) {
    return Calls.run(() -> function.apply(new GuaranteesOfOrigin(new StubState(context))));
  }
}
