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

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(api.option());
    CommandLine line = Commonwatt.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(new StringWriter(), true));
    return line.execute(all.toArray(String[]::new));
  }
}
