package org.commonwatt.chaincode.registry;

import java.util.Map;
import java.util.function.Function;
import org.commonwatt.chaincode.registry.rules.Registry;
import org.commonwatt.chaincode.settlement.Calls;
import org.commonwatt.chaincode.settlement.StubState;
import org.hyperledger.fabric.contract.Context;
import org.hyperledger.fabric.contract.ContractInterface;
import org.hyperledger.fabric.contract.annotation.Contract;
import org.hyperledger.fabric.contract.annotation.Info;
import org.hyperledger.fabric.contract.annotation.Transaction;
import org.hyperledger.fabric.shim.ChaincodeStub;

/** The market registry: {@code docs/formats/ledger.md}. */
@Contract(
    name = "registry",
    info =
        @Info(
            title = "Commonwatt market registry",
            description = "Records rulebooks and results of auctions by their hashes.",
            version = "1"))
public final class RegistryContract implements ContractInterface {
  private static final Calls CALLS =
      new Calls(
          Map.of(
              "PostEntries",
              1,
              "GetHead",
              1,
              "GetRulebook",
              2,
              "ListRulebooks",
              1,
              "GetAuction",
              2,
              "ListAuctions",
              1));

  /** Made by Fabric's router. */
  public RegistryContract() {}

  @Override
  public Context createContext(ChaincodeStub stub) {
    return CALLS.counted(stub);
  }

  @Override
  public void unknownTransaction(Context context) {
    throw CALLS.unknown();
  }

  /**
   * Records what the next stretch of a market's log has for the registry, once.
   *
   * @return what {@code GetHead} returns from now on
   */
  @Transaction(name = "PostEntries", intent = Transaction.TYPE.SUBMIT)
  public String postEntries(Context context, String json) {
    return call(context, registry -> registry.post(json));
  }

  /** {@code {"toSequence":…,"nextOffset":…,"rulebookVersion":…}}. */
  @Transaction(name = "GetHead", intent = Transaction.TYPE.EVALUATE)
  public String getHead(Context context, String market) {
    return call(context, registry -> registry.getHead(market));
  }

  /** {@code {"rulebook":…,"transactionId":"…"}}. */
  @Transaction(name = "GetRulebook", intent = Transaction.TYPE.EVALUATE)
  public String getRulebook(Context context, String market, String version) {
    return call(context, registry -> registry.getRulebook(market, version));
  }

  /** The rulebooks of a market, a JSON array in the order of their versions. */
  @Transaction(name = "ListRulebooks", intent = Transaction.TYPE.EVALUATE)
  public String listRulebooks(Context context, String market) {
    return call(context, registry -> registry.listRulebooks(market));
  }

  /** {@code {"auction":…,"transactionId":"…"}}. */
  @Transaction(name = "GetAuction", intent = Transaction.TYPE.EVALUATE)
  public String getAuction(Context context, String market, String slotStartMillis) {
    return call(context, registry -> registry.getAuction(market, slotStartMillis));
  }

  /** The auctions of a market, a JSON array in the order of their slots. */
  @Transaction(name = "ListAuctions", intent = Transaction.TYPE.EVALUATE)
  public String listAuctions(Context context, String market) {
    return call(context, registry -> registry.listAuctions(market));
  }

  private static String call(Context context, Function<Registry, String> function) {
    return Calls.run(() -> function.apply(new Registry(new StubState(context))));
  }
}
