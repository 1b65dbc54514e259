package org.commonwatt.benchmarks.engine;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;

/**
 * A bare Vert.x that reads JSON and sends it back, over HTTP and over sockets: what a server of
 * this kind costs at least.
 */
final class EchoServer implements AutoCloseable {
  private static final int LONGEST = 8 << 20;

  private final Vertx vertx = Vertx.vertx();
  private final int port;

  EchoServer() {
    port =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setMaxWebSocketFrameSize(LONGEST)
                    .setMaxWebSocketMessageSize(LONGEST))
            .webSocketHandler(
                socket ->
                    socket.textMessageHandler(
                        text ->
                            socket.writeTextMessage(
                                new JsonObject()
                                    .put("type", "result")
                                    .mergeIn(new JsonObject(text))
                                    .encode())))
            .requestHandler(
                request ->
                    request
                        .body()
                        .onSuccess(
                            body ->
                                request
                                    .response()
                                    .setStatusCode(201)
                                    .putHeader("Content-Type", "application/json")
                                    .end(body.toJsonObject().toBuffer())))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
