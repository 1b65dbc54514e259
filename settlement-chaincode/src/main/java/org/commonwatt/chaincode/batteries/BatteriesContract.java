package org.commonwatt.chaincode.batteries;

import java.util.Map;
import java.util.function.Function;
import org.commonwatt.chaincode.batteries.rules.Batteries;
import org.commonwatt.chaincode.settlement.Calls;
import org.commonwatt.chaincode.settlement.StubState;
import org.hyperledger.fabric.contract.Context;
import org.hyperledger.fabric.contract.ContractInterface;
import org.hyperledger.fabric.contract.annotation.Contract;
import org.hyperledger.fabric.contract.annotation.Info;
import org.hyperledger.fabric.contract.annotation.Transaction;
import org.hyperledger.fabric.shim.ChaincodeStub;

/** Where batteries come from and what they were: {@code docs/formats/ledger.md}. */
@Contract(
    name = "batteries",
    info =
        @Info(
            title = "Commonwatt batteries",
            description = "Keeps the lives of batteries as their organisations have signed them.",
            version = "1"))
public final class BatteriesContract implements ContractInterface {
  private static final Calls CALLS =
      new Calls(
          Map.of(
              "RegisterOrganisation",
              1,
              "GetOrganisation",
              1,
              "ListOrganisations",
              0,
              "Submit",
              1,
              "GetAsset",
              1,
              "FindAsset",
              1,
              "GetPassport",
              1,
              "GetFamily",
              1,
              "GetHistory",
              1));

  /** Made by Fabric's router. */
  public BatteriesContract() {}

  @Override
  public Context createContext(ChaincodeStub stub) {
    return CALLS.counted(stub);
  }

  @Override
  public void unknownTransaction(Context context) {
    throw CALLS.unknown();
  }

  /** Says who an organisation is from now on; returns what {@code GetOrganisation} does. */
  @Transaction(name = "RegisterOrganisation", intent = Transaction.TYPE.SUBMIT)
  public String registerOrganisation(Context context, String json) {
    return call(context, batteries -> batteries.register(json));
  }

  /** {@code {"org":…,"key":…,"roles":[…],"actsFor":[…]}}. */
  @Transaction(name = "GetOrganisation", intent = Transaction.TYPE.EVALUATE)
  public String getOrganisation(Context context, String org) {
    return call(context, batteries -> batteries.organisation(org));
  }

  /** All organisations, a JSON array in the order of their ids. */
  @Transaction(name = "ListOrganisations", intent = Transaction.TYPE.EVALUATE)
  public String listOrganisations(Context context) {
    return call(context, Batteries::organisations);
  }

  /** Takes a signed statement, once; returns its event. */
  @Transaction(name = "Submit", intent = Transaction.TYPE.SUBMIT)
  public String submit(Context context, String json) {
    return call(context, batteries -> batteries.submit(json));
  }

  /** An asset as it is now. */
  @Transaction(name = "GetAsset", intent = Transaction.TYPE.EVALUATE)
  public String getAsset(Context context, String id) {
    return call(context, batteries -> batteries.asset(id));
  }

  /** The asset that a code is on. */
  @Transaction(name = "FindAsset", intent = Transaction.TYPE.EVALUATE)
  public String findAsset(Context context, String code) {
    return call(context, batteries -> batteries.find(code));
  }

  /** A passport. */
  @Transaction(name = "GetPassport", intent = Transaction.TYPE.EVALUATE)
  public String getPassport(Context context, String id) {
    return call(context, batteries -> batteries.passport(id));
  }

  /** An asset with what it is made of and what it comes from. */
  @Transaction(name = "GetFamily", intent = Transaction.TYPE.EVALUATE)
  public String getFamily(Context context, String id) {
    return call(context, batteries -> batteries.family(id));
  }

  /** The events of an asset, a JSON array in their order. */
  @Transaction(name = "GetHistory", intent = Transaction.TYPE.EVALUATE)
  public String getHistory(Context context, String id) {
    return call(context, batteries -> batteries.history(id));
  }

  private static String call(Context context, Function<Batteries, String> function) {
    return Calls.run(() -> function.apply(new Batteries(new StubState(context))));
  }
}
