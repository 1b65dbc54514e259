package org.commonwatt.fabric.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static final String LIST = call("ListBatches", "village");

  private static final String LIST_POSTED = call("ListBatches", "m");
  private static final String BALANCE = call("GetBalance", "m", "home-01");

  private static final String PRICE =
      "{\"priceMicroPerKwh\":250000,\"salt\":\"" + "3f0c6b5e".repeat(8) + "\"}";

  /** The example of docs/formats/settlement-batch.md. */
  private static final Path BATCH =
      Path.of("../ledger-api/src/test/resources/settlement-batch/v1/batch.json");

  @TempDir static Path folder;

  /** Where version 1 of the contracts is. */
  @TempDir static Path contracts;

  private static FabricCommands commands;
  private static FabricNetwork network;
  private static final List<String> PROGRESS = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    FirstContracts.write(TestFabric.chaincode(), contracts);
    commands = TestFabric.commands();
    network = up(1, contracts);
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
      assertThat(query(organisation, LIST)).isEqualTo("[]");
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
    assertThatThrownBy(() -> query(Organisation.REGULATOR, LIST))
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("chaincode is not installed");
  }

  @Test
  @Order(2)
  void aPostedBatchIsKnownToBothEndorsersAndItsBlockToTheRegulator() throws Exception {
    String post = call("PostBatch", Files.readString(BATCH).strip());

    assertThatThrownBy(() -> invoke(Organisation.endorsers(), post))
        .as("an administrator is no submitter")
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("NOT_ALLOWED");
    Commands.run(command(Organisation.endorsers(), post), submitter());

    for (Organisation organisation : Organisation.endorsers()) {
      assertThat(query(organisation, BALANCE)).isEqualTo("-12000");
    }
    Waiting.until(() -> height(Organisation.REGULATOR) == height(Organisation.EXCHANGE));
  }

  @Test
  @Order(3)
  void killedProcessesComeBackAndNothingIsLost() {
    String recorded = query(Organisation.EXCHANGE, LIST_POSTED);
    assertThat(recorded).contains("\"batchId\"");
    for (String name : List.of("peer-gridoperator", "orderer", "chaincode-exchange")) {
      long before = height(Organisation.EXCHANGE);
      network.kill(name);
      assertThat(NetworkControl.of(folder).status(commands))
          .filteredOn(node -> node.name().equals(name))
          .noneMatch(NodeStatus::isRunning);

      assertThat(network.revive()).containsExactly(name);

      Waiting.until(() -> succeeds(() -> invoke(Organisation.endorsers(), LIST)));
      assertThat(height(Organisation.EXCHANGE)).as(name).isGreaterThan(before);
      for (Organisation organisation : Organisation.endorsers()) {
        assertThat(query(organisation, LIST_POSTED)).as(name).isEqualTo(recorded);
        assertThat(query(organisation, BALANCE)).as(name).isEqualTo("-12000");
      }
      Waiting.until(() -> height(Organisation.REGULATOR) == height(Organisation.EXCHANGE));
    }
  }

  @Test
  @Order(4)
  void aSecondNetworkOnTheSameFolderIsRefused() {
    assertThatThrownBy(() -> up(1, TestFabric.chaincode()))
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("runs in " + folder)
        .hasMessageContaining("fabric down");
  }

  @Test
  @Order(5)
  void theNetworkContinuesOnItsFolder() throws Exception {
    long before = height(Organisation.EXCHANGE);
    List<ProcessHandle> processes = processes();
    ClientIdentity client = network.client(Organisation.EXCHANGE, "submitter", "submitter");
    byte[] certificate = Files.readAllBytes(client.certificate());

    network.close();
    assertThat(processes).hasSize(6).noneMatch(ProcessHandle::isAlive);
    network = up(1, contracts);

    assertThat(height(Organisation.EXCHANGE)).isEqualTo(before);
    Waiting.until(() -> succeeds(() -> query(Organisation.GRID_OPERATOR, BALANCE)));
    assertThat(query(Organisation.GRID_OPERATOR, BALANCE)).isEqualTo("-12000");
    assertThat(network.client(Organisation.EXCHANGE, "submitter", "submitter")).isEqualTo(client);
    assertThat(client.certificate()).hasBinaryContent(certificate);
    Waiting.until(() -> succeeds(() -> invoke(Organisation.endorsers(), LIST)));
  }

  @Test
  @Order(6)
  void todaysContractsGoOnOverTheStateOfTheFirst() throws Exception {
    String head = query(Organisation.EXCHANGE, call("GetHead", "m"));
    String recorded = query(Organisation.EXCHANGE, LIST_POSTED);
    List<String> later =
        List.of(
            call("registry:ListRulebooks", "m"),
            call("invoices:ListInvoices", "m"),
            call("origin:ListSources", "m"),
            call("accounts:ListParticipants"),
            call("bilateral:ListContracts", "m"),
            call("disputes:ListDisputes", "m"),
            call("batteries:ListOrganisations"));
    for (String ofLater : later) {
      assertThatThrownBy(() -> query(Organisation.EXCHANGE, ofLater))
          .as("version 1 has the settlement contract alone")
          .isInstanceOf(FabricException.class)
          .hasMessageContaining("Undefined contract");
    }
    long before = height(Organisation.EXCHANGE);
    network.close();
    network = up(FabricOptions.VERSION, TestFabric.chaincode());

    assertThat(height(Organisation.EXCHANGE))
        .as("three approvals and the new definition")
        .isEqualTo(before + 4);
    Waiting.until(() -> succeeds(() -> query(Organisation.GRID_OPERATOR, later.get(0))));
    for (String ofLater : later) {
      assertThat(query(Organisation.GRID_OPERATOR, ofLater)).as(ofLater).isEqualTo("[]");
    }
    assertThat(query(Organisation.GRID_OPERATOR, call("GetHead", "m"))).isEqualTo(head);
    assertThat(query(Organisation.GRID_OPERATOR, LIST_POSTED)).isEqualTo(recorded);
  }

  @Test
  @Order(7)
  void aMarketOfTheFirstVersionSettlesOnOnceItsRulebookIsRegistered() throws Exception {
    String first = Files.readString(BATCH).strip();
    String head = query(Organisation.EXCHANGE, call("GetHead", "m"));
    String next =
        first
            .replace("1659423600", "1659424500")
            .replaceAll(
                "\"predecessor\":\"[0-9a-f]*\"",
                "\"predecessor\":\"" + field(head, "batchHash") + "\"");
    Waiting.until(() -> succeeds(() -> invoke(Organisation.endorsers(), LIST)));
    Map<String, String> submitter = submitter();
    List<String> post = command(Organisation.endorsers(), call("PostBatch", next));
    assertThatThrownBy(() -> Commands.run(post, submitter))
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("RULEBOOK_NOT_FOUND");
    String entries =
        ("{\"market\":\"m\",\"fromSequence\":1,\"toSequence\":1,\"nextOffset\":1,\"rulebooks\":["
                + "{\"version\":1,\"documentHash\":\"%s\",\"areas\":[\"east\"],\"links\":[],"
                + "\"sequence\":1,\"eventHash\":\"%s\"}],\"auctions\":[]}")
            .formatted(field(first, "rulebookHash"), "e".repeat(64));
    Commands.run(
        command(Organisation.endorsers(), call("registry:PostEntries", entries)), submitter);
    Commands.run(post, submitter);
    assertThat(query(Organisation.EXCHANGE, BALANCE)).as("of both").isEqualTo("-24000");
    invoiceTheFirst(first, field(head, "batchHash"), submitter);
  }

  /** A batch of the first version has no row of its hash until it is named. */
  private void invoiceTheFirst(String batch, String hash, Map<String, String> submitter)
      throws Exception {
    byte[] leaf = HexFormat.of().parseHex("00" + field(batch, "billRoot"));
    String root = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(leaf));
    String invoice =
        ("{\"market\":\"m\",\"number\":1,\"participant\":\"home-01\",\"after\":\"%s\","
                + "\"to\":\"%s\",\"batches\":1,\"linesRoot\":\"%s\","
                + "\"amountNano\":\"-12000\",\"replaces\":0}")
            .formatted("0".repeat(64), hash, root);
    List<String> issue = command(Organisation.endorsers(), call("invoices:Issue", invoice));
    assertThatThrownBy(() -> Commands.run(issue, submitter))
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("BATCH_NOT_INDEXED");
    String named = "{\"market\":\"m\",\"batchIds\":[\"m.1659423600.initial\"]}";
    Commands.run(command(Organisation.endorsers(), call("IndexBatches", named)), submitter);
    Commands.run(issue, submitter);
  }

  @Test
  @Order(7)
  void anotherVersionMayKeepPrivateDataWhereTheFormerHadNone() throws Exception {
    List<String> deposit =
        command(List.of(Organisation.EXCHANGE), call("bilateral:DepositPrice", "m", sha256(PRICE)));
    deposit.addAll(List.of("--transient", "{\"price\":\"" + base64(PRICE) + "\"}"));
    Map<String, String> submitter = submitter();
    long before = height(Organisation.EXCHANGE);
    Waiting.until(() -> succeeds(() -> Commands.run(deposit, submitter)));
    assertThat(height(Organisation.EXCHANGE)).as("the deposit").isEqualTo(before + 1);

    network.close();
    network = up(FabricOptions.VERSION, TestFabric.chaincode());
    assertThat(height(Organisation.EXCHANGE)).as("the same version again").isEqualTo(before + 1);
  }

  @Test
  @Order(8)
  void downEndsProcessesWhoseGuardsAreGone() {
    List<ProcessHandle> processes = processes();
    processes.forEach(process -> process.parent().ifPresent(ProcessHandle::destroyForcibly));
    network.close();

    NetworkControl.of(folder).down();

    Waiting.until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  private static FabricNetwork up(int version, Path chaincode) {
    return FabricNetwork.up(
        new FabricOptions(
            folder,
            commands,
            List.of(chaincode + "/*"),
            version,
            version < FabricOptions.VERSION ? List.of() : List.of(FabricOptions.BILATERAL_PRICES),
            FabricOptions.QUERY_LIMIT,
            PROGRESS::add));
  }

  private static List<ProcessHandle> processes() {
    return NetworkControl.of(folder).status(commands).stream()
        .flatMap(node -> node.pid().stream().mapToObj(ProcessHandle::of))
        .flatMap(Optional::stream)
        .toList();
  }

  private static long height(Organisation organisation) {
    return NetworkControl.of(folder).status(commands).stream()
        .filter(node -> node.name().equals(Ports.peer(organisation)))
        .mapToLong(node -> node.height().orElseThrow())
        .findFirst()
        .orElseThrow();
  }

  /** A call as Fabric's peer command takes it. */
  private static String call(String function, String... arguments) {
    StringBuilder json = new StringBuilder("{\"Args\":[\"" + function + "\"");
    for (String argument : arguments) {
      json.append(",\"").append(argument.replace("\"", "\\\"")).append('"');
    }
    return json.append("]}").toString();
  }

  private static String query(Organisation organisation, String call) {
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
                call))
        .strip();
  }

  /** Commits a call; one that changes nothing has its block all the same. */
  private static void invoke(List<Organisation> endorsers, String call) {
    List<String> command = command(endorsers, call);
    peer().run(Organisation.EXCHANGE, command.subList(1, command.size()));
  }

  private static List<String> command(List<Organisation> endorsers, String call) {
    PeerCommand peer = peer();
    List<String> command =
        new ArrayList<>(
            List.of(
                commands.path("peer"),
                "chaincode",
                "invoke",
                "-C",
                FabricNetwork.CHANNEL,
                "-n",
                FabricNetwork.CHAINCODE,
                "-c",
                call,
                "--waitForEvent"));
    command.addAll(peer.ordererArguments());
    command.addAll(peer.peerArguments(endorsers));
    return command;
  }

  /** The environment of the command as the exchange's submitter: the administrator's, other key. */
  private static Map<String, String> submitter() throws IOException {
    NetworkFiles files = new NetworkFiles(folder.toAbsolutePath().normalize());
    Path admin = files.adminMsp(Organisation.EXCHANGE);
    Path msp = Files.createTempDirectory(folder, "submitter-msp");
    for (String part : List.of("config.yaml", "cacerts")) {
      Files.createSymbolicLink(msp.resolve(part), admin.resolve(part).toAbsolutePath());
    }
    ClientIdentity client = network.client(Organisation.EXCHANGE, "submitter", "submitter");
    Path certificates = Files.createDirectories(msp.resolve("signcerts"));
    Files.copy(client.certificate(), certificates.resolve("cert.pem"));
    Path keys = Files.createDirectories(msp.resolve("keystore"));
    Files.copy(client.privateKey(), keys.resolve("priv_sk"));
    return Map.of(
        "FABRIC_CFG_PATH",
        files.config(Ports.peer(Organisation.EXCHANGE)).toString(),
        "CORE_PEER_MSPCONFIGPATH",
        msp.toAbsolutePath().toString(),
        "FABRIC_LOGGING_SPEC",
        "error");
  }

  /** A field of 64 hexadecimal digits. */
  private static String field(String json, String name) {
    return json.replaceAll("(?s).*\"" + name + "\":\"([0-9a-f]{64})\".*", "$1");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(String text) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
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
}
