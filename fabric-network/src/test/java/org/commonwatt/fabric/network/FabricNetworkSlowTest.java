package org.commonwatt.fabric.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A real network of Fabric's processes through its whole life, on one folder. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FabricNetworkSlowTest {
  private static final long PATIENCE_SECONDS = 60;
  private static final String BATCH_ARGUMENTS = "{\"Args\":[\"ListBatches\",\"village\"]}";

  @TempDir static Path folder;
  private static FabricCommands commands;
  private static FabricNetwork network;
  private static final List<String> PROGRESS = new ArrayList<>();

  @BeforeAll
  static void start() {
    commands = TestFabric.commands();
    network = up();
  }

  @AfterAll
  static void stop() {
    if (network != null) {
      network.close();
    }
  }

  @Test
  @Order(1)
  void aNewNetworkIsUpWithAllItsProcesses() {
    List<NodeStatus> status = NetworkControl.of(folder).status(commands);

    assertThat(status).hasSize(6).allMatch(NodeStatus::isRunning);
    assertThat(status)
        .filteredOn(node -> node.name().startsWith("peer-"))
        .hasSize(3)
        .allMatch(node -> node.height().orElse(0) >= 5);
    assertThat(PROGRESS).first().isEqualTo("certificates and configuration");
    assertThat(PROGRESS).last().isEqualTo("the network is up");
  }

  @Test
  @Order(2)
  void bothEndorsersRunTheChaincode() {
    for (Organisation organisation : Organisation.endorsers()) {
      assertThat(query(organisation)).isEqualTo("[]");
    }
  }

  @Test
  @Order(2)
  void eachOrganisationHasItsConnectionFile() throws Exception {
    for (Organisation organisation : Organisation.values()) {
      Path file = network.connection(organisation);
      String json = Files.readString(file);
      assertThat(json)
          .contains("\"peer\": \"" + network.peer(organisation).address() + "\"")
          .contains("\"mspId\": \"" + organisation.mspId() + "\"");
      for (String field : List.of("tlsCa", "certificate", "key")) {
        String path = json.replaceAll("(?s).*\"" + field + "\": \"([^\"]*)\".*", "$1");
        assertThat(file.resolveSibling(path)).as(field).isRegularFile();
      }
    }
  }

  @Test
  @Order(2)
  void theRegulatorDoesNotRunTheChaincode() {
    assertThatThrownBy(() -> query(Organisation.REGULATOR))
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("chaincode is not installed");
  }

  @Test
  @Order(2)
  void oneEndorserAloneCannotMakeAValidTransaction() {
    assertThatThrownBy(() -> invoke(List.of(Organisation.EXCHANGE)))
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("ENDORSEMENT_POLICY_FAILURE");
  }

  @Test
  @Order(3)
  void killedProcessesComeBackAndNothingIsLost() {
    for (String name : List.of("peer-gridoperator", "orderer", "chaincode-exchange")) {
      long before = height();
      network.kill(name);
      assertThat(NetworkControl.of(folder).status(commands))
          .filteredOn(node -> node.name().equals(name))
          .noneMatch(NodeStatus::isRunning);

      assertThat(network.revive()).containsExactly(name);

      await(() -> succeeds(() -> invoke(Organisation.endorsers())));
      assertThat(height()).as(name).isGreaterThan(before);
    }
  }

  @Test
  @Order(4)
  void aSecondNetworkOnTheSameFolderIsRefused() {
    assertThatThrownBy(FabricNetworkSlowTest::up)
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("runs in " + folder)
        .hasMessageContaining("fabric down");
  }

  @Test
  @Order(5)
  void theNetworkContinuesOnItsFolder() throws Exception {
    long before = height();
    List<ProcessHandle> processes = processes();
    ClientIdentity client = network.client(Organisation.EXCHANGE, "submitter", "submitter");
    byte[] certificate = Files.readAllBytes(client.certificate());

    network.close();
    assertThat(processes).hasSize(6).noneMatch(ProcessHandle::isAlive);
    network = up();

    assertThat(height()).isEqualTo(before);
    assertThat(network.client(Organisation.EXCHANGE, "submitter", "submitter")).isEqualTo(client);
    assertThat(client.certificate()).hasBinaryContent(certificate);
    await(() -> succeeds(() -> invoke(Organisation.endorsers())));
  }

  @Test
  @Order(6)
  void downEndsProcessesWhoseGuardsAreGone() {
    List<ProcessHandle> processes = processes();
    processes.forEach(process -> process.parent().ifPresent(ProcessHandle::destroyForcibly));
    network.close();

    NetworkControl.of(folder).down();

    await(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  private static FabricNetwork up() {
    return FabricNetwork.up(
        FabricOptions.of(folder, commands, TestFabric.chaincode()).withProgress(PROGRESS::add));
  }

  private static List<ProcessHandle> processes() {
    return NetworkControl.of(folder).status(commands).stream()
        .flatMap(node -> node.pid().stream().mapToObj(ProcessHandle::of))
        .flatMap(java.util.Optional::stream)
        .toList();
  }

  private static long height() {
    return NetworkControl.of(folder).status(commands).stream()
        .filter(node -> node.name().equals("peer-exchange"))
        .mapToLong(node -> node.height().orElseThrow())
        .findFirst()
        .orElseThrow();
  }

  private static String query(Organisation organisation) {
    return peer()
        .run(
            organisation,
            List.of(
                "chaincode",
                "query",
                "-C",
                FabricNetwork.CHANNEL,
                "-n",
                FabricNetwork.CHAINCODE,
                "-c",
                BATCH_ARGUMENTS))
        .strip();
  }

  /** Commits a call that changes nothing: its block counts all the same. */
  private static void invoke(List<Organisation> endorsers) {
    PeerCommand peer = peer();
    List<String> command =
        new ArrayList<>(
            List.of(
                "chaincode",
                "invoke",
                "-C",
                FabricNetwork.CHANNEL,
                "-n",
                FabricNetwork.CHAINCODE,
                "-c",
                BATCH_ARGUMENTS,
                "--waitForEvent"));
    command.addAll(peer.ordererArguments());
    command.addAll(peer.peerArguments(endorsers));
    peer.run(Organisation.EXCHANGE, command);
  }

  private static PeerCommand peer() {
    NetworkFiles files = new NetworkFiles(folder.toAbsolutePath().normalize());
    return new PeerCommand(files, Ports.load(files.ports()), commands);
  }

  private static boolean succeeds(Runnable call) {
    try {
      call.run();
      return true;
    } catch (FabricException e) {
      return false;
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("waited too long").isNegative();
    }
  }
}
