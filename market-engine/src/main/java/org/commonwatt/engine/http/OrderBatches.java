package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
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
        .compose(commands -> submit(ctx.vertx(), commands));
  }

  /** Submits operations that were read: 200 with the result of each, in order. */
  Future<Orders.Answer> submit(Vertx vertx, List<Command> commands) {
    return Future.fromCompletionStage(api.sequencer().submitAll(commands))
        .compose(results -> vertx.executeBlocking(() -> answer(commands, results), false));
  }

  private Orders.Answer answer(List<Command> commands, List<CommandResult> results) {
    ObjectNode answer = Views.object();
    ArrayNode array = answer.putArray("results");
    for (int i = 0; i < commands.size(); i++) {
      array.add(result(commands.get(i), results.get(i)));
    }
    return new Orders.Answer(200, answer);
  }

  private ObjectNode result(Command command, CommandResult result) {
    try {
      if (command instanceof Command.PlaceOrder) {
        return result("placed", orders.receipted(result, orders::placed));
      }
      if (command instanceof Command.AmendOrder amend) {
        return result(
            "amended", orders.receipted(result, done -> Orders.amended(amend.orderId(), done)));
      }
      return result("cancelled", orders.receipted(result, orders::cancelled));
    } catch (ProblemException e) {
      Problem problem = e.problem();
      return result("problem", new Orders.Answer(problem.status(), problem.json()));
    }
  }

  private static ObjectNode result(String what, Orders.Answer answer) {
    ObjectNode node = Views.object().put("status", answer.status());
    node.set(what, answer.body());
    return node;
  }
}
