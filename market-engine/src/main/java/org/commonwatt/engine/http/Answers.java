package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.commonwatt.engine.runtime.EngineNotReadyException;
import org.commonwatt.engine.runtime.EngineState;
import org.commonwatt.engine.sequencer.OverloadedException;
import org.commonwatt.engine.sequencer.UnknownOutcomeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers: JSON or a problem, never a stack trace. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  /** Answers with JSON. */
  static void json(RoutingContext ctx, int status, JsonNode body) {
    send(ctx, status, "application/json", body);
  }

  /** Answers with a problem. */
  static void problem(RoutingContext ctx, Problem problem) {
    if (problem.status() == 503) {
      ctx.response().putHeader("Retry-After", "1");
    }
    send(ctx, problem.status(), Problem.MEDIA_TYPE, problem.json());
  }

  /** Answers with what a failure means to the caller. */
  static void failure(RoutingContext ctx, Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    problem(ctx, explain(ctx, cause));
  }

  private static Problem explain(RoutingContext ctx, Throwable cause) {
    if (cause instanceof ProblemException known) {
      return known.problem();
    }
    if (cause instanceof OverloadedException) {
      return Problem.unavailable(
          "OVERLOADED", String.valueOf(cause.getMessage()), "Nothing was done; send it again.");
    }
    if (cause instanceof UnknownOutcomeException) {
      return Problem.unavailable(
          "OUTCOME_UNKNOWN", "No answer came: " + cause.getMessage() + ".", Problem.LOOK_IT_UP);
    }
    if (cause instanceof EngineNotReadyException notReady) {
      return notReady(notReady);
    }
    if (cause instanceof SQLException) {
      LOG.warn("the read models cannot answer {}", ctx.request().path(), cause);
      return Problem.unavailable(
          "READ_MODEL_UNAVAILABLE",
          "The database of the read models does not answer.",
          "Orders and slots still work; ask again later.");
    }
    LOG.error("{} {} failed", ctx.request().method(), ctx.request().path(), cause);
    return new Problem(
        500,
        "INTERNAL",
        "The service failed on this request.",
        "The service's log has the cause; please report it.");
  }

  private static Problem notReady(EngineNotReadyException notReady) {
    EngineState state = notReady.health().state();
    if (state == EngineState.STANDBY) {
      return Problem.unavailable(
          "ENGINE_STANDBY",
          String.valueOf(notReady.getMessage()),
          "Nothing was done; ask the engine that leads, or this one again in a moment.");
    }
    return state.isFinal()
        ? Problem.unavailable(
            "ENGINE_STOPPED",
            String.valueOf(notReady.getMessage()),
            "This engine will not answer again; nothing was done. Ask the operator.")
        : Problem.unavailable(
            "ENGINE_RECOVERING",
            String.valueOf(notReady.getMessage()),
            "Nothing was done; send it again in a moment.");
  }

  private static void send(RoutingContext ctx, int status, String type, JsonNode body) {
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .setStatusCode(status)
        .putHeader("Content-Type", type)
        .putHeader("Cache-Control", "no-store")
        .end(Buffer.buffer(body.toString().getBytes(StandardCharsets.UTF_8)));
  }
}
