package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.commonwatt.engine.readmodel.FallbackQueries;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.jspecify.annotations.Nullable;

/** What only an operator may do, and what everybody may know of it: fallbacks. */
final class Operators {
  private static final int MAX_REASON = 200;
  private static final String HINT =
      "Send {\"operator\": …, \"reason\": …}; the rulebook names the operator.";

  private final ApiContext api;
  private final Orders orders;

  Operators(ApiContext api, Orders orders) {
    this.api = api;
    this.orders = orders;
  }

  /** {@code POST /v1/slots/:start/auction/cancellation}. */
  Future<Orders.Answer> cancelAuction(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    long start = Params.instantMillis("start", ctx.pathParam("start"));
    JsonBody body = body(ctx);
    return orders.answered(
        ctx,
        new Command.CancelAuction(operator(body), start, body.sentence("reason", MAX_REASON)),
        unnamed(ctx, Operators::cancelled));
  }

  /** {@code POST /v1/trades/:tradeId/bust}. */
  Future<Orders.Answer> bust(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    long tradeId = Params.positive("tradeId", ctx.pathParam("tradeId"));
    JsonBody body = body(ctx);
    return orders.answered(
        ctx,
        new Command.BustTrade(operator(body), tradeId, body.sentence("reason", MAX_REASON)),
        unnamed(ctx, Operators::busted));
  }

  /** {@code POST /v1/slots/:start/link-limits}. */
  Future<Orders.Answer> limitLink(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    long start = Params.instantMillis("start", ctx.pathParam("start"));
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of("operator", "from", "to", "minFlowWh", "maxFlowWh", "reason"),
            "Send the link as GET /v1/market names it, and its limits from now on.");
    return orders.answered(
        ctx,
        new Command.LimitLink(
            operator(body),
            start,
            Params.id("from", body.text("from")),
            Params.id("to", body.text("to")),
            body.integer("minFlowWh"),
            body.integer("maxFlowWh"),
            body.sentence("reason", MAX_REASON)),
        unnamed(ctx, Operators::limited));
  }

  /** {@code GET /v1/slots/:start/fallbacks}, from the read models. */
  ObjectNode fallbacks(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of());
    DeliverySlot slot = api.engine().query(view -> Slots.known(view, ctx));
    ObjectNode answer =
        Views.slot(Views.object(), slot).put("asOfSequence", api.readModels().sequence());
    Instant start = Instant.ofEpochMilli(slot.startMillis());
    FallbackQueries queries = api.readModels().fallbacks();
    missedGate(answer, queries.missedGate(start).orElse(null));
    answer.put(
        "auctionCancelled",
        queries.cancelledAuction(start).map(Event.AuctionCancelled::reason).orElse(null));
    trades(answer, queries.bustedTrades(start));
    ArrayNode limits = answer.putArray("linkLimits");
    queries.loweredLinks(start).forEach(limit -> limit(limits.addObject(), limit));
    curtailed(answer, queries.curtailedTrades(start));
    return unnamed(answer, Caller.of(ctx));
  }

  /**
   * What an officer does needs no names: the parties are told by notices, and it only if it is one.
   */
  private static Function<CommandResult, Orders.Answer> unnamed(
      RoutingContext ctx, Function<CommandResult, Orders.Answer> answer) {
    Caller caller = Caller.of(ctx);
    return result -> {
      Orders.Answer named = answer.apply(result);
      return new Orders.Answer(named.status(), unnamed(named.body(), caller));
    };
  }

  private static ObjectNode unnamed(ObjectNode answer, Caller caller) {
    if (answer.has("tradeId")) {
      Views.named(answer, caller);
    }
    for (String list : List.of("bustedTrades", "curtailedTrades")) {
      answer.path(list).forEach(trade -> Views.named((ObjectNode) trade, caller));
    }
    return answer;
  }

  private static Orders.Answer limited(CommandResult result) {
    Orders.refuse(
        result.first(Event.LinkLimitRejected.class).map(Event.LinkLimitRejected::rejection));
    Event.LinkLimited done = result.first(Event.LinkLimited.class).orElseThrow();
    ObjectNode answer = limit(Views.slot(Views.object(), done.slot()), done);
    curtailed(answer, Orders.events(result, Event.TradeCurtailed.class));
    return new Orders.Answer(200, answer);
  }

  private static ObjectNode limit(ObjectNode node, Event.LinkLimited limit) {
    return node.put("from", limit.from())
        .put("to", limit.to())
        .put("minFlowWh", limit.minFlowWh())
        .put("maxFlowWh", limit.maxFlowWh())
        .put("reason", limit.reason());
  }

  private static void curtailed(ObjectNode answer, List<Event.TradeCurtailed> curtailed) {
    ArrayNode rows = answer.putArray("curtailedTrades");
    for (Event.TradeCurtailed loss : curtailed) {
      rows.addObject()
          .put("tradeId", loss.tradeId())
          .put("buyer", loss.buyer())
          .put("seller", loss.seller())
          .put("byWh", loss.byWh())
          .put("leftWh", loss.leftWh())
          .put("buyerMicroPerKwh", loss.buyerMicroPerKwh())
          .put("sellerMicroPerKwh", loss.sellerMicroPerKwh());
    }
  }

  private static void missedGate(ObjectNode answer, Event.@Nullable GateMissed missed) {
    if (missed == null) {
      answer.putNull("missedGate");
      return;
    }
    answer
        .putObject("missedGate")
        .put("lateMillis", missed.lateMillis())
        .put("fallback", missed.fallback().name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private static Orders.Answer cancelled(CommandResult result) {
    Orders.refuse(
        result
            .first(Event.AuctionCancelRejected.class)
            .map(Event.AuctionCancelRejected::rejection));
    Event.AuctionCancelled done = result.first(Event.AuctionCancelled.class).orElseThrow();
    ObjectNode answer = Views.slot(Views.object(), done.slot()).put("reason", done.reason());
    trades(answer, Orders.events(result, Event.TradeBusted.class));
    return new Orders.Answer(200, answer);
  }

  private static Orders.Answer busted(CommandResult result) {
    Orders.refuse(result.first(Event.BustRejected.class).map(Event.BustRejected::rejection));
    Event.TradeBusted done = result.first(Event.TradeBusted.class).orElseThrow();
    return new Orders.Answer(200, trade(Views.slot(Views.object(), done.slot()), done));
  }

  private static void trades(ObjectNode answer, List<Event.TradeBusted> busted) {
    ArrayNode rows = answer.putArray("bustedTrades");
    busted.forEach(trade -> trade(rows.addObject(), trade));
  }

  private static ObjectNode trade(ObjectNode node, Event.TradeBusted busted) {
    return node.put("tradeId", busted.tradeId())
        .put("buyer", busted.buyer())
        .put("seller", busted.seller())
        .put("energyWh", busted.energyWh())
        .put("priceMicroPerKwh", busted.priceMicroPerKwh())
        .put("cause", busted.cause().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .put("reason", busted.reason());
  }

  private static JsonBody body(RoutingContext ctx) {
    return JsonBody.read(JsonBody.bytes(ctx), Set.of("operator", "reason"), HINT);
  }

  private static String operator(JsonBody body) {
    return Params.id("operator", body.text("operator"));
  }
}
