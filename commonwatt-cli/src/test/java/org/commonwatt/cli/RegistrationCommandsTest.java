package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the officers' commands send and say, before a fake of the API. */
class RegistrationCommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final FakeMarketApi api = new FakeMarketApi();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void anAccountIsSetToAState() {
    api.answers.put("/v1/accounts/newcomer/state", "{\"state\":\"ACTIVE\"}");
    assertThat(run("account", "set", "newcomer", "active", "--officer=registrar")).isZero();
    assertThat(api.requests)
        .containsExactly(
            "POST /v1/accounts/newcomer/state {\"officer\":\"registrar\",\"state\":\"ACTIVE\"}");
    assertThat(out.toString()).isEqualTo("The account newcomer is ACTIVE.\n");
  }

  @Test
  void aDepositIsAcceptedOrRefused() {
    api.answers.put("/v1/deposits/decision", "{\"state\":\"REFUSED\"}");
    assertThat(run("account", "deposit", "newcomer", "50", "--officer=bank")).isZero();
    assertThat(run("account", "deposit", "newcomer", "50", "--officer=bank", "--refuse")).isZero();
    String sent =
        "POST /v1/deposits/decision {\"officer\":\"bank\",\"participant\":\"newcomer\","
            + "\"amountNano\":50,\"accepted\":";
    assertThat(api.requests).containsExactly(sent + "true}", sent + "false}");
    assertThat(out.toString()).contains("The deposit of newcomer is REFUSED.");
  }

  @Test
  void gainsAreTakenOut() {
    api.answers.put("/v1/accounts/ann/pay-outs", "{\"amountNano\":\"70\"}");
    assertThat(run("account", "pay-out", "ann", "70")).isZero();
    assertThat(api.requests).containsExactly("POST /v1/accounts/ann/pay-outs {\"amountNano\":70}");
    assertThat(out.toString()).isEqualTo("70 nano-currency of ann left the market.\n");
    assertThat(run("account", "pay-out", "ann", "much")).isEqualTo(2);
    assertThat(run("account", "pay-out", "no id", "1")).isEqualTo(2);
    api.status = 409;
    api.answers.put(
        "/v1/accounts/ann/pay-outs", "{\"code\":\"WITHDRAWAL_TOO_LARGE\",\"detail\":\"only 7\"}");
    assertThat(run("account", "pay-out", "ann", "70")).isEqualTo(1);
    assertThat(err.toString()).contains("WITHDRAWAL_TOO_LARGE");
  }

  @Test
  void aMeterPointIsConfirmedAndHandedOver() {
    api.answers.put("/v1/meter-points/p/decision", "{\"state\":\"ASSIGNED\"}");
    assertThat(run("meter-point", "confirm", "p", "newcomer", "--officer=meters")).isZero();
    assertThat(run("meter-point", "hand-over", "p", "next", "2022-08-02T19:00:00Z", "--officer=m"))
        .isZero();
    assertThat(api.requests)
        .containsExactly(
            "POST /v1/meter-points/p/decision {\"officer\":\"meters\",\"participant\":\"newcomer\","
                + "\"accepted\":true}",
            "POST /v1/meter-points/p/hand-over {\"officer\":\"m\",\"participant\":\"next\","
                + "\"from\":\"2022-08-02T19:00:00Z\"}");
    assertThat(out.toString()).contains("The meter point p is ASSIGNED.");
  }

  @Test
  void whatWaitsIsShownToWhoSaysWhatFor() {
    api.answers.put(
        "/v1/registrations",
        "{\"accounts\":[{\"participant\":\"a\",\"state\":\"REQUESTED\"}],\"meterPoints\":[{"
            + "\"meterPoint\":\"p\",\"participant\":\"b\",\"meter\":\"m\",\"area\":\"east\","
            + "\"feedInW\":8000,\"loadW\":4000,\"from\":\"F\"}],\"deposits\":[{"
            + "\"participant\":\"c\",\"amountNano\":\"50\"}]}");
    assertThat(run("account", "waiting", "--purpose=my work")).isZero();
    assertThat(api.requests).containsExactly("GET /v1/registrations");
    assertThat(api.header("Commonwatt-purpose")).containsExactly("my work");
    assertThat(out.toString())
        .contains("account      a\n")
        .contains("meter point  p of b: meter m in east, feed-in 8000 W, load 4000 W, from F\n")
        .contains("deposit      c 50 nano-currency\n");
    assertThat(run("account", "waiting", "--purpose=a\nb")).isEqualTo(UserError.EXIT_CODE);
    assertThat(err.toString()).contains("--purpose");
  }

  @Test
  void allPagesOfWhatWaitsAreShown() {
    api.answers.put(
        "/v1/registrations",
        "{\"accounts\":[{\"participant\":\"a\"}],\"next\":\"abc\",\"more\":true}");
    api.answers.put(
        "/v1/registrations?cursor=abc",
        "{\"accounts\":[{\"participant\":\"b\"}],\"next\":\"def\",\"more\":false}");
    assertThat(run("account", "waiting")).isZero();
    assertThat(out.toString()).isEqualTo("account      a\naccount      b\n");
    assertThat(api.requests)
        .containsExactly("GET /v1/registrations", "GET /v1/registrations?cursor=abc");
  }

  @Test
  void allPagesOfTheContractsOfAParticipantAreShown() {
    String path = "/v1/accounts/ann/bilateral-contracts";
    String terms =
        "\"buyer\":\"ann\",\"seller\":\"bob\",\"area\":\"east\",\"fromMillis\":0,"
            + "\"toMillis\":900000,\"energyWh\":500}}]";
    api.answers.put(
        path, "{\"next\":\"abc\",\"contracts\":[{\"terms\":{\"contractId\":\"b-2\"," + terms + "}");
    api.answers.put(
        path + "?cursor=abc",
        "{\"next\":null,\"contracts\":[{\"terms\":{\"contractId\":\"b-1\"," + terms + "}");
    assertThat(run("bilateral", "of", "ann", "--purpose=a complaint")).isZero();
    assertThat(api.requests).containsExactly("GET " + path, "GET " + path + "?cursor=abc");
    assertThat(api.header("Commonwatt-purpose")).containsExactly("a complaint", "a complaint");
    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "contract buyer seller area from to Wh per slot",
            "b-2 ann bob east 1970-01-01T00:00:00Z 1970-01-01T00:15:00Z 500",
            "b-1 ann bob east 1970-01-01T00:00:00Z 1970-01-01T00:15:00Z 500");
    assertThat(run("bilateral", "of", "no id")).isEqualTo(2);
  }

  @Test
  void aRefusalIsToldInTheMarketsWords() {
    api.status = 403;
    api.answers.put(
        "/v1/meter-points/p/decision",
        "{\"code\":\"NOT_REGISTRAR\",\"detail\":\"It is meters.\",\"hint\":\"See.\"}");
    assertThat(run("meter-point", "confirm", "p", "newcomer", "--officer=me")).isEqualTo(1);
    assertThat(err.toString()).contains("commonwatt: NOT_REGISTRAR: It is meters. See.");
    api.answers.put("/v1/registrations", "{\"code\":\"PURPOSE_REQUIRED\"}");
    assertThat(run("account", "waiting")).isEqualTo(1);
  }

  @Test
  void whatIsLeftOutOrWrongIsNamedAndNothingIsSent() {
    assertThat(run("account")).isEqualTo(2);
    assertThat(run("meter-point")).isEqualTo(2);
    assertThat(run("account", "set", "a b", "ACTIVE", "--officer=r")).isEqualTo(2);
    assertThat(run("account", "set", "a", "REQUESTED", "--officer=r")).isEqualTo(2);
    assertThat(run("account", "set", "a", "ACTIVE")).isEqualTo(2);
    assertThat(run("account", "deposit", "a", "fifty", "--officer=b")).isEqualTo(2);
    assertThat(run("meter-point", "confirm", "../x", "a", "--officer=m")).isEqualTo(2);
    assertThat(run("meter-point", "hand-over", "p", "a", "noon", "--officer=m")).isEqualTo(2);
    assertThat(api.requests).isEmpty();
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (arguments.length > 1) {
      all.add(api.option());
    }
    CommandLine line = Commonwatt.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(all.toArray(String[]::new));
  }
}
