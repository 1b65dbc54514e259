package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The HTTP server's limits under floods, with small limits, a clock that is turned by hand and
 * routes that answer when they may. What is counted is what takes memory.
 */
class HttpBoundsTest {
  private static final int CONNECTIONS = 12;
  private static final int QUESTIONS = 3;
  private static final int LARGE = 1 << 20;
  private static final HttpLimits LIMITS =
      new HttpLimits(CONNECTIONS, QUESTIONS, QUESTIONS, 3 * LARGE + 1_000, Duration.ofSeconds(60));

  private final List<RawClient> clients = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final Semaphore gate = new Semaphore(0);
  private final AtomicInteger made = new AtomicInteger();
  private final Gate batches = new Gate("batches", 2, 1_000);
  private Vertx vertx;
  private Connections connections;
  private Answering answering;
  private int port;

  /** Everybody may use the routes of this test. */
  private static AccessPolicy policy() {
    ObjectNode document = Views.object();
    ObjectNode paths = document.putObject("paths");
    for (String path : List.of("quick", "slow", "report", "health", "large", "counted")) {
      paths.putObject("/" + path).putObject("get").putObject("x-access").put("public", true);
    }
    for (String path : List.of("act", "batch")) {
      paths.putObject("/" + path).putObject("post").putObject("x-access").put("public", true);
    }
    return AccessPolicy.of(document);
  }

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    answering = new Answering(vertx, LIMITS);
    connections = new Connections(LIMITS, nanos::get);
    Router router = Router.router(vertx);
    Doors doors = new Doors(router, policy(), Logins.EVERYBODY, rule -> false);
    answering.ask(doors, "/quick", ctx -> Views.object());
    answering.ask(doors, "/slow", ctx -> waiting());
    answering.report(doors, "/report", ctx -> Views.object());
    answering.health(doors, "/health", ctx -> Views.object().put("status", "ok"));
    answering.ask(doors, "/large", ctx -> Views.object().put("text", "x".repeat(LARGE)));
    answering.ask(doors, "/counted", ctx -> counted());
    answering.act(
        doors.withBody(HttpMethod.POST, "/act", HttpApi.MAX_BODY_BYTES),
        ctx -> Future.succeededFuture(new Orders.Answer(200, Views.object().put("done", true))));
    Route batch = doors.gated(HttpMethod.POST, "/batch", LARGE, batches);
    answering.act(batch, ctx -> Future.succeededFuture(new Orders.Answer(200, Views.object())));
    // The kernel would take some answers of clients that do not read.
    HttpServer server = vertx.createHttpServer(HttpApi.options().setSendBufferSize(16 * 1024));
    connections.guard(vertx, server, router);
    server
        .listen(0, HttpApi.HOST)
        .toCompletionStage()
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
    port = server.actualPort();
  }

  @AfterEach
  void stop() throws Exception {
    gate.release(1_000);
    for (RawClient client : clients) {
      client.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void aFloodOfConnectionsIsToldThatTheyAreTakenAndTheOthersAreAnswered() throws Exception {
    for (int i = 0; i < CONNECTIONS; i++) {
      assertThat(client().ask("/quick").read().status()).isEqualTo(200);
    }
    for (int i = 0; i < HttpLimits.SPARE; i++) {
      client();
      await(open(CONNECTIONS + i + 1));
    }
    client().awaitEnd(); // one too many to be told anything
    assertThat(connections.open()).isEqualTo(CONNECTIONS + HttpLimits.SPARE);
    RawClient told = clients.get(CONNECTIONS);
    ApiClient.Reply refused = told.ask("/quick").read();
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.code()).isEqualTo("OVERLOADED");
    told.awaitEnd();
    for (int i = 0; i < CONNECTIONS; i++) {
      assertThat(clients.get(i).ask("/quick").read().status()).isEqualTo(200);
    }
    for (RawClient client : clients) {
      client.close();
    }
    await(open(0));
    assertThat(client().ask("/quick").read().status()).isEqualTo(200);
  }

  @Test
  void questionsThatWaitAreCountedAndOthersAreAnsweredMeanwhile() throws Exception {
    List<RawClient> waiting = new ArrayList<>();
    for (int i = 0; i < QUESTIONS; i++) {
      waiting.add(client().ask("/slow"));
    }
    await(() -> answering.questions() == QUESTIONS);
    for (int i = 0; i < 20; i++) {
      try (RawClient late = new RawClient(port)) {
        ApiClient.Reply refused = late.ask("/quick").read();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("OVERLOADED");
      }
    }
    assertThat(answering.questions()).isEqualTo(QUESTIONS);
    assertThat(client().send(post("")).read().status()).isEqualTo(200);
    assertThat(client().ask("/report").read().status()).isEqualTo(200);
    assertThat(client().ask("/health").read().status()).isEqualTo(200);
    gate.release(QUESTIONS);
    for (RawClient client : waiting) {
      assertThat(client.read().status()).isEqualTo(200);
    }
    await(() -> answering.questions() == 0);
    assertThat(client().ask("/quick").read().status()).isEqualTo(200);
  }

  @Test
  void answersThatNobodyReadsAreBoundedTogetherAndCommandsAreStillAnswered() throws Exception {
    int refused = 0;
    for (int i = 0; i < CONNECTIONS - 2; i++) {
      RawClient client = client().ask("/large");
      if (i >= 3) { // three answers and what the kernel has taken of them is all that fits
        ApiClient.Reply reply = client.read();
        assertThat(reply.code()).isEqualTo("OVERLOADED");
        refused++;
      } else {
        int answers = i + 1;
        await(() -> answering.questions() == 0 && answering.unsent() > answers * (long) LARGE);
      }
      assertThat(answering.unsent()).isLessThanOrEqualTo(LIMITS.unsentBytes());
    }
    assertThat(refused).isPositive();
    assertThat(client().send(post("")).read().status()).isEqualTo(200);
    for (RawClient client : clients) {
      client.close();
    }
    await(() -> answering.unsent() == 0 && connections.open() == 0);
    assertThat(client().ask("/large").read().text()).hasSizeGreaterThan(LARGE);
  }

  @Test
  void whoSendsOnWithoutReadingGetsNoFurtherAnswersMade() throws Exception {
    int asked = 200;
    RawClient greedy = client();
    Thread sender = new Thread(() -> askOften(greedy, asked));
    sender.start();
    await(() -> made.get() > 0);
    for (int i = 0; i < 50; i++) {
      assertThat(client().ask("/quick").read().status()).isEqualTo(200);
      clients.remove(clients.size() - 1).close();
    }
    assertThat(made.get()).isLessThan(5); // each is larger than what may wait on a connection
    for (int i = 0; i < asked; i++) {
      assertThat(greedy.read().text()).contains("\"number\":" + (i + 1) + ",");
    }
    sender.join(60_000);
    assertThat(made.get()).isEqualTo(asked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET /quick HTTP/1.1\r\nHost: 127.",
        "POST /act HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nbegun",
        "GET /slow HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        "GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
      })
  void whoTakesTooLongIsCutOff(String begun) throws Exception {
    RawClient slow = client().send(begun);
    await(open(1));
    RawClient prompt = client();
    assertThat(prompt.ask("/quick").read().status()).isEqualTo(200);
    assertThat(connections.open()).isEqualTo(2);
    await(
        () -> {
          answered(prompt);
          nanos.addAndGet(LIMITS.patience().toNanos() / 100);
          return connections.open() == 1;
        });
    slow.awaitEnd();
    assertThat(prompt.ask("/quick").read().status()).isEqualTo(200);
    gate.release();
    await(() -> answering.unsent() == 0 && answering.questions() == 0 && connections.open() == 1);
  }

  private static void answered(RawClient prompt) {
    try {
      assertThat(prompt.ask("/quick").read().status()).isEqualTo(200);
    } catch (IOException e) {
      throw new AssertionError("who is quick is cut off", e);
    }
  }

  private RawClient client() throws IOException {
    RawClient client = new RawClient(port);
    clients.add(client);
    return client;
  }

  @Test
  void onlySoManyBatchesSendTheirBodiesAtATimeAndWhoIsCutOffGivesItsPlaceBack() throws Exception {
    String head = post("xx").replace("/act", "/batch").replace("xx", "");
    RawClient slow = client().send(head);
    RawClient gone = client().send(head);
    await(() -> batches.inside() == 2);
    ApiClient.Reply refused = client().send(head + "xx").read();
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.code()).isEqualTo("OVERLOADED");
    assertThat(client().ask("/quick").read().status()).isEqualTo(200);
    gone.close();
    await(() -> batches.inside() == 1);
    assertThat(client().send(head + "xx").read().status()).isEqualTo(200);
    assertThat(slow.send("xx").read().status()).isEqualTo(200);
    await(() -> batches.inside() == 0);
  }

  @Test
  void aLongBatchTakesThePlaceOfSeveral() throws Exception {
    String body = "x".repeat(1_001);
    RawClient slow = client().send(post(body).replace("/act", "/batch").replace(body, ""));
    await(() -> batches.inside() == 2);
    assertThat(client().send(post("xx").replace("/act", "/batch")).read().status()).isEqualTo(503);
    assertThat(slow.send(body).read().status()).isEqualTo(200);
    await(() -> batches.inside() == 0);
  }

  private ObjectNode waiting() throws InterruptedException {
    gate.acquire();
    return Views.object();
  }

  private ObjectNode counted() {
    return Views.object().put("number", made.incrementAndGet()).put("text", "x".repeat(LARGE / 2));
  }

  private BooleanSupplier open(int count) {
    return () -> connections.open() == count;
  }

  private static String post(String body) {
    return "POST /act HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static void askOften(RawClient client, int times) {
    try {
      for (int i = 0; i < times; i++) {
        client.ask("/counted");
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come to be in two minutes");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
