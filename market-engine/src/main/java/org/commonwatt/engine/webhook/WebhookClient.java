package org.commonwatt.engine.webhook;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Posts to receivers: redirects are not followed, and of an answer only the status is read, which
 * must come in time.
 */
public final class WebhookClient implements AutoCloseable {
  private static final int USUAL_TIMEOUT_MILLIS = 10_000;

  private final Vertx vertx = Vertx.vertx();
  private final int timeoutMillis;
  private final HttpClient client;

  /** A receiver has 10 seconds. */
  public WebhookClient() {
    this(USUAL_TIMEOUT_MILLIS);
  }

  /** A receiver has so long to be connected, and again to answer. */
  WebhookClient(int timeoutMillis) {
    this.timeoutMillis = timeoutMillis;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(timeoutMillis)
                .setKeepAlive(false)
                .setVerifyHost(true));
  }

  /**
   * Posts a body.
   *
   * @param headers beside those of its type and length
   * @return the status of the answer; fails when there is none in time
   */
  CompletableFuture<Integer> post(WebhookTarget target, Map<String, String> headers, byte[] body) {
    InetAddress address;
    try {
      address = target.resolve();
    } catch (UnknownHostException e) {
      return CompletableFuture.failedFuture(e);
    }
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            // The address that was looked at is the one that is called, whatever the name says now.
            .setServer(SocketAddress.inetSocketAddress(target.port(), address.getHostAddress()))
            .setHost(target.uri().getHost())
            .setPort(target.port())
            .setSsl(target.isTls())
            .setURI(target.path())
            .setFollowRedirects(false)
            .setTimeout(timeoutMillis);
    headers.forEach(options::putHeader);
    options.putHeader("Content-Type", "application/json");
    Future<Integer> status =
        client
            .request(options)
            .compose(
                request ->
                    request
                        .send(Buffer.buffer(body))
                        .map(
                            response -> {
                              int code = response.statusCode();
                              request.connection().close(); // whatever it would send more
                              return code;
                            }));
    return status.toCompletionStage().toCompletableFuture();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
