package org.commonwatt.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What {@code battery decode} reads, prints and returns. */
class BatteryDecodeCommandTest {
  private static final Path GOLDEN = Path.of("src/test/resources/battery");

  private record Run(int code, List<String> lines) {}

  @Test
  void theExamplesDecodeAsTheGoldenFileSays() throws IOException {
    byte[] codes = Files.readAllBytes(GOLDEN.resolve("codes.txt"));
    Run run = decode(codes);
    assertThat(run.lines())
        .containsExactlyElementsOf(Files.readAllLines(GOLDEN.resolve("codes.jsonl")));
    assertThat(run.code()).as("some are no codes").isEqualTo(2);
  }

  @Test
  void codesMayBeNamedAndStandardInputIsThenLeftAlone() {
    Run run = decode("A765101015\n".getBytes(UTF_8), "001CB240000003B3C0221953");
    assertThat(run.code()).isZero();
    assertThat(run.lines()).hasSize(1);
    assertThat(run.lines().get(0)).contains("\"date\":\"2021-03-12\"");
    assertThat(decode(new byte[0], "").code()).as("an empty code is named").isEqualTo(2);
    assertThat(decode(new byte[0])).isEqualTo(new Run(0, List.of()));
  }

  @Test
  void everyLineGetsAnAnswerWhateverItsBytesAre() throws IOException {
    byte[] bytes = "\u00ff\u00fe\n\r\n  \n001CB240000003B3C0221953\r\n\u0000".getBytes(ISO_8859_1);
    Run run = decode(bytes);
    assertThat(run.lines()).hasSize(3);
    assertThat(json(run.lines().get(0)).get("input").textValue()).isEqualTo("\ufffd\ufffd");
    assertThat(json(run.lines().get(1)).get("valid").booleanValue()).isTrue();
    assertThat(json(run.lines().get(2)).get("input").textValue()).isEqualTo("\u0000");
    Run halves = decode(new byte[0], "\ud83d");
    assertThat(json(halves.lines().get(0)).get("input").textValue()).isEqualTo("\ud83d");
  }

  @Test
  void aLineWithoutEndIsCutAndTheNextIsRead() throws IOException {
    Run run = decode(("A".repeat(5_000) + "\n001CB240000003B3C0221953").getBytes(UTF_8));
    assertThat(json(run.lines().get(0)).get("input").textValue()).hasSize(1000);
    assertThat(json(run.lines().get(0)).at("/errors/0/code").textValue()).isEqualTo("LENGTH");
    assertThat(json(run.lines().get(1)).get("valid").booleanValue()).isTrue();
  }

  private static JsonNode json(String line) throws IOException {
    return new ObjectMapper().readTree(line);
  }

  private static Run decode(byte[] in, String... codes) {
    StringWriter out = new StringWriter();
    int code =
        new CommandLine(new BatteryDecodeCommand(new ByteArrayInputStream(in)))
            .setOut(new PrintWriter(out))
            .execute(codes);
    return new Run(code, out.toString().lines().toList());
  }
}
