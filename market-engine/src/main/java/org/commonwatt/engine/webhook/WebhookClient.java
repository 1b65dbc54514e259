package org.commonwatt.engine.webhook;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts to receivers: redirects are not followed, and of an answer only the status is read. Name,
 * connection and answer have one time together; when it is over, nothing is sent any more, the
 * connection is closed, and no other receiver has waited. Thread-safe.
 */
public final class WebhookClient implements AutoCloseable {
  private static final int USUAL_TIMEOUT_MILLIS = 10_000;
  private static final int NAMES = 32; // looked up at a time; a look-up blocks

  private final Vertx vertx = Vertx.vertx();
  private final WorkerExecutor names = vertx.createSharedWorkerExecutor("webhook-names", NAMES);
  private final int timeoutMillis;
  private final HttpClient client;

  /** A receiver has 10 seconds. */
  public WebhookClient() {
    this(USUAL_TIMEOUT_MILLIS);
  }

  /** A receiver has so long. */
  WebhookClient(int timeoutMillis) {
    this.timeoutMillis = timeoutMillis;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(timeoutMillis)
                .setKeepAlive(false)
                .setVerifyHost(true),
            // Otherwise receivers at one host wait for each other.
            new PoolOptions().setHttp1MaxSize(Webhooks.AT_ONCE));
  }

  /**
   * Posts a body.
   *
   * @param headers beside those of its type and length
   * @return the status of the answer; fails when there is none in time
   */
  CompletableFuture<Integer> post(WebhookTarget target, Map<String, String> headers, byte[] body) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    Future<Integer> status =
        names
            .executeBlocking(target::resolve, false)
            .compose(address -> client.request(options(target, address, headers)))
            .compose(request -> send(request, body, end));
    return status
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(timeoutMillis, TimeUnit.MILLISECONDS);
  }

  private static RequestOptions options(
      WebhookTarget target, InetAddress address, Map<String, String> headers) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            // The address that was looked at is the one that is called, whatever the name says now.
            .setServer(SocketAddress.inetSocketAddress(target.port(), address.getHostAddress()))
            .setHost(target.uri().getHost())
            .setPort(target.port())
            .setSsl(target.isTls())
            .setURI(target.path())
            .setFollowRedirects(false);
    headers.forEach(options::putHeader);
    return options.putHeader("Content-Type", "application/json");
  }

  private Future<Integer> send(HttpClientRequest request, byte[] body, long end) {
    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    if (left <= 0) {
      request.connection().close();
      return Future.failedFuture(new TimeoutException());
    }
    Promise<Integer> status = Promise.promise();
    long timer = vertx.setTimer(left, late -> status.tryFail(new TimeoutException()));
    request
        .send(Buffer.buffer(body))
        .map(HttpClientResponse::statusCode)
        .onComplete(status::tryComplete, status::tryFail);
    return status
        .future()
        .onComplete(
            done -> {
              vertx.cancelTimer(timer);
              request.connection().close(); // whatever it would send more
            });
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
