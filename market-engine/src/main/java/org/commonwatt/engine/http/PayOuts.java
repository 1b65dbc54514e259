package org.commonwatt.engine.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;

/** Gains that leave a market with guarantees. */
final class PayOuts {
  private final Orders orders;

  PayOuts(Orders orders) {
    this.orders = orders;
  }

  /** {@code POST /v1/accounts/:participant/pay-outs}. */
  Future<Orders.Answer> payOut(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = Params.id("participant", ctx.pathParam("participant"));
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of("amountNano"),
            "Send {\"amountNano\": …}, at most the payableNano of your account.");
    return orders.answered(
        ctx, new Command.PayOutGains(participant, Registrations.amount(body)), PayOuts::paidOut);
  }

  private static Orders.Answer paidOut(CommandResult result) {
    Orders.refuse(result.first(Event.PayOutRejected.class).map(Event.PayOutRejected::rejection));
    Event.GainsPaidOut paid = result.first(Event.GainsPaidOut.class).orElseThrow();
    return new Orders.Answer(
        201,
        Views.object()
            .put("participant", paid.participant())
            .put("amountNano", Long.toString(paid.amountNano())));
  }
}
