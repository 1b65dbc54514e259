package org.commonwatt.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jazzer in a process of its own, for seconds. */
@Tag("slow")
class FuzzingSlowTest {
  private static final String PLANTED = "bad";
  private static final int SECONDS = 120;

  @TempDir Path folder;

  /** Fails on one word, which nobody guesses. */
  public static final class Faulty {
    private Faulty() {}

    /** What Jazzer calls. */
    public static void fuzzerTestOneInput(byte[] input) {
      if (input.length > 2 && input[0] == 'b' && input[1] == 'a' && input[2] == 'd') {
        throw new IllegalStateException("planted");
      }
    }
  }

  @Test
  void aPlantedFaultIsFoundByCoverage() throws Exception {
    Parser faulty = new Parser("faulty", () -> List.of(new byte[] {1, 2, 3, 4}), input -> true);
    Fuzzing.Result result = Fuzzing.run(Faulty.class, faulty, SECONDS, folder);
    assertThat(result.findings()).hasSize(1);
    assertThat(Files.readString(result.findings().get(0), StandardCharsets.ISO_8859_1))
        .startsWith(PLANTED);
  }

  @Test
  void aParserIsGivenManyInputs() throws Exception {
    Said said = run("3", folder.toString(), "battery-codes");
    assertThat(said.text())
        .matches("battery-codes +\\d*,?\\d+ inputs, +[1-9]\\d* branches, nothing found\\R");
    assertThat(said.exit()).isZero();
    assertThat(folder.resolve("battery-codes/inputs")).isDirectoryContaining("glob:**/seed-0");
  }

  @Test
  void aWrongCommandLineIsAnsweredWithTheRightOne() throws Exception {
    assertThat(run("0", folder.toString())).isEqualTo(run("3"));
    assertThat(run("3").exit()).isEqualTo(2);
    assertThat(run("3").text()).startsWith("SECONDS FOLDER");
  }

  private record Said(int exit, String text) {}

  private static Said run(String... args) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exit = Fuzzing.run(args, new PrintStream(out, true, StandardCharsets.UTF_8));
    return new Said(exit, out.toString(StandardCharsets.UTF_8));
  }
}
