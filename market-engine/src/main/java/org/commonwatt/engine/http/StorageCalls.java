package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import org.commonwatt.core.CallView;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.model.Command;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.UnitCalled;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.StorageSpec;
import org.jspecify.annotations.Nullable;

/** Dispatch calls: what the grid operator calls of storage units, and what these answer. */
final class StorageCalls {
  private static final int MAX_REASON = 200;
  private static final String CALL_HINT =
      "Send the call as docs/shared-storage.md describes it; negative energies are charged.";

  private final ApiContext api;
  private final Orders orders;

  StorageCalls(ApiContext api, Orders orders) {
    this.api = api;
    this.orders = orders;
  }

  /** {@code POST /v1/accounts/:participant/storage-units/:unit/call-price}. */
  Future<Orders.Answer> price(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = Params.id("participant", ctx.pathParam("participant"));
    String unit = Params.id("unit", ctx.pathParam("unit"));
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of("priceMicroPerKwh"),
            "Send {\"priceMicroPerKwh\": …}; 0 is free of charge.");
    long price = price(body);
    return orders.answered(
        ctx,
        new Command.SetCallPrice(participant, unit, price),
        result -> {
          refuse(result);
          return new Orders.Answer(
              200, Views.object().put("unit", unit).put("priceMicroPerKwh", price));
        });
  }

  /** {@code POST /v1/grid/storage-calls}. */
  Future<Orders.Answer> call(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of(
                "operator",
                "call",
                "area",
                "from",
                "to",
                "injectionSlotWh",
                "priceMicroPerKwh",
                "answerMinutes",
                "reason"),
            CALL_HINT);
    DispatchCall call =
        new DispatchCall(
            Params.id("call", body.text("call")),
            Params.id("area", body.text("area")),
            Params.instantMillis("from", body.text("from")),
            Params.instantMillis("to", body.text("to")),
            StorageBodies.within(body, "injectionSlotWh", -StorageSpec.MOST, StorageSpec.MOST),
            price(body),
            (int) StorageBodies.within(body, "answerMinutes", 1, DispatchCall.MOST_MINUTES),
            body.sentence("reason", MAX_REASON));
    String operator = Params.id("operator", body.text("operator"));
    return orders.answered(
        ctx, new Command.CallStorage(operator, call), result -> told(result, call.call(), 201));
  }

  /** {@code POST /v1/grid/storage-calls/:call/cancellation}. */
  Future<Orders.Answer> cancel(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String call = Params.id("call", ctx.pathParam("call"));
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of("operator", "reason"),
            "Send {\"operator\": …, \"reason\": …}; the rulebook names the operator.");
    return orders.answered(
        ctx,
        new Command.CancelCall(
            Params.id("operator", body.text("operator")),
            call,
            body.sentence("reason", MAX_REASON)),
        result -> told(result, call, 200));
  }

  /** {@code POST /v1/accounts/:participant/storage-calls/:call/answer}. */
  Future<Orders.Answer> answer(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = Params.id("participant", ctx.pathParam("participant"));
    String call = Params.id("call", ctx.pathParam("call"));
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of("unit", "accept", "reason"),
            "Send the unit, whether you accept, and why if you do not.");
    if (!body.has("accept")) {
      throw body.malformed("The field accept is missing.");
    }
    String reason = body.has("reason") ? body.sentence("reason", MAX_REASON) : "";
    return orders.answered(
        ctx,
        new Command.AnswerCall(
            participant, call, Params.id("unit", body.text("unit")), body.flag("accept"), reason),
        result -> {
          refuse(result);
          Event.CallAnswered answered = result.first(Event.CallAnswered.class).orElseThrow();
          return new Orders.Answer(
              200,
              Views.object()
                  .put("call", call)
                  .put("unit", answered.unit())
                  .put("answer", CallJson.word(answered.answer()))
                  .put("reason", answered.reason()));
        });
  }

  /** {@code GET /v1/grid/storage-calls}: all of them, with all reasons. */
  ObjectNode all(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    return api.engine().query(view -> listed(view, null));
  }

  /** {@code GET /v1/accounts/:participant/storage-calls}: for which own units were called. */
  ObjectNode own(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = Params.id("participant", ctx.pathParam("participant"));
    return api.engine()
        .query(
            view -> {
              Accounts.known(view, participant);
              return listed(view, participant).put("participant", participant);
            });
  }

  /** {@code GET /v1/grid/storage-calls/:call}: delivered against called. */
  ObjectNode one(RoutingContext ctx) {
    return delivered(ctx, null);
  }

  /** {@code GET /v1/accounts/:participant/storage-calls/:call}: the same of own units. */
  ObjectNode ownOne(RoutingContext ctx) {
    return delivered(ctx, Params.id("participant", ctx.pathParam("participant")));
  }

  private ObjectNode delivered(RoutingContext ctx, @Nullable String owner) {
    Params.only(ctx, Set.of("from"));
    String call = Params.id("call", ctx.pathParam("call"));
    String from = Params.optional(ctx, "from");
    long fromMillis = from == null ? 0 : Params.instantMillis("from", from);
    return api.engine()
        .query(
            view -> {
              if (owner != null) {
                Accounts.known(view, owner);
              }
              return CallDeliveriesJson.of(view, call, owner, fromMillis);
            });
  }

  /**
   * {@code GET /v1/grid/storage-calls/preview}: who would be called now, and what it would cost.
   */
  ObjectNode preview(RoutingContext ctx) {
    Params.only(ctx, Set.of("area", "from", "to", "injectionSlotWh", "priceMicroPerKwh"));
    DispatchCall call =
        new DispatchCall(
            "preview",
            Params.id("area", Params.required(ctx, "area")),
            Params.instantMillis("from", Params.required(ctx, "from")),
            Params.instantMillis("to", Params.required(ctx, "to")),
            Params.whole("injectionSlotWh", Params.required(ctx, "injectionSlotWh")),
            Params.whole("priceMicroPerKwh", Params.required(ctx, "priceMicroPerKwh")),
            1,
            "preview");
    return api.engine().query(view -> preview(view, call));
  }

  private static ObjectNode preview(MarketView view, DispatchCall call) {
    Rulebook rules = Slots.rulebook(view);
    @Nullable Fallbacks fallbacks = rules.fallbacks();
    Command.CallStorage command =
        new Command.CallStorage(fallbacks == null ? "nobody" : fallbacks.operator(), call);
    Orders.refuse(view.market().callRefusal(command));
    long slots = (call.toMillis() - call.fromMillis()) / (rules.timing().slotMinutes() * 60_000L);
    ObjectNode answer = Views.object().put("asOfSequence", view.sequence());
    ArrayNode units = answer.putArray("units");
    long left = call.injectionSlotWh();
    BigInteger cost = BigInteger.ZERO;
    for (UnitCalled one : view.market().previewCall(command)) {
      BigInteger own = CallJson.costNano(one, slots);
      units.add(
          StorageJson.labelled(
              CallJson.unit(one).put("costNano", own.toString()), view, one.unit()));
      left -= one.injectionSlotWh();
      cost = cost.add(own);
    }
    return answer.put("leftSlotWh", left).put("costNano", cost.toString());
  }

  /** All calls, or those for which units of an owner were called, with these alone. */
  private static ObjectNode listed(MarketView view, @Nullable String owner) {
    ObjectNode answer = Views.object().put("asOfSequence", view.sequence());
    ArrayNode calls = answer.putArray("calls");
    for (CallView one : view.market().calls()) {
      List<UnitCalled> units =
          one.units().stream().filter(unit -> owner == null || unit.owner().equals(owner)).toList();
      if (owner == null || !units.isEmpty()) {
        calls.add(CallJson.call(one, units));
      }
    }
    return answer;
  }

  /** The call as it stands when the answer is written. */
  private Orders.Answer told(CommandResult result, String call, int status) {
    refuse(result);
    return new Orders.Answer(
        status,
        api.engine()
            .query(
                view ->
                    view.market().calls().stream()
                        .filter(one -> one.called().call().call().equals(call))
                        .map(one -> CallJson.call(one, one.units()))
                        .findFirst()
                        .orElseThrow()));
  }

  private static long price(JsonBody body) {
    return StorageBodies.within(body, "priceMicroPerKwh", 0, DispatchCall.MOST_PRICE);
  }

  private static void refuse(CommandResult result) {
    Orders.refuse(result.first(Event.CallRejected.class).map(Event.CallRejected::rejection));
  }
}
