package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Safeguards;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disputes over a real engine, broker and database, of a slot that nobody traded in: each home has
 * one line, with the supplier's between them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DisputesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long SETTLED = Fixtures.START + 30 * Fixtures.MINUTE; // two slots
  private static final String SLOT = "2022-08-02T07:00:00Z";
  private static final String NEXT_SLOT = "2022-08-02T07:15:00Z";

  /** A request as the page writes it: method, path and body. */
  private static final Pattern CURL =
      Pattern.compile(
          "curl -s (?:-X ([A-Z]+) )?\"?http://127\\.0\\.0\\.1:8080([^\\s\"]+)\"?"
              + "(?: -H 'Content-Type: application/json' -d '([^']*)')?\n");

  private TestInfra infra;
  private MarketService service;
  private ApiClient api;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    infra = TestInfra.brokerAndDatabase(dir);
    service = MarketService.start(infra.config(new FakeLedger().ledger()));
    api = new ApiClient(service.httpPort());
    assertThat(service.awaitLeading(PATIENCE)).isTrue();
    DisputeRules rules = new DisputeRules("arbiter", 2, 1);
    assertThat(
            service.activate(
                Fixtures.rulebook().withSafeguards(new Safeguards(null, null, rules)), PATIENCE))
        .isEmpty();
    service.tick(SETTLED, PATIENCE);
    for (int slot = 0; slot < 2; slot++) {
      for (String home : Fixtures.HOMES) {
        infra.publish(
            Topics.POSITIONS,
            PositionCodec.encode(Fixtures.MARKET, Fixtures.position(home, slot, 700, 0)));
      }
      assertThat(service.awaitPositions(Fixtures.slot(slot), PATIENCE)).isTrue();
    }
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
  }

  @AfterAll
  void stop() {
    api.close();
    service.close();
    infra.close();
  }

  /** In one test, because all of it is about the same few lines. */
  @Test
  void aLineIsDisputedDecidedAndShownInTheBillAndWhatNobodyDecidesIsListedAsOverdue()
      throws Exception {
    JsonNode line = line("home-01");
    assertThat(line.get("line").asInt()).isZero();
    assertThat(line.get("dispute").isNull()).isTrue();

    JsonNode first = created(open("home-01", 0));
    assertThat(first.get("decideBy").asText()).isEqualTo("2022-08-02T08:30:00Z");
    assertThat(first.get("receipt").get("sequence").asLong()).isPositive();
    JsonNode second = created(open("home-02", 2));
    assertThat(open("home-01", 0).code()).isEqualTo("LINE_DISPUTED");
    assertThat(open("home-01", 2).code()).as("another's line").isEqualTo("UNKNOWN_BILL_LINE");
    assertThat(open("nobody", 0).code()).isEqualTo("UNKNOWN_PARTICIPANT");

    long id = first.get("disputeId").asLong();
    assertThat(decide(id, "home-01", "home-01").status()).isEqualTo(403);
    assertThat(decide(id, "arbiter", "home-02").code()).isEqualTo("UNKNOWN_DISPUTE");
    JsonNode decided = decide(id, "arbiter", "home-01").json();
    assertThat(decided.get("state").asText()).isEqualTo("UPHELD");
    assertThat(decided.get("decision").get("correctedNano").asText()).isEqualTo("-5000000");

    service.tick(SETTLED + 61 * Fixtures.MINUTE, PATIENCE);
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
    JsonNode stored = api.get("/v1/disputes/" + id).json();
    assertThat(stored.get("state").asText()).isEqualTo("UPHELD");
    assertThat(stored.get("overdue").asBoolean()).isFalse();
    assertThat(stored.get("decision")).isEqualTo(decided.get("decision"));
    assertThat(line("home-01").get("dispute").get("state").asText()).isEqualTo("UPHELD");
    assertThat(line("home-01").get("amountNano"))
        .as("a decision posts nothing")
        .isEqualTo(line.get("amountNano"));
    assertThat(ids("?participant=home-02&overdue=true"))
        .containsExactly(second.get("disputeId").asLong());
    assertThat(api.get("/v1/disputes/99").code()).isEqualTo("UNKNOWN_DISPUTE");
  }

  @Test
  void aListIsToldPageByPageTheLatestFirst() throws Exception {
    JsonNode third = created(open("home-03", 4));
    long id = third.get("disputeId").asLong();
    Reply withdrawn =
        api.post("/v1/disputes/" + id + "/withdrawal", "{\"participant\":\"home-03\"}");
    assertThat(withdrawn.json().get("state").asText()).isEqualTo("WITHDRAWN");
    long again = created(open("home-03", 4)).get("disputeId").asLong();
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
    assertThat(ids("?participant=home-03&limit=1")).containsExactly(again, id);
    assertThat(ids("?participant=home-03&state=WITHDRAWN&limit=1")).containsExactly(id);
    assertThat(api.get("/v1/disputes?participant=nobody").code()).isEqualTo("UNKNOWN_PARTICIPANT");
  }

  @Test
  void thePageOfBillsIsTypedAsItStands() throws Exception {
    JsonNode bill = api.get("/v1/bills/home-01?from=" + NEXT_SLOT).json();
    String page =
        Files.readString(Path.of("../docs/bills.md"))
            .replace("SLOT", NEXT_SLOT)
            .replace("LINE", bill.at("/lines/0/line").asText())
            .replace("DECIDER", "arbiter");
    Matcher request = CURL.matcher(page);
    String dispute = "";
    List<String> states = new ArrayList<>();
    while (request.find()) {
      String path = request.group(2).replace("DISPUTE", dispute);
      Reply reply = request.group(1) == null ? api.get(path) : api.post(path, request.group(3));
      assertThat(reply.status()).as(path + " " + reply.text()).isIn(200, 201);
      if (path.endsWith("/withdrawal")) { // what is decided next is another one
        states.add(reply.json().get("state").asText());
        reply = api.post("/v1/disputes", opening(page));
      }
      dispute = reply.json().path("disputeId").asText(dispute);
      states.add(reply.json().path("state").asText("-"));
      assertThat(service.awaitProjected(PATIENCE)).isTrue();
    }
    assertThat(states)
        .containsExactly("-", "-", "OPEN", "-", "OPEN", "-", "WITHDRAWN", "OPEN", "UPHELD");
  }

  private static String opening(String page) {
    return CURL.matcher(page)
        .results()
        .filter(one -> one.group(2).equals("/v1/disputes"))
        .findFirst()
        .orElseThrow()
        .group(3);
  }

  /** All pages of a list, by the cursors that the answers give. */
  private List<Long> ids(String query) throws Exception {
    List<Long> ids = new ArrayList<>();
    String path = "/v1/disputes" + query;
    JsonNode page = api.get(path).json();
    while (true) {
      page.get("disputes").forEach(dispute -> ids.add(dispute.get("disputeId").asLong()));
      if (page.get("next").isNull()) {
        return ids;
      }
      page = api.get(path + "&cursor=" + page.get("next").asText()).json();
    }
  }

  private JsonNode line(String home) throws Exception {
    return api.get("/v1/bills/" + home).json().get("lines").get(0);
  }

  private static JsonNode created(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json();
  }

  private Reply open(String home, int line) throws Exception {
    return api.post(
        "/v1/disputes",
        "{\"participant\":\"%s\",\"slotStart\":\"%s\",\"line\":%d,\"reason\":\"Not mine.\"}"
            .formatted(home, SLOT, line));
  }

  private Reply decide(long id, String decider, String home) throws Exception {
    return api.post(
        "/v1/disputes/" + id + "/decision",
        ("{\"decider\":\"%s\",\"participant\":\"%s\",\"correctedNano\":-5000000,"
                + "\"reason\":\"Read twice.\"}")
            .formatted(decider, home));
  }
}
