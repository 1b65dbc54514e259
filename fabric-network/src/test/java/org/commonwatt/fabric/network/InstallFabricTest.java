package org.commonwatt.fabric.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code scripts/install-fabric} with a script in Go's place: what it asks of Go and says to us.
 */
class InstallFabricTest {
  private static final Path SCRIPTS = Path.of("../scripts").toAbsolutePath().normalize();
  private static final List<String> TOOLS =
      List.of(
          "awk", "bash", "cat", "chmod", "dirname", "env", "grep", "head", "mkdir", "mktemp", "mv",
          "rm", "sed", "sh", "tail", "tee", "touch");

  /** A Go that writes commands which call themselves what the linker was told. */
  private static final String GO =
      """
      #!/bin/sh
      if [ "$1" = env ]; then echo GOVERSION; exit 0; fi
      echo "$PWD GOTOOLCHAIN=$GOTOOLCHAIN $*" >>CALLS
      version=$(echo "$*" | sed -n 's/.*metadata.Version=\\([^ ]*\\).*/\\1/p')
      commit=$(echo "$*" | sed -n 's/.*metadata.CommitSHA=\\([^ ]*\\).*/\\1/p')
      echo "go: downloading example.test/module v1.0.0" >&2
      for name in $(sed -n 's/.*fabric\\/cmd\\/\\([a-z]*\\)$/\\1/p' go.mod); do
        printf '#!/bin/sh\\nprintf "peer:\\\\n Version: %s\\\\n Commit SHA: %s\\\\n"\\n' \\
          "$version" "$commit" >"$GOBIN/$name"
        chmod +x "$GOBIN/$name"
      done
      FAILURE
      """;

  @TempDir Path folder;
  private Path tools;

  @BeforeEach
  void makeToolsReachable() throws IOException {
    tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : TOOLS) {
      script(tool, "#!/bin/sh\nexec " + onThisMachine(tool) + " \"$@\"\n");
    }
  }

  @Test
  void theCommandsAreFoundWhereTheyWerePutAndAreOfASupportedVersion() throws Exception {
    go("go1.26.8", "");

    Result result = run(Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString()));

    assertThat(result.output()).contains("Building Fabric v2.5.0");
    assertThat(result.exitCode()).as(result.output()).isZero();
    FabricCommands found =
        FabricCommands.find(Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString()));
    assertThat(found.version()).isEqualTo("v2.5.0");
    assertThat(result.output()).contains("Fabric v2.5.0 is in " + found.folder());
    try (var left = Files.list(found.folder().resolveSibling(""))) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("bin", "install.log");
    }
  }

  @Test
  void goIsAskedOnceForThePinnedModuleAndForNoOtherGo() throws Exception {
    go("go1.24", "");
    Path home = folder.resolve("fabric");

    assertThat(run(Map.of(), home.toString()).exitCode()).isZero();
    Result second = run(Map.of(FabricCommands.HOME_VARIABLE, home.toString()));

    assertThat(second.output()).isEqualTo("Fabric v2.5.0 is in " + home + "/bin already.\n");
    assertThat(calls()).hasSize(1);
    assertThat(calls().get(0))
        .startsWith(SCRIPTS.resolve("fabric-commands") + " GOTOOLCHAIN=local install ")
        .contains(" -mod=readonly ")
        .contains("metadata.CommitSHA=bd8e24856939")
        .endsWith(" tool");
  }

  @Test
  void everyModuleIsPinnedByItsSum() throws IOException {
    Path module = SCRIPTS.resolve("fabric-commands");
    String sums = Files.readString(module.resolve("go.sum"));
    Matcher required =
        Pattern.compile("(?m)^\t(\\S+ v\\S+)( // indirect)?$")
            .matcher(Files.readString(module.resolve("go.mod")));
    int count = 0;
    while (required.find()) {
      assertThat(sums).contains(required.group(1) + "/go.mod h1:");
      count++;
    }
    assertThat(count).isGreaterThan(50);
    assertThat(sums).contains("\ngithub.com/hyperledger/fabric v1.4.0-rc1.0.");
  }

  @Test
  void anotherVersionIsReplaced() throws Exception {
    go("go1.26.8", "");
    Path home = folder.resolve("fabric");
    new FakeCommands(home.resolve("bin"));

    assertThat(run(Map.of(), home.toString()).exitCode()).isZero();

    assertThat(FabricCommands.in(home.resolve("bin")).version()).isEqualTo("v2.5.0");
  }

  @Test
  void withoutGoTheScriptSaysWhatItNeeds() throws Exception {
    Result result = run(Map.of(), folder.resolve("fabric").toString());

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.output()).contains("no Go found: install Go 1.24 or newer");
    assertThat(folder.resolve("fabric")).doesNotExist();
  }

  @Test
  void anOldGoIsNamed() throws Exception {
    go("go1.19.8", "");

    Result result = run(Map.of(), folder.resolve("fabric").toString());

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.output()).contains("is go1.19.8: Go 1.24 or newer is needed");
  }

  @Test
  void whatGoCouldNotDoIsShownAndNothingIsInstalled() throws Exception {
    go("go1.26.8", "echo 'example.test/module: no route to the proxy' >&2; exit 1");
    Path home = folder.resolve("fabric");

    Result result = run(Map.of(), home.toString());

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.output())
        .contains("example.test/module: no route to the proxy")
        .contains("is there a network")
        .contains(home.resolve("install.log").toString());
    assertThat(home.resolve("bin")).isEmptyDirectory();
  }

  @Test
  void anUnknownOptionIsRefusedAndHelpIsGiven() throws Exception {
    assertThat(run(Map.of(), "--force").output()).contains("there is no option --force");
    assertThat(run(Map.of(), "a", "b").exitCode()).isEqualTo(3);
    assertThat(run(Map.of(), "--help").output())
        .startsWith("Builds Hyperledger Fabric's commands from source")
        .contains("Needs Go 1.24 or newer");
  }

  private record Result(int exitCode, String output) {}

  private void go(String version, String failure) throws IOException {
    script(
        "go",
        GO.replace("GOVERSION", version)
            .replace("CALLS", folder.resolve("calls").toString())
            .replace("FAILURE", failure));
  }

  private void script(String name, String text) throws IOException {
    Path file = Files.writeString(tools.resolve(name), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  private Result run(Map<String, String> environment, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(SCRIPTS.resolve("install-fabric").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().remove(FabricCommands.HOME_VARIABLE);
    builder.environment().putAll(environment);
    builder.environment().put("PATH", tools.toString());
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  private static Path onThisMachine(String tool) {
    for (String place : System.getenv("PATH").split(File.pathSeparator)) {
      Path found = Path.of(place, tool);
      if (Files.isExecutable(found)) {
        return found;
      }
    }
    throw new IllegalStateException("this machine has no " + tool);
  }
}
