package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.bridge.Registration;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.Command;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the API's document says is what a real engine does: its examples work, and it takes a body
 * or a parameter exactly when the document allows it. {@link ApiClient} holds every answer against
 * the document besides.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DocumentTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final OpenApi DOCUMENT = OpenApi.packaged();

  private TestInfra infra;
  private MarketService service;
  private ApiClient api;

  /** The market that the examples speak of: order 1 is open, trade 1 lies within the village. */
  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    infra = TestInfra.brokerAndDatabase(dir);
    service = MarketService.start(infra.config(new FakeLedger().ledger()));
    api = new ApiClient(service.httpPort());
    assertThat(service.awaitLeading(PATIENCE)).isTrue();
    assertThat(service.activate(rules(), PATIENCE)).isEmpty();
    Registration.Pledge enough = new Registration.Pledge(1_000_000_000_000_000L, 0);
    List<Registration> pledges =
        Fixtures.HOMES.stream().map(home -> new Registration(home, null, enough)).toList();
    assertThat(service.register(pledges, PATIENCE)).isEmpty();
    service.tick(Fixtures.START - 80 * Fixtures.MINUTE, PATIENCE);
    place("evening-1", "home-01", 2, Side.BUY, 150_000);
    place("local-buy", "home-01", 0, Side.BUY, 300_000);
    place("local-sell", "home-03", 0, Side.SELL, 300_000);
    place("far-buy", "home-01", 1, Side.BUY, 300_000);
    place("far-sell", "home-02", 1, Side.SELL, 100_000);
    service.tick(Fixtures.START - 10 * Fixtures.MINUTE, PATIENCE);
    for (String home : Fixtures.HOMES) {
      infra.publish(
          Topics.POSITIONS,
          PositionCodec.encode(Fixtures.MARKET, Fixtures.position(home, 1, 700, 0)));
    }
    assertThat(service.awaitPositions(Fixtures.slot(1), PATIENCE)).isTrue();
    for (String home : Fixtures.HOMES) { // the slot that disputes are about
      infra.publish(
          Topics.POSITIONS,
          PositionCodec.encode(Fixtures.MARKET, Fixtures.position(home, -4, 700, 0)));
    }
    assertThat(service.awaitPositions(Fixtures.slot(-4), PATIENCE)).isTrue();
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
  }

  private static Rulebook rules() {
    Rulebook rules = Fixtures.continuousRulebook();
    Curtailment curtailment = new Curtailment(Curtailment.Order.CONTINUOUS_FIRST, 1_000_000);
    return rules
        .withTradingStart(Fixtures.START - 60 * Fixtures.MINUTE)
        .withSafeguards(
            new Safeguards(
                rules.guarantees(),
                new Fallbacks(
                    "operator", MissedGate.LATE_AUCTION, 3_600, 0, 1_440, 1_440, curtailment)));
  }

  private void place(String id, String home, int slot, Side side, long price) throws Exception {
    Command.PlaceOrder order = Fixtures.order(home, slot, side, price);
    Reply reply = api.post(ApiClient.json(order).put("clientOrderId", id).toString());
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
  }

  @AfterAll
  void stop() {
    api.close();
    service.close();
    infra.close();
  }

  static List<String> operations() {
    List<String> inOrder = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : DOCUMENT.document().get("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(
              name -> {
                String operation = name.toUpperCase(Locale.ROOT) + " " + path.getKey();
                if (DOCUMENT.operations().contains(operation)) {
                  inOrder.add(operation);
                }
              });
    }
    return inOrder;
  }

  static List<String> writes() {
    return operations().stream().filter(one -> !DOCUMENT.body(one).isMissingNode()).toList();
  }

  static List<String> withParameters() {
    return operations().stream().filter(one -> !DOCUMENT.parameters(one).isEmpty()).toList();
  }

  @Order(1)
  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void everyExampleIsAnsweredAsTheDocumentSays(String operation) throws Exception {
    String expected = DOCUMENT.at(operation).get("responses").fieldNames().next();
    boolean optional = !path(operation, true).equals(path(operation, false));
    for (boolean all : optional ? List.of(false, true) : List.of(false)) {
      for (String body : bodies(operation)) {
        Reply reply = send(operation, path(operation, all), body);
        assertThat(String.valueOf(reply.status())).as(reply.text()).isEqualTo(expected);
      }
    }
  }

  @Order(2)
  @ParameterizedTest(name = "{0}")
  @MethodSource("writes")
  void aBodyIsTakenExactlyWhenTheDocumentAllowsIt(String operation) throws Exception {
    Set<String> tried = new TreeSet<>();
    for (JsonNode example : DOCUMENT.examples(operation).values()) {
      for (JsonNode body : Mutants.of(example)) {
        if (tried.add(body.toString())) {
          assertJudgedAlike(operation, body);
        }
      }
    }
    assertThat(tried).hasSizeGreaterThan(50);
  }

  @Order(3)
  @ParameterizedTest(name = "{0}")
  @MethodSource("writes")
  void everyFieldThatIsNotAskedForIsRefused(String operation) throws Exception {
    Set<String> names = Mutants.fieldNames(DOCUMENT.document());
    names.addAll(List.of("admin", "id", "owner", "role", "Participant", "__proto__", ""));
    JsonNode example = DOCUMENT.examples(operation).values().iterator().next();
    for (JsonNode body : Mutants.withExtra(example, names)) {
      assertJudgedAlike(operation, body);
    }
  }

  private void assertJudgedAlike(String operation, JsonNode body) throws Exception {
    Reply reply = send(operation, path(operation, false), body.toString());
    List<String> wrong = DOCUMENT.bodyViolations(operation, body);
    String what = body + " " + reply.text() + " " + wrong;
    if (wrong.isEmpty()) {
      assertThat(reply.code()).as(what).isNotEqualTo("MALFORMED");
    } else {
      assertThat(reply.status()).as(what).isEqualTo(400);
      assertThat(reply.code()).as(what).isIn("MALFORMED", "ENERGY_NOT_POSITIVE");
      assertThat(reply.json().has("receipt")).as("reached the log: " + what).isFalse();
    }
  }

  @Order(4)
  @ParameterizedTest(name = "{0}")
  @MethodSource("withParameters")
  void aParameterThatTheDocumentDoesNotAllowIsRefused(String operation) throws Exception {
    for (JsonNode parameter : DOCUMENT.parameters(operation)) {
      for (String value :
          List.of("", "0", "-1", "1", "x y", "2022-08-02", "1.5", "99999999999999999999")) {
        JsonNode read =
            value.matches("-?[0-9]+") ? MAPPER.readTree(value) : MAPPER.valueToTree(value);
        boolean text =
            DOCUMENT.resolve(parameter.get("schema")).path("type").asText().equals("string");
        JsonNode judged = text ? MAPPER.valueToTree(value) : read;
        boolean inPath = parameter.get("in").asText().equals("path");
        if (DOCUMENT.violations(parameter.get("schema"), judged).isEmpty()
            || (inPath && value.isEmpty())) {
          continue;
        }
        String path = path(operation, false, parameter.get("name").asText(), value);
        String body = bodies(operation).get(0);
        assertThat(send(operation, path, body).code()).as(path).isEqualTo("MALFORMED");
      }
    }
    String path = path(operation, true);
    String unknown = path + (path.contains("?") ? "&" : "?") + "unheardOf=1";
    assertThat(send(operation, unknown, bodies(operation).get(0)).code()).isEqualTo("MALFORMED");
  }

  @Order(5)
  @Test
  void theDocumentIsServedAsJsonAndAsAPageThatNamesEveryOperationAndField() throws Exception {
    JsonNode json = api.get("/openapi.json").json();
    assertThat(json.get("openapi").asText()).startsWith("3.1");
    Reply page = api.get("/docs");
    assertThat(page.text())
        .doesNotContain("<script")
        .doesNotContain("src=")
        .doesNotContain("https://");
    for (String operation : operations()) {
      assertThat(page.text()).contains("<code>" + operation + "</code>");
    }
    for (String field : Mutants.fieldNames(DOCUMENT.document())) {
      assertThat(page.text()).contains(field);
    }
  }

  private static List<String> bodies(String operation) {
    if (DOCUMENT.body(operation).isMissingNode()) {
      return List.of("");
    }
    List<String> bodies =
        DOCUMENT.examples(operation).values().stream().map(JsonNode::toString).toList();
    assertThat(bodies).as(operation + " has no example").isNotEmpty();
    return bodies;
  }

  private Reply send(String operation, String path, String body) throws Exception {
    HttpMethod method = HttpMethod.valueOf(operation.split(" ", 2)[0]);
    return body.isEmpty() && DOCUMENT.body(operation).isMissingNode()
        ? api.call(method, path)
        : api.send(method, path, "application/json", body);
  }

  private static String path(String operation, boolean all) {
    return path(operation, all, "", "");
  }

  /** The path of an operation with the examples of its parameters, one of them replaced. */
  private static String path(String operation, boolean all, String replaced, String by) {
    String path = operation.split(" ", 2)[1];
    List<String> query = new ArrayList<>();
    for (JsonNode parameter : DOCUMENT.parameters(operation)) {
      String name = parameter.get("name").asText();
      if (name.equals("cursor") && !name.equals(replaced)) {
        continue; // only an answer can give one
      }
      String value = name.equals(replaced) ? by : example(operation, parameter);
      String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
      if (parameter.get("in").asText().equals("path")) {
        path = path.replace("{" + name + "}", encoded);
      } else if (all || parameter.path("required").asBoolean() || name.equals(replaced)) {
        query.add(name + "=" + encoded);
      }
    }
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  private static String example(String operation, JsonNode parameter) {
    JsonNode example =
        parameter.has("example") ? parameter.get("example") : parameter.at("/schema/default");
    assertThat(example.isMissingNode()).as(operation + ": no example of " + parameter).isFalse();
    return example.asText();
  }
}
