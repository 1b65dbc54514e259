package org.commonwatt.fabric.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard around a process, with processes of the system. */
class NodeTest {

  @TempDir Path folder;

  @Test
  void aStoppedNodeIsGone() {
    Node node = node(0, "sleep", "600");
    node.start();
    ProcessHandle process = awaitProcess(node);

    node.requestStop();
    node.awaitEnd();

    assertThat(process.isAlive()).isFalse();
    assertThat(node.isAlive()).isFalse();
    assertThat(node.process()).isEmpty();
  }

  @Test
  void aKilledNodeCanBeStartedAgain() {
    Node node = node(0, "sleep", "600");
    node.start();
    ProcessHandle first = awaitProcess(node);

    node.kill();
    assertThat(first.isAlive()).isFalse();
    assertThat(node.isAlive()).isFalse();
    node.start();

    assertThat(awaitProcess(node).pid()).isNotEqualTo(first.pid());
    node.requestStop();
    node.awaitEnd();
  }

  @Test
  void aProcessOutlivesNeitherItsGuardNorItsStarter() throws Exception {
    Path pidFile = folder.resolve("pid");
    Process starter =
        new ProcessBuilder(
                "sh", "-c", Template.read("guard.sh"), "x", pidFile.toString(), "sleep", "600")
            .start();
    Waiting.until(() -> Files.exists(pidFile) && PidFile.read(folder).isPresent());
    ProcessHandle process = PidFile.read(folder).orElseThrow();

    // A killed guard cannot act any more; closing our end is what our own death would do.
    starter.destroyForcibly().waitFor();
    starter.getOutputStream().close();

    Waiting.until(() -> !process.isAlive());
  }

  @Test
  void aSignalledGuardEndsAfterItsProcess() throws Exception {
    Path pidFile = folder.resolve("pid");
    Process guard =
        new ProcessBuilder(
                "sh",
                "-c",
                Template.read("guard.sh"),
                "x",
                pidFile.toString(),
                "sh",
                "-c",
                "trap 'echo asked' TERM; echo ready; while :; do sleep 1; done")
            .start();
    try (BufferedReader out = guard.inputReader()) {
      assertThat(out.readLine()).isEqualTo("ready");
      Waiting.until(() -> PidFile.read(folder).isPresent());
      ProcessHandle process = PidFile.read(folder).orElseThrow();

      guard.toHandle().destroy();
      assertThat(out.readLine()).isEqualTo("asked");

      assertThat(guard.waitFor(180, TimeUnit.SECONDS)).as("it forces its process").isTrue();
      assertThat(process.isAlive()).as("it waited for its process").isFalse();
    } finally {
      guard.getOutputStream().close();
    }
  }

  @Test
  void whatWasSetForAnotherNetworkReachesNoProcess() throws IOException {
    String[] printsItsEnvironment = {"sh", "-c", "env; echo end"};
    assertThat(System.getenv())
        .as("the build sets them for this test")
        .containsKeys(
            "CORE_PEER_ADDRESS", "ORDERER_GENERAL_LISTENPORT", "CONFIGTX_ORDERER_BATCHTIMEOUT");
    Node node =
        new Node(
            "env",
            1,
            new Node.Program(List.of(printsItsEnvironment), Map.of("CORE_PEER_ID", "own")),
            files());

    node.start();
    node.awaitEnd();
    String ofCommand = Commands.run(List.of(printsItsEnvironment), Map.of("CORE_PEER_ID", "own"));

    for (String told : List.of(Files.readString(files().log("env")), ofCommand)) {
      assertThat(told.lines().filter(line -> line.matches("(CORE|ORDERER|CONFIGTX)_.*")))
          .containsExactly("CORE_PEER_ID=own");
      assertThat(told).contains("PATH=").endsWith("end\n");
    }
  }

  @Test
  void theEnvironmentReachesTheProcess() throws IOException {
    Node node =
        new Node(
            "env",
            1,
            new Node.Program(List.of("sh", "-c", "echo got $SETTING"), Map.of("SETTING", "it")),
            files());

    node.start();
    node.awaitEnd();

    assertThat(files().log("env")).hasContent("got it");
  }

  @Test
  void aNodeThatEndsAtItsStartNamesItsLogAndShowsItsEnd() {
    Node node = node(1, "sh", "-c", "echo no such certificate >&2; exit 3");

    node.start();

    assertThatThrownBy(node::awaitListening)
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("test ended at its start")
        .hasMessageContaining(files().log("test").toString())
        .hasMessageContaining("no such certificate");
  }

  @Test
  void aNodeThatListensIsUp() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Node node = node(socket.getLocalPort(), "sleep", "600");
      node.start();

      node.awaitListening();

      assertThat(node.isAlive()).isTrue();
      node.requestStop();
      node.awaitEnd();
    }
  }

  @Test
  void aNumberThatAnotherProcessHasInheritedIsNotOurs() throws IOException {
    Path file = folder.resolve("pid");
    Files.writeString(file, Long.toString(ProcessHandle.current().pid()));
    assertThat(PidFile.read(folder)).contains(ProcessHandle.current());

    FileTime before =
        FileTime.from(
            ProcessHandle.current().info().startInstant().orElseThrow().minus(Duration.ofHours(1)));
    Files.setLastModifiedTime(file, before);

    assertThat(PidFile.read(folder)).isEmpty();
  }

  @Test
  void aDamagedPidFileNamesNobody() throws IOException {
    for (String text : List.of("", "x", "-5", "99999999999999999999999")) {
      Files.writeString(folder.resolve("pid"), text);
      assertThat(PidFile.read(folder)).as(text).isEmpty();
    }
  }

  private NetworkFiles files() {
    return new NetworkFiles(folder);
  }

  private Node node(int port, String... command) {
    return new Node("test", port, new Node.Program(List.of(command), Map.of()), files());
  }

  private static ProcessHandle awaitProcess(Node node) {
    Waiting.until(() -> node.process().isPresent());
    return node.process().orElseThrow();
  }
}
