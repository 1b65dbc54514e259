package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.commonwatt.ledger.LedgerCheckpoint;
import org.commonwatt.ledger.LedgerEvent;
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
    assertThat(err.toString()).contains("say up, down, status, logs, events, revoke or join");
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

  @Test
  void aStoppedNetworkDoesNotRevoke() throws IOException {
    network();
    Path none = folder.resolve("cert.pem");

    assertThat(
            command.execute(
                "revoke", "--data", folder.toString(), "--certificate", none.toString()))
        .isEqualTo(3);

    assertThat(err.toString()).startsWith("commonwatt: ");
    assertThat(command.execute("revoke", "--data", folder.toString())).isEqualTo(2);
  }

  @Test
  void anEventIsALineAndThenTheCheckpoint() {
    Path file = folder.resolve("checkpoint");
    LedgerEvent event = new LedgerEvent(7, "ab12", "BatchPosted", "{\"market\":\"m\"}");

    assertThat(FabricEventsCommand.begin(file)).isEqualTo(LedgerCheckpoint.START);
    FabricEventsCommand.show(event, new PrintWriter(out, true), file);

    assertThat(out.toString().lines())
        .containsExactly("block 7 ab12 BatchPosted {\"market\":\"m\"}");
    assertThat(FabricEventsCommand.begin(file)).isEqualTo(event.checkpoint());
  }

  @Test
  void aFileThatIsNoCheckpointIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("checkpoint"), "yesterday");

    assertThatThrownBy(() -> FabricEventsCommand.begin(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(file + " holds no checkpoint");
  }

  private void network() throws IOException {
    Files.createDirectories(folder.resolve("fabric"));
    Files.writeString(folder.resolve("fabric/ports.properties"), PORTS);
  }
}
