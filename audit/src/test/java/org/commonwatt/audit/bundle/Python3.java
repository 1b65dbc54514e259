package org.commonwatt.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the second verifier's Python. */
public final class Python3 {
  public static final Path FOLDER = Path.of("python").toAbsolutePath();

  /** Set where Python must be there: a test fails instead of being skipped. */
  private static final String REQUIRED = "COMMONWATT_PYTHON_REQUIRED";

  private Python3() {}

  /** What a process came to: standard output and error are one. */
  public record Run(int exitCode, String out) {}

  public static Run run(String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("python3", "-B"));
    words.addAll(List.of(arguments));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), out);
  }

  /** Whether it is there; says loudly when it is not. */
  public static boolean isThere() throws InterruptedException {
    try {
      if (run("-c", "import hashlib, json").exitCode() == 0) {
        return true;
      }
    } catch (IOException e) {
      assertThat(System.getenv(REQUIRED)).as("python3: " + e.getMessage()).isNull();
    }
    assertThat(System.getenv(REQUIRED)).as("a python3 that works").isNull();
    System.err.println("SKIPPED: the verifier in Python was not tried: there is no python3");
    return false;
  }
}
