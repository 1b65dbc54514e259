package org.commonwatt.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./commonwatt} on machines where Java or Maven are missing or too old. */
class LauncherTest {
  private static final int NOT_ALLOWED = 3;
  private static final List<String> TOOLS =
      List.of("awk", "cat", "dirname", "find", "grep", "head", "mkdir", "rm", "sed", "tee");

  @TempDir private Path temp;
  private Path bin;
  private Path tree;

  /** A tree that was never built, and a PATH with the tools of a bare machine. */
  @BeforeEach
  void prepare() throws IOException {
    bin = Files.createDirectories(temp.resolve("bin"));
    tree = Files.createDirectories(temp.resolve("tree"));
    Files.copy(Repository.ROOT.resolve("commonwatt"), tree.resolve("commonwatt"));
    for (String tool : TOOLS) {
      Path found =
          List.of(Path.of("/bin"), Path.of("/usr/bin")).stream()
              .map(folder -> folder.resolve(tool))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      script(tool, "exec " + found + " \"$@\"");
    }
  }

  @Test
  void aMissingJavaIsNamed() throws IOException, InterruptedException {
    assertRefused("no Java found: install a JDK 17 or newer");
  }

  @Test
  void anOldJavaIsNamed() throws IOException, InterruptedException {
    java("11");
    assertRefused("is Java 11: JDK 17 or newer is needed");
  }

  @Test
  void theOldSpellingOfAVersionIsUnderstood() throws IOException, InterruptedException {
    java("1.8");
    assertRefused("is Java 1.8: JDK 17 or newer is needed");
  }

  @Test
  void aJavaThatSaysNothingIsNamed() throws IOException, InterruptedException {
    script("java", "exit 1");
    assertRefused("cannot tell the version of");
  }

  @Test
  void aMissingMavenIsNamed() throws IOException, InterruptedException {
    java("17");
    assertRefused("no Maven found: install Maven 3.8 or newer");
  }

  @Test
  void anOldMavenIsNamed() throws IOException, InterruptedException {
    java("17");
    script("mvn", "echo 'Apache Maven 3.6.3 (0000)'");
    assertRefused("is Maven 3.6: 3.8 or newer is needed");
  }

  @Test
  void aRuntimeWithoutACompilerIsNamed() throws IOException, InterruptedException {
    java("17");
    script("mvn", "echo 'Apache Maven 3.8.7 (0000)'");
    assertRefused("is a runtime without a compiler");
  }

  @Test
  void aFailedBuildShowsItsErrorsAndItsLog() throws IOException, InterruptedException {
    java("17");
    script("javac", "exit 0");
    script(
        "mvn",
        """
        if [ "$1" = -v ]; then echo 'Apache Maven 4.0.0'; else echo '[ERROR] no disk'; exit 1; fi""");
    Run run = run();
    assertThat(run.exitCode()).isEqualTo(NOT_ALLOWED);
    assertThat(run.output()).contains("[ERROR] no disk", "the build failed; the whole log is");
  }

  @Test
  void aBuiltTreeIsStartedWithTheArgumentsAndItsExitCode()
      throws IOException, InterruptedException {
    script(
        "java",
        """
        if [ "$1" = -XshowSettings:properties ]; then
          echo '    java.specification.version = 25' >&2
        else
          for last; do :; done; echo "started with $last"; exit 7
        fi""");
    Path app = Files.createDirectories(tree.resolve("commonwatt-cli/target/app"));
    Files.createFile(app.resolve("built"));
    Run run = run();
    assertThat(run.output()).contains("started with --version");
    assertThat(run.exitCode()).isEqualTo(7);
  }

  /** A tarball has neither sources nor Maven, and is not written to. */
  @Test
  void whatCameOutOfATarballIsStartedAsItIs() throws IOException, InterruptedException {
    script(
        "java",
        """
        if [ "$1" = -XshowSettings:properties ]; then
          echo '    java.specification.version = 17' >&2
        else
          echo "$@"
        fi""");
    Path app = Files.createDirectories(tree.resolve("app"));
    Run run = run();
    assertThat(run.output()).contains("-cp " + app + "/*:" + app + "/lib/*");
    assertThat(run.exitCode()).isZero();
    assertThat(tree.resolve("commonwatt-cli")).doesNotExist();
  }

  private void java(String version) throws IOException {
    script("java", "echo '    java.specification.version = " + version + "' >&2");
  }

  private void script(String name, String body) throws IOException {
    Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void assertRefused(String message) throws IOException, InterruptedException {
    Run run = run();
    assertThat(run.exitCode()).as(run.output()).isEqualTo(NOT_ALLOWED);
    assertThat(run.output().lines()).as(run.output()).hasSize(1);
    assertThat(run.output()).startsWith("commonwatt: ").contains(message);
  }

  private record Run(int exitCode, String output) {}

  private Run run() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", tree.resolve("commonwatt").toString(), "--version")
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), output);
  }
}
