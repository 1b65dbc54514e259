package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.ledger.InvoiceLedger;
import org.commonwatt.model.Invoice;
import org.commonwatt.model.MinorUnit;
import org.commonwatt.model.Rulebook;

/** Answers a participant's invoice, as the ledger has it. */
final class Invoices {
  private final ApiContext api;

  Invoices(ApiContext api) {
    this.api = api;
  }

  /** What is asked before the ledger is: whom the market knows. */
  void requireKnown(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = participant(ctx);
    number(ctx);
    api.engine().query(view -> Accounts.known(view, participant));
  }

  /** {@code GET /v1/accounts/:participant/invoices/:invoiceNumber}; asks the ledger. */
  ObjectNode of(RoutingContext ctx) {
    String participant = participant(ctx);
    long number = number(ctx);
    Rulebook rules = api.engine().query(Slots::rulebook);
    return find(rules.market(), number)
        .filter(one -> one.invoice().participant().equals(participant))
        .map(one -> json(one, rules.currency()))
        .orElseThrow(() -> new ProblemException(unknown(participant, number)));
  }

  private Optional<InvoiceLedger.Issued> find(String market, long number) {
    return LedgerQuestions.ask(() -> api.invoices().flatMap(ledger -> ledger.find(market, number)));
  }

  private static long number(RoutingContext ctx) {
    return Params.positive("invoiceNumber", ctx.pathParam("invoiceNumber"));
  }

  private static String participant(RoutingContext ctx) {
    return Params.id("participant", ctx.pathParam("participant"));
  }

  private static Problem unknown(String participant, long number) {
    return Problem.notFound(
        "UNKNOWN_INVOICE",
        "There is no invoice " + number + " of " + participant + ".",
        "The number is on the invoice; an engine without a ledger has none.");
  }

  private static ObjectNode json(InvoiceLedger.Issued one, String currency) {
    Invoice invoice = one.invoice();
    MinorUnit unit = MinorUnit.ofAny(currency);
    return Views.object()
        .put("participant", invoice.participant())
        .put("invoiceNumber", invoice.number())
        .put("status", one.status())
        .put("replaces", invoice.replaces())
        .put("replacedBy", one.replacedBy())
        .put("after", invoice.after().hex())
        .put("to", invoice.to().hex())
        .put("batches", invoice.batches())
        .put("linesRoot", invoice.linesRoot().hex())
        .put("transactionId", one.transactionId())
        .put("currency", currency)
        .put("amountNano", Long.toString(invoice.amountNano()))
        .put("sum", MinorUnit.exact(invoice.amountNano()).toPlainString())
        .put("rounding", unit.rounding(invoice.amountNano()).toPlainString())
        .put("total", unit.total(invoice.amountNano()).toPlainString());
  }
}
