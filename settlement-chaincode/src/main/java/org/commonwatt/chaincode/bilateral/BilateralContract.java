package org.commonwatt.chaincode.bilateral;

import java.util.Map;
import java.util.function.Function;
import org.commonwatt.chaincode.bilateral.rules.BilateralContracts;
import org.commonwatt.chaincode.settlement.Calls;
import org.commonwatt.chaincode.settlement.StubState;
import org.hyperledger.fabric.contract.Context;
import org.hyperledger.fabric.contract.ContractInterface;
import org.hyperledger.fabric.contract.annotation.Contract;
import org.hyperledger.fabric.contract.annotation.Info;
import org.hyperledger.fabric.contract.annotation.Transaction;
import org.hyperledger.fabric.shim.ChaincodeStub;

/** Bilateral contracts that both parties have signed: {@code docs/formats/ledger.md}. */
@Contract(
    name = "bilateral",
    info =
        @Info(
            title = "Commonwatt bilateral contracts",
            description = "Records contracts of two participants; their prices stay private.",
            version = "1"))
public final class BilateralContract implements ContractInterface {
  private static final Calls CALLS =
      new Calls(
          Map.of(
              "RegisterKey",
              2,
              "GetKey",
              1,
              "DepositPrice",
              2,
              "Record",
              1,
              "GetContract",
              2,
              "ListContracts",
              1,
              "GetPrice",
              2));

  /** Made by Fabric's router. */
  public BilateralContract() {}

  @Override
  public Context createContext(ChaincodeStub stub) {
    return CALLS.counted(stub);
  }

  @Override
  public void unknownTransaction(Context context) {
    throw CALLS.unknown();
  }

  /** Says which key a participant signs with from now on; returns what {@code GetKey} does. */
  @Transaction(name = "RegisterKey", intent = Transaction.TYPE.SUBMIT)
  public String registerKey(Context context, String participant, String key) {
    return call(context, contracts -> contracts.registerKey(participant, key));
  }

  /** {@code {"participant":…,"key":…}}. */
  @Transaction(name = "GetKey", intent = Transaction.TYPE.EVALUATE)
  public String getKey(Context context, String participant) {
    return call(context, contracts -> contracts.key(participant));
  }

  /** Keeps the transient price of a hash with the members of the collection; returns the hash. */
  @Transaction(name = "DepositPrice", intent = Transaction.TYPE.SUBMIT)
  public String depositPrice(Context context, String market, String priceHash) {
    return call(context, contracts -> contracts.depositPrice(market, priceHash));
  }

  /** Records a contract that both have signed, once; returns what {@code GetContract} does. */
  @Transaction(name = "Record", intent = Transaction.TYPE.SUBMIT)
  public String record(Context context, String json) {
    return call(context, contracts -> contracts.record(json));
  }

  /** {@code {"contract":…,"buyerKey":…,"sellerKey":…,"transactionId":…}}. */
  @Transaction(name = "GetContract", intent = Transaction.TYPE.EVALUATE)
  public String getContract(Context context, String market, String contractId) {
    return call(context, contracts -> contracts.get(market, contractId));
  }

  /** The contracts of a market, a JSON array in the order of their ids. */
  @Transaction(name = "ListContracts", intent = Transaction.TYPE.EVALUATE)
  public String listContracts(Context context, String market) {
    return call(context, contracts -> contracts.list(market));
  }

  /** The price of a contract, for clients of exchange and regulator. */
  @Transaction(name = "GetPrice", intent = Transaction.TYPE.EVALUATE)
  public String getPrice(Context context, String market, String contractId) {
    return call(context, contracts -> contracts.price(market, contractId));
  }

  private static String call(Context context, Function<BilateralContracts, String> function) {
    return Calls.run(() -> function.apply(new BilateralContracts(new StubState(context))));
  }
}
