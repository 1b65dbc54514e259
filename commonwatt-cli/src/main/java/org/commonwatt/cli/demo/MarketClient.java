package org.commonwatt.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.model.Alternative;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Side;

/**
 * The market's public API as an agent uses it. An answer that is unknown (a time-out, a broken
 * connection, 503) is never taken for a refusal: the order is looked up by its client order id, and
 * sent again under the same id.
 */
final class MarketClient {
  /** The code with which a storage unit refuses what it cannot keep. */
  static final String NOT_FEASIBLE = "STORAGE_NOT_FEASIBLE";

  private static final Duration TIME_OUT = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final URI base;
  private final Duration patience;
  private final Optional<String> login;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIME_OUT).build();
  private final ObjectMapper json = new ObjectMapper();

  /**
   * A client.
   *
   * @param base address of the API, such as {@code http://127.0.0.1:8080}
   * @param patience how long an answer may stay unknown before it is a fault
   * @param login of who asks, empty where nobody is asked for one
   */
  MarketClient(URI base, Duration patience, Optional<String> login) {
    this.base = base;
    this.patience = patience;
    this.login = login;
  }

  /**
   * An order to place.
   *
   * @param participant whose order
   * @param clientOrderId its own id
   * @param area delivery area
   * @param slotStart delivery slot
   * @param side buy or sell
   * @param priceMicroPerKwh limit price; not of a preference
   * @param energyWh energy
   * @param terms what it declares, or which alternatives it has; nothing else of them is sent
   */
  record Order(
      String participant,
      String clientOrderId,
      String area,
      Instant slotStart,
      Side side,
      long priceMicroPerKwh,
      long energyWh,
      OrderTerms terms) {}

  /**
   * A block to buy.
   *
   * @param participant whose
   * @param clientBasketId its own id
   * @param area delivery area
   * @param firstSlotStart delivery slot of its first leg
   * @param averageMicroPerKwh limit of the price on average
   * @param profileWh energies of slots in a row
   */
  record Block(
      String participant,
      String clientBasketId,
      String area,
      Instant firstSlotStart,
      long averageMicroPerKwh,
      List<Long> profileWh) {}

  /** Net injection that a participant's meters measured in a slot, in Wh. */
  long meteredNetWh(String participant, Instant slotStart) throws InterruptedException {
    JsonNode position = get("/v1/positions?participant=" + participant + "&slotStart=" + slotStart);
    return position.required("exportWh").asLong() - position.required("importWh").asLong();
  }

  /**
   * Places an order and waits until the market has it.
   *
   * @return the market's answer, the order as accepted
   */
  JsonNode place(Order order) throws InterruptedException {
    ObjectNode body = json.createObjectNode();
    body.put("participant", order.participant());
    body.put("clientOrderId", order.clientOrderId());
    body.put("area", order.area());
    body.put("slotStart", order.slotStart().toString());
    body.put("side", order.side().name().toLowerCase(Locale.ROOT));
    body.put("energyWh", order.energyWh());
    EnergySource source = order.terms().source();
    if (source != null) {
      body.put("source", source.id());
    }
    if (order.terms().alternatives().isEmpty()) {
      body.put("priceMicroPerKwh", order.priceMicroPerKwh());
    } else {
      ArrayNode alternatives = body.putArray("alternatives");
      order.terms().alternatives().forEach(one -> alternatives.add(alternative(one)));
    }
    return known(post("/v1/orders", body), Set.of());
  }

  private ObjectNode alternative(Alternative alternative) {
    ObjectNode node =
        json.createObjectNode().put("priceMicroPerKwh", alternative.priceMicroPerKwh());
    if (!alternative.sources().isEmpty()) {
      ArrayNode sources = node.putArray("sources");
      alternative.sources().forEach(source -> sources.add(source.id()));
    }
    return alternative.area() == null ? node : node.put("area", alternative.area());
  }

  /**
   * Buys a block, if all of it trades at once.
   *
   * @return whether it did
   */
  boolean buyBlock(Block block) throws InterruptedException {
    return !known(post("/v1/orders/block", body(block)), Set.of("NOT_FILLED_AT_ONCE")).has("code");
  }

  /** Has a block wait for the auction of its slots, all of it or nothing. */
  void bidBlock(Block block) throws InterruptedException {
    ObjectNode body = body(block);
    body.putObject("auction");
    known(post("/v1/orders/block", body), Set.of());
  }

  private ObjectNode body(Block block) {
    ObjectNode body =
        json.createObjectNode()
            .put("participant", block.participant())
            .put("clientBasketId", block.clientBasketId())
            .put("area", block.area())
            .put("slotStart", block.firstSlotStart().toString())
            .put("side", "buy")
            .put("averageMicroPerKwh", block.averageMicroPerKwh());
    ArrayNode profile = body.putArray("profileWh");
    block.profileWh().forEach(profile::add);
    return body;
  }

  /**
   * An order as it stands.
   *
   * @param orderId the market's id
   * @param side buy or sell
   * @param filledWh what it traded
   * @param openWh what is open of it
   * @param priceMicroPerKwh limit price
   */
  record OrderView(long orderId, Side side, long filledWh, long openWh, long priceMicroPerKwh) {}

  /** An order that was placed before. */
  OrderView order(String participant, String clientOrderId) throws InterruptedException {
    JsonNode order =
        get("/v1/orders?participant=" + participant + "&clientOrderId=" + clientOrderId);
    return new OrderView(
        order.required("orderId").asLong(),
        Side.valueOf(order.required("side").asText().toUpperCase(Locale.ROOT)),
        order.required("filledWh").asLong(),
        order.required("openWh").asLong(),
        order.required("priceMicroPerKwh").asLong());
  }

  /**
   * Leaves less of an order open, at its price, so that the request is safe to repeat: the order
   * does not trade by it.
   */
  void amend(String participant, long orderId, long priceMicroPerKwh, long openWh)
      throws InterruptedException {
    ObjectNode body =
        json.createObjectNode()
            .put("participant", participant)
            .put("priceMicroPerKwh", priceMicroPerKwh)
            .put("openWh", openWh);
    known(
        request("/v1/orders/" + orderId)
            .header("Content-Type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(body.toString()))
            .build(),
        Set.of());
  }

  /** Cancels an order; one that is not open any more was cancelled by an earlier try. */
  void cancel(String participant, long orderId) throws InterruptedException {
    known(
        request("/v1/orders/" + orderId + "?participant=" + participant).DELETE().build(),
        Set.of("ORDER_NOT_OPEN"));
  }

  /** An empty body to fill. */
  ObjectNode body() {
    return json.createObjectNode();
  }

  /**
   * Sends something that may be sent again while its outcome is unknown.
   *
   * @param fine codes of refusals that are an answer, as when an earlier try was taken
   * @return the answer, a refusal with such a code included
   */
  JsonNode send(String path, ObjectNode body, String... fine) throws InterruptedException {
    return known(post(path, body), Set.of(fine));
  }

  /** What was refused by an answer since the unit cannot keep it, and why; else empty. */
  static Optional<String> notFeasible(String what, JsonNode answer) {
    return answer.path("code").asText().equals(NOT_FEASIBLE)
        ? Optional.of(what + ": " + answer.path("message").asText())
        : Optional.empty();
  }

  /** Puts something in a place, which is safe to repeat. */
  void put(String path, ObjectNode body) throws InterruptedException {
    known(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build(),
        Set.of());
  }

  /** Reads something. */
  JsonNode read(String pathAndQuery) throws InterruptedException {
    return get(pathAndQuery);
  }

  private HttpRequest post(String path, ObjectNode body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
        .build();
  }

  private JsonNode get(String pathAndQuery) throws InterruptedException {
    return known(request(pathAndQuery).GET().build(), Set.of());
  }

  private HttpRequest.Builder request(String pathAndQuery) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(pathAndQuery)).timeout(TIME_OUT);
    login.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    return request;
  }

  /**
   * Repeats a request, which must be safe to repeat, until its outcome is known.
   *
   * @param fine codes of refusals that are an answer
   */
  private JsonNode known(HttpRequest request, Set<String> fine) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    String last = "no answer";
    while (System.nanoTime() < deadline) {
      try {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode answer = json.readTree(response.body());
        if (response.statusCode() / 100 == 2 || fine.contains(answer.path("code").asText())) {
          return answer;
        }
        last = response.statusCode() + " " + response.body();
        if (response.statusCode() != 503 && response.statusCode() != 429) {
          throw new IllegalStateException(
              request.method() + " " + request.uri() + " was refused: " + last);
        }
      } catch (IOException e) {
        last = String.valueOf(e);
      }
      Thread.sleep(PAUSE.toMillis());
    }
    throw new IllegalStateException(
        request.method() + " " + request.uri() + " stayed unknown for " + patience + ": " + last);
  }
}
