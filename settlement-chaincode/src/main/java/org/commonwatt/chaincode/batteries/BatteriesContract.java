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
          Map.ofEntries(
              Map.entry("RegisterOrganisation", 1),
              Map.entry("GetOrganisation", 1),
              Map.entry("ListOrganisations", 0),
              Map.entry("Submit", 1),
              Map.entry("GetAsset", 1),
              Map.entry("FindAsset", 1),
              Map.entry("GetPassport", 1),
              Map.entry("GetFamily", 1),
              Map.entry("GetHistory", 2),
              Map.entry("ListAssets", 1),
              Map.entry("ListEvents", 2)));

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

  /** An asset with its parts and what it comes from. */
  @Transaction(name = "GetFamily", intent = Transaction.TYPE.EVALUATE)
  public String getFamily(Context context, String id) {
    return call(context, batteries -> batteries.family(id));
  }

  /** Events of an asset behind one of them, in their order. */
  @Transaction(name = "GetHistory", intent = Transaction.TYPE.EVALUATE)
  public String getHistory(Context context, String id, String after) {
    return call(context, batteries -> batteries.history(id, after));
  }

  /** Assets behind one of them, by their ids. */
  @Transaction(name = "ListAssets", intent = Transaction.TYPE.EVALUATE)
  public String listAssets(Context context, String after) {
    return call(context, batteries -> batteries.assets(after));
  }

  /** Events of all assets behind one of them. */
  @Transaction(name = "ListEvents", intent = Transaction.TYPE.EVALUATE)
  public String listEvents(Context context, String asset, String sequence) {
    return call(context, batteries -> batteries.events(asset, sequence));
  }

  private static String call(Context context, Function<Batteries, String> function) {
    return Calls.run(() -> function.apply(new Batteries(new StubState(context))));
  }
}
