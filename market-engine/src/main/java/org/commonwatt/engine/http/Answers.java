package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.commonwatt.engine.runtime.EngineHealth;
import org.commonwatt.engine.runtime.EngineNotReadyException;
import org.commonwatt.engine.runtime.EngineState;
import org.commonwatt.engine.sequencer.OverloadedException;
import org.commonwatt.engine.sequencer.UnknownOutcomeException;
import org.commonwatt.engine.stream.JsonBytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers: JSON or a problem, never a stack trace. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  /** Answers with a problem. */
  static void problem(RoutingContext ctx, Problem problem) {
    if (problem.retryAfterSeconds() > 0) {
      ctx.response().putHeader("Retry-After", String.valueOf(problem.retryAfterSeconds()));
    }
    send(ctx, problem.status(), Problem.MEDIA_TYPE, bytes(problem.json()));
  }

  /** Tells a client that there is no room for it, before anybody has looked at its request. */
  static Future<Void> overloaded(HttpServerResponse response, String message) {
    Problem problem = explain(new OverloadedException(message));
    response.setStatusCode(problem.status()).putHeader("Retry-After", "1");
    response.putHeader("Content-Type", Problem.MEDIA_TYPE).putHeader("Connection", "close");
    return response.end(bytes(problem.json()));
  }

  /** JSON in UTF-8. */
  static Buffer bytes(JsonNode json) {
    return Buffer.buffer(JsonBytes.of(json));
  }

  /** Sends an answer, unless there is one already; done when it has left. */
  static Future<Void> send(RoutingContext ctx, int status, String type, Buffer body) {
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return Future.succeededFuture();
    }
    return response
        .setStatusCode(status)
        .putHeader("Content-Type", type)
        .putHeader("Cache-Control", "no-store")
        .end(body);
  }

  /** Answers with what a failure means to the caller. */
  static void failure(RoutingContext ctx, Throwable failure) {
    problem(ctx, explain(ctx.request().method() + " " + ctx.request().path(), failure));
  }

  /**
   * What a failure means to the caller.
   *
   * @param what failed, for the log
   */
  static Problem explain(String what, Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return explainCause(what, cause);
  }

  private static Problem explainCause(String what, Throwable cause) {
    if (cause instanceof ProblemException known) {
      return known.problem();
    }
    if (cause instanceof HttpException unread && unread.getStatusCode() == 400) {
      return Problem.malformed(
          "The path or the query cannot be decoded.", "Write a percent sign as %25.");
    }
    if (cause instanceof OverloadedException overloaded) {
      return explain(overloaded);
    }
    if (cause instanceof UnknownOutcomeException) {
      return Problem.unavailable(
          "OUTCOME_UNKNOWN", "No answer came: " + cause.getMessage() + ".", Problem.LOOK_IT_UP);
    }
    if (cause instanceof EngineNotReadyException notReady) {
      return notReady(notReady.health(), String.valueOf(notReady.getMessage()));
    }
    if (cause instanceof SQLException) {
      LOG.warn("the read models cannot answer {}", what, cause);
      return Problem.unavailable(
          "READ_MODEL_UNAVAILABLE",
          "The database of the read models does not answer.",
          "Orders and slots still work; ask again later.");
    }
    LOG.error("{} failed", what, cause);
    return new Problem(
        500,
        "INTERNAL",
        "The service failed on this request.",
        "The service's log has the cause; please report it.");
  }

  private static Problem explain(OverloadedException overloaded) {
    return Problem.unavailable(
        "OVERLOADED",
        String.valueOf(overloaded.getMessage()),
        "Nothing was done; send it again in a moment.");
  }

  /** What an engine that does not lead says. */
  static Problem notReady(EngineHealth health) {
    return notReady(health, "the engine is " + health.state() + ": " + health.detail());
  }

  private static Problem notReady(EngineHealth health, String detail) {
    EngineState state = health.state();
    if (state == EngineState.STANDBY) {
      return Problem.unavailable(
          "ENGINE_STANDBY",
          detail,
          "Nothing was done; ask the engine that leads, or this one again in a moment.");
    }
    return state.isFinal()
        ? Problem.unavailable(
            "ENGINE_STOPPED",
            detail,
            "This engine will not answer again; nothing was done. Ask the operator.")
        : Problem.unavailable(
            "ENGINE_RECOVERING", detail, "Nothing was done; send it again in a moment.");
  }
}
