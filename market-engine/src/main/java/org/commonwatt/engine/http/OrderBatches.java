package org.commonwatt.engine.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.engine.stream.JsonBytes;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;

/** Answers to batches: many orders, amendments and cancellations in one frame on the log. */
final class OrderBatches {
  /** The most batches under way, of which longer ones count several times: 16 of 1 MiB. */
  static final int MAX_BATCHES = 64;

  /** What a batch may have to count once; its answer may be as long. */
  static final int BATCH_BYTES = 256 * 1024;

  /** What the answer to an operation has, and a little more. */
  private static final int ANSWER_BYTES = 512;

  private final ApiContext api;
  private final Orders orders;

  OrderBatches(ApiContext api, Orders orders) {
    this.api = api;
    this.orders = orders;
  }

  /** {@code POST /v1/orders/batch}: 200 with the result of each operation, in order. */
  Future<Buffer> batch(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    byte[] body = JsonBody.bytes(ctx);
    orders.requireLeading();
    return ctx.vertx()
        .executeBlocking(() -> BatchRequest.parse(body), false)
        .compose(
            batch -> {
              Caller.of(ctx).count(batch.commands().size() - 1L);
              return submit(ctx.vertx(), batch, Caller.of(ctx), answerTo(batch));
            })
        .map(JsonBytes::toBuffer);
  }

  /**
   * Submits operations that were read: 200 with the result of each, in order. One that is for
   * another's participant is answered as if there were none, and stops none of the others.
   *
   * @param out what the answer is written to, beside the event loop, which all wait for
   */
  Future<JsonBytes> submit(Vertx vertx, BatchRequest.Batch batch, Caller caller, JsonBytes out) {
    Map<Integer, Problem> refused = refused(batch.commands(), caller);
    List<Command> taken =
        IntStream.range(0, batch.commands().size())
            .filter(at -> !refused.containsKey(at))
            .mapToObj(batch.commands()::get)
            .toList();
    return submit(taken, caller)
        .compose(
            results -> vertx.executeBlocking(() -> write(out, batch, refused, results), false));
  }

  /** An empty answer with room for the whole. */
  static JsonBytes answerTo(BatchRequest.Batch batch) {
    return new JsonBytes(ANSWER_BYTES * (batch.commands().size() + 1));
  }

  private Future<List<CommandResult>> submit(List<Command> commands, Caller caller) {
    if (commands.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    try {
      return Future.fromCompletionStage(
          caller.whileKnown(() -> api.sequencer().submitAll(commands)));
    } catch (ProblemException e) {
      return Future.failedFuture(e);
    }
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

  private JsonBytes write(
      JsonBytes out,
      BatchRequest.Batch batch,
      Map<Integer, Problem> refused,
      List<CommandResult> results) {
    out.object().name("results").array();
    Iterator<CommandResult> next = results.iterator();
    for (int at = 0; at < batch.commands().size(); at++) {
      Problem problem = refused.get(at);
      if (problem == null) {
        write(out, batch, batch.commands().get(at), next.next());
      } else {
        write(out, problem);
      }
    }
    out.endArray();
    if (batch.oneReceipt() && !results.isEmpty()) {
      api.receipts().write(out.name("receipt"), results);
    }
    return out.endObject();
  }

  private void write(
      JsonBytes out, BatchRequest.Batch batch, Command command, CommandResult result) {
    boolean receipt = !batch.oneReceipt();
    Optional<Event.OrderAccepted> accepted = result.first(Event.OrderAccepted.class);
    if (accepted.isPresent() && !receipt) { // most are: of these no tree is made
      OrderFacts facts = OrderFacts.accepted(accepted.get(), result);
      out.object().put("status", 201);
      if (batch.shortAnswers()) {
        Views.outcome(out.name("accepted").object(), facts.order());
      } else {
        Views.order(out.name("placed").object(), facts);
      }
      out.endObject().endObject();
      return;
    }
    try {
      if (command instanceof Command.PlaceOrder) {
        write(out, "placed", answer(result, receipt, orders::placed));
      } else if (command instanceof Command.AmendOrder amend) {
        write(
            out, "amended", answer(result, receipt, done -> Orders.amended(amend.orderId(), done)));
      } else if (command instanceof Command.CancelOrder cancel) {
        write(
            out,
            "cancelled",
            answer(result, receipt, done -> orders.cancelled(cancel.orderId(), done)));
      }
    } catch (ProblemException e) {
      write(out, e.problem());
    }
  }

  private Orders.Answer answer(
      CommandResult result, boolean receipt, Function<CommandResult, Orders.Answer> answer) {
    return receipt ? orders.receipted(result, answer) : answer.apply(result);
  }

  private static void write(JsonBytes out, Problem problem) {
    write(out, "problem", new Orders.Answer(problem.status(), problem.json()));
  }

  private static void write(JsonBytes out, String what, Orders.Answer answer) {
    out.object().put("status", answer.status()).set(what, answer.body()).endObject();
  }
}
