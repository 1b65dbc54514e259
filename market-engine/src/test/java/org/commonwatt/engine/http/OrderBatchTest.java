package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.commonwatt.audit.BatchReceiptClaim;
import org.commonwatt.audit.ReceiptCheck;
import org.commonwatt.audit.ReceiptFinding;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.engine.receipt.EngineKey;
import org.commonwatt.log.codec.EngineKeyCodec;
import org.commonwatt.log.codec.EngineKeyRecord;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Batches over a real engine, broker and database; {@link ApiClient} judges every answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrderBatchTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String PATH = "/v1/orders/batch";

  private TestInfra infra;
  private MarketService service;
  private ApiClient api;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    infra = TestInfra.brokerAndDatabase(dir);
    service = MarketService.start(infra.config(new FakeLedger().ledger()));
    api = new ApiClient(service.httpPort());
    assertThat(service.awaitLeading(PATIENCE)).isTrue();
    assertThat(service.activate(Fixtures.rulebook(), PATIENCE)).isEmpty();
    service.tick(Fixtures.START - 60 * Fixtures.MINUTE, PATIENCE);
  }

  @AfterAll
  void stop() {
    api.close();
    service.close();
    infra.close();
  }

  @Test
  void eachOperationHasItsOwnResultInTheOrderGiven() throws Exception {
    JsonNode kept = placed("kept", 100_000);
    JsonNode goes = placed("goes", 90_000);
    ObjectNode batch =
        batch(
            place(order("new", 110_000)),
            operation("amend", own(kept).put("priceMicroPerKwh", 120_000).put("openWh", 700)),
            operation("cancel", own(goes)),
            operation("cancel", own(goes)),
            place(order("new", 110_000)),
            place(order("new", 115_000)),
            place(order("much", 110_000).put("energyWh", 50_001)),
            operation("cancel", own(kept).put("participant", "home-02")));
    JsonNode results = send(batch).get("results");

    assertThat(statuses(results)).containsExactly(201, 200, 200, 409, 200, 422, 422, 404);
    JsonNode placed = results.at("/0/placed");
    assertThat(placed.get("clientOrderId").asText()).isEqualTo("new");
    assertThat(results.at("/1/amended/openWh").asLong()).isEqualTo(700);
    assertThat(results.at("/2/cancelled/cancelledWh").asLong()).isEqualTo(1_000);
    assertThat(results.at("/3/problem/code").asText()).isEqualTo("ORDER_NOT_OPEN");
    assertThat(withoutReceipt(results.at("/4/placed"))).isEqualTo(withoutReceipt(placed));
    for (int i = 0; i < 8; i++) {
      JsonNode receipt = results.get(i).findValue("receipt");
      assertThat(receipt.get("commandIndex").asInt()).as("operation " + i).isEqualTo(i);
    }
    assertThat(results.at("/5/problem/code").asText()).isEqualTo("CLIENT_ORDER_ID_REUSED");
    assertThat(results.at("/6/problem/code").asText()).isEqualTo("ENERGY_TOO_LARGE");
    assertThat(results.at("/7/problem/code").asText()).isEqualTo("UNKNOWN_ORDER");
    assertThat(lookUp("kept").get("priceMicroPerKwh").asLong()).isEqualTo(120_000);
    assertThat(lookUp("goes").get("state").asText()).isEqualTo("CANCELLED");
  }

  @Test
  void aThousandOrdersStandInOneFrameAndTheSameBatchAgainTakesNoneTwice() throws Exception {
    List<ObjectNode> operations = new ArrayList<>();
    for (int i = 0; i < BatchRequest.MAX_OPERATIONS; i++) {
      operations.add(place(order("many-" + i, 50_000 + i)));
    }
    ObjectNode batch = batch(operations.toArray(ObjectNode[]::new));
    JsonNode first = send(batch);
    assertThat(statuses(first.get("results"))).hasSize(1_000).containsOnly(201);
    List<Long> frames = frames(first);
    assertThat(frames).hasSize(1_000).containsOnly(frames.get(0));

    JsonNode again = send(batch);
    assertThat(statuses(again.get("results"))).containsOnly(200);
    assertThat(again.get("results").findValuesAsText("orderId"))
        .isEqualTo(first.get("results").findValuesAsText("orderId"));
    assertThat(frames(again).get(0)).isGreaterThan(frames.get(0));
    assertThat(lookUp("many-999").get("state").asText()).isEqualTo("OPEN");
  }

  @Test
  void aBatchThatIsMalformedAnywhereDoesNothingAndNamesThePlace() throws Exception {
    ObjectNode bad = place(order("bad", 100_000).put("energyWh", "1"));
    Reply reply = api.post(PATH, batch(place(order("good", 100_000)), bad).toString());
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("detail").asText()).contains("operations[1].place.energyWh");
    Reply none = api.get("/v1/orders?participant=home-01&clientOrderId=good");
    assertThat(none.code()).isEqualTo("UNKNOWN_ORDER");
  }

  @Test
  void aBatchHasABoundOfOperationsAndOfBytes() throws Exception {
    ObjectNode[] tooMany = new ObjectNode[BatchRequest.MAX_OPERATIONS + 1];
    java.util.Arrays.fill(tooMany, place(order("x", 1)));
    Reply reply = api.post(PATH, batch(tooMany).toString());
    assertThat(reply.code()).isEqualTo("MALFORMED");
    assertThat(reply.json().get("detail").asText()).contains("1 to 1000");
    Reply large = api.post(PATH, " ".repeat(BatchRequest.MAX_BODY_BYTES + 1));
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.code()).isEqualTo("BODY_TOO_LARGE");
  }

  @Test
  void shortAnswersSayWhatBecameOfNewOrdersAndWholeOnesOfAllElse() throws Exception {
    ObjectNode batch =
        batch(
            place(order("short", 110_000)), place(order("short", 110_000)), place(order("no", 1)));
    ((ObjectNode) batch.at("/operations/2/place")).put("energyWh", 50_001);
    JsonNode answer = send(batch.put("receipts", "one").put("answers", "short"));
    JsonNode results = answer.get("results");
    assertThat(statuses(results)).containsExactly(201, 200, 422);
    JsonNode accepted = results.at("/0/accepted");
    assertThat(accepted.get("orderId").asLong()).isEqualTo(lookUp("short").get("orderId").asLong());
    assertThat(accepted.get("state").asText()).isEqualTo("OPEN");
    assertThat(accepted.get("openWh").asLong()).isEqualTo(1_000);
    assertThat(results.at("/1/placed/clientOrderId").asText()).isEqualTo("short");
    assertThat(results.at("/2/problem/code").asText()).isEqualTo("ENERGY_TOO_LARGE");
    assertThat(answer.get("receipt").get("commands")).hasSize(3);

    Reply without = api.post(PATH, batch.put("receipts", "each").toString());
    assertThat(without.status()).isEqualTo(400);
    assertThat(without.json().get("detail").asText()).contains("\"receipts\": \"one\"");
  }

  @Test
  void oneReceiptOfABatchNamesEveryOperationAndNoOtherIsGiven() throws Exception {
    ObjectNode batch =
        batch(
            place(order("together-1", 110_000)),
            place(order("together-2", 110_000).put("energyWh", 50_001)),
            place(order("together-3", 110_000)));
    JsonNode answer = send(batch.put("receipts", "one"));
    assertThat(statuses(answer.get("results"))).containsExactly(201, 422, 201);
    assertThat(answer.get("results").findValues("receipt")).isEmpty();
    JsonNode receipt = answer.get("receipt");
    List<Integer> places = new ArrayList<>();
    receipt.get("commands").forEach(one -> places.add(one.get("commandIndex").asInt()));
    assertThat(places).containsExactly(0, 1, 2);
    // The log that it is held against has the engine's key and no commands: the signature is good.
    assertThat(codes(receipt)).containsOnly(ReceiptFinding.Code.COMMAND_MISSING).hasSize(3);
    ((ObjectNode) receipt.at("/commands/1")).put("sequence", 1);
    assertThat(codes(receipt)).containsOnly(ReceiptFinding.Code.BAD_SIGNATURE).hasSize(3);
  }

  private List<ReceiptFinding.Code> codes(JsonNode receipt) throws Exception {
    List<BatchReceiptClaim.Part> parts = new ArrayList<>();
    for (JsonNode one : receipt.get("commands")) {
      parts.add(
          new BatchReceiptClaim.Part(
              one.get("commandIndex").asInt(),
              one.get("commandHash").asText(),
              one.get("sequence").asLong(),
              one.get("eventHash").asText()));
    }
    BatchReceiptClaim claim =
        new BatchReceiptClaim(
            receipt.get("market").asText(),
            receipt.get("partition").asInt(),
            receipt.get("commandOffset").asLong(),
            parts,
            receipt.get("engine").asText(),
            Base64.getDecoder().decode(receipt.get("signature").asText()));
    EngineKeyRecord key =
        new EngineKeyRecord(infra.key().engine(), EngineKey.ALGORITHM, infra.key().publicKey());
    StoredRecord stored = new StoredRecord(0, EngineKeyCodec.encode(Fixtures.MARKET, key));
    ReceiptCheck.Log log = new ReceiptCheck.Log(List.of(stored), List.of(), List.of());
    return ReceiptCheck.run(claim.claims(), log).stream().map(ReceiptFinding::code).toList();
  }

  /** Per operation, where its frame stands on the log. */
  private static List<Long> frames(JsonNode answer) {
    List<Long> frames = new ArrayList<>();
    answer
        .get("results")
        .findValues("receipt")
        .forEach(receipt -> frames.add(receipt.get("commandOffset").asLong()));
    return frames;
  }

  private static JsonNode withoutReceipt(JsonNode body) {
    return ((ObjectNode) body.deepCopy()).without("receipt");
  }

  private JsonNode send(ObjectNode batch) throws Exception {
    Reply reply = api.post(PATH, batch.toString());
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private JsonNode placed(String id, long price) throws Exception {
    Reply reply = api.post(order(id, price).toString());
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json();
  }

  private JsonNode lookUp(String id) throws Exception {
    return api.get("/v1/orders?participant=home-01&clientOrderId=" + id).json();
  }

  private static List<Integer> statuses(JsonNode results) {
    List<Integer> found = new ArrayList<>();
    results.forEach(result -> found.add(result.get("status").asInt()));
    return found;
  }

  private static ObjectNode batch(ObjectNode... operations) {
    ObjectNode batch = MAPPER.createObjectNode();
    ArrayNode array = batch.putArray("operations");
    List.of(operations).forEach(array::add);
    return batch;
  }

  private static ObjectNode place(ObjectNode order) {
    return operation("place", order);
  }

  private static ObjectNode operation(String kind, ObjectNode fields) {
    ObjectNode operation = MAPPER.createObjectNode();
    operation.set(kind, fields);
    return operation;
  }

  private static ObjectNode own(JsonNode order) {
    return MAPPER
        .createObjectNode()
        .put("participant", order.get("participant").asText())
        .put("orderId", order.get("orderId").asLong());
  }

  private static ObjectNode order(String id, long price) {
    return ApiClient.json(Fixtures.order("home-01", 3, Side.BUY, price)).put("clientOrderId", id);
  }
}
