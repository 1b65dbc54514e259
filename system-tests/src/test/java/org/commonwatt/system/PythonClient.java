package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The Python client, brought by the script that users have, once for this JVM. */
final class PythonClient {
  static final Path SCRIPT = Repository.ROOT.resolve("scripts/python-client");

  /** Set where Python and a package index must be there: a test fails instead of being skipped. */
  private static final String REQUIRED = "COMMONWATT_PYTHON_REQUIRED";

  private static @Nullable String python;

  private PythonClient() {}

  /** Whether it is there; says loudly when it is not. */
  static boolean isThere() throws IOException, InterruptedException {
    return !python().isEmpty();
  }

  /** The python that has the client, empty when it cannot be brought and need not be. */
  static synchronized String python() throws IOException, InterruptedException {
    if (python == null) {
      python = bring();
    }
    return python;
  }

  private static String bring() throws IOException, InterruptedException {
    Path out = Files.createTempFile("python-client", ".out");
    Path err = Files.createTempFile("python-client", ".err");
    int exit =
        new ProcessBuilder(SCRIPT.toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    if (exit != 0 && System.getenv(REQUIRED) == null) {
      System.err.println("SKIPPED: the Python client was not tried: " + Files.readString(err));
      return "";
    }
    assertThat(exit).as(Files.readString(err)).isZero();
    return Files.readString(out).strip();
  }
}
