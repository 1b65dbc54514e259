package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.ledger.InvoiceLedger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.model.Invoice;
import org.commonwatt.model.MinorUnit;
import org.commonwatt.model.Rulebook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a participant's invoice, as the ledger has it. */
final class Invoices {
  private static final Logger LOG = LoggerFactory.getLogger(Invoices.class);

  private final ApiContext api;

  Invoices(ApiContext api) {
    this.api = api;
  }

  /** {@code GET /v1/accounts/:participant/invoices/:invoiceNumber}; asks the ledger. */
  ObjectNode of(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = Params.id("participant", ctx.pathParam("participant"));
    long number = Params.positive("invoiceNumber", ctx.pathParam("invoiceNumber"));
    Rulebook rules =
        api.engine()
            .query(
                view -> {
                  Accounts.known(view, participant);
                  return Objects.requireNonNull(view.market().rulebook());
                });
    return find(rules.market(), number)
        .filter(one -> one.invoice().participant().equals(participant))
        .map(one -> json(one, rules.currency()))
        .orElseThrow(() -> new ProblemException(unknown(participant, number)));
  }

  private Optional<InvoiceLedger.Issued> find(String market, long number) {
    try {
      return api.invoices().flatMap(ledger -> ledger.find(market, number));
    } catch (LedgerException e) {
      LOG.warn("an invoice cannot be read", e);
      throw new ProblemException(
          Problem.unavailable(
              "LEDGER_UNAVAILABLE", "The ledger does not answer.", "Ask again in a moment."));
    }
  }

  private static Problem unknown(String participant, long number) {
    return Problem.notFound(
        "UNKNOWN_INVOICE",
        "There is no invoice " + number + " of " + participant + ".",
        "The number is on the invoice; an engine without a ledger has none.");
  }

  private static ObjectNode json(InvoiceLedger.Issued one, String currency) {
    Invoice invoice = one.invoice();
    MinorUnit unit = MinorUnit.of(currency).orElseGet(() -> new MinorUnit(currency, 9));
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
