package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * Answers to whoever ends all its open orders: at once, or unless it says that it is still there.
 */
final class MassCancels {
  /** The longest that a switch waits, in seconds. */
  static final int MAX_SECONDS = 600;

  /** The fields of a switch. */
  static final Set<String> AFTER = Set.of("participant", "seconds");

  /** What to do about a switch that is wrong. */
  static final String HINT =
      "Send {\"participant\": \u2026, \"seconds\": \u2026}, 0 to "
          + MAX_SECONDS
          + " seconds; 0 takes it away.";

  private static final Set<String> ALL = Set.of("participant", "slotStart", "area", "side");
  private static final String ALL_HINT =
      "Send {\"participant\": \u2026}, and slotStart, area and side to limit what ends.";

  private final Orders orders;

  MassCancels(Orders orders) {
    this.orders = orders;
  }

  /** {@code DELETE /v1/orders?participant=&slotStart=&area=&side=}. */
  Future<Orders.Answer> cancelAll(RoutingContext ctx) {
    Params.only(ctx, ALL);
    @Nullable String slot = Params.optional(ctx, "slotStart");
    @Nullable String area = Params.optional(ctx, "area");
    @Nullable String side = Params.optional(ctx, "side");
    Command all =
        new Command.CancelAll(
            Params.id("participant", Params.required(ctx, "participant")),
            slot == null ? null : (Long) Params.instantMillis("slotStart", slot),
            area == null ? null : Params.id("area", area),
            side == null ? null : Params.word("side", side, OrderRequest.SIDES));
    return orders.answered(ctx, all, MassCancels::cancelled);
  }

  /** {@code POST /v1/orders/cancel-after}. */
  Future<Orders.Answer> cancelAfter(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    Command command = after(JsonBody.read(JsonBody.bytes(ctx), AFTER, HINT));
    return orders.answered(ctx, command, MassCancels::set);
  }

  /** A switch from its object. */
  static Command.CancelAfter after(JsonBody body) {
    long seconds = body.integer("seconds");
    if (seconds < 0 || seconds > MAX_SECONDS) {
      throw body.malformed("The field seconds must be 0 to " + MAX_SECONDS + ".");
    }
    return new Command.CancelAfter(
        Params.id("participant", body.text("participant")), Math.toIntExact(seconds));
  }

  /** A mass cancel from the body of a message. */
  static Command.CancelAll all(JsonBody message) {
    JsonBody body = message.body("body", ALL, ALL_HINT);
    return new Command.CancelAll(
        Params.id("participant", body.text("participant")),
        body.has("slotStart")
            ? (Long) Params.instantMillis("slotStart", body.text("slotStart"))
            : null,
        body.has("area") ? Params.id("area", body.text("area")) : null,
        body.has("side") ? body.word("side", OrderRequest.SIDES) : null);
  }

  /** What became of a switch. */
  static Orders.Answer set(CommandResult result) {
    Orders.refuse(result.first(Event.CancelRejected.class).map(Event.CancelRejected::rejection));
    Event.CancelAfterSet set = result.first(Event.CancelAfterSet.class).orElseThrow();
    long deadline = set.deadlineMillis();
    return new Orders.Answer(
        200,
        Views.object()
            .put("participant", set.participant())
            .put("cancelsAt", deadline == 0 ? null : Views.instant(deadline)));
  }

  /** What a mass cancel did. */
  static Orders.Answer cancelled(CommandResult result) {
    Orders.refuse(result.first(Event.CancelRejected.class).map(Event.CancelRejected::rejection));
    Event.MassCancelled done = result.first(Event.MassCancelled.class).orElseThrow();
    Long slot = done.slotStartMillis();
    Side side = done.side();
    ObjectNode answer =
        Views.object()
            .put("participant", done.participant())
            .put("slotStart", slot == null ? null : Views.instant(slot))
            .put("area", done.area())
            .put("side", side == null ? null : Views.word(side))
            .put("cancelled", done.orders());
    ArrayNode ids = answer.putArray("orderIds");
    Orders.events(result, Event.OrderCancelled.class).forEach(event -> ids.add(event.orderId()));
    return new Orders.Answer(200, answer);
  }
}
