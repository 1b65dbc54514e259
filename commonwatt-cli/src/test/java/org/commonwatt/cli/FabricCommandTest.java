package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands around a network, without one that runs. */
class FabricCommandTest {
  private static final String PORTS =
      """
      orderer=20001
      orderer-admin=20002
      peer-exchange=20003
      peer-exchange-chaincode=20004
      chaincode-exchange=20005
      peer-gridoperator=20006
      peer-gridoperator-chaincode=20007
      chaincode-gridoperator=20008
      peer-regulator=20009
      peer-regulator-chaincode=20010
      """;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private CommandLine command;

  @BeforeEach
  void make() {
    command =
        new CommandLine(new FabricCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "down", "logs"})
  void aFolderWithoutANetworkIsNamedTogetherWithTheWayToMakeOne(String what) {
    assertThat(command.execute(what, "--data", folder.toString())).isEqualTo(3);

    assertThat(err.toString())
        .contains(folder.resolve("fabric") + " holds no Fabric network")
        .contains("commonwatt fabric up");
  }

  @Test
  void aSubcommandIsNeeded() {
    assertThat(command.execute()).isEqualTo(2);
    assertThat(err.toString()).contains("say up, down, status or logs");
  }

  @Test
  void theFolderIsNeeded() {
    assertThat(command.execute("up")).isEqualTo(2);
    assertThat(err.toString()).contains("--data=DIR");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "10001", "many"})
  void linesAreANumberInRange(String lines) {
    assertThat(command.execute("logs", "--data", folder.toString(), "--lines", lines)).isEqualTo(2);
  }

  @Test
  void theEndsOfAllLogsAreShown() throws IOException {
    network();
    Path log = folder.resolve("fabric/logs/orderer.log");
    Files.createDirectories(folder.resolve("fabric/logs"));
    Files.writeString(log, "one\ntwo\nthree\n");

    assertThat(command.execute("logs", "--data", folder.toString(), "--lines", "2")).isZero();

    assertThat(out.toString().lines()).containsExactly("== orderer: " + log, "two", "three");
  }

  @Test
  void aStoppedNetworkIsNotStoppedAgain() throws IOException {
    network();

    assertThat(command.execute("down", "--data", folder.toString())).isZero();

    assertThat(out.toString()).contains("It did not run.");
  }

  private void network() throws IOException {
    Files.createDirectories(folder.resolve("fabric"));
    Files.writeString(folder.resolve("fabric/ports.properties"), PORTS);
  }
}
