package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code commonwatt demo --scenario}; the scenario itself has its tests. */
class ScenarioTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void aDayAtThePublishedScaleIsRunAndWrittenAndThePageShowsIt() throws Exception {
    Path json = folder.resolve("qinghai.json");
    int code = run("--scenario", "qinghai", "--days", "1", "--json", json.toString());
    assertThat(code).as(out.toString() + err).isZero();
    assertThat(Files.readString(json)).contains("\"plants\" : 366", "\"days\" : 1");
    String day =
        out.toString()
            .lines()
            .filter(line -> line.startsWith("2021-08-16"))
            .findFirst()
            .orElseThrow();
    assertThat(Files.readString(Path.of("../docs/shared-storage.md"))).contains(day);
  }

  @Test
  void whatBelongsToTheHomesDayIsRefused() {
    assertThat(run("--scenario", "qinghai", "--homes", "3")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--homes does not go with --scenario: leave one of them out");
  }

  @Test
  void moreThanAWeekIsRefused() {
    assertThat(run("--scenario", "qinghai", "--days", "8")).isEqualTo(2);
    assertThat(err.toString()).contains("--days must be 1 to 7, not 8");
  }

  private int run(String... arguments) {
    return new CommandLine(new DemoCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
