package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.commonwatt.core.Registered;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.MeterPoint;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** Answers about meter points: ask for one, change what it carries, confirm it, hand it over. */
final class MeterPoints {
  private static final Set<String> FIELDS = Set.of("area", "meter", "feedInW", "loadW", "from");
  private static final String HINT =
      "Send area, meter, feedInW and loadW, in watts; from for a later slot than this one.";

  private final ApiContext api;
  private final Orders orders;

  MeterPoints(ApiContext api, Orders orders) {
    this.api = api;
    this.orders = orders;
  }

  /** {@code PUT /v1/accounts/:participant/meter-points/:meterPoint}. */
  Future<Orders.Answer> put(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = Params.id("participant", ctx.pathParam("participant"));
    String id = Params.id("meterPoint", ctx.pathParam("meterPoint"));
    JsonBody body = JsonBody.read(JsonBody.bytes(ctx), FIELDS, HINT);
    MeterPoint point =
        new MeterPoint(
            id,
            Params.id("area", body.text("area")),
            Params.id("meter", body.text("meter")),
            watts(body, "feedInW"),
            watts(body, "loadW"));
    Caller.of(ctx).requireOwn(participant); // before the market is asked what time it is
    orders.requireLeading();
    Future<Long> from =
        body.has("from")
            ? Future.succeededFuture(Params.instantMillis("from", body.text("from")))
            : ctx.vertx().executeBlocking(() -> api.engine().query(Slots::present), false);
    return from.compose(
        first ->
            orders.answered(
                ctx, new Command.RequestMeterPoint(participant, point, first), MeterPoints::asked));
  }

  /** {@code GET /v1/accounts/:participant/meter-points}. */
  ObjectNode list(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = Params.id("participant", ctx.pathParam("participant"));
    return api.engine()
        .query(
            view -> {
              Accounts.known(view, participant);
              Registered registered = view.market().registered();
              Rulebook rulebook = Slots.rulebook(view);
              ObjectNode answer =
                  Views.object()
                      .put("participant", participant)
                      .put("supplier", rulebook.supplier())
                      .put("asOfSequence", view.sequence());
              ArrayNode points = answer.putArray("meterPoints");
              registered.holdings(participant).forEach(one -> points.add(held(one)));
              ArrayNode asked = answer.putArray("requested");
              registered.requests().stream()
                  .filter(one -> one.participant().equals(participant))
                  .forEach(one -> asked.add(requested(one)));
              return answer;
            });
  }

  /** {@code POST /v1/meter-points/:meterPoint/decision}. */
  Future<Orders.Answer> decide(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String id = Params.id("meterPoint", ctx.pathParam("meterPoint"));
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of("officer", "participant", "accepted"),
            "Send officer, participant and accepted; GET /v1/registrations lists what waits.");
    return orders.answered(
        ctx,
        new Command.DecideMeterPoint(
            Params.id("officer", body.text("officer")),
            Params.id("participant", body.text("participant")),
            id,
            accepted(body)),
        MeterPoints::decided);
  }

  /** {@code POST /v1/meter-points/:meterPoint/hand-over}. */
  Future<Orders.Answer> handOver(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String id = Params.id("meterPoint", ctx.pathParam("meterPoint"));
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of("officer", "participant", "from"),
            "Send officer, participant, who has it next, and from, the start of its first slot.");
    return orders.answered(
        ctx,
        new Command.HandOverMeterPoint(
            Params.id("officer", body.text("officer")),
            id,
            Params.id("participant", body.text("participant")),
            Params.instantMillis("from", body.text("from"))),
        MeterPoints::decided);
  }

  private static long watts(JsonBody body, String field) {
    long value = body.integer(field);
    if (value < 0) {
      throw body.malformed("The field " + field + " must not be negative.");
    }
    if (value > MeterPoint.MAX_W) {
      throw body.malformed("The field " + field + " must be at most " + MeterPoint.MAX_W + " W.");
    }
    return value;
  }

  /** Whether an officer says yes; it must say. */
  static boolean accepted(JsonBody body) {
    if (!body.has("accepted")) {
      throw body.malformed("The field accepted is missing.");
    }
    return body.flag("accepted");
  }

  /** What somebody asks for. */
  static ObjectNode requested(Event.MeterPointRequested asked) {
    return point(asked.participant(), asked.point(), asked.fromMillis())
        .put("state", RegistrationState.REQUESTED.name());
  }

  private static Orders.Answer asked(CommandResult result) {
    Event.@Nullable MeterPointAssigned assigned =
        result.first(Event.MeterPointAssigned.class).orElse(null);
    return new Orders.Answer(
        200,
        assigned == null
            ? requested(Registrations.done(result, Event.MeterPointRequested.class))
            : point(assigned.participant(), assigned.point(), assigned.fromMillis())
                .put("state", RegistrationState.ASSIGNED.name()));
  }

  /** An officer is not told what another's meter point carries: it was told when it looked. */
  private static Orders.Answer decided(CommandResult result) {
    if (result.first(Event.MeterPointRefused.class).isPresent()) {
      Event.MeterPointRefused refused = result.first(Event.MeterPointRefused.class).get();
      return new Orders.Answer(
          200,
          Views.object()
              .put("meterPoint", refused.meterPoint())
              .put("participant", refused.participant())
              .putNull("from")
              .put("state", RegistrationState.REFUSED.name()));
    }
    Event.MeterPointAssigned assigned = Registrations.done(result, Event.MeterPointAssigned.class);
    return new Orders.Answer(
        200,
        Views.object()
            .put("meterPoint", assigned.point().id())
            .put("participant", assigned.participant())
            .put("from", Views.instant(assigned.fromMillis()))
            .put("state", RegistrationState.ASSIGNED.name()));
  }

  private static ObjectNode held(Registered.Holding held) {
    ObjectNode node =
        Views.object()
            .put("meterPoint", held.point().id())
            .put("area", held.point().area())
            .put("meter", held.point().meter());
    if (held.named()) {
      node.putNull("feedInW").putNull("loadW");
    } else {
      node.put("feedInW", held.point().feedInW()).put("loadW", held.point().loadW());
    }
    return node.put("from", held.named() ? null : Views.instant(held.fromMillis()))
        .put(
            "until",
            held.untilMillis() == Long.MAX_VALUE ? null : Views.instant(held.untilMillis()));
  }

  private static ObjectNode point(String participant, MeterPoint point, long fromMillis) {
    return Views.object()
        .put("meterPoint", point.id())
        .put("participant", participant)
        .put("area", point.area())
        .put("meter", point.meter())
        .put("feedInW", point.feedInW())
        .put("loadW", point.loadW())
        .put("from", Views.instant(fromMillis));
  }
}
