package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.commonwatt.engine.http.ApiClient.Reply;
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
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final OpenApi DOCUMENT = OpenApi.packaged();

  private ExampleMarket market;
  private ApiClient api;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    market = ExampleMarket.start(dir);
    api = new ApiClient(market.port());
  }

  @AfterAll
  void stop() {
    api.close();
    market.close();
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
    boolean ofAccounts =
        AccessPolicy.packaged().rule(operation).owner() == AccessRule.Owner.ACCOUNT;
    String documented = DOCUMENT.at(operation).get("responses").fieldNames().next();
    String expected = ofAccounts ? "404" : documented; // this service has none
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
    for (JsonNode example : DOCUMENT.examples(operation).values()) {
      List<JsonNode> bodies = Mutants.withExtra(example, names);
      assertThat(bodies).hasSizeGreaterThan(names.size() / 2);
      for (JsonNode body : bodies) {
        assertJudgedAlike(operation, body);
      }
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
    JsonNode bytes = DOCUMENT.bytes(operation);
    if (!bytes.isMissingNode()) {
      return api.send(method, path, "application/octet-stream", bytes.asText());
    }
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
