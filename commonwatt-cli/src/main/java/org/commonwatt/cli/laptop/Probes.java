package org.commonwatt.cli.laptop;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.commonwatt.cli.UserError;
import org.jspecify.annotations.Nullable;

/**
 * Tells a cluster how a process is: {@code GET /livez} and {@code GET /readyz} answer 200, or 503
 * with the reason; where there are numbers, {@code GET /metrics} tells them. Unlike the API it
 * listens on every address, since a cluster asks from outside; it takes nothing.
 */
public final class Probes implements AutoCloseable {
  private static final int IDLE_SECONDS = 10;
  private static final int MAX_LINE_BYTES = 256;
  private static final int MAX_HEADER_BYTES = 4 * 1024;
  private static final long PATIENCE_SECONDS = 10;

  private final @Nullable Vertx vertx;
  private final int port;

  private Probes(@Nullable Vertx vertx, int port) {
    this.vertx = vertx;
    this.port = port;
  }

  /**
   * Starts to answer.
   *
   * @param port where, 0 for a free port; null to answer nowhere
   * @param live why the process is beyond help, if it is: must return at once
   * @param ready why it does not do its work now, if it does not: must return at once
   * @throws UserError when the port is taken
   */
  public static Probes start(
      @Nullable Integer port, Supplier<Optional<String>> live, Supplier<Optional<String>> ready) {
    return start(port, live, ready, Optional::empty);
  }

  /**
   * The same, with numbers.
   *
   * @param metrics in the text format of Prometheus; empty: there are none. May take its time
   */
  public static Probes start(
      @Nullable Integer port,
      Supplier<Optional<String>> live,
      Supplier<Optional<String>> ready,
      Supplier<Optional<String>> metrics) {
    if (port == null) {
      return new Probes(null, 0);
    }
    Vertx vertx = Vertx.vertx();
    HttpServerOptions options =
        new HttpServerOptions()
            .setHttp2ClearTextEnabled(false)
            .setIdleTimeout(IDLE_SECONDS)
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setMaxHeaderSize(MAX_HEADER_BYTES);
    try {
      HttpServer server =
          vertx
              .createHttpServer(options)
              .requestHandler(request -> answer(vertx, request, live, ready, metrics))
              .listen(port, "0.0.0.0")
              .toCompletionStage()
              .toCompletableFuture()
              .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .join();
      return new Probes(vertx, server.actualPort());
    } catch (CompletionException e) {
      vertx.close();
      throw new UserError("--probe-port " + port + ": " + e.getCause(), e);
    }
  }

  /** Says where it answers, if it does. */
  public void tell(PrintWriter out) {
    if (vertx != null) {
      out.println("Probes at port " + port);
    }
  }

  @Override
  public void close() {
    if (vertx != null) {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .join();
    }
  }

  private static void answer(
      Vertx vertx,
      HttpServerRequest request,
      Supplier<Optional<String>> live,
      Supplier<Optional<String>> ready,
      Supplier<Optional<String>> metrics) {
    switch (request.path()) {
      case "/livez" -> tell(request, live.get());
      case "/readyz" -> tell(request, ready.get());
      case "/metrics" -> tellNumbers(vertx, request, metrics);
      default -> request.response().setStatusCode(404).end();
    }
  }

  private static void tellNumbers(
      Vertx vertx, HttpServerRequest request, Supplier<Optional<String>> metrics) {
    vertx
        .executeBlocking(metrics::get)
        .onSuccess(text -> tellNumbers(request, text))
        .onFailure(failure -> tell(request, Optional.of("no numbers: " + failure.getMessage())));
  }

  private static void tellNumbers(HttpServerRequest request, Optional<String> metrics) {
    request
        .response()
        .setStatusCode(metrics.isPresent() ? 200 : 404)
        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        .end(metrics.orElse(""));
  }

  private static void tell(HttpServerRequest request, Optional<String> trouble) {
    request
        .response()
        .setStatusCode(trouble.isPresent() ? 503 : 200)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .end(trouble.orElse("ok") + "\n");
  }
}
