package org.commonwatt.testkit.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The Java whose {@code java} the variable {@value #VARIABLE} names. */
public final class OtherJava {
  /** Names a {@code java} of another version than the one that runs the tests. */
  public static final String VARIABLE = "COMMONWATT_OTHER_JAVA";

  private static final long LIMIT_SECONDS = 300;

  private OtherJava() {}

  /**
   * Runs a program of this class path under the other Java; without one the test is skipped.
   *
   * @param program prints the feature version of its Java first
   * @param folder for what it prints
   * @return the lines that follow the first
   */
  public static List<String> linesOf(Class<?> program, Path folder)
      throws IOException, InterruptedException {
    @Nullable String java = System.getenv(VARIABLE);
    assumeTrue(java != null, "no other Java: " + VARIABLE + " is not set");
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), program.getName())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("ended in time").isTrue();
    assertThat(process.exitValue()).isZero();
    List<String> lines = Files.readAllLines(out);
    assertThat(lines.get(0))
        .as("version of the other Java")
        .isNotEqualTo("" + Runtime.version().feature());
    return lines.subList(1, lines.size());
  }
}
