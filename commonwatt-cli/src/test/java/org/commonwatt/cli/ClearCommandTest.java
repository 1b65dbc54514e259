package org.commonwatt.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What {@code clear} and {@code bench clear} open, print and return. */
class ClearCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'id':'x','areas':[{'id':'A'}]}|0|1",
        "{'id':'x','areas':[{'id':'A'}]};nonsense;{'id':'y','areas':[{'id':'A'}]}|2|3",
        "{'id':'x','areas':[{'id':'A'},{'id':'B'}],"
            + "'links':[{'from':'A','to':'B','minFlowWh':5,'maxFlowWh':9}]}|2|1"
      })
  void oneBadCaseGivesExitCodeTwoAndALineForEach(String cases, int exitCode, int lines)
      throws IOException {
    Path file = folder.resolve("cases.jsonl");
    Files.writeString(file, cases.replace('\'', '"').replace(";", "\n"));
    StringWriter out = new StringWriter();
    CommandLine command = new CommandLine(new ClearCommand()).setOut(new PrintWriter(out));
    assertThat(command.execute(file.toString())).isEqualTo(exitCode);
    assertThat(out.toString().lines()).hasSize(lines);
  }

  @Test
  void outputThatGetsLostIsAFailureAndTheRestIsNotCleared() throws IOException {
    Path file = folder.resolve("cases.jsonl");
    Files.writeString(file, "{\"id\":\"x\",\"areas\":[{\"id\":\"A\"}]}\n".repeat(3));
    int[] writes = {0};
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            writes[0]++;
            throw new IOException("no space left");
          }
        };
    CommandLine command = new CommandLine(new ClearCommand()).setOut(new PrintWriter(full, true));
    command.setExecutionExceptionHandler(
        (e, failed, parsed) -> e instanceof UserError ? UserError.EXIT_CODE : 1);
    assertThat(command.execute(file.toString())).isEqualTo(UserError.EXIT_CODE);
    assertThat(writes[0]).as("tries to write").isEqualTo(1);
  }

  @Test
  void casesMayComeFromStandardInput() throws IOException {
    InputStream before = System.in;
    String cases = "{\"id\":\"x\",\"areas\":[{\"id\":\"A\"}]}\nnonsense\n";
    System.setIn(new ByteArrayInputStream(cases.getBytes(UTF_8)));
    try {
      StringWriter out = new StringWriter();
      CommandLine command = new CommandLine(new ClearCommand()).setOut(new PrintWriter(out));
      assertThat(command.execute("-")).isEqualTo(2);
      assertThat(out.toString().lines()).hasSize(2);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void theBenchPrintsItsFiguresAsJson() throws IOException {
    Path file = folder.resolve("cases.jsonl");
    Files.writeString(file, "{\"id\":\"x\",\"areas\":[{\"id\":\"A\"}]}");
    StringWriter out = new StringWriter();
    CommandLine command = new CommandLine(new BenchCommand()).setOut(new PrintWriter(out));
    assertThat(command.execute("clear", file.toString())).isZero();
    assertThat(out.toString())
        .matches("\\{\"cases\":1,\"medianMicrosPerCase\":[0-9.]+,\"p99MicrosPerCase\":[0-9.]+}\\R");
  }

  @Test
  void opensAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("cases.jsonl"), "{}");
    try (InputStream in = ClearCommand.open(file.toString())) {
      assertThat(in.readAllBytes()).hasSize(2);
    }
  }

  @Test
  void saysThatThereIsNoFile() {
    String missing = folder.resolve("none").toString();
    assertThatThrownBy(() -> ClearCommand.open(missing))
        .isInstanceOf(UserError.class)
        .hasMessage("there is no file " + missing + ": name one, or - for standard input");
  }

  @Test
  void saysThatAFolderIsNoFile() {
    assertThatThrownBy(() -> ClearCommand.open(folder.toString()))
        .isInstanceOf(UserError.class)
        .hasMessage(folder + " is a folder: name a file, or - for standard input");
  }
}
