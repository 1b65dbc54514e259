package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * What the operator's commands send and say, before a fake of the API: it answers each path with
 * what it was given. {@code DocumentedCommandsTest} runs them before a real market.
 */
class OperatorCommandTest {
  private static final String SLOT = "2022-08-02T19:00:00Z";
  private static final String TRADE =
      "\"tradeId\":7,\"buyer\":\"home-01\",\"seller\":\"home-02\",\"energyWh\":100,"
          + "\"priceMicroPerKwh\":150000";

  private static final String LOSS =
      "\"tradeId\":8,\"buyer\":\"home-01\",\"seller\":\"home-02\",\"byWh\":60,\"leftWh\":40,"
          + "\"buyerMicroPerKwh\":3,\"sellerMicroPerKwh\":0";
  private static final String LOST =
      "trade 8, home-01 buys 60 Wh less of home-02, 40 Wh stand; the grid operator pays 3 and 0";

  /** An id and 32 bytes. */
  private static final String LOGIN = "local.op.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final FakeMarketApi api = new FakeMarketApi();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aLoginOfAFileIsSentAsABearers() throws IOException {
    Path login = folder.resolve("login");
    Files.writeString(login, LOGIN + "\n");
    assertThat(run("bust", "7", "--operator=op", "--reason=typo", "--login=" + login)).isZero();
    assertThat(api.header("Authorization")).containsExactly("Bearer " + LOGIN);
  }

  @Test
  void aFileWithoutALoginIsNamedAndNothingIsSent() throws IOException {
    Path login = folder.resolve("login");
    Files.writeString(login, "no login");
    assertThat(run("show", SLOT, "--login=" + login)).isEqualTo(3);
    assertThat(err.toString()).contains("--login: " + login + " holds no login");
    assertThat(api.requests).isEmpty();
  }

  @Test
  void aCancellationSendsWhoAndWhyAndTellsWhatFellAway() throws IOException {
    api.answers.put(
        "/v1/slots/" + SLOT + "/auction/cancellation",
        "{\"reason\":\"outage\",\"bustedTrades\":[{" + TRADE + "}],\"receipt\":{}}");
    Path json = folder.resolve("answer.json");
    assertThat(run("cancel-auction", SLOT, "--operator=op", "--reason=outage", "--json=" + json))
        .isZero();
    assertThat(api.requests)
        .containsExactly(
            "POST /v1/slots/"
                + SLOT
                + "/auction/cancellation {\"operator\":\"op\",\"reason\":\"outage\"}");
    assertThat(out.toString())
        .contains("The auction of slot " + SLOT + " is cancelled.")
        .contains("fell away: trade 7, home-01 buys 100 Wh of home-02 at 150000");
    assertThat(Files.readString(json)).contains("receipt");
  }

  @Test
  void aBustNamesTheTrade() {
    api.answers.put("/v1/trades/7/bust", "{" + TRADE + "}");
    assertThat(run("bust", "7", "--operator=op", "--reason=a typo")).isZero();
    assertThat(out.toString()).contains("Trade 7 is taken back.").contains("fell away: trade 7");
  }

  @Test
  void aLowerLimitSendsTheLinkAndTellsWhoLosesByIt() {
    api.answers.put("/v1/slots/" + SLOT + "/link-limits", "{\"curtailedTrades\":[{" + LOSS + "}]}");
    assertThat(limit("--min-flow-wh=-100", "--max-flow-wh=200")).isZero();
    assertThat(api.requests)
        .containsExactly(
            "POST /v1/slots/"
                + SLOT
                + "/link-limits {\"operator\":\"op\",\"reason\":\"outage\",\"from\":\"east\","
                + "\"to\":\"west\",\"minFlowWh\":-100,\"maxFlowWh\":200}");
    assertThat(out.toString())
        .contains("In slot " + SLOT + " the link east>west carries -100 to 200 Wh.")
        .contains("curtailed: " + LOST);
    assertThat(limit("--min-flow-wh=-100")).as("a limit is missing").isEqualTo(2);
    assertThat(limit("--min-flow-wh=0", "--max-flow-wh=much")).isEqualTo(2);
    assertThat(api.requests).hasSize(1);
  }

  @Test
  void anImportedPriceIsOneForBothUnlessTheLongOneIsNamed() {
    api.answers.put(
        "/v1/slots/" + SLOT + "/imbalance-prices",
        "{\"version\":2,\"shortMicroPerKwh\":350000,\"longMicroPerKwh\":90000}");
    String[] both = {
      "import-price", SLOT, "--importer=desk", "--area=east", "--price-version=2", "--short=350000"
    };
    assertThat(run(both)).isZero();
    List<String> dual = new ArrayList<>(List.of(both));
    dual.add("--long=-90000");
    assertThat(run(dual.toArray(String[]::new))).isZero();
    assertThat(api.requests)
        .containsExactly(
            "POST /v1/slots/"
                + SLOT
                + "/imbalance-prices {\"importer\":\"desk\",\"area\":\"east\",\"version\":2,"
                + "\"shortMicroPerKwh\":350000,\"longMicroPerKwh\":350000}",
            "POST /v1/slots/"
                + SLOT
                + "/imbalance-prices {\"importer\":\"desk\",\"area\":\"east\",\"version\":2,"
                + "\"shortMicroPerKwh\":350000,\"longMicroPerKwh\":-90000}");
    assertThat(out.toString())
        .contains("the imbalance price of east is 350000 µ/kWh short and 90000 long, version 2");
    assertThat(run("import-price", SLOT, "--importer=desk", "--area=east", "--short=1"))
        .as("a version is missing")
        .isEqualTo(2);
    both[4] = "--price-version=0";
    assertThat(run(both)).isEqualTo(2);
    assertThat(api.requests).hasSize(2);
  }

  private int limit(String... flows) {
    List<String> all =
        new ArrayList<>(List.of("limit-link", SLOT, "--from=east", "--to=west", "--operator=op"));
    all.add("--reason=outage");
    all.addAll(List.of(flows));
    return run(all.toArray(String[]::new));
  }

  @Test
  void aRefusalIsToldInTheMarketsWords() {
    api.status = 409;
    api.answers.put(
        "/v1/trades/7/bust",
        "{\"code\":\"DEADLINE_PAST\",\"detail\":\"It was possible until noon.\",\"hint\":\"See.\"}");
    assertThat(run("bust", "7", "--operator=op", "--reason=late")).isEqualTo(1);
    assertThat(err.toString())
        .contains("commonwatt: DEADLINE_PAST: It was possible until noon. See.");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void anUnknownOutcomeIsNotTakenForARefusal() {
    api.status = 503;
    api.answers.put(
        "/v1/trades/7/bust",
        "{\"code\":\"OUTCOME_UNKNOWN\",\"detail\":\"No answer came.\",\"hint\":\"client order id\"}");
    assertThat(run("bust", "7", "--operator=op", "--reason=x")).isEqualTo(1);
    assertThat(err.toString()).contains("may be done or not").doesNotContain("client order id");
  }

  @Test
  void aSlotIsShownWithAllThatWasTakenBack() {
    String slot = "/v1/slots/" + SLOT;
    api.answers.put(slot, "{\"phase\":\"CONTINUOUS\",\"gate\":\"G\",\"volumeWh\":100}");
    api.answers.put(
        slot + "/fallbacks",
        "{\"missedGate\":{\"lateMillis\":61000,\"fallback\":\"late-auction\"},"
            + "\"auctionCancelled\":\"outage\",\"bustedTrades\":[{"
            + TRADE
            + ",\"cause\":\"erroneous\",\"reason\":\"a typo\"}],\"linkLimits\":[{\"from\":\"east\","
            + "\"to\":\"west\",\"minFlowWh\":0,\"maxFlowWh\":5,\"reason\":\"a cable\"}],"
            + "\"curtailedTrades\":[{"
            + LOSS
            + "}]}");
    api.answers.put(slot + "/halts", "{\"halts\":[{\"area\":\"west\",\"until\":\"U\"}]}");
    api.answers.put(
        slot + "/trades",
        "{\"more\":true,\"next\":\"a b\",\"trades\":[{" + TRADE + ",\"phase\":\"auction\"}]}");
    api.answers.put(
        slot + "/trades?cursor=a+b",
        "{\"more\":false,\"trades\":[{\"tradeId\":9,\"phase\":\"continuous\"}]}");
    assertThat(run("show", SLOT)).isZero();
    assertThat(out.toString())
        .contains("CONTINUOUS")
        .contains("missed by 61000 ms: late-auction")
        .contains("cancelled: outage")
        .contains("halted     west until U")
        .contains("stands     trade 7", "stands     trade 9")
        .contains("limited    east>west carries 0 to 5 Wh: a cable")
        .contains("curtailed  " + LOST)
        .contains("erroneous: a typo");
  }

  @Test
  void whatIsNoMarketIsNamed() {
    api.answers.put("/v1/trades/7/bust", "<html>");
    assertThat(run("bust", "7", "--operator=op", "--reason=x")).isEqualTo(UserError.EXIT_CODE);
    assertThat(err.toString()).contains("is no market");
    api.close();
    assertThat(run("bust", "7", "--operator=op", "--reason=x")).isEqualTo(UserError.EXIT_CODE);
    assertThat(err.toString()).contains("nothing answers at").contains("--url");
  }

  @Test
  void whatIsLeftOutOrWrongIsNamed() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("bust", "7", "--operator=op")).isEqualTo(2);
    assertThat(run("bust", "0", "--operator=op", "--reason=x")).isEqualTo(2);
    assertThat(run("cancel-auction", "tomorrow", "--operator=op", "--reason=x")).isEqualTo(2);
    assertThat(run("show", SLOT, "--url=nowhere")).isEqualTo(UserError.EXIT_CODE);
    assertThat(api.requests).isEmpty();
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("operator"));
    all.addAll(List.of(arguments));
    boolean named = all.stream().anyMatch(word -> word.startsWith("--url"));
    if (arguments.length > 0 && !named) {
      all.add(api.option());
    }
    CommandLine line = Commonwatt.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(all.toArray(String[]::new));
  }
}
