package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.core.Order;
import org.commonwatt.engine.readmodel.ContinuousQueries;
import org.commonwatt.engine.runtime.EngineNotReadyException;
import org.commonwatt.engine.runtime.EngineState;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.engine.sequencer.UnknownOutcomeException;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;

/** Answers about orders: place, amend, cancel, look up. */
final class Orders {
  private final ApiContext api;
  private final AnswerWriter writer;

  Orders(ApiContext api, AnswerWriter writer) {
    this.api = api;
    this.writer = writer;
  }

  /** A status and a body. */
  record Answer(int status, ObjectNode body) {}

  /** {@code POST /v1/orders}: 201 for a new order, 200 when it was there already. */
  Future<Answer> place(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    Command.PlaceOrder order = OrderRequest.parse(JsonBody.bytes(ctx));
    return answered(ctx, order, this::placed);
  }

  /** {@code PATCH /v1/orders/:orderId}. */
  Future<Answer> amend(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    long orderId = Params.positive("orderId", ctx.pathParam("orderId"));
    Command amendment = OrderRequest.amendment(orderId, JsonBody.bytes(ctx));
    return answered(ctx, amendment, result -> amended(orderId, result));
  }

  /** {@code DELETE /v1/orders/:orderId}. */
  Future<Answer> cancel(RoutingContext ctx) {
    Params.only(ctx, Set.of("participant"));
    long orderId = Params.positive("orderId", ctx.pathParam("orderId"));
    String participant = Params.id("participant", Params.required(ctx, "participant"));
    return answered(
        ctx, new Command.CancelOrder(participant, orderId), done -> cancelled(orderId, done));
  }

  /** {@code GET /v1/orders/:orderId}. */
  ObjectNode byId(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of());
    long orderId = Params.positive("orderId", ctx.pathParam("orderId"));
    return Views.order(
        facts(
            ctx, market -> market.order(orderId), () -> api.readModels().history().order(orderId)));
  }

  /** {@code GET /v1/orders?participant=&clientOrderId=}. */
  ObjectNode byClientId(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("participant", "clientOrderId"));
    String participant = Params.id("participant", Params.required(ctx, "participant"));
    String clientId = Params.id("clientOrderId", Params.required(ctx, "clientOrderId"));
    return Views.order(
        facts(
            ctx,
            market -> market.order(participant, clientId),
            () -> api.readModels().history().order(participant, clientId)));
  }

  /** {@code GET /v1/orders/:orderId/amendments}, from the read models. */
  ObjectNode amendments(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of());
    long orderId = Params.positive("orderId", ctx.pathParam("orderId"));
    facts(ctx, market -> market.order(orderId), () -> api.readModels().history().order(orderId));
    ObjectNode answer =
        Views.object().put("orderId", orderId).put("asOfSequence", api.readModels().sequence());
    ArrayNode rows = answer.putArray("amendments");
    for (ContinuousQueries.AmendmentRow row : api.readModels().continuous().amendments(orderId)) {
      rows.add(Views.amendment(row));
    }
    return answer;
  }

  private interface Stored {
    Optional<Order> order() throws SQLException;
  }

  /** An order and its trades; another's is answered as one that is not there. */
  private OrderFacts facts(
      RoutingContext ctx, Function<MarketStateMachine, Optional<Order>> kept, Stored stored)
      throws SQLException {
    Predicate<Order> sees = order -> Caller.of(ctx).sees(order.participant());
    Optional<OrderFacts> facts =
        api.engine()
            .query(
                view ->
                    kept.apply(view.market()).map(order -> OrderFacts.kept(view.market(), order)))
            .filter(found -> sees.test(found.order()));
    OrderFacts told =
        facts.isPresent()
            ? facts.get()
            : OrderFacts.stored(api.readModels(), found(stored.order().filter(sees)));
    told.parties().forEach(Caller.of(ctx)::sees); // so that it is noted
    return told;
  }

  /** Refuses early while nobody would answer: the client then knows that nothing was done. */
  void requireLeading() {
    if (api.engine().health().state() != EngineState.LEADING) {
      api.engine().query(view -> view);
    }
  }

  /** A key that was taken back brings no command behind the one that cancels its orders. */
  private Future<CommandResult> submit(Caller caller, Command command) {
    requireLeading();
    return Future.fromCompletionStage(caller.whileKnown(() -> api.sequencer().submit(command)));
  }

  /** Submits a command and answers, with a receipt, what the market did or why it refused. */
  Future<Answer> answered(
      RoutingContext ctx, Command command, Function<CommandResult, Answer> answer) {
    return answered(Caller.of(ctx), command, answer);
  }

  /** The same for who did not come with a request of HTTP. */
  Future<Answer> answered(Caller caller, Command command, Function<CommandResult, Answer> answer) {
    CommandOwners.require(caller, command);
    return submit(caller, command).compose(result -> writer.write(() -> receipted(result, answer)));
  }

  /** What the market did or why it refused, with a receipt. */
  Answer receipted(CommandResult result, Function<CommandResult, Answer> answer) {
    ObjectNode receipt = api.receipts().of(result);
    try {
      Answer plain = answer.apply(result);
      plain.body().set("receipt", receipt);
      return plain;
    } catch (ProblemException e) {
      throw new ProblemException(e.problem().with(receipt));
    }
  }

  /** What a cancellation did; a leg of a block went with the others. */
  Answer cancelled(long orderId, CommandResult result) {
    refuse(result.first(Event.CancelRejected.class).map(Event.CancelRejected::rejection));
    Order order = ask(market -> market.order(orderId).orElseThrow());
    return new Answer(
        200,
        Views.object()
            .put("orderId", orderId)
            .put("state", order.state().name())
            .put("filledWh", order.filledWh())
            .put("cancelledWh", order.cancelledWh()));
  }

  /** What an amendment did. */
  static Answer amended(long orderId, CommandResult result) {
    refuse(result.first(Event.AmendRejected.class).map(Event.AmendRejected::rejection));
    Event.OrderAmended event = result.first(Event.OrderAmended.class).orElseThrow();
    return new Answer(
        200, Views.amended(event, OrderFacts.Outcome.of(orderId, event.energyWh(), result)));
  }

  /** What a new order did: 201, or 200 when it was there already. */
  Answer placed(CommandResult result) {
    refuse(result.first(Event.OrderRejected.class).map(Event.OrderRejected::rejection));
    Optional<Event.OrderAccepted> accepted = result.first(Event.OrderAccepted.class);
    if (accepted.isPresent()) {
      return new Answer(201, Views.order(OrderFacts.accepted(accepted.get(), result)));
    }
    long orderId = result.first(Event.OrderRepeated.class).orElseThrow().orderId();
    return new Answer(200, Views.order(kept(orderId)));
  }

  /** An order that the market keeps, whose command is durable. */
  OrderFacts kept(long orderId) {
    return ask(market -> OrderFacts.kept(market, market.order(orderId).orElseThrow()));
  }

  /** Asks what became of an order after its command, whose outcome is durable. */
  private <T> T ask(Function<MarketStateMachine, T> question) {
    try {
      return api.engine().query(view -> question.apply(view.market()));
    } catch (EngineNotReadyException e) {
      // The order is there; only its present state cannot be told now.
      throw new UnknownOutcomeException("the engine is recovering", e);
    }
  }

  /** Answers with a refusal, if there is one. */
  static void refuse(Optional<Rejection> rejection) {
    if (rejection.isPresent()) {
      throw new ProblemException(Problem.of(rejection.get()));
    }
  }

  /** The events of one kind that a command gave. */
  static <E extends Event> List<E> events(CommandResult result, Class<E> kind) {
    return result.events().stream()
        .map(envelope -> envelope.event())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  private static <T> T found(Optional<T> order) {
    return order.orElseThrow(
        () ->
            new ProblemException(
                Problem.of(
                    new Rejection(
                        RejectionCode.UNKNOWN_ORDER,
                        "No order has this id; it was never accepted."))));
  }
}
