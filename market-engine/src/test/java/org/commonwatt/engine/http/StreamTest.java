package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.bridge.Registration;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The stream over a real engine, broker and sockets; {@link StreamClient} judges every message. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int ROUNDS = 40;
  private static final int A_ROUND = 12;

  private TestInfra infra;
  private MarketService service;
  private ApiClient api;
  private long now = Fixtures.START - 40 * Fixtures.MINUTE; // slots 0 to 2 trade, 3 to 5 open
  private int orders;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    infra = TestInfra.brokerAndDatabase(dir);
    service = MarketService.start(infra.config(new FakeLedger().ledger()));
    api = new ApiClient(service.httpPort());
    assertThat(service.awaitLeading(PATIENCE)).isTrue();
    assertThat(service.activate(Fixtures.continuousRulebook(), PATIENCE)).isEmpty();
    Registration.Pledge enough = new Registration.Pledge(1_000_000_000_000_000L, 0);
    List<Registration> pledges =
        Fixtures.HOMES.stream().map(home -> new Registration(home, null, enough)).toList();
    assertThat(service.register(pledges, PATIENCE)).isEmpty();
    service.tick(now, PATIENCE);
  }

  @AfterAll
  void stop() {
    api.close();
    service.close();
    infra.close();
  }

  @Test
  void aBookFromSnapshotAndDeltasIsTheBookOfTheApiAtEveryStepOfRandomTrading() throws Exception {
    Random random = new Random(7);
    try (StreamClient client = client()) {
      ClientBook[] books = new ClientBook[2];
      String[] areas = {Fixtures.AREA, Fixtures.HILL};
      for (int a = 0; a < 2; a++) {
        JsonNode answer = client.subscribe("book", product(0, areas[a]), null);
        assertThat(answer.get("resumed").asBoolean()).isFalse();
        books[a] = new ClientBook();
        books[a].take(nextBook(client, areas[a]));
      }
      for (int round = 0; round < ROUNDS; round++) {
        trade(random, 0);
        JsonNode book = api.get("/v1/slots/" + start(0) + "/book").json();
        for (int a = 0; a < 2; a++) {
          String checksum = checksum(book, areas[a]);
          while (!books[a].checksum().equals(checksum)) {
            books[a].take(nextBook(client, areas[a]));
            assertThat(books[a].sequence()).isLessThanOrEqualTo(book.get("sequence").asLong());
          }
        }
      }
      assertThat(books[0].levels()).isPositive();
    }
  }

  @Test
  void whoComesBackGetsWhatItMissedAndNoSnapshot() throws Exception {
    Random random = new Random(8);
    ClientBook book = new ClientBook();
    try (StreamClient first = client();
        StreamClient other = client()) {
      other.subscribe("book", product(1, Fixtures.AREA), null); // keeps the channel
      first.subscribe("book", product(1, Fixtures.AREA), null);
      book.take(nextBook(first, Fixtures.AREA));
    }
    trade(random, 1);
    trade(random, 1);
    String checksum = checksum(api.get("/v1/slots/" + start(1) + "/book").json(), Fixtures.AREA);
    try (StreamClient again = client()) {
      JsonNode answer = again.subscribe("book", product(1, Fixtures.AREA), book.sequence());
      assertThat(answer.get("resumed").asBoolean()).isTrue();
      while (!book.checksum().equals(checksum)) {
        JsonNode delta = nextBook(again, Fixtures.AREA);
        assertThat(delta.get("type").asText()).isEqualTo("delta");
        book.take(delta);
      }
    }
  }

  @Test
  void whoAsksForWhatIsNoLongerKeptOrNotYetThereIsToldAndBeginsAnew() throws Exception {
    try (StreamClient client = client()) {
      JsonNode old = client.subscribe("time", null, 1L);
      assertThat(old.get("resumed").asBoolean()).isFalse();
      assertThat(client.nextOf("time").get("reason").asText()).isEqualTo("HISTORY_GONE");
      client.subscribe("time", null, Long.MAX_VALUE);
      assertThat(client.nextOf("time").get("reason").asText()).isEqualTo("AHEAD");
      client.subscribe("time", null, null);
      assertThat(client.nextOf("time").get("reason").asText()).isEqualTo("NEW");
    }
  }

  @Test
  void timePhasesAuctionsAndTradesAreToldInOneChainEach() throws Exception {
    try (StreamClient client = client()) {
      for (String channel : List.of("time", "slots", "auctions", "trades")) {
        client.subscribe(channel, null, null);
      }
      long time = client.nextOf("time").get("sequence").asLong();
      JsonNode slots = client.nextOf("slots");
      JsonNode auctions = client.nextOf("auctions");
      JsonNode trades = client.nextOf("trades");
      String last = slots.at("/slots").get(slots.get("slots").size() - 1).get("slotStart").asText();
      placed("home-01", 3, Side.BUY, 300_000);
      placed("home-03", 3, Side.SELL, 200_000);
      now = Fixtures.START - 29 * Fixtures.MINUTE;
      service.tick(now, PATIENCE); // the gate of slot 3
      JsonNode later = client.nextOf("time");
      assertThat(later.get("previousSequence").asLong()).isEqualTo(time);
      assertThat(later.get("marketTime").asText()).isEqualTo(Instant.ofEpochMilli(now).toString());
      JsonNode changed = client.nextOf("slots");
      assertThat(changed.get("previousSequence").asLong())
          .isEqualTo(slots.get("sequence").asLong());
      assertThat(changed.toString()).contains(start(3)).contains("CONTINUOUS");
      assertThat(last)
          .isLessThan(
              changed
                  .at("/slots")
                  .findValuesAsText("slotStart")
                  .get(changed.get("slots").size() - 1));
      JsonNode result = client.nextOf("auctions");
      assertThat(result.get("previousSequence").asLong())
          .isEqualTo(auctions.get("sequence").asLong());
      JsonNode mine = null;
      for (JsonNode auction : result.get("auctions")) {
        mine = auction.get("slotStart").asText().equals(start(3)) ? auction : mine;
      }
      assertThat(mine).isEqualTo(api.get("/v1/slots/" + start(3) + "/auction").json());
      JsonNode tape = client.nextOf("trades");
      assertThat(tape.get("previousSequence").asLong()).isEqualTo(trades.get("sequence").asLong());
      assertThat(tape.toString()).contains(start(3)).doesNotContain("home-01");
      client.subscribe("trades", slotOf(3), null);
      JsonNode ofSlot = client.next("snapshot");
      assertThat(ofSlot.get("trades")).hasSize(1);
    }
  }

  @Test
  void theSocketAnswersPingsAndBeatsWithTheSequenceItHasComeTo() throws Exception {
    try (StreamClient client = client()) {
      String id = client.send(MAPPER.createObjectNode().put("op", "ping"));
      assertThat(client.answer(id).get("type").asText()).isEqualTo("pong");
      long before = client.next("heartbeat").get("sequence").asLong();
      placed("home-01", 5, Side.BUY, 150_000);
      client.next(
          message ->
              message.get("type").asText().equals("heartbeat")
                  && message.get("sequence").asLong() > before);
    }
  }

  @Test
  void whoNoLongerFollowsAChannelHearsNothingOfIt() throws Exception {
    try (StreamClient client = client()) {
      client.subscribe("book", product(5, Fixtures.AREA), null);
      nextBook(client, Fixtures.AREA);
      ObjectNode request = MAPPER.createObjectNode().put("op", "unsubscribe");
      request.put("channel", "book").set("params", product(5, Fixtures.AREA));
      assertThat(client.answer(client.send(request)).get("type").asText())
          .isEqualTo("unsubscribed");
      client.subscribe("trades", null, null);
      long sequence = placed("home-01", 5, Side.BUY, 151_000);
      client.next(
          message ->
              message.get("type").asText().equals("heartbeat")
                  && message.get("sequence").asLong() >= sequence);
      client.subscribe("time", null, null);
      client.nextOf("time");
      assertThat(client.saw("book")).isFalse();
    }
  }

  @Test
  void noticesComeOnceTheTablesHaveThemAndASnapshotHasTheLast() throws Exception {
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
    ObjectNode home = StreamClient.params().put("participant", "home-03");
    try (StreamClient client = client()) {
      client.subscribe("notices", home, null);
      JsonNode begun = client.nextOf("notices");
      assertThat(begun.get("reason").asText()).isEqualTo("NEW");
      ObjectNode order = ApiClient.json(Fixtures.order("home-03", 5, Side.BUY, 1_000));
      order.put("clientOrderId", "dated").put("timeInForce", "good-till-date");
      order.put("expiresAt", Instant.ofEpochMilli(now + 1_000).toString());
      Reply placed = api.post(order.toString());
      assertThat(placed.status()).as(placed.text()).isEqualTo(201);
      now += 2_000;
      service.tick(now, PATIENCE);
      JsonNode delta = client.nextOf("notices");
      assertThat(delta.get("previousSequence")).isEqualTo(begun.get("sequence"));
      JsonNode notice = delta.at("/notices/0");
      assertThat(notice.get("detail").asText()).isEqualTo("EXPIRED");
      assertThat(notice.get("about").asText()).isEqualTo(placed.json().get("orderId").asText());
      client.subscribe("notices", home, Long.MAX_VALUE);
      JsonNode anew = client.nextOf("notices");
      assertThat(anew.get("reason").asText()).isEqualTo("AHEAD");
      assertThat(anew.get("notices")).contains(notice);
      ObjectNode nobody =
          MAPPER.createObjectNode().put("op", "subscribe").put("channel", "notices");
      nobody.putObject("params").put("participant", "nobody");
      assertThat(client.answer(client.send(nobody)).at("/problem/code").asText())
          .isEqualTo("UNKNOWN_PARTICIPANT");
    }
  }

  @Test
  void whatIsWrongWithAMessageIsSaidAndTheSocketGoesOn() throws Exception {
    try (StreamClient client = client()) {
      String[][] wrong = {
        {"", "MALFORMED"},
        {"{", "MALFORMED"},
        {"[]", "MALFORMED"},
        {"{\"op\":\"ping\"}", "MALFORMED"},
        {"{\"op\":\"ping\",\"id\":7}", "MALFORMED"},
        {"{\"op\":\"dance\",\"id\":\"a\"}", "MALFORMED"},
        {"{\"op\":\"ping\",\"id\":\"a\",\"id\":\"a\"}", "MALFORMED"},
        {"{\"op\":\"ping\",\"id\":\"a\",\"more\":1}", "MALFORMED"},
        {"{\"op\":\"subscribe\",\"id\":\"a\",\"channel\":\"weather\"}", "MALFORMED"},
        {"{\"op\":\"subscribe\",\"id\":\"a\",\"channel\":\"book\"}", "MALFORMED"},
        {"{\"op\":\"subscribe\",\"id\":\"a\",\"channel\":\"notices\"}", "MALFORMED"},
        {"{\"op\":\"subscribe\",\"id\":\"a\",\"channel\":\"time\",\"from\":-1}", "MALFORMED"},
        {
          "{\"op\":\"subscribe\",\"id\":\"a\",\"channel\":\"time\",\"params\":{\"area\":\"x\"}}",
          "MALFORMED"
        },
        {subscription("2031-01-01T00:00:00Z", Fixtures.AREA), "UNKNOWN_SLOT"},
        {subscription("2022-08-02T07:00:01Z", Fixtures.AREA), "SLOT_MISALIGNED"},
        {subscription("2022-08-02T07:00:00Z", "moon"), "UNKNOWN_AREA"},
      };
      for (String[] one : wrong) {
        client.send(one[0]);
        JsonNode error = client.next("error");
        assertThat(error.at("/problem/code").asText()).as(one[0]).isEqualTo(one[1]);
        assertThat(error.at("/problem/hint").asText()).isNotBlank();
      }
      client.subscribe("time", null, null);
      client.nextOf("time");
    }
  }

  @Test
  void thousandsOfBrokenMessagesAreAnsweredEachAndNoneIsLost() throws Exception {
    Random random = new Random(9);
    String good =
        "{\"op\":\"subscribe\",\"id\":\"f1\",\"channel\":\"book\",\"params\":{\"slotStart\":\""
            + start(5)
            + "\",\"area\":\"village\"},\"from\":12}";
    try (StreamClient client = client()) {
      int asked = 0;
      for (int i = 0; i < 3_000; i++) {
        StringBuilder text = new StringBuilder(good);
        for (int change = random.nextInt(4); change >= 0; change--) {
          int at = random.nextInt(text.length());
          switch (random.nextInt(3)) {
            case 0 -> text.deleteCharAt(at);
            case 1 -> text.insert(at, (char) (32 + random.nextInt(95)));
            default -> text.setCharAt(at, (char) random.nextInt(0xd800));
          }
        }
        client.send(text.toString());
        asked++;
        if (asked % 100 == 0) { // reads on, so that it is not a slow reader
          awaitAnswers(client, 100);
        }
      }
      String id = client.send(MAPPER.createObjectNode().put("op", "ping"));
      assertThat(client.answer(id).get("type").asText()).isEqualTo("pong");
    }
  }

  private static void awaitAnswers(StreamClient client, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      client.next(message -> List.of("error", "subscribed").contains(message.get("type").asText()));
    }
    client.forget();
  }

  private static String subscription(String slot, String area) {
    return "{\"op\":\"subscribe\",\"id\":\"a\",\"channel\":\"book\",\"params\":{\"slotStart\":\""
        + slot
        + "\",\"area\":\""
        + area
        + "\"}}";
  }

  /** Some orders, amendments and cancellations at once. */
  private void trade(Random random, int slot) throws Exception {
    ObjectNode batch = MAPPER.createObjectNode();
    ArrayNode operations = batch.putArray("operations");
    for (int i = 0; i < A_ROUND; i++) {
      String home = Fixtures.HOMES.get(random.nextInt(3));
      if (orders > 0 && random.nextInt(4) == 0) {
        ObjectNode own =
            operations.addObject().putObject(random.nextBoolean() ? "cancel" : "amend");
        own.put("participant", home).put("orderId", 1 + random.nextInt(orders));
      } else {
        orders++;
        ObjectNode order =
            ApiClient.json(
                Fixtures.order(
                    home,
                    slot,
                    random.nextBoolean() ? Side.BUY : Side.SELL,
                    150_000 + 1_000L * random.nextInt(30)));
        order.put("clientOrderId", "r-" + orders).put("energyWh", 1 + random.nextInt(300));
        if (random.nextInt(4) == 0) {
          order.put("peakWh", 1 + random.nextInt(20));
        }
        operations.addObject().set("place", order);
      }
    }
    operations.forEach(
        operation -> {
          if (operation.get("amend") instanceof ObjectNode amend) {
            amend.put("priceMicroPerKwh", 150_000 + 1_000L * random.nextInt(30));
            amend.put("openWh", 1 + random.nextInt(300));
          }
        });
    Reply reply = api.post("/v1/orders/batch", batch.toString());
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }

  private long placed(String home, int slot, Side side, long price) throws Exception {
    ObjectNode order = ApiClient.json(Fixtures.order(home, slot, side, price));
    Reply reply = api.post(order.put("clientOrderId", "p-" + ++orders).toString());
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json().at("/receipt/sequence").asLong();
  }

  private static JsonNode nextBook(StreamClient client, String area) throws Exception {
    return client.next(
        message ->
            message.path("channel").asText().equals("book")
                && message.get("area").asText().equals(area)
                && List.of("snapshot", "delta").contains(message.get("type").asText()));
  }

  private static String checksum(JsonNode book, String area) {
    for (JsonNode one : book.get("areas")) {
      if (one.get("area").asText().equals(area)) {
        return one.get("checksum").asText();
      }
    }
    throw new AssertionError("no area " + area + " in " + book);
  }

  private StreamClient client() throws Exception {
    return new StreamClient(service.httpPort());
  }

  private static String start(int slot) {
    return Instant.ofEpochMilli(Fixtures.slot(slot).startMillis()).toString();
  }

  private static ObjectNode slotOf(int slot) {
    return MAPPER.createObjectNode().put("slotStart", start(slot));
  }

  private static ObjectNode product(int slot, String area) {
    return slotOf(slot).put("area", area);
  }
}
