package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code storage advise} and {@code storage clear} print and return. */
class StorageCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = Commonwatt.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  @Test
  void aScheduleIsOneLineAndExitCodeZero() {
    assertThat(run("storage", "advise", "../docs/formats/storage-advice.example.json")).isZero();
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(out.toString()).startsWith("{\"id\":\"toy\",\"search\":\"complete\"");
  }

  @Test
  void anAuctionIsOneLineAndExitCodeZero() throws IOException {
    assertThat(run("storage", "clear", "../docs/formats/storage-auction.example.json")).isZero();
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(out.toString()).startsWith("{\"id\":\"noon\",\"status\":\"cleared\"");
    out.getBuffer().setLength(0);
    Path file = folder.resolve("case.json");
    Files.writeString(file, "[]");
    assertThat(run("storage", "clear", file.toString())).isEqualTo(2);
    assertThat(out.toString()).startsWith("{\"error\":\"a case must be a JSON object\"");
  }

  @Test
  void aBadCaseIsOneLineAndExitCodeTwo() throws IOException {
    Path file = folder.resolve("case.json");
    Files.writeString(file, "{}");
    assertThat(run("storage", "advise", file.toString())).isEqualTo(2);
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(out.toString()).startsWith("{\"error\":\"the field id is missing\"");
  }

  @Test
  void aMissingFileOrCommandIsNamed() {
    String file = folder.resolve("none.json").toString();
    assertThat(run("storage", "advise", file)).isEqualTo(UserError.EXIT_CODE);
    assertThat(err.toString()).contains("there is no file " + file);
    assertThat(run("storage")).isEqualTo(2);
    assertThat(err.toString()).contains("say what of storage you want");
  }
}
