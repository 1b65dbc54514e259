package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.model.Command;

/** Answers to batches: many orders, amendments and cancellations in one frame on the log. */
final class OrderBatches {
  /** The most batches under way: each may hold a body of a MiB and an answer as long. */
  static final int MAX_BATCHES = 16;

  private final ApiContext api;
  private final Orders orders;

  OrderBatches(ApiContext api, Orders orders) {
    this.api = api;
    this.orders = orders;
  }

  /** {@code POST /v1/orders/batch}: 200 with the result of each operation, in order. */
  Future<Orders.Answer> batch(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    byte[] body = JsonBody.bytes(ctx);
    orders.requireLeading();
    return ctx.vertx()
        .executeBlocking(() -> BatchRequest.parse(body), false)
        .compose(batch -> submit(ctx.vertx(), batch));
  }

  /** Submits operations that were read: 200 with the result of each, in order. */
  Future<Orders.Answer> submit(Vertx vertx, BatchRequest.Batch batch) {
    return Future.fromCompletionStage(api.sequencer().submitAll(batch.commands()))
        .compose(results -> vertx.executeBlocking(() -> answer(batch, results), false));
  }

  private Orders.Answer answer(BatchRequest.Batch batch, List<CommandResult> results) {
    ObjectNode answer = Views.object();
    ArrayNode array = answer.putArray("results");
    for (int i = 0; i < results.size(); i++) {
      array.add(result(batch.commands().get(i), results.get(i), !batch.oneReceipt()));
    }
    if (batch.oneReceipt()) {
      answer.set("receipt", api.receipts().of(results));
    }
    return new Orders.Answer(200, answer);
  }

  private ObjectNode result(Command command, CommandResult result, boolean receipt) {
    try {
      if (command instanceof Command.PlaceOrder) {
        return result("placed", answer(result, receipt, orders::placed));
      }
      if (command instanceof Command.AmendOrder amend) {
        return result(
            "amended", answer(result, receipt, done -> Orders.amended(amend.orderId(), done)));
      }
      return result("cancelled", answer(result, receipt, orders::cancelled));
    } catch (ProblemException e) {
      Problem problem = e.problem();
      return result("problem", new Orders.Answer(problem.status(), problem.json()));
    }
  }

  private Orders.Answer answer(
      CommandResult result, boolean receipt, Function<CommandResult, Orders.Answer> answer) {
    return receipt ? orders.receipted(result, answer) : answer.apply(result);
  }

  private static ObjectNode result(String what, Orders.Answer answer) {
    ObjectNode node = Views.object().put("status", answer.status());
    node.set(what, answer.body());
    return node;
  }
}
