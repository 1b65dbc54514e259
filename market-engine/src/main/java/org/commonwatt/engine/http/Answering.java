package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Answers requests within the server's limits: what blocks has its lane, an answer its place. */
final class Answering {
  private static final int STATE_THREADS = 16;
  private static final int DATABASE_THREADS = 4; // as many connections as are left for questions
  private static final int HEALTH_THREADS = 1;
  private static final int HEALTH_QUESTIONS = 16;

  private final Lane state;
  private final Lane database;
  private final Lane health;
  private final Outbox outbox;

  Answering(Vertx vertx, HttpLimits limits) {
    state = new Lane(vertx, "questions", STATE_THREADS, limits.questions());
    database = new Lane(vertx, "reports", DATABASE_THREADS, limits.reports());
    health = new Lane(vertx, "health-checks", HEALTH_THREADS, HEALTH_QUESTIONS);
    outbox = new Outbox(limits.unsentBytes());
  }

  /** What answers a question; may block. */
  interface Query {
    /** The answer. */
    ObjectNode answer(RoutingContext ctx) throws Exception;
  }

  /** What answers a command; may not block. */
  interface Action {
    /** The answer, once the command's events are durable. */
    Future<Orders.Answer> answer(RoutingContext ctx);
  }

  /** A question to the engine's state, or to the database when the engine has forgotten. */
  void ask(Router router, String path, Query query) {
    get(router, path, state, query);
  }

  /** A question to the database. */
  void report(Router router, String path, Query query) {
    get(router, path, database, query);
  }

  /** The question whether all is well, which is answered beside all others. */
  void health(Router router, String path, Query query) {
    router
        .get(path)
        .handler(
            ctx ->
                health
                    .run(() -> query.answer(ctx))
                    .onSuccess(answer -> outbox.send(ctx, status(answer), outbox.force(answer)))
                    .onFailure(failure -> Answers.failure(ctx, failure)));
  }

  /** A command. */
  void act(Route route, Action action) {
    route.handler(ctx -> act(ctx, action));
  }

  /** Questions that run or wait. */
  int questions() {
    return state.there() + database.there() + health.there();
  }

  /** Bytes of answers that their clients have not read. */
  long unsent() {
    return outbox.unsent();
  }

  private void get(Router router, String path, Lane lane, Query query) {
    router
        .get(path)
        .handler(
            ctx ->
                lane.run(() -> outbox.pack(query.answer(ctx)))
                    .onSuccess(parcel -> outbox.send(ctx, 200, parcel))
                    .onFailure(failure -> Answers.failure(ctx, failure)));
  }

  private void act(RoutingContext ctx, Action action) {
    Future<Orders.Answer> answer;
    try {
      answer = action.answer(ctx);
    } catch (RuntimeException e) {
      Answers.failure(ctx, e);
      return;
    }
    // The engine's thread completes the future; the answer is written on the request's own.
    answer.onComplete(done -> ctx.vertx().runOnContext(ignored -> acted(ctx, answer)));
  }

  /** What became of a command is told in any case: its answer has its place beyond the limit. */
  private void acted(RoutingContext ctx, Future<Orders.Answer> answer) {
    if (answer.succeeded()) {
      Orders.Answer done = answer.result();
      outbox.send(ctx, done.status(), outbox.force(done.body()));
    } else {
      Answers.failure(ctx, answer.cause());
    }
  }

  private static int status(ObjectNode health) {
    return List.of("ok", "degraded").contains(health.path("status").asText()) ? 200 : 503;
  }
}
