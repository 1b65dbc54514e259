package org.commonwatt.engine.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Lets connections in as long as there is room, tells a few more that there is none, and cuts off
 * who takes too long: who is idle, sends a request byte by byte, or does not read its answer.
 */
final class Connections {
  private static final long LOOK_MILLIS = 1_000;

  private final HttpLimits limits;
  private final LongSupplier nanos;
  private final Map<HttpConnection, Visit> visits = new ConcurrentHashMap<>();
  private final int most;

  /**
   * Nobody is connected yet.
   *
   * @param limits how many may be, and how long they may take
   * @param nanos time that passes, of which only differences count
   */
  Connections(HttpLimits limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
    this.most = limits.connections() + HttpLimits.SPARE;
  }

  /** A connection: whether it is one too many, and when it was opened or last sent headers. */
  private static final class Visit {
    final boolean spare;
    volatile long sinceNanos;

    Visit(boolean spare, long sinceNanos) {
      this.spare = spare;
      this.sinceNanos = sinceNanos;
    }
  }

  /** Guards a server that is not started yet; requests that are let in go on to a handler. */
  void guard(Vertx vertx, HttpServer server, Handler<HttpServerRequest> next) {
    server.connectionHandler(this::arrived);
    server.requestHandler(request -> requested(request, next));
    vertx.setPeriodic(LOOK_MILLIS, timer -> cutOffTheSlow());
  }

  /** A connection became a socket: it is no longer counted here, nor cut off. */
  void upgraded(HttpConnection connection) {
    visits.remove(connection);
  }

  /** How many are connected now. */
  int open() {
    return visits.size();
  }

  /** Is called on the server's one event loop, so no two count at the same time. */
  private void arrived(HttpConnection connection) {
    if (visits.size() >= most) {
      connection.close();
      return;
    }
    visits.put(connection, new Visit(visits.size() >= limits.connections(), nanos.getAsLong()));
    connection.closeHandler(closed -> visits.remove(connection));
  }

  private void requested(HttpServerRequest request, Handler<HttpServerRequest> next) {
    Visit visit = visits.get(request.connection());
    if (visit == null) {
      return; // It was refused, and is being closed.
    }
    visit.sinceNanos = nanos.getAsLong();
    HttpServerResponse response = request.response();
    if (visit.spare) {
      turnAway(request);
      return;
    }
    if (!response.writeQueueFull()) {
      next.handle(request);
      return;
    }
    // Who sends on without reading waits here: no answer is made before the last one has left.
    request.pause();
    response.drainHandler(
        drained -> {
          response.drainHandler(null);
          request.resume();
          next.handle(request);
        });
  }

  private void turnAway(HttpServerRequest request) {
    // Closed only when the request has been read: a reset could overtake the answer.
    Answers.overloaded(
            request.response(), "the market already has " + limits.connections() + " clients")
        .compose(sent -> request.end())
        .onComplete(done -> request.connection().close());
  }

  private void cutOffTheSlow() {
    long patience = limits.patience().toNanos();
    long now = nanos.getAsLong();
    visits.forEach(
        (connection, visit) -> {
          if (now - visit.sinceNanos > patience) {
            cut(connection);
          }
        });
  }

  /** Vert.x's own closing waits for the answer under way, and until all of it has been read. */
  private static void cut(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      base.channelHandlerContext().close();
    } else {
      connection.close();
    }
  }
}
