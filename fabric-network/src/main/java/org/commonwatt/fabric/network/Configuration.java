package org.commonwatt.fabric.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes what Fabric's processes read: their configuration, certificates and the first block. */
final class Configuration {
  private static final List<String> BUILDER = List.of("detect", "build", "release");

  private final NetworkFiles files;
  private final Ports ports;
  private final FabricCommands commands;

  Configuration(NetworkFiles files, Ports ports, FabricCommands commands) {
    this.files = files;
    this.ports = ports;
    this.commands = commands;
  }

  /** Certificates and first block are made once, everything else is written at each start. */
  void write(int queryLimit) {
    NetworkFiles.write(
        files.config(Ports.ORDERER).resolve("orderer.yaml"),
        Template.fill("orderer.yaml", ordererValues()));
    for (Organisation organisation : Organisation.values()) {
      writePeer(organisation, queryLimit);
    }
    BUILDER.forEach(this::writeBuilder);
    if (!Files.exists(files.firstBlock())) {
      makeCertificates(Template.read("crypto-config.yaml"));
      makeFirstBlock();
    }
  }

  /** The same of an organisation that joins a network that is there. */
  void writeMember(Organisation organisation, int queryLimit) {
    writePeer(organisation, queryLimit);
    BUILDER.forEach(this::writeBuilder);
    makeCertificates(
        Template.fill(
            "crypto-member.yaml",
            Map.of("name", organisation.id(), "domain", organisation.domain())));
  }

  private void writePeer(Organisation organisation, int queryLimit) {
    NetworkFiles.write(
        files.config(Ports.peer(organisation)).resolve("core.yaml"),
        Template.fill("core.yaml", peerValues(organisation, queryLimit)));
  }

  private void makeCertificates(String wanted) {
    if (Files.exists(files.crypto().resolve("peerOrganizations"))) {
      return;
    }
    Path plan = files.root().resolve("config/crypto-config.yaml");
    NetworkFiles.write(plan, wanted);
    Path half = files.root().resolve("crypto.new");
    deleteTree(half);
    Commands.run(
        List.of(commands.path("cryptogen"), "generate", "--config=" + plan, "--output=" + half),
        Map.of());
    move(half, files.crypto());
  }

  private void makeFirstBlock() {
    Path plan = files.root().resolve("config/configtx.yaml");
    NetworkFiles.write(plan, Template.fill("configtx.yaml", channelValues()));
    Path half = files.root().resolve("first-block.new");
    Commands.run(
        List.of(
            commands.path("configtxgen"),
            "-profile",
            "Commonwatt",
            "-channelID",
            FabricNetwork.CHANNEL,
            "-outputBlock",
            half.toString()),
        Map.of("FABRIC_CFG_PATH", plan.resolveSibling("").toString()));
    move(half, files.firstBlock());
  }

  private Map<String, String> channelValues() {
    Map<String, String> values = new HashMap<>();
    values.put("crypto", files.crypto().toString());
    values.put("orderer.port", text(Ports.ORDERER));
    for (Organisation organisation : Organisation.values()) {
      values.put(organisation.id() + ".port", text(Ports.peer(organisation)));
    }
    return values;
  }

  private Map<String, String> ordererValues() {
    return Map.of(
        "node", files.ordererCrypto().toString(),
        "data", files.data(Ports.ORDERER).toString(),
        "orderer.port", text(Ports.ORDERER),
        "admin.port", text(Ports.ORDERER_ADMIN));
  }

  private Map<String, String> peerValues(Organisation organisation, int queryLimit) {
    return Map.of(
        "id", Ports.peer(organisation),
        "msp", organisation.mspId(),
        "node", files.peerCrypto(organisation).toString(),
        "data", files.data(Ports.peer(organisation)).toString(),
        "builder", files.builder().toString(),
        "port", text(Ports.peer(organisation)),
        "chaincode.port", text(Ports.chaincodeListener(organisation)),
        "query.limit", Integer.toString(queryLimit),
        "time.filter", commands.checksTime() ? ", {name: TimeWindowCheck}" : "");
  }

  private String text(String port) {
    return Integer.toString(ports.get(port));
  }

  private void writeBuilder(String step) {
    Path file = files.builder().resolve("bin").resolve(step);
    NetworkFiles.write(file, Template.read("builder/" + step));
    if (!file.toFile().setExecutable(true)) {
      throw new FabricException("cannot make " + file + " executable");
    }
  }

  private static void move(Path half, Path whole) {
    try {
      Files.move(half, whole, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new FabricException("cannot write " + whole, e);
    }
  }

  private static void deleteTree(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new FabricException("cannot remove " + folder, e);
    }
  }
}
