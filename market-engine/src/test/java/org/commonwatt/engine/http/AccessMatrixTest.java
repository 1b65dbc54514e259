package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.commonwatt.engine.http.AccessRule.Owner;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.identity.Account;
import org.commonwatt.identity.Role;
import org.commonwatt.identity.Scope;
import org.commonwatt.testkit.ledger.PartyKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation of the API's document, with every role, on its own data, on another's and on what
 * is not there: nobody is told or allowed what the document does not say, and another's data are
 * answered as if there were none. Made from the document, so a new route cannot be forgotten.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessMatrixTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final OpenApi DOCUMENT = OpenApi.packaged();
  private static final Set<String> REFUSALS =
      Set.of("LOGIN_REQUIRED", "SCOPE_MISSING", "ROLE_NOT_ALLOWED", "PURPOSE_REQUIRED");

  /** Operations that are about no participant in particular: what they tell is looked at. */
  private static final Set<String> LISTS =
      Set.of(
          "GET /v1/bills",
          "GET /v1/accounts",
          "GET /v1/batches",
          "GET /v1/registrations",
          "POST /v1/orders/batch");

  /** Ids that no number in an answer is taken for, in none of its digits. */
  private static final Target ABSENT =
      new Target(
          ids(
              "participant", "nobody",
              "orderId", "918273645",
              "disputeId", "918273645",
              "tradeId", "918273645",
              "keyId", "nobodys.key",
              "recoveryId", "rNobodysOwn",
              "invoiceNumber", "918273645",
              "meterPoint", "nobodys-point",
              "unit", "nobodys-unit",
              "commitment", "nobodys-plan",
              "negotiation", "nobodys-talk",
              "call", "nobodys-call",
              "lease", "nobodys-lease",
              "battery", "nobodys-battery"));

  /** Names and ids in turn. */
  private static Map<String, String> ids(String... namesAndIds) {
    Map<String, String> ids = new HashMap<>();
    for (int i = 0; i < namesAndIds.length; i += 2) {
      ids.put(namesAndIds[i], namesAndIds[i + 1]);
    }
    return Map.copyOf(ids);
  }

  /** Path parameters that are nobody's. */
  private static final Set<String> PUBLIC_IDS =
      Set.of("start", "area", "alertId", "file", "passport", "sequence", "hash");

  /**
   * What is told of another's in these words, as docs/identity.md says: ids of which there is one
   * in the market.
   */
  private static final Map<String, String> TAKEN =
      Map.of(
          "PUT /v1/accounts/{participant}/meter-points/{meterPoint}",
          "METER_POINT_EXISTS",
          "POST /v1/accounts/{participant}/storage-leases/{unit}/{lease}/plan",
          "UNKNOWN_COMMITMENT"); // everybody may know the unit

  /** What would make something of an id that nobody has. */
  private static final Set<String> FOUNDING = Set.of("POST /v1/accounts", "POST /v1/storage-units");

  private final Map<String, ApiClient> clients = new HashMap<>();
  private LoginMarket market;
  private Target own;
  private Target others;

  /**
   * Whose data a request is about.
   *
   * @param ids by the name of the parameter or field that they are put into
   */
  private record Target(Map<String, String> ids) {
    String id(String name) {
      return Objects.requireNonNull(ids.get(name), name);
    }

    /** The same in another's name. */
    Target named(String participant) {
      Map<String, String> all = new HashMap<>(ids);
      all.put("participant", participant);
      return new Target(all);
    }
  }

  /** An answer without the ids that were asked for, and without proofs of what was asked. */
  private String normal(Reply reply) throws Exception {
    JsonNode json = MAPPER.readTree(reply.text());
    json.findParents("receipt").forEach(node -> ((ObjectNode) node).remove("receipt"));
    String text = json.toString();
    for (Target target : List.of(others, ABSENT)) {
      for (String name : new TreeSet<>(target.ids().keySet())) {
        text = text.replaceAll("\\b" + Pattern.quote(target.id(name)) + "\\b", "ID");
      }
    }
    return text;
  }

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    market = new LoginMarket(dir);
    for (String home : List.of("home-01", "home-02")) {
      market.webhook(home);
    }
    own = ofHome("home-01", "1");
    others = ofHome("home-02", "2");
    assertThat(market.service.awaitProjected(LoginMarket.PATIENCE)).isTrue();
    market.identity.ensure(LoginMarket.account("home-01"), "home-01.none", Set.of());
    clients.put("", market.stranger());
    for (String account : LoginMarket.ACCOUNTS.keySet()) {
      clients.put(account, market.as(account));
    }
  }

  /** Something of every kind that is a home's. */
  private Target ofHome(String home, String trade) throws Exception {
    String key = home + ".spare";
    market.identity.ensure(LoginMarket.account(home), key, Set.of(Scope.READ));
    String asked = "{\"account\":\"%s\",\"reason\":\"passport\"}".formatted(home);
    Reply recovery = market.as("admin").post("/v1/recoveries", asked);
    assertThat(recovery.status()).as(recovery.text()).isEqualTo(200);
    return new Target(
        ids(
            "participant",
            home,
            "orderId",
            String.valueOf(market.order(home, 2)),
            "disputeId",
            String.valueOf(market.dispute(home)),
            "tradeId",
            trade,
            "invoiceNumber",
            trade,
            "keyId",
            key,
            "recoveryId",
            recovery.json().get("recoveryId").asText(),
            "meterPoint",
            home + "-meter",
            "unit",
            storage(home),
            "commitment",
            planOf(home),
            "lease",
            leaseOf(home),
            "negotiation",
            proposal(home),
            "call",
            call(home),
            "battery",
            LoginMarket.batteryOf(home)));
  }

  /** A service of its storage unit that it has proposed. */
  private String proposal(String home) throws Exception {
    PartyKey key = new PartyKey(home.hashCode());
    String id = "talk" + home.replace("-", "");
    ExampleTalks.key(market.as(home), home, key);
    ExampleTalks.propose(
        market.as(home),
        home,
        key,
        ExampleTalks.terms(id, "unit" + home.replace("-", ""), home, "home-03"));
    return id;
  }

  /** A call of its storage unit, the cheapest. */
  private String call(String home) throws Exception {
    String unit = "unit" + home.replace("-", "");
    String id = "call" + home.replace("-", "");
    askFor(home, unit, 0);
    ExampleTalks.call(market.as("grid"), id, "village");
    askFor(home, unit, 1); // so that the next home's is the cheapest
    return id;
  }

  private void askFor(String home, String unit, long price) throws Exception {
    Reply reply =
        market
            .as(home)
            .post(
                "/v1/accounts/" + home + "/storage-units/" + unit + "/call-price",
                "{\"priceMicroPerKwh\":" + price + "}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }

  private static String planOf(String home) {
    return "plan" + home.replace("-", "");
  }

  private static String leaseOf(String home) {
    return "lease" + home.replace("-", "");
  }

  /** A storage unit that is committed, to a lease of its owner's, too. */
  private String storage(String home) throws Exception {
    String unit = "unit" + home.replace("-", "");
    ApiClient meters = market.as("meters");
    String spec =
        "{\"officer\":\"meters\",\"unit\":\"%s\",\"owner\":\"%s\",\"area\":\"village\",\"chargeW\":9,"
            + "\"dischargeW\":9,\"usableWh\":9,\"chargePpm\":900000,\"dischargePpm\":900000,"
            + "\"horizonSlots\":96}";
    String state = "{\"officer\":\"meters\",\"slotStart\":\"2022-08-02T06:45:00Z\",\"storedWh\":5}";
    String plan =
        "{\"id\":\"%s\",\"kind\":\"firm-schedule\",\"from\":\"2022-08-02T07:15:00Z\","
            + "\"to\":\"2022-08-02T07:30:00Z\",\"injectionWh\":[-1]}";
    String lease =
        "{\"id\":\"%s\",\"kind\":\"lease\",\"from\":\"2022-08-02T07:30:00Z\",\"to\":"
            + "\"2022-08-02T07:45:00Z\",\"energyWh\":1,\"chargeSlotWh\":1,\"dischargeSlotWh\":1}";
    List<Reply> replies =
        List.of(
            meters.post("/v1/storage-units", spec.formatted(unit, home)),
            meters.post("/v1/storage-units/" + unit + "/state", state),
            market
                .as(home)
                .post(
                    "/v1/accounts/" + home + "/storage-units/" + unit + "/commitments",
                    plan.formatted(planOf(home))),
            market
                .as(home)
                .post(
                    "/v1/accounts/" + home + "/storage-units/" + unit + "/commitments",
                    lease.formatted(leaseOf(home))));
    assertThat(replies).extracting(Reply::status).containsExactly(200, 200, 201, 201);
    return unit;
  }

  @AfterAll
  void stop() throws Exception {
    market.close();
  }

  static Set<String> operations() {
    return DOCUMENT.operations();
  }

  static List<String> closed() {
    return DOCUMENT.operations().stream().filter(one -> !rule(one).isPublic()).toList();
  }

  /** What is about somebody's data, and not done in an officer's name. */
  static List<String> owned() {
    return closed().stream()
        .filter(
            one ->
                !Set.of(Owner.MARKET, Owner.OPERATOR_BODY).contains(rule(one).owner())
                    && !isOfficial(one)
                    && namesSomebody(one))
        .toList();
  }

  /** What officers do with others' accounts: steps of recoveries. */
  private static boolean isOfficial(String operation) {
    AccessRule rule = rule(operation);
    return rule.owner() == Owner.ACCOUNT && !rule.roles().isEmpty();
  }

  /** Whether a request says whose data it is about; else it is about the caller's alone. */
  private static boolean namesSomebody(String operation) {
    return rule(operation).owner() != Owner.ACCOUNT || operation.contains("{");
  }

  static List<String> official() {
    return closed().stream().filter(one -> rule(one).owner() == Owner.OPERATOR_BODY).toList();
  }

  static List<String> numbered() {
    return closed().stream()
        .filter(one -> rule(one).owner() != Owner.OPERATOR_BODY && !isOfficial(one))
        .filter(one -> pathIds(one).stream().anyMatch(name -> !name.equals("participant")))
        .toList();
  }

  /** The ids in an operation's path that are somebody's. */
  private static List<String> pathIds(String operation) {
    return DOCUMENT.parameters(operation).stream()
        .filter(parameter -> parameter.get("in").asText().equals("path"))
        .map(parameter -> parameter.get("name").asText())
        .filter(name -> !PUBLIC_IDS.contains(name))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void everyIdInAPathIsVariedOrIsNobodys(String operation) {
    assertThat(ABSENT.ids().keySet()).containsAll(pathIds(operation));
  }

  private static AccessRule rule(String operation) {
    return AccessPolicy.packaged().rule(operation);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void whoHasNoLoginIsLetInWhereTheDocumentSaysPublicOnly(String operation) throws Exception {
    for (Target target : List.of(own, ABSENT)) {
      Reply reply = send("", operation, target);
      if (rule(operation).isPublic()) {
        assertThat(reply.status()).isNotIn(401, 403);
      } else {
        assertThat(reply.code()).isEqualTo("LOGIN_REQUIRED");
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("closed")
  void aKeyWithoutTheScopeIsRefused(String operation) throws Exception {
    clients.computeIfAbsent("none", none -> market.by("home-01.none"));
    Scope scope = rule(operation).scope();
    String others = scope == Scope.READ ? "not-reading" : "reading";
    Set<Scope> rest = new java.util.HashSet<>(Set.of(Scope.values()));
    rest.remove(scope);
    String key = "home-01." + scope + "." + others;
    market.identity.ensure(LoginMarket.account("home-01"), key, rest);
    clients.computeIfAbsent(key, made -> market.by(key));
    for (String client : List.of("none", key)) {
      assertThat(send(client, operation, own).code()).isEqualTo("SCOPE_MISSING");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("closed")
  void anAccountIsLetInByItsRoleAndRefusedAlikeWhateverIsThere(String operation) throws Exception {
    Set<Role> roles = rule(operation).roles();
    for (Account account : LoginMarket.ACCOUNTS.values()) {
      if (!roles.isEmpty() && !roles.contains(account.role())) {
        for (Target target : List.of(own, others, ABSENT)) {
          Reply reply = send(account.id(), operation, target);
          assertThat(reply.code()).as(account + " " + reply).isEqualTo("ROLE_NOT_ALLOWED");
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("owned")
  void anothersDataAreAnsweredAsIfThereWereNone(String operation) throws Exception {
    for (Account account : LoginMarket.ACCOUNTS.values()) {
      AccessRule rule = rule(operation);
      if (account.participants().contains("home-02") || rule.readers().contains(account.role())) {
        continue;
      }
      Reply other = send(account.id(), operation, others);
      Reply absent = send(account.id(), operation, ABSENT);
      String what = account + " " + other;
      assertThat(other.status()).as(what).isEqualTo(absent.status());
      assertThat(normal(other)).as(what).isEqualTo(normal(absent));
      if (!LISTS.contains(operation)) {
        assertThat(other.status()).as(what).isGreaterThanOrEqualTo(400);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("closed")
  void anotherIsNeverNamedToWhoMayNotReadIt(String operation) throws Exception {
    for (Account account : LoginMarket.ACCOUNTS.values()) {
      AccessRule rule = rule(operation);
      if (account.participants().contains("home-02") || rule.readers().contains(account.role())) {
        continue;
      }
      Reply reply = send(account.id(), operation, isOfficial(operation) ? ABSENT : own);
      assertThat(reply.text()).as(account + " " + operation).doesNotContain("home-02");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("official")
  void whoDoesNotActForAnOfficerIsRefusedAlikeWhoeverThatIs(String operation) throws Exception {
    String account = rule(operation).roles().contains(Role.REGULATOR) ? "agency" : "grid";
    JsonNode example = DOCUMENT.examples(operation).values().iterator().next();
    String field =
        List.of("decider", "officer", "operator", "importer").stream()
            .filter(example::has)
            .findFirst()
            .orElseThrow();
    Set<String> replies = new TreeSet<>();
    for (String officer : List.of("supplier", "nobody")) {
      for (Target target : List.of(own, others, ABSENT)) {
        ObjectNode body = example.deepCopy();
        about(body, target);
        String path = path(operation.split(" ", 2)[1], operation, target);
        Reply reply = client(account).post(path, body.put(field, officer).toString());
        assertThat(reply.status()).as(reply.text()).isEqualTo(403);
        assertThat(reply.code()).startsWith("NOT_");
        replies.add(reply.text().replace(officer, "OFFICER"));
      }
    }
    assertThat(replies).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("numbered")
  void anotherNumberWithOnesOwnNameIsAnsweredAsIfThereWereNone(String operation) throws Exception {
    Reply other = send("home-01", operation, others.named("home-01"));
    if (TAKEN.containsKey(operation)) {
      assertThat(other.code()).isEqualTo(TAKEN.get(operation));
      assertThat(other.text().replace(others.id("meterPoint"), "")).doesNotContain("home-02");
      return;
    }
    Reply absent = send("home-01", operation, ABSENT.named("home-01"));
    assertThat(other.status()).as(other.text()).isEqualTo(absent.status()).isNotEqualTo(200);
    assertThat(normal(other)).isEqualTo(normal(absent));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("closed")
  void aReaderReadsAnothersDataWhenItSaysWhatForAndNotElse(String operation) throws Exception {
    AccessRule rule = rule(operation);
    for (Account account : LoginMarket.ACCOUNTS.values()) {
      if (!rule.readers().contains(account.role())) {
        continue;
      }
      clients.computeIfAbsent(account.id() + " for", made -> market.as(account.id(), "the matrix"));
      Reply reply = send(account.id(), operation, others);
      Reply with = send(account.id() + " for", operation, others);
      assertThat(with.status()).as(account + " " + with).isIn(200, 404);
      assertThat(REFUSALS).doesNotContain(with.code());
      boolean isCall = operation.startsWith("GET /v1/grid/storage-calls"); // of units, with owners
      if (with.status() == 200 && with.text().contains("home-02") && !isCall) {
        assertThat(reply.code()).as(account + " " + reply).isEqualTo("PURPOSE_REQUIRED");
        assertThat(market.identity.views("home-02", Long.MAX_VALUE, 1_000))
            .extracting(kept -> kept.first().viewer() + " " + kept.first().look().what())
            .contains(account.id() + " " + rule.operation());
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("closed")
  void onesOwnIsNotRefused(String operation) throws Exception {
    Set<Role> roles = rule(operation).roles();
    for (String account : List.of("home-01", "grid", "admin", "agency", "meters", "bank")) {
      if (roles.isEmpty() || roles.contains(LoginMarket.account(account).role())) {
        boolean home = account.equals("home-01");
        Reply reply = send(account, operation, home ? own : ABSENT);
        String why = account + " " + operation + " " + reply;
        assertThat(List.of("LOGIN_REQUIRED", "SCOPE_MISSING", "ROLE_NOT_ALLOWED"))
            .as(why)
            .doesNotContain(code(reply));
        if (home) {
          assertThat(code(reply)).as(why).isNotEqualTo("UNKNOWN_PARTICIPANT");
        }
      }
    }
  }

  private ApiClient client(String name) {
    return Objects.requireNonNull(clients.get(name));
  }

  private static String code(Reply reply) {
    return reply.type().contains("json") ? reply.code() : "";
  }

  /** Sends a request of an operation, made of its examples, about somebody's data. */
  private Reply send(String client, String operation, Target target) throws Exception {
    String[] parts = operation.split(" ", 2);
    HttpMethod method = HttpMethod.valueOf(parts[0]);
    String path = path(parts[1], operation, target);
    ApiClient api = client(client);
    if (DOCUMENT.body(operation).isMissingNode()) {
      return api.call(method, path);
    }
    JsonNode example = DOCUMENT.examples(operation).values().iterator().next().deepCopy();
    if (!FOUNDING.contains(operation)) { // nobody is to stay nobody
      about(example, target);
    }
    return api.send(method, path, "application/json", example.toString());
  }

  private static String path(String template, String operation, Target target) {
    String path = template;
    StringBuilder query = new StringBuilder();
    for (JsonNode parameter : DOCUMENT.parameters(operation)) {
      String name = parameter.get("name").asText();
      String value = target.ids().getOrDefault(name, parameter.path("example").asText());
      if (parameter.get("in").asText().equals("path")) {
        path = path.replace("{" + name + "}", value);
      } else if (parameter.path("required").asBoolean() || name.equals("participant")) {
        query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(value);
      }
    }
    return path + query;
  }

  /** Puts somebody into a body wherever it names a participant, an account, an order, … */
  private static void about(JsonNode node, Target target) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
        String name = field.getKey().equals("account") ? "participant" : field.getKey();
        String id = target.ids().get(name);
        if (id != null && field.getValue().isNumber()) {
          object.put(field.getKey(), Long.parseLong(id));
        } else if (id != null && field.getValue().isTextual()) {
          object.put(field.getKey(), id);
        }
      }
    }
    node.forEach(child -> about(child, target));
  }
}
