package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

/** What the commands of dispatch calls send and say, before a fake of the API. */
class StorageCallCommandsTest {
  private static final String CALLS = "/v1/grid/storage-calls";
  private static final String TOLD =
      "{\"call\":\"noon\",\"state\":\"open\",\"injectionSlotWh\":-900,\"from\":\"a\",\"to\":\"b\",\"reason\":\"sun\","
          + "\"units\":[{\"unit\":\"barn\",\"owner\":\"ann\",\"injectionSlotWh\":-500,\"priceMicroPerKwh\":0,"
          + "\"answer\":\"refused\",\"reason\":\"maintenance\",\"until\":\"c\"},{\"unit\":\"u\",\"owner\":\"bob\","
          + "\"injectionSlotWh\":-400,\"priceMicroPerKwh\":7,\"answer\":null,\"reason\":\"\",\"until\":\"c\"}]}";

  private final StringWriter out = new StringWriter();
  private final FakeMarketApi api = new FakeMarketApi();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aCallIsPreviewedSentAndShown() throws Exception {
    Path file = folder.resolve("call.json");
    Files.writeString(
        file,
        "{\"area\":\"e\",\"from\":\"a\",\"to\":\"b\",\"injectionSlotWh\":-900,\"priceMicroPerKwh\":9}");
    String preview = CALLS + "/preview?area=e&from=a&to=b&injectionSlotWh=-900&priceMicroPerKwh=9";
    api.answers.put(
        preview,
        "{\"units\":[{\"unit\":\"barn\",\"owner\":\"ann\",\"injectionSlotWh\":-500,\"priceMicroPerKwh\":0}],"
            + "\"leftSlotWh\":-400,\"costNano\":\"0\"}");
    api.answers.put(CALLS, TOLD);
    api.answers.put(CALLS + "/noon/cancellation", TOLD);
    assertThat(run("storage", "preview", file.toString())).isZero();
    assertThat(out.toString())
        .contains("  barn of ann: -500 Wh a slot at 0")
        .contains("Left: -400 Wh a slot. Cost: 0 nano");
    assertThat(run("storage", "call", file.toString())).isZero();
    assertThat(out.toString())
        .contains("noon open: -900 Wh a slot from a to b, sun")
        .contains("  barn of ann: -500 Wh a slot at 0, refused: maintenance")
        .contains("  u of bob: -400 Wh a slot at 7, asked until c");
    assertThat(run("storage", "cancel-call", "operator", "noon", "clouds")).isZero();
    assertThat(api.requests)
        .contains(
            "GET " + preview,
            "POST "
                + CALLS
                + "/noon/cancellation {\"operator\":\"operator\",\"reason\":\"clouds\"}");
  }

  @Test
  void anOwnerNamesAPriceAcceptsAndRefuses() {
    String answer = "/v1/accounts/ann/storage-calls/noon/answer";
    api.answers.put(answer, "{\"answer\":\"refused\",\"reason\":\"maintenance\"}");
    assertThat(run("storage", "call-price", "ann", "barn", "0")).isZero();
    assertThat(run("storage", "answer", "ann", "noon", "barn")).isZero();
    assertThat(run("storage", "answer", "ann", "noon", "barn", "--refuse=maintenance")).isZero();
    assertThat(api.requests)
        .containsExactly(
            "POST /v1/accounts/ann/storage-units/barn/call-price {\"priceMicroPerKwh\":0}",
            "POST " + answer + " {\"unit\":\"barn\",\"accept\":true}",
            "POST " + answer + " {\"unit\":\"barn\",\"accept\":false,\"reason\":\"maintenance\"}");
    assertThat(out.toString()).contains("refused maintenance");
  }

  @Test
  void callsAreListedForAllOrForOne() {
    api.answers.put("/v1/accounts/ann/storage-calls", "{\"calls\":[" + TOLD + "]}");
    assertThat(run("storage", "calls", "--participant=ann")).isZero();
    assertThat(run("storage", "calls", "--purpose=review")).isZero();
    assertThat(out.toString()).contains("noon open");
    assertThat(api.header("Commonwatt-purpose")).contains("review");
    assertThat(run("storage", "calls", "--participant=no id")).isEqualTo(2);
  }

  @Test
  void whatWasDeliveredForACallIsShownSlotBySlot() {
    String units =
        "{\"unit\":\"u\",\"owner\":\"bob\",\"injectionSlotWh\":-400,\"priceMicroPerKwh\":7,"
            + "\"answer\":\"accepted\",\"reason\":\"\",\"slots\":[{\"slotStart\":\"s\",\"acceptedWh\":-400,"
            + "\"lost\":false,\"deliveredWh\":-300,\"deliveredW\":-1200,\"missedWh\":100},"
            + "{\"slotStart\":\"t\",\"acceptedWh\":-400,\"lost\":false,\"deliveredWh\":null},"
            + "{\"slotStart\":\"v\",\"acceptedWh\":-400,\"lost\":true,\"deliveredWh\":0,\"deliveredW\":0,"
            + "\"missedWh\":400}]}";
    String told = TOLD.substring(0, TOLD.indexOf("\"units\"")) + "\"units\":[" + units + "]";
    api.answers.put(CALLS + "/noon?from=s", told + ",\"next\":\"w\"}");
    api.answers.put("/v1/accounts/bob/storage-calls/noon", told + ",\"next\":null}");
    assertThat(run("storage", "calls", "--call=noon", "--from=s")).isZero();
    assertThat(out.toString())
        .contains("    s -400 Wh accepted, -300 delivered (-1200 W), 100 missed")
        .contains("    t -400 Wh accepted, not reported")
        .contains("    v -400 Wh accepted, 0 delivered (0 W), 400 missed, lost before")
        .contains("More slots: --from w");
    assertThat(run("storage", "calls", "--call=noon", "--participant=bob")).isZero();
    assertThat(run("storage", "calls", "--call=no id")).isEqualTo(2);
  }

  @Test
  void aLesseeLooksAtItsVirtualBatteryAndPlansIt() {
    String shown =
        "{\"unit\":\"u\",\"lease\":\"l\",\"storedWh\":10,\"energyWh\":200,\"chargeW\":400,\"dischargeW\":800,"
            + "\"from\":\"a\",\"to\":\"b\",\"stale\":true,\"slots\":[{\"slotStart\":\"a\",\"injectionWh\":-100,"
            + "\"setPointW\":-400,\"storedWh\":90},{\"slotStart\":\"x\",\"injectionWh\":0}]}";
    String leases = "/v1/accounts/ann/storage-leases";
    api.answers.put(leases, "{\"leases\":[" + shown + "]}");
    api.answers.put(leases + "/u/l", shown);
    api.answers.put(leases + "/u/l/plan", shown);
    assertThat(run("storage", "leases", "ann")).isZero();
    assertThat(out.toString())
        .contains("u/l: 10 of 200 Wh, 400 W in, 800 W out, from a to b, stale")
        .contains("  a -400 W, then 90 Wh")
        .doesNotContain("  x ");
    assertThat(run("storage", "plan", "ann", "u", "l", "a", "--wh=-100,0,50")).isZero();
    assertThat(run("storage", "plan", "ann", "u", "l", "a")).isZero();
    assertThat(api.requests)
        .contains(
            "POST " + leases + "/u/l/plan {\"from\":\"a\",\"injectionWh\":[-100,0,50]}",
            "POST " + leases + "/u/l/plan {\"from\":\"a\"}");
    assertThat(run("storage", "leases", "no id")).isEqualTo(2);
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(api.option());
    CommandLine line = Commonwatt.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(new StringWriter(), true));
    return line.execute(all.toArray(String[]::new));
  }
}
