package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.readmodel.ReadModels;
import org.commonwatt.engine.receipt.EngineKeys;
import org.commonwatt.engine.receipt.ReceiptSigner;
import org.commonwatt.engine.runtime.EngineHarness;
import org.commonwatt.engine.runtime.EngineNotReadyException;
import org.commonwatt.engine.stream.FeedLimits;
import org.commonwatt.engine.work.ThreadWorkers;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The stream's bounds, small ones, and what becomes of sockets when another engine leads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamBoundsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final StreamLimits LIMITS =
      new StreamLimits(3, 2, 4, 64 * 1024, 256 * 1024, 16 << 20, LONG, LONG);

  private TestInfra infra;
  private ReadModels readModels;
  private final List<AutoCloseable> parts = new ArrayList<>();
  private EngineHarness engine;
  private HttpApi http;

  @BeforeAll
  void infra(@TempDir Path dir) {
    infra = TestInfra.brokerAndDatabase(dir);
  }

  @BeforeEach
  void start() throws Exception {
    infra.freshTopics();
    readModels = add(new ReadModels(TestInfra.newDatabase(), infra.bootstrap(), Fixtures.MARKET));
    engine = add(EngineHarness.opened(infra.bootstrap()));
    http = add(serve(engine, LIMITS));
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = parts.size() - 1; i >= 0; i--) {
      parts.get(i).close();
    }
    parts.clear();
  }

  @Test
  void whoDoesNotReadIsDroppedWithAReasonAndWhoReadsLosesNothing() throws Exception {
    StreamClient slow = add(new StreamClient(http.port(), false));
    StreamClient fast = add(new StreamClient(http.port()));
    fast.subscribe("book", product(), null);
    ClientBook book = new ClientBook();
    book.take(fast.nextOf("book"));
    ObjectNode again =
        MAPPER.createObjectNode().put("op", "subscribe").put("channel", "slots").put("id", "s");
    int orders = 0;
    long end = deadline();
    while (http.sockets().endedFor("SLOW_READER") == 0) {
      requireBefore(end);
      for (int i = 0; i < 200 && http.sockets().endedFor("SLOW_READER") == 0; i++) {
        slow.sendUnawaited(again.toString()); // each brings a snapshot that it does not read
      }
      orders++;
      engine.run(order(orders));
      book.take(fast.nextOf("book")); // while the other does not read
    }
    assertThat(orders).isPositive();
    assertThat(book.levels()).isEqualTo(Math.min(orders, 50));
    slow.read();
    assertThat(slow.awaitClose()).startsWith("1008 SLOW_READER");
    JsonNode bye = slow.next("bye");
    assertThat(bye.at("/problem/hint").asText()).contains("from");
    engine.run(order(orders + 1));
    book.take(fast.nextOf("book"));
  }

  @Test
  void ofAllWhoDoNotReadTheOneWithMostToReadGoesFirstWhenAllHaveTooMuch() throws Exception {
    StreamLimits narrow =
        new StreamLimits(3, 2, 4, 64 * 1024, Long.MAX_VALUE, 256 * 1024, LONG, LONG);
    HttpApi small = add(serve(engine, narrow));
    StreamClient greedy = add(new StreamClient(small.port(), false));
    StreamClient modest = add(new StreamClient(small.port()));
    ObjectNode again =
        MAPPER.createObjectNode().put("op", "subscribe").put("channel", "slots").put("id", "s");
    long end = deadline();
    while (small.sockets().endedFor("SLOW_READER") == 0) {
      requireBefore(end);
      greedy.sendUnawaited(again.toString());
      modest.send(MAPPER.createObjectNode().put("op", "ping"));
      modest.next("pong");
    }
    await(() -> small.sockets().unread() <= narrow.allBytes());
    modest.subscribe("time", null, null);
  }

  @Test
  void socketsAndChannelsAreCountedAndFreedAgain() throws Exception {
    StreamClient first = add(new StreamClient(http.port()));
    add(new StreamClient(http.port()));
    StreamClient third = add(new StreamClient(http.port()));
    assertThatThrownBy(() -> new StreamClient(http.port()))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(503));
    third.close();
    await(() -> http.sockets().sockets().size() == 2);
    add(new StreamClient(http.port()));

    first.subscribe("time", null, null);
    first.subscribe("slots", null, null);
    ObjectNode oneMore = MAPPER.createObjectNode().put("op", "subscribe").put("channel", "trades");
    JsonNode full = first.answer(first.send(oneMore));
    assertThat(full.at("/problem/code").asText()).isEqualTo("SUBSCRIPTIONS_FULL");
    ObjectNode less = MAPPER.createObjectNode().put("op", "unsubscribe").put("channel", "time");
    first.answer(first.send(less));
    first.subscribe("trades", null, null);
  }

  @Test
  void aMessageThatIsTooLongEndsTheSocketAndNoOther() throws Exception {
    StreamClient client = add(new StreamClient(http.port()));
    StreamClient other = add(new StreamClient(http.port()));
    client.sendUnawaited("x".repeat(StreamLimits.DEFAULT.messageBytes() + 1));
    client.awaitClose();
    other.subscribe("time", null, null);
  }

  @Test
  void aPageOfAnotherSiteAndAnotherHostAreRefused() {
    URI uri = URI.create("ws://127.0.0.1:" + http.port() + "/v1/stream");
    for (String origin : List.of("https://example.org", "http://127.0.0.1:1", "null")) {
      assertThatThrownBy(
              () ->
                  HttpClient.newHttpClient()
                      .newWebSocketBuilder()
                      .header("Origin", origin)
                      .buildAsync(uri, new WebSocket.Listener() {})
                      .get(180, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(403));
    }
  }

  @Test
  void whenAnotherEngineLeadsSocketsAreToldAndGoOnThereWithTheSameNumbers() throws Exception {
    StreamClient client = add(new StreamClient(http.port()));
    client.subscribe("book", product(), null);
    ClientBook book = new ClientBook();
    book.take(client.nextOf("book"));
    engine.run(order(1));
    book.take(client.nextOf("book"));

    EngineHarness young = add(EngineHarness.leading(infra.bootstrap()));
    HttpApi there = add(serve(young, LIMITS));
    young.run(order(2));
    assertThat(client.next("bye").at("/problem/code").asText()).isEqualTo("ENGINE_STANDBY");
    assertThat(client.awaitClose()).startsWith("1013 ENGINE_STANDBY");
    StreamClient late = add(new StreamClient(http.port()));
    assertThat(late.next("bye").at("/problem/code").asText()).isEqualTo("ENGINE_STANDBY");

    StreamClient gone = add(new StreamClient(there.port()));
    gone.subscribe("book", product(), book.sequence());
    JsonNode next = gone.nextOf("book");
    assertThat(next.get("reason").asText()).isEqualTo("HISTORY_GONE");
    assertThat(next.get("sequence").asLong()).isGreaterThan(book.sequence());
    book.take(next);
    assertThat(book.levels()).isEqualTo(2);
    young.close();
    assertThat(gone.next("bye").at("/problem/code").asText()).isEqualTo("ENGINE_STOPPED");
  }

  @Test
  void whoHasASocketIsToldThatTheServiceClosesAndWhoDoesNotGoAlongIsCutOff() throws Exception {
    HttpApi closing = serve(engine, LIMITS);
    StreamClient reads = add(new StreamClient(closing.port()));
    String handshake =
        "GET /v1/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    RawClient silent = add(new RawClient(closing.port()).send(handshake)); // answers no close frame
    long end = deadline();
    while (closing.sockets().sockets().size() < 2) {
      requireBefore(end);
      Thread.sleep(10);
    }
    closing.close();
    assertThat(reads.next("bye").at("/problem/code").asText()).isEqualTo("ENGINE_STOPPED");
    assertThat(reads.awaitClose()).startsWith("1013 ENGINE_STOPPED");
    silent.awaitEnd();
  }

  @Test
  void aFeedThatFallsBehindSaysSoAndTheEngineGoesOn() throws Exception {
    FeedLimits plain = FeedLimits.DEFAULT;
    FeedLimits narrow =
        new FeedLimits(
            plain.channels(),
            1,
            plain.historyMessages(),
            0,
            plain.idle(),
            plain.pulse(),
            plain.look());
    Streams.Settings settings = new Streams.Settings(LIMITS, narrow);
    HttpApi api = add(HttpApi.start(context(engine), 0, settings));
    StreamClient client = add(new StreamClient(api.port()));
    client.subscribe("book", product(), null);
    int orders = 0;
    long end = deadline();
    while (api.sockets().endedFor("FEED_BEHIND") == 0) {
      requireBefore(end);
      List<CompletableFuture<?>> sent = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        sent.add(engine.sequencer().submit(order(++orders)));
      }
      for (CompletableFuture<?> answer : sent) {
        answer.get(180, TimeUnit.SECONDS);
      }
    }
    assertThat(client.awaitClose()).startsWith("1013 FEED_BEHIND");
    StreamClient again = add(new StreamClient(api.port()));
    again.subscribe("time", null, null);
  }

  @Test
  void whoAsksTheFeedForMoreThanIsTakenAtATimeIsNotReadMeanwhile() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    InstantSource wall = // the feed's thread asks for the time of every heartbeat
        () -> {
          waits.countDown();
          awaitUninterruptibly(goesOn);
          return TestInfra.WALL.instant();
        };
    AtomicInteger asked = new AtomicInteger();
    Logins counting =
        new EverybodyLogins() {
          @Override
          public Visitor visitor(HttpServerRequest request, byte[] body) {
            return (rule, purpose) -> {
              asked.incrementAndGet();
              return Caller.EVERYBODY;
            };
          }
        };
    Streams.Settings settings = new Streams.Settings(LIMITS, FeedLimits.DEFAULT);
    HttpApi api = add(HttpApi.start(context(engine, wall, counting), 0, settings));
    add(goesOn::countDown); // first of all when it ends
    StreamClient many = add(new StreamClient(api.port()));
    StreamClient other = add(new StreamClient(api.port()));
    assertThat(waits.await(180, TimeUnit.SECONDS)).isTrue();
    ObjectNode request = MAPPER.createObjectNode().put("op", "subscribe").put("channel", "orders");
    request.putObject("params").put("participant", "home-01");
    int count = 10 * LIMITS.underWay();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(many.send(request));
    }
    await(() -> asked.get() >= LIMITS.underWay());
    for (int i = 0; i < 20; i++) { // nobody else waits for it
      other.answer(other.send(MAPPER.createObjectNode().put("op", "ping")));
    }
    assertThat(asked.get()).isEqualTo(LIMITS.underWay());
    goesOn.countDown();
    for (String id : ids) {
      assertThat(many.answer(id).get("type").asText()).isEqualTo("subscribed");
    }
    ObjectNode less = request.deepCopy().put("op", "unsubscribe");
    for (int i = 0; i < count; i++) {
      many.answer(many.send(less));
    }
  }

  @Test
  void socketsWithoutAnActiveAccountLeaveHalfOfThePlacesToOthers() throws Exception {
    Logins byHeader =
        new EverybodyLogins() {
          @Override
          public Visitor visitor(HttpServerRequest request, byte[] body) {
            return request.getHeader("Authorization") == null ? NOT_ACTIVE : Visitor.EVERYBODY;
          }
        };
    Duration patience = Duration.ofSeconds(30);
    StreamLimits four = new StreamLimits(4, 1, 1, 1_000, 1_000, 1_000, patience, patience);
    Streams.Settings settings = new Streams.Settings(four, FeedLimits.DEFAULT);
    HttpApi api = add(HttpApi.start(context(engine, TestInfra.WALL, byHeader), 0, settings));
    Map<String, String> active = Map.of("Authorization", "anything");
    add(new StreamClient(api.port()));
    StreamClient second = add(new StreamClient(api.port()));
    assertRefused(() -> new StreamClient(api.port()).close());
    add(new StreamClient(api.port(), true, active));
    add(new StreamClient(api.port(), true, active));
    assertRefused(() -> new StreamClient(api.port(), true, active).close());
    second.close();
    await(() -> api.sockets().sockets().size() < 4);
    add(new StreamClient(api.port(), true, active));
  }

  private static final Visitor NOT_ACTIVE =
      new Visitor() {
        @Override
        public Caller asks(AccessRule rule, @Nullable String purpose) {
          return Caller.NOBODY;
        }

        @Override
        public boolean isActive() {
          return false;
        }
      };

  private static void assertRefused(ThrowingCallable open) {
    assertThatThrownBy(open)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(503));
  }

  @Test
  void aFaultOfOursTellsNothingOfItselfOverHttpAndOverTheSocket() throws Exception {
    Logins broken =
        new EverybodyLogins() {
          @Override
          public Visitor visitor(HttpServerRequest request, byte[] body) {
            return (rule, purpose) -> {
              throw new IllegalStateException("jdbc:postgresql://db/market?password=hush");
            };
          }
        };
    Streams.Settings settings = new Streams.Settings(LIMITS, FeedLimits.DEFAULT);
    HttpApi api = add(HttpApi.start(context(engine, TestInfra.WALL, broken), 0, settings));
    ApiClient client = add(new ApiClient(api.port()));
    ApiClient.Reply reply = client.getFromHost("/v1/orders/open?participant=home-01", "localhost");
    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.type()).isEqualTo(Problem.MEDIA_TYPE);
    StreamClient socket = add(new StreamClient(api.port()));
    ObjectNode off = MAPPER.createObjectNode().put("op", "cancel-after");
    off.putObject("body").put("participant", "home-01").put("seconds", 0);
    JsonNode error = socket.answer(socket.send(off));
    assertThat(error.get("type").asText()).isEqualTo("error");
    for (JsonNode problem : List.of(reply.json(), error.get("problem"))) {
      assertThat(problem.get("code").asText()).isEqualTo("INTERNAL");
      assertThat(problem.get("status").asInt()).isEqualTo(500);
      assertThat(problem.get("hint").asText()).isNotBlank();
      assertThat(problem.fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder("type", "title", "status", "detail", "code", "hint");
      assertThat(problem.toString())
          .doesNotContain("hush", "jdbc", "Exception", "commonwatt", "java", "home-01");
    }
  }

  @Test
  void aBatchIsRefusedAtOnceWhereTheEngineDoesNotLead() {
    engine.close();
    Vertx vertx = Vertx.vertx();
    add(vertx::close);
    AnswerWriter writer = new AnswerWriter(vertx.getOrCreateContext(), new ThreadWorkers());
    add(writer);
    StreamOrders orders = new StreamOrders(vertx, context(engine), writer);
    ObjectNode message = MAPPER.createObjectNode();
    ObjectNode own = MAPPER.createObjectNode().put("participant", "home-01").put("orderId", 1);
    message.putObject("body").putArray("operations").addObject().set("cancel", own);
    StreamOrders.Operation batch =
        orders.read(
            "batch", JsonBody.read(message.toString().getBytes(StandardCharsets.UTF_8), "none"));
    assertThatThrownBy(() -> orders.act("a", batch, Visitor.EVERYBODY))
        .isInstanceOf(EngineNotReadyException.class);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpApi serve(EngineHarness of, StreamLimits limits) {
    Streams.Settings settings = new Streams.Settings(limits, FeedLimits.DEFAULT);
    return HttpApi.start(context(of), 0, settings);
  }

  private ApiContext context(EngineHarness of) {
    return context(of, TestInfra.WALL, Logins.EVERYBODY);
  }

  private ApiContext context(EngineHarness of, InstantSource wall, Logins logins) {
    Receipts receipts =
        new Receipts(
            new ReceiptSigner(Fixtures.MARKET, 0, infra.key()),
            EngineKeys.with(infra.key(), infra.bootstrap(), Fixtures.MARKET));
    return new ApiContext(
        of.engine(),
        of.sequencer(),
        readModels,
        receipts,
        "none",
        wall,
        Keyring.NONE,
        true,
        List::of,
        logins,
        Admission.of(of.engine()));
  }

  private <T extends AutoCloseable> T add(T part) {
    parts.add(part);
    return part;
  }

  private static Command order(int number) {
    Command.PlaceOrder plain =
        Fixtures.order("home-01", 2, Side.BUY, 100_000 + 100L * (number % 50));
    return new Command.PlaceOrder(
        plain.participant(),
        "o-" + number,
        plain.area(),
        plain.slotStartMillis(),
        plain.side(),
        plain.priceMicroPerKwh(),
        plain.energyWh());
  }

  private static ObjectNode product() {
    return MAPPER
        .createObjectNode()
        .put("slotStart", Instant.ofEpochMilli(Fixtures.slot(2).startMillis()).toString())
        .put("area", Fixtures.AREA);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = deadline();
    while (!condition.getAsBoolean()) {
      requireBefore(end);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static long deadline() {
    return System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
  }

  private static void requireBefore(long deadline) {
    if (System.nanoTime() > deadline) {
      throw new AssertionError("it did not come to be in five minutes");
    }
  }
}
