package org.commonwatt.cli.laptop;

import static java.util.Objects.requireNonNull;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.commonwatt.cli.UserError;
import org.commonwatt.ingest.metrics.IngestMetrics;
import org.commonwatt.ingest.push.PushAnswer;
import org.commonwatt.ingest.push.PushDesk;
import org.commonwatt.ingest.push.PushKey;
import org.commonwatt.ingest.push.PushProblem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes readings over HTTP: {@code POST /v1/readings}. A body is read only when the head of its
 * request is in order; connections are bounded, and so is the time that a request may take to come.
 * Whatever is not taken is answered with a problem, a fault of ours included.
 */
public final class PushServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PushServer.class);
  private static final String PATH = "/v1/readings";
  private static final int IDLE_SECONDS = 30;
  private static final int MAX_LINE_BYTES = 1_024;
  private static final int MAX_HEADER_BYTES = 8 * 1_024;
  private static final int WORKERS = 4;
  private static final long PATIENCE_SECONDS = 10;
  private static final long HANG_UP_MILLIS = 2_000;

  /** The most connections at a time. */
  static final int MOST_CONNECTIONS = 500;

  /** In this time a request has come as a whole, or its connection ends. */
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private static final long NO_TIMER = -1;

  private final @Nullable Vertx vertx;
  private final @Nullable Address address;

  /**
   * Where to listen.
   *
   * @param host address of this machine
   * @param port 0 for a free one
   */
  public record Address(String host, int port) {}

  private PushServer(@Nullable Vertx vertx, @Nullable Address address) {
    this.vertx = vertx;
    this.address = address;
  }

  /**
   * Starts to listen.
   *
   * @param address where; null to listen nowhere
   * @param desk answers
   * @param metrics counts
   * @throws UserError when the port is taken
   */
  public static PushServer start(@Nullable Address address, PushDesk desk, IngestMetrics metrics) {
    return start(address, desk, metrics, DEADLINE);
  }

  /** Likewise, with another time for a request to come. */
  static PushServer start(
      @Nullable Address address, PushDesk desk, IngestMetrics metrics, Duration deadline) {
    if (address == null) {
      return new PushServer(null, null);
    }
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(WORKERS));
    HttpServerOptions options =
        new HttpServerOptions()
            .setHttp2ClearTextEnabled(false)
            .setIdleTimeout(IDLE_SECONDS)
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setMaxHeaderSize(MAX_HEADER_BYTES);
    Lines lines = new Lines(vertx, deadline.toMillis());
    Function<HttpServerRequest, Exchange> exchange =
        request -> new Exchange(request, vertx, desk, metrics, lines);
    try {
      HttpServer server =
          vertx
              .createHttpServer(options)
              .connectionHandler(lines::opened)
              .invalidRequestHandler(request -> exchange.apply(request).refuseInvalid())
              .requestHandler(request -> exchange.apply(request).take())
              .listen(address.port(), address.host())
              .toCompletionStage()
              .toCompletableFuture()
              .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .join();
      return new PushServer(vertx, new Address(address.host(), server.actualPort()));
    } catch (CompletionException e) {
      vertx.close();
      throw new UserError("--push-port " + address.port() + ": " + e.getCause(), e);
    }
  }

  /** The port that it listens at. */
  int port() {
    return requireNonNull(address).port();
  }

  /** Says where it listens, if it does. */
  public void tell(PrintWriter out) {
    if (address != null) {
      out.println("Readings are taken at http://" + address.host() + ":" + address.port() + PATH);
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

  /** The open connections, on the only event loop; each waits so long for its next request. */
  private static final class Lines {
    private final Vertx vertx;
    private final long deadlineMillis;
    private final Map<HttpConnection, Long> timers = new HashMap<>();

    Lines(Vertx vertx, long deadlineMillis) {
      this.vertx = vertx;
      this.deadlineMillis = deadlineMillis;
    }

    void opened(HttpConnection connection) {
      if (timers.size() >= MOST_CONNECTIONS) {
        connection.close();
        return;
      }
      timers.put(connection, NO_TIMER);
      awaits(connection);
      connection.closeHandler(
          closed -> {
            Long timer = timers.remove(connection);
            if (timer != null) {
              vertx.cancelTimer(timer);
            }
          });
    }

    /** Ends the connection unless a request comes as a whole. */
    void awaits(HttpConnection connection) {
      if (timers.containsKey(connection)) {
        renew(connection, vertx.setTimer(deadlineMillis, timer -> connection.close()));
      }
    }

    /** A request has come as a whole: what takes time now is ours. */
    void hasCome(HttpConnection connection) {
      if (timers.containsKey(connection)) {
        renew(connection, NO_TIMER);
      }
    }

    private void renew(HttpConnection connection, long next) {
      Long timer = timers.put(connection, next);
      if (timer != null) {
        vertx.cancelTimer(timer);
      }
    }
  }

  /** One request and its answer. */
  private record Exchange(
      HttpServerRequest request, Vertx vertx, PushDesk desk, IngestMetrics metrics, Lines lines) {
    void take() {
      try {
        if (!PATH.equals(request.path())) {
          refuse(PushDesk.refused(PushProblem.NO_SUCH_ROUTE, "nothing is here", 0));
        } else if (request.method() != HttpMethod.POST) {
          refuse(PushDesk.refused(PushProblem.METHOD_NOT_ALLOWED, "only POST is known", 0));
        } else {
          takeHead();
        }
      } catch (RuntimeException e) {
        fault(e);
      }
    }

    /** What is no request, or one that is too long to be read. */
    void refuseInvalid() {
      Throwable cause = request.decoderResult().cause();
      PushAnswer answer;
      if (cause instanceof TooLongHttpLineException) {
        answer =
            PushDesk.refused(
                PushProblem.URI_TOO_LONG,
                "the first line of the request has more than " + MAX_LINE_BYTES + " bytes",
                0);
      } else if (cause instanceof TooLongHttpHeaderException) {
        answer =
            PushDesk.refused(
                PushProblem.HEADERS_TOO_LARGE,
                "the headers have more than " + MAX_HEADER_BYTES + " bytes",
                0);
      } else {
        answer = PushDesk.refused(PushProblem.MALFORMED, "this is no request of HTTP/1.1", 0);
      }
      request.response().putHeader("Connection", "close");
      end(answer);
    }

    private void takeHead() {
      PushDesk.Admission admission =
          desk.admit(
              new PushDesk.Head(
                  request.getHeader("Authorization"),
                  request.getHeader("Content-Type"),
                  request.getHeader("Content-Length")));
      if (admission.refusal() != null) {
        refuse(admission.refusal());
      } else {
        takeBody(requireNonNull(admission.key()));
      }
    }

    private void takeBody(PushKey key) {
      Buffer body = Buffer.buffer();
      request.handler(
          part -> {
            if (!request.response().ended()
                && body.length() + part.length() <= PushDesk.MOST_BYTES) {
              body.appendBuffer(part);
            } else if (!request.response().ended()) {
              refuse(PushDesk.refused(PushProblem.BODY_TOO_LARGE, "the body is too large", 0));
            }
          });
      request.endHandler(
          done -> {
            if (!request.response().ended()) {
              lines.hasCome(request.connection());
              answer(key, body);
            }
          });
    }

    /** Hangs up a moment later if the body is still on its way: at once would reset the answer. */
    private void refuse(PushAnswer answer) {
      end(answer);
      vertx.setTimer(
          HANG_UP_MILLIS,
          timer -> {
            if (!request.isEnded()) {
              request.connection().close();
            }
          });
    }

    /** Not on the event loop: the disk is written to. */
    private void answer(PushKey key, Buffer body) {
      byte[] bytes = body.getBytes();
      vertx
          .executeBlocking(() -> desk.post(key, bytes), false)
          .onSuccess(this::end)
          .onFailure(this::fault);
    }

    private void fault(Throwable fault) {
      LOG.error("A push of readings met a fault", fault);
      if (!request.response().ended()) {
        refuse(PushDesk.refused(PushProblem.INTERNAL, "the ingest met a fault of its own", 0));
      }
    }

    private void end(PushAnswer answer) {
      metrics.push(answer.status());
      lines.awaits(request.connection());
      HttpServerResponse response = request.response();
      if (answer.retryAfterSeconds() > 0) {
        response.putHeader("Retry-After", "" + answer.retryAfterSeconds());
      }
      if (answer.status() == PushProblem.LOGIN_REQUIRED.status()) {
        response.putHeader("WWW-Authenticate", "Bearer");
      }
      response
          .setStatusCode(answer.status())
          .putHeader("Content-Type", answer.type())
          .end(answer.body());
    }
  }
}
