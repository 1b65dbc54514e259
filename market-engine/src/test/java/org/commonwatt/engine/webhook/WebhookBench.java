package org.commonwatt.engine.webhook;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.engine.readmodel.WebhookQueue;
import org.commonwatt.engine.readmodel.WebhookStore;
import org.commonwatt.engine.work.Pause;

/** A database with notices, a real receiver, and a clock that stands unless a test moves it. */
final class WebhookBench implements AutoCloseable {
  static final String SECRET = "0b".repeat(32);
  static final int NO_ANSWER = 0;

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  final Database.Access access = TestInfra.newDatabase();
  final Database database = Database.open(access);
  final WebhookStore store = new WebhookStore(database, Fixtures.MARKET);
  final WebhookQueue queue = new WebhookQueue(database, Fixtures.MARKET);
  final WebhookClient client = new WebhookClient(60_000);
  final List<Post> posts = Collections.synchronizedList(new ArrayList<>());
  volatile ToIntFunction<Post> answers = post -> 204;
  Instant now = Instant.parse("2022-08-02T07:00:00Z");

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer receiver =
      vertx
          .createHttpServer()
          .requestHandler(this::receive)
          .listen(0, "127.0.0.1")
          .toCompletionStage()
          .toCompletableFuture()
          .join();

  /** What the receiver got. */
  record Post(String path, String id, String timestamp, String signature, String body) {}

  /** What posts, of an engine that leads. */
  Webhooks webhooks() {
    return webhooks(client, true);
  }

  Webhooks webhooks(WebhookClient by, boolean leads) {
    return new Webhooks(queue, by, new Webhooks.Setting(() -> now, () -> leads, true));
  }

  /** Takes steps while there is something to send or under way. */
  static void run(Webhooks webhooks) {
    for (int step = 0; step < 10_000; step++) {
      Pause pause = webhooks.step();
      if (pause.until() != null) {
        pause.until().toCompletableFuture().join();
      } else if (pause != Pause.NONE) {
        return;
      }
    }
    throw new AssertionError("it goes on for ever");
  }

  /** Takes steps until something is so, and does not wait for what is under way. */
  static void runUntil(Webhooks webhooks, BooleanSupplier done) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it never was so");
      }
      if (webhooks.step() != Pause.NONE) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  void register(String participant, long sequence) throws Exception {
    store.put(participant, url(), SECRET, now, sequence);
  }

  String url() {
    return "http://127.0.0.1:" + receiver.actualPort() + "/told?by=market";
  }

  WebhookStore.Webhook webhook(String participant) throws Exception {
    return store.one(participant).orElseThrow();
  }

  List<String> ids() {
    return posts.stream().map(Post::id).toList();
  }

  void notices(String participant, long... sequences) throws Exception {
    database.write(
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  "insert into notice (market, participant, sequence, kind)"
                      + " values (?, ?, ?, 'POSITION_ESTIMATED') on conflict do nothing")) {
            for (long sequence : sequences) {
              statement.setString(1, Fixtures.MARKET);
              statement.setString(2, participant);
              statement.setLong(3, sequence);
              statement.addBatch();
            }
            return statement.executeBatch();
          }
        });
  }

  /** As if a minute had passed in the database. */
  void claimsRunOut() throws Exception {
    database.write(
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.executeUpdate(
                "update webhook set claimed_until = now() - interval '1 second'");
          }
        });
  }

  void receiverStops() {
    receiver.close().toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void close() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    database.close();
  }

  private void receive(HttpServerRequest request) {
    request.bodyHandler(
        body -> {
          Post post =
              new Post(
                  request.uri(),
                  String.valueOf(request.getHeader("Commonwatt-Delivery")),
                  String.valueOf(request.getHeader("Commonwatt-Timestamp")),
                  String.valueOf(request.getHeader("Commonwatt-Signature")),
                  body.toString());
          posts.add(post);
          int status = answers.applyAsInt(post);
          if (status != NO_ANSWER) {
            request.response().putHeader("Location", "/elsewhere").setStatusCode(status).end();
          }
        });
  }
}
