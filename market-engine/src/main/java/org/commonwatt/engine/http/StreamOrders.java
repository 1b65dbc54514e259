package org.commonwatt.engine.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.engine.sequencer.OverloadedException;
import org.commonwatt.model.Command;
import org.jspecify.annotations.Nullable;

/** The order operations of a socket: the bodies and the answers are those of the HTTP routes. */
final class StreamOrders {
  /** The operations. */
  static final Set<String> OPS =
      Set.of("place", "amend", "cancel", "cancel-all", "cancel-after", "batch");

  private final Vertx vertx;
  private final Orders orders;
  private final OrderBatches batches;
  private final AtomicInteger batchesUnderWay = new AtomicInteger();

  StreamOrders(Vertx vertx, ApiContext api) {
    this.vertx = vertx;
    this.orders = new Orders(api);
    this.batches = new OrderBatches(api, orders);
  }

  /** An operation that was read: its commands, and how it is answered. */
  record Operation(
      List<Command> commands,
      BatchRequest.@Nullable Batch batch,
      @Nullable Function<CommandResult, Orders.Answer> answer) {}

  /**
   * Reads an operation.
   *
   * @throws ProblemException with status 400 naming what is wrong
   */
  Operation read(String op, JsonBody message) {
    return switch (op) {
      case "place" ->
          one(
              OrderRequest.order(message.body("body", OrderRequest.FIELDS, OrderRequest.HINT)),
              orders::placed);
      case "amend" -> amend(message);
      case "cancel" ->
          one(
              BatchRequest.cancellation(
                  message.body("body", BatchRequest.CANCELLED, BatchRequest.CANCEL_HINT)),
              orders::cancelled);
      case "cancel-all" -> one(MassCancels.all(message), MassCancels::cancelled);
      case "cancel-after" ->
          one(
              MassCancels.after(message.body("body", MassCancels.AFTER, MassCancels.HINT)),
              MassCancels::set);
      default -> {
        BatchRequest.Batch batch =
            BatchRequest.parse(message.body("body", BatchRequest.FIELDS, BatchRequest.HINT));
        yield new Operation(batch.commands(), batch, null);
      }
    };
  }

  /**
   * Does an operation for somebody who may act for its participants.
   *
   * @return the answer once its events are durable
   * @throws ProblemException when the principal may not, or the engine does not lead
   */
  Future<Orders.Answer> act(Operation operation, StreamPrincipal principal) {
    operation.commands().forEach(command -> principal.require(owner(command)));
    Function<CommandResult, Orders.Answer> answer = operation.answer();
    if (answer != null) {
      return orders.answered(vertx, operation.commands().get(0), answer);
    }
    BatchRequest.Batch batch = Objects.requireNonNull(operation.batch());
    orders.requireLeading();
    if (batchesUnderWay.incrementAndGet() > OrderBatches.MAX_BATCHES) {
      batchesUnderWay.decrementAndGet();
      throw new OverloadedException(
          "the market already has " + OrderBatches.MAX_BATCHES + " batches of its sockets");
    }
    return batches.submit(vertx, batch).onComplete(done -> batchesUnderWay.decrementAndGet());
  }

  private Operation amend(JsonBody message) {
    JsonBody body = message.body("body", BatchRequest.AMENDED, OrderRequest.AMEND_HINT);
    long orderId = body.positive("orderId");
    return one(OrderRequest.amendment(orderId, body), result -> Orders.amended(orderId, result));
  }

  private static Operation one(Command command, Function<CommandResult, Orders.Answer> answer) {
    return new Operation(List.of(command), null, answer);
  }

  private static @Nullable String owner(Command command) {
    if (command instanceof Command.PlaceOrder order) {
      return order.participant();
    }
    if (command instanceof Command.AmendOrder order) {
      return order.participant();
    }
    if (command instanceof Command.CancelOrder order) {
      return order.participant();
    }
    if (command instanceof Command.CancelAll all) {
      return all.participant();
    }
    return command instanceof Command.CancelAfter after ? after.participant() : null;
  }
}
