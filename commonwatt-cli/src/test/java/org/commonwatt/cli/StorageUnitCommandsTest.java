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

/** What the commands of storage units send and say, before a fake of the API. */
class StorageUnitCommandsTest {
  private static final String OWN = "/v1/accounts/ann/storage-units/station";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final FakeMarketApi api = new FakeMarketApi();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void whatAFileSaysIsSentAndWhoLosesWhatIsShown() throws Exception {
    Path file = folder.resolve("unit.json");
    Files.writeString(file, "{\"unit\":\"station\"}");
    api.answers.put("/v1/storage-units", "{\"lost\":[]}");
    api.answers.put(
        "/v1/storage-units/station/state",
        "{\"lost\":[{\"commitment\":\"c\",\"owner\":\"bob\",\"limit\":\"TOO_FULL\",\"reason\":\"why\"}]}");
    api.answers.put(OWN + "/commitments", "{}");
    api.answers.put(OWN + "/commitments/c/withdrawal", "{}");
    api.answers.put(OWN + "/outages", "{\"lost\":[]}");
    assertThat(run("storage", "register", file.toString())).isZero();
    assertThat(run("storage", "state", "station", file.toString())).isZero();
    api.answers.put("/v1/storage-units/station/deliveries", "{}");
    assertThat(run("storage", "deliver", "station", file.toString())).isZero();
    assertThat(run("storage", "commit", "ann", "station", file.toString())).isZero();
    assertThat(run("storage", "withdraw", "ann", "station", "c")).isZero();
    assertThat(
            run(
                "storage",
                "outage",
                "ann",
                "station",
                "2022-08-02T07:00:00Z",
                "2022-08-02T08:00:00Z",
                "500000"))
        .isZero();
    assertThat(api.requests)
        .containsExactly(
            "POST /v1/storage-units {\"unit\":\"station\"}",
            "POST /v1/storage-units/station/state {\"unit\":\"station\"}",
            "POST /v1/storage-units/station/deliveries {\"unit\":\"station\"}",
            "POST " + OWN + "/commitments {\"unit\":\"station\"}",
            "POST " + OWN + "/commitments/c/withdrawal",
            "POST "
                + OWN
                + "/outages {\"from\":\"2022-08-02T07:00:00Z\",\"to\":\"2022-08-02T08:00:00Z\","
                + "\"availablePpm\":500000}");
    assertThat(out.toString()).contains("Lost: c of bob, TOO_FULL (why)");
  }

  @Test
  void unitsAndTheirSchedulesAreShown() {
    api.answers.put(
        "/v1/storage-units",
        "{\"units\":[{\"unit\":\"station\",\"owner\":\"ann\",\"area\":\"east\",\"usableWh\":7}]}");
    api.answers.put(OWN, "{\"state\":null}");
    api.answers.put(
        OWN + "/schedule",
        "{\"stale\":true,\"slots\":[{\"slotStart\":\"2022-08-02T07:00:00Z\",\"setPointW\":-2000}]}");
    assertThat(run("storage", "units")).isZero();
    assertThat(run("storage", "show", "ann", "station")).isZero();
    api.answers.put("/v1/accounts/ann/storage-services", "{\"services\":[],\"lots\":[]}");
    assertThat(run("storage", "services", "ann")).isZero();
    assertThat(run("storage", "schedule", "ann", "station", "--purpose=a check")).isZero();
    assertThat(out.toString())
        .contains("station          ann              east")
        .contains("\"state\" : null")
        .contains("\"lots\" : [ ]")
        .contains("Stale: no state of charge")
        .contains("2022-08-02T07:00:00Z          -2000");
  }

  @Test
  void whatIsNoJsonOrNoIdIsRefused() throws Exception {
    Path file = folder.resolve("unit.json");
    Files.writeString(file, "{");
    assertThat(run("storage", "register", file.toString())).isEqualTo(2);
    Files.writeString(file, "[]");
    assertThat(run("storage", "register", file.toString())).isEqualTo(2);
    assertThat(run("storage", "show", "no id", "station")).isEqualTo(2);
    assertThat(run("storage", "withdraw", "ann", "station", "no id")).isEqualTo(2);
    assertThat(api.requests).isEmpty();
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(api.option());
    CommandLine line = Commonwatt.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(all.toArray(String[]::new));
  }
}
