package org.commonwatt.engine.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntSupplier;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.engine.readmodel.NoticeQueries;
import org.commonwatt.engine.readmodel.Rebuild;
import org.commonwatt.engine.readmodel.WebhookStore;
import org.commonwatt.engine.work.Pause;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Notices are posted to a real receiver that takes them, fails, redirects, is down or never
 * answers. The steps are taken one by one and the clock stands unless a test moves it, so nothing
 * here depends on how fast the machine is.
 */
class WebhooksTest {
  private static final String MARKET = Fixtures.MARKET;
  private static final String SECRET = "0b".repeat(32);
  private static final int NO_ANSWER = 0;

  private final Vertx vertx = Vertx.vertx();
  private final List<Post> posts = Collections.synchronizedList(new ArrayList<>());
  private volatile IntSupplier answers = () -> 204;
  private Instant now = Instant.parse("2022-08-02T07:00:00Z");

  private Database.Access access;
  private Database database;
  private WebhookStore store;
  private WebhookClient client;
  private HttpServer receiver;
  private Webhooks webhooks;

  /** What the receiver got. */
  private record Post(String path, String id, String timestamp, String signature, String body) {}

  @BeforeEach
  void start() throws Exception {
    access = TestInfra.newDatabase();
    database = Database.open(access);
    store = new WebhookStore(database, MARKET);
    client = new WebhookClient(60_000);
    receiver =
        vertx
            .createHttpServer()
            .requestHandler(this::receive)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    webhooks = webhooks();
  }

  @AfterEach
  void stop() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    database.close();
  }

  @Test
  void noticesComeInOrderSignedAndOnce() throws Exception {
    notices(3, 5, 9);
    register(3);
    run(webhooks);
    assertThat(ids()).as("from 4 on").containsExactly("ann-5", "ann-9");
    Post first = posts.get(0);
    assertThat(first.path()).isEqualTo("/told?by=market");
    assertThat(first.body())
        .contains("\"sequence\":5", "\"kind\":\"POSITION_ESTIMATED\"", "\"participant\":\"ann\"");
    assertThat(first.timestamp()).isEqualTo(Long.toString(now.getEpochSecond()));
    assertThat(first.signature())
        .isEqualTo(
            "v1="
                + WebhookSignature.of(
                    SECRET,
                    first.timestamp(),
                    first.id(),
                    first.body().getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aRestartAndARebuildOfTheTablesSendNothingAgain() throws Exception {
    notices(5, 9);
    register(0);
    run(webhooks);
    assertThat(posts).hasSize(2);
    run(webhooks());
    Rebuild.drop(access, MARKET);
    run(webhooks());
    notices(5, 9, 12);
    run(webhooks());
    assertThat(ids()).containsExactly("ann-5", "ann-9", "ann-12");
  }

  @Test
  void whatIsNotTakenIsTriedAgainLaterAndLaterAndTheNextOneWaits() throws Exception {
    notices(5, 9);
    register(0);
    answers = () -> posts.size() < 3 ? 500 : 200;
    run(webhooks);
    assertThat(ids()).containsExactly("ann-5");
    assertThat(webhook().attempts()).isEqualTo(1);
    assertThat(webhook().lastFault()).contains("500");
    now = now.plusMillis(1_999);
    run(webhooks());
    assertThat(posts).hasSize(1);
    now = now.plusMillis(1);
    run(webhooks());
    assertThat(webhook().nextAttemptAt()).isEqualTo(now.plusSeconds(4));
    now = now.plusSeconds(4);
    run(webhooks());
    assertThat(ids()).containsExactly("ann-5", "ann-5", "ann-5", "ann-9");
    assertThat(webhook().lastFault()).isNull();
    assertThat(store.deadLetters("ann", 9)).isEmpty();
  }

  @Test
  void afterEightAttemptsANoticeIsADeadLetterAndTheNextOneFollows() throws Exception {
    notices(5, 9);
    register(0);
    answers = () -> posts.get(posts.size() - 1).id().equals("ann-5") ? 404 : 200;
    for (int attempt = 1; attempt <= 8; attempt++) {
      run(webhooks);
      now = now.plusSeconds(1_000);
    }
    assertThat(store.deadLetters("ann", 9))
        .singleElement()
        .satisfies(
            dead -> {
              assertThat(dead.sequence()).isEqualTo(5);
              assertThat(dead.attempts()).isEqualTo(8);
              assertThat(dead.fault()).contains("404");
            });
    assertThat(ids()).hasSize(9).endsWith("ann-9");
    assertThat(webhook().deliveredSequence()).isEqualTo(9);
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    notices(5);
    register(0);
    answers = () -> 302;
    run(webhooks);
    assertThat(posts).extracting(Post::path).containsExactly("/told?by=market");
    assertThat(webhook().lastFault()).contains("302");
  }

  @Test
  void aReceiverThatIsDownOrNeverAnswersIsTriedAgain() throws Exception {
    notices(5);
    register(0);
    answers = () -> NO_ANSWER;
    try (WebhookClient impatient = new WebhookClient(200)) {
      run(webhooks(impatient));
    }
    assertThat(webhook().attempts()).isEqualTo(1);
    receiver.close().toCompletionStage().toCompletableFuture().join();
    now = now.plusSeconds(1_000);
    run(webhooks);
    assertThat(webhook().attempts()).isEqualTo(2);
    assertThat(webhook().deliveredSequence()).isZero();
  }

  @Test
  void anotherAddressGoesOnWhereTheOldOneWasAndAStandbySendsNothing() throws Exception {
    notices(5);
    register(0);
    answers = () -> 500;
    run(webhooks);
    answers = () -> 200;
    store.put("ann", url(), "0c".repeat(32), now, 99);
    run(
        new Webhooks(
            store,
            new NoticeQueries(database, MARKET),
            client,
            new Webhooks.Setting(() -> now, () -> false, true)));
    assertThat(posts).hasSize(1);
    run(webhooks);
    assertThat(ids()).containsExactly("ann-5", "ann-5");
    assertThat(posts.get(1).signature()).isNotEqualTo(posts.get(0).signature());
    assertThat(store.delete("ann")).isTrue();
    assertThat(store.delete("ann")).isFalse();
  }

  private Webhooks webhooks() {
    return webhooks(client);
  }

  private Webhooks webhooks(WebhookClient by) {
    return new Webhooks(
        store,
        new NoticeQueries(database, MARKET),
        by,
        new Webhooks.Setting(() -> now, () -> true, true));
  }

  /** Takes steps while there is something to send. */
  private static void run(Webhooks webhooks) {
    for (int step = 0; step < 100; step++) {
      if (webhooks.step() != Pause.NONE) {
        return;
      }
    }
    throw new AssertionError("it goes on for ever");
  }

  private void register(long sequence) throws Exception {
    store.put("ann", url(), SECRET, now, sequence);
  }

  private String url() {
    return "http://127.0.0.1:" + receiver.actualPort() + "/told?by=market";
  }

  private WebhookStore.Webhook webhook() throws Exception {
    return store.one("ann").orElseThrow();
  }

  private List<String> ids() {
    return posts.stream().map(Post::id).toList();
  }

  private void receive(HttpServerRequest request) {
    request.bodyHandler(
        body -> {
          posts.add(
              new Post(
                  request.uri(),
                  String.valueOf(request.getHeader("Commonwatt-Delivery")),
                  String.valueOf(request.getHeader("Commonwatt-Timestamp")),
                  String.valueOf(request.getHeader("Commonwatt-Signature")),
                  body.toString()));
          int status = answers.getAsInt();
          if (status != NO_ANSWER) {
            request.response().putHeader("Location", "/elsewhere").setStatusCode(status).end();
          }
        });
  }

  private void notices(long... sequences) throws Exception {
    database.write(
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  "insert into notice (market, participant, sequence, kind)"
                      + " values (?, 'ann', ?, 'POSITION_ESTIMATED') on conflict do nothing")) {
            for (long sequence : sequences) {
              statement.setString(1, MARKET);
              statement.setLong(2, sequence);
              statement.addBatch();
            }
            return statement.executeBatch();
          }
        });
  }
}
