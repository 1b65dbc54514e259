package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
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
        .compose(
            batch -> {
              Caller.of(ctx).count(batch.commands().size() - 1L);
              return submit(ctx.vertx(), batch, Caller.of(ctx));
            });
  }

  /**
   * Submits operations that were read: 200 with the result of each, in order. One that is for
   * another's participant is answered as if there were none, and stops none of the others.
   */
  Future<Orders.Answer> submit(Vertx vertx, BatchRequest.Batch batch, Caller caller) {
    Map<Integer, Problem> refused = refused(batch.commands(), caller);
    List<Command> taken =
        IntStream.range(0, batch.commands().size())
            .filter(at -> !refused.containsKey(at))
            .mapToObj(batch.commands()::get)
            .toList();
    return submit(taken)
        .compose(results -> vertx.executeBlocking(() -> answer(batch, refused, results), false));
  }

  private Future<List<CommandResult>> submit(List<Command> commands) {
    return commands.isEmpty()
        ? Future.succeededFuture(List.of())
        : Future.fromCompletionStage(api.sequencer().submitAll(commands));
  }

  /** The problems of operations that the caller may not send, by place. */
  private static Map<Integer, Problem> refused(List<Command> commands, Caller caller) {
    Map<Integer, Problem> refused = new HashMap<>();
    for (int at = 0; at < commands.size(); at++) {
      try {
        CommandOwners.require(caller, commands.get(at));
      } catch (ProblemException e) {
        refused.put(at, e.problem());
      }
    }
    return refused;
  }

  private Orders.Answer answer(
      BatchRequest.Batch batch, Map<Integer, Problem> refused, List<CommandResult> results) {
    ObjectNode answer = Views.object();
    ArrayNode array = answer.putArray("results");
    Iterator<CommandResult> next = results.iterator();
    for (int at = 0; at < batch.commands().size(); at++) {
      Problem problem = refused.get(at);
      array.add(
          problem == null
              ? result(batch.commands().get(at), next.next(), !batch.oneReceipt())
              : result(problem));
    }
    if (batch.oneReceipt() && !results.isEmpty()) {
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
      return result(e.problem());
    }
  }

  private static ObjectNode result(Problem problem) {
    return result("problem", new Orders.Answer(problem.status(), problem.json()));
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
