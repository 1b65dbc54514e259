package org.commonwatt.chaincode.invoices;

import java.util.Map;
import java.util.function.Function;
import org.commonwatt.chaincode.invoices.rules.Invoices;
import org.commonwatt.chaincode.settlement.Calls;
import org.commonwatt.chaincode.settlement.StubState;
import org.hyperledger.fabric.contract.Context;
import org.hyperledger.fabric.contract.ContractInterface;
import org.hyperledger.fabric.contract.annotation.Contract;
import org.hyperledger.fabric.contract.annotation.Info;
import org.hyperledger.fabric.contract.annotation.Transaction;
import org.hyperledger.fabric.shim.ChaincodeStub;

/** Invoices over stretches of batches: {@code docs/formats/ledger.md}. */
@Contract(
    name = "invoices",
    info =
        @Info(
            title = "Commonwatt invoices",
            description = "Records invoices, their payments and reversals, each once.",
            version = "1"))
public final class InvoicesContract implements ContractInterface {
  private static final Calls CALLS =
      new Calls(Map.of("Issue", 1, "Pay", 3, "Reverse", 3, "GetInvoice", 2, "ListInvoices", 1));

  /** Made by Fabric's router. */
  public InvoicesContract() {}

  @Override
  public Context createContext(ChaincodeStub stub) {
    return CALLS.counted(stub);
  }

  @Override
  public void unknownTransaction(Context context) {
    throw CALLS.unknown();
  }

  /** Issues an invoice, once; returns what {@code GetInvoice} does. */
  @Transaction(name = "Issue", intent = Transaction.TYPE.SUBMIT)
  public String issue(Context context, String json) {
    return call(context, invoices -> invoices.issue(json));
  }

  /** Notes the payment of an invoice; returns what {@code GetInvoice} does. */
  @Transaction(name = "Pay", intent = Transaction.TYPE.SUBMIT)
  public String pay(Context context, String market, String number, String reference) {
    return call(context, invoices -> invoices.pay(market, number, reference));
  }

  /** Takes an invoice back; returns what {@code GetInvoice} does. */
  @Transaction(name = "Reverse", intent = Transaction.TYPE.SUBMIT)
  public String reverse(Context context, String market, String number, String reference) {
    return call(context, invoices -> invoices.reverse(market, number, reference));
  }

  /** An invoice with what became of it. */
  @Transaction(name = "GetInvoice", intent = Transaction.TYPE.EVALUATE)
  public String getInvoice(Context context, String market, String number) {
    return call(context, invoices -> invoices.get(market, number));
  }

  /** The invoices of a market, a JSON array in the order of their numbers. */
  @Transaction(name = "ListInvoices", intent = Transaction.TYPE.EVALUATE)
  public String listInvoices(Context context, String market) {
    return call(context, invoices -> invoices.list(market));
  }

  private static String call(Context context, Function<Invoices, String> function) {
    return Calls.run(() -> function.apply(new Invoices(new StubState(context))));
  }
}
