package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.core.Order;
import org.commonwatt.core.OrderState;
import org.commonwatt.engine.runtime.EngineNotReadyException;
import org.commonwatt.engine.runtime.EngineState;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.engine.sequencer.UnknownOutcomeException;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;

/** Answers about orders: place, cancel, look up. */
final class Orders {
  private final ApiContext api;

  Orders(ApiContext api) {
    this.api = api;
  }

  /** A status and a body. */
  record Answer(int status, ObjectNode body) {}

  /** {@code POST /v1/orders}: 201 for a new order, 200 when it was there already. */
  Future<Answer> place(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String type = ctx.request().getHeader("Content-Type");
    if (type == null || !type.split(";", 2)[0].trim().equalsIgnoreCase("application/json")) {
      throw new ProblemException(
          new Problem(
              415,
              "UNSUPPORTED_MEDIA_TYPE",
              "The body must be application/json.",
              "Send the header Content-Type: application/json."));
    }
    Buffer body = ctx.body().buffer();
    Command.PlaceOrder order = OrderRequest.parse(body == null ? new byte[0] : body.getBytes());
    return submit(order).compose(result -> ctx.vertx().executeBlocking(() -> placed(result)));
  }

  /** {@code DELETE /v1/orders/:orderId}. */
  Future<Answer> cancel(RoutingContext ctx) {
    Params.only(ctx, Set.of("participant"));
    long orderId = Params.positive("orderId", ctx.pathParam("orderId"));
    String participant = Params.id("participant", Params.required(ctx, "participant"));
    return submit(new Command.CancelOrder(participant, orderId)).map(Orders::cancelled);
  }

  /** {@code GET /v1/orders/:orderId}. */
  ObjectNode byId(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of());
    long orderId = Params.positive("orderId", ctx.pathParam("orderId"));
    Optional<Order> kept = api.engine().query(view -> view.market().order(orderId));
    return found(kept.isPresent() ? kept : api.readModels().history().order(orderId));
  }

  /** {@code GET /v1/orders?participant=&clientOrderId=}. */
  ObjectNode byClientId(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("participant", "clientOrderId"));
    String participant = Params.id("participant", Params.required(ctx, "participant"));
    String clientId = Params.id("clientOrderId", Params.required(ctx, "clientOrderId"));
    Optional<Order> kept = api.engine().query(view -> view.market().order(participant, clientId));
    return found(kept.isPresent() ? kept : api.readModels().history().order(participant, clientId));
  }

  private Future<CommandResult> submit(Command command) {
    // Refused early while nobody would answer: the client then knows that nothing was done.
    if (api.engine().health().state() != EngineState.LEADING) {
      api.engine().query(view -> view);
    }
    return Future.fromCompletionStage(api.sequencer().submit(command));
  }

  private static Answer cancelled(CommandResult result) {
    Optional<Event.CancelRejected> refused = result.first(Event.CancelRejected.class);
    if (refused.isPresent()) {
      throw new ProblemException(Problem.of(refused.get().rejection()));
    }
    long orderId = result.first(Event.OrderCancelled.class).orElseThrow().orderId();
    return new Answer(
        200, Views.object().put("orderId", orderId).put("state", OrderState.CANCELLED.name()));
  }

  private Answer placed(CommandResult result) {
    Optional<Event.OrderRejected> refused = result.first(Event.OrderRejected.class);
    if (refused.isPresent()) {
      throw new ProblemException(Problem.of(refused.get().rejection()));
    }
    Optional<Event.OrderAccepted> accepted = result.first(Event.OrderAccepted.class);
    if (accepted.isPresent()) {
      return new Answer(201, Views.order(asAccepted(accepted.get())));
    }
    return new Answer(
        200, Views.order(repeated(result.first(Event.OrderRepeated.class).orElseThrow())));
  }

  private Order repeated(Event.OrderRepeated repeated) {
    try {
      return api.engine().query(view -> view.market().order(repeated.orderId())).orElseThrow();
    } catch (EngineNotReadyException e) {
      // The order is there; only its present state cannot be told now.
      throw new UnknownOutcomeException("the engine is recovering", e);
    }
  }

  private static Order asAccepted(Event.OrderAccepted event) {
    return new Order(
        event.orderId(),
        event.participant(),
        event.clientOrderId(),
        event.area(),
        event.slot(),
        event.side(),
        event.priceMicroPerKwh(),
        event.energyWh(),
        0,
        event.timeMillis(),
        OrderState.OPEN);
  }

  private static ObjectNode found(Optional<Order> order) {
    return Views.order(
        order.orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(
                        new Rejection(
                            RejectionCode.UNKNOWN_ORDER,
                            "No order has this id; it was never accepted.")))));
  }
}
