package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.identity.Role;
import org.commonwatt.identity.Scope;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of operations about accounts work in a market that has accounts: {@link
 * DocumentTest} tries those of all others in one that has none.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentedLoginsTest {
  private static final OpenApi DOCUMENT = OpenApi.packaged();

  /** No provider would take the code of the example: PeopleLoginTest has codes that are taken. */
  private static final String WITH_A_PROVIDER = "POST /v1/login/token";

  private LoginMarket market;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    market = new LoginMarket(dir);
  }

  @AfterAll
  void stop() throws Exception {
    market.close();
  }

  static List<String> operations() {
    return DOCUMENT.operations().stream()
        .filter(one -> rule(one).owner() == AccessRule.Owner.ACCOUNT)
        .filter(one -> !one.equals(WITH_A_PROVIDER))
        .toList();
  }

  private static AccessRule rule(String operation) {
    return AccessPolicy.packaged().rule(operation);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void everyExampleIsAnsweredAsTheDocumentSays(String operation) throws Exception {
    String documented = DOCUMENT.at(operation).get("responses").fieldNames().next();
    boolean hasBody = !DOCUMENT.body(operation).isMissingNode();
    List<String> bodies =
        hasBody
            ? DOCUMENT.examples(operation).values().stream().map(JsonNode::toString).toList()
            : List.of("");
    assertThat(bodies).isNotEmpty();
    for (String body : bodies) {
      prepare(operation);
      String[] parts = operation.split(" ", 2);
      HttpMethod method = HttpMethod.valueOf(parts[0]);
      String path = path(operation, parts[1]);
      Reply reply =
          hasBody
              ? client(operation).send(method, path, "application/json", body)
              : client(operation).call(method, path);
      assertThat(String.valueOf(reply.status())).as(reply.text()).isEqualTo(documented);
    }
  }

  private ApiClient client(String operation) {
    AccessRule rule = rule(operation);
    if (rule.isPublic()) {
      return market.stranger();
    }
    return market.as(rule.roles().contains(Role.ADMINISTRATOR) ? "admin" : "home-01");
  }

  /** Makes what the examples of an operation speak of. */
  private void prepare(String operation) throws Exception {
    for (JsonNode parameter : DOCUMENT.parameters(operation)) {
      String example = parameter.path("example").asText();
      switch (parameter.get("name").asText()) {
        case "keyId" ->
            market.identity.ensure(LoginMarket.account("home-01"), example, Set.of(Scope.READ));
        case "recoveryId" -> recovery(example, operation.endsWith("/completion"));
        default -> {
          // Nothing has to be there.
        }
      }
    }
  }

  private void recovery(String id, boolean approved) throws Exception {
    String code =
        DOCUMENT
            .examples("POST /v1/recoveries/{recoveryId}/completion")
            .values()
            .iterator()
            .next()
            .get("code")
            .asText();
    market.execute("delete from identity.recovery_step where recovery_id = '" + id + "'");
    market.execute("delete from identity.recovery where recovery_id = '" + id + "'");
    market.execute(
        "insert into identity.recovery values ('%s', '%s', 'home-03', 'passport', '%s', '%s', %s)"
            .formatted(
                Fixtures.MARKET,
                id,
                approved ? "approved" : "open",
                market.now().plus(Duration.ofDays(1)),
                approved
                    ? "'" + Hash.of(code.getBytes(StandardCharsets.UTF_8)).hex() + "'"
                    : "null"));
  }

  private static String path(String operation, String template) {
    String path = template;
    for (JsonNode parameter : DOCUMENT.parameters(operation)) {
      if (parameter.get("in").asText().equals("path")) {
        path =
            path.replace(
                "{" + parameter.get("name").asText() + "}", parameter.get("example").asText());
      }
    }
    return path;
  }
}
