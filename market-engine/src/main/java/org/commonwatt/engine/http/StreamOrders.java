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
import org.commonwatt.engine.stream.JsonBytes;
import org.commonwatt.engine.stream.Message;
import org.commonwatt.model.Command;
import org.jspecify.annotations.Nullable;

/** The order operations of a socket: the bodies and the answers are those of the HTTP routes. */
final class StreamOrders {
  /** The operations. */
  static final Set<String> OPS =
      Set.of("place", "amend", "cancel", "cancel-all", "cancel-after", "batch", "basket", "block");

  private final Vertx vertx;
  private final Orders orders;
  private final OrderBatches batches;
  private final Baskets baskets;
  private final AtomicInteger batchesUnderWay = new AtomicInteger();

  StreamOrders(Vertx vertx, ApiContext api, AnswerWriter writer) {
    this.vertx = vertx;
    this.orders = new Orders(api, writer);
    this.batches = new OrderBatches(api, orders);
    this.baskets = new Baskets(api, orders);
  }

  /** An operation that was read: its name, its commands, and how it is answered. */
  record Operation(
      String op,
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
              op,
              OrderRequest.order(message.body("body", OrderRequest.FIELDS, OrderRequest.HINT)),
              orders::placed);
      case "amend" -> amend(message);
      case "cancel" -> {
        Command.CancelOrder cancel =
            BatchRequest.cancellation(
                message.body("body", BatchRequest.CANCELLED, BatchRequest.CANCEL_HINT));
        yield one(op, cancel, done -> orders.cancelled(cancel.orderId(), done));
      }
      case "cancel-all" -> one(op, MassCancels.all(message), MassCancels::cancelled);
      case "cancel-after" ->
          one(
              op,
              MassCancels.after(message.body("body", MassCancels.AFTER, MassCancels.HINT)),
              MassCancels::set);
      case "basket" ->
          one(
              op,
              BasketRequest.basket(
                  message.body("body", BasketRequest.BASKET, BasketRequest.BASKET_HINT)),
              baskets::placed);
      case "block" ->
          one(
              op,
              baskets.block(message.body("body", BasketRequest.BLOCK, BasketRequest.BLOCK_HINT)),
              baskets::placed);
      default -> {
        BatchRequest.Batch batch =
            BatchRequest.parse(message.body("body", BatchRequest.FIELDS, BatchRequest.HINT));
        yield new Operation(op, batch.commands(), batch, null);
      }
    };
  }

  /**
   * Does an operation for somebody who may act for its participants.
   *
   * @param id the message's
   * @return the answer once its events are durable
   * @throws ProblemException when the visitor may not, or the engine does not lead
   */
  Future<Message> act(String id, Operation operation, Visitor visitor) {
    Caller caller = StreamAccess.caller(visitor, operation.op());
    Function<CommandResult, Orders.Answer> answer = operation.answer();
    if (answer != null) {
      return orders
          .answered(caller, operation.commands().get(0), answer)
          .map(
              done ->
                  Message.of(
                      result(new JsonBytes(), id, done.status()).value(done.body()).endObject()));
    }
    BatchRequest.Batch batch = Objects.requireNonNull(operation.batch());
    orders.requireLeading();
    caller.count(batch.commands().size() - 1L);
    if (batchesUnderWay.incrementAndGet() > OrderBatches.MAX_BATCHES) {
      batchesUnderWay.decrementAndGet();
      throw new OverloadedException(
          "the market already has " + OrderBatches.MAX_BATCHES + " batches of its sockets");
    }
    return batches
        .submit(vertx, batch, caller, result(OrderBatches.answerTo(batch), id, 200))
        .onComplete(done -> batchesUnderWay.decrementAndGet())
        .map(done -> Message.of(done.endObject()));
  }

  /** An answer up to its body. */
  private static JsonBytes result(JsonBytes answer, String id, int status) {
    return answer.object().put("type", "result").put("id", id).put("status", status).name("body");
  }

  private Operation amend(JsonBody message) {
    JsonBody body = message.body("body", BatchRequest.AMENDED, OrderRequest.AMEND_HINT);
    long orderId = body.positive("orderId");
    return one(
        "amend", OrderRequest.amendment(orderId, body), result -> Orders.amended(orderId, result));
  }

  private static Operation one(
      String op, Command command, Function<CommandResult, Orders.Answer> answer) {
    return new Operation(op, List.of(command), null, answer);
  }
}
