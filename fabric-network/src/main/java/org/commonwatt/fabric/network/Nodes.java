package org.commonwatt.fabric.network;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Knows what each process of a network runs. */
final class Nodes {
  /** Enough for the contract router's scan of its class path and for batches of some megabytes. */
  private static final String HEAP = "-Xmx160m";

  private static final String LOG_LEVELS = "info:grpc=error:comm.grpc.server=warn:gossip=warn";

  private final NetworkFiles files;
  private final Ports ports;
  private final FabricCommands commands;

  Nodes(NetworkFiles files, Ports ports, FabricCommands commands) {
    this.files = files;
    this.ports = ports;
    this.commands = commands;
  }

  /** The names of all, in the order in which a reader expects them. */
  static List<String> names() {
    List<String> names = new ArrayList<>(List.of(Ports.ORDERER));
    for (Organisation organisation : Organisation.values()) {
      names.add(Ports.peer(organisation));
    }
    Organisation.endorsers().forEach(organisation -> names.add(Ports.chaincode(organisation)));
    return names;
  }

  Node orderer() {
    return fabric(Ports.ORDERER, List.of(commands.path("orderer")));
  }

  Node peer(Organisation organisation) {
    return fabric(Ports.peer(organisation), List.of(commands.path("peer"), "node", "start"));
  }

  /** The server of an organisation's chaincode, known to its peer by this package id. */
  Node chaincode(Organisation organisation, String packageId, List<String> classPath) {
    String name = Ports.chaincode(organisation);
    Path config = files.config(name);
    NetworkFiles.write(config.resolve("config.props"), Template.read("config.props"));
    Path certificate = files.node(name).resolve("tls/server.crt");
    Path key = files.node(name).resolve("tls/server.key");
    Identities identities = new Identities(files);
    identities.issueChaincodeServer(organisation, certificate, key);

    Map<String, String> environment = new HashMap<>();
    environment.put("CHAINCODE_SERVER_ADDRESS", ports.address(name));
    environment.put("CORE_CHAINCODE_ID_NAME", packageId);
    environment.put("CORE_PEER_LOCALMSPID", organisation.mspId());
    environment.put("CORE_CHAINCODE_LOGGING_LEVEL", "WARNING");
    environment.put("CORE_CHAINCODE_LOGGING_SHIM", "WARNING");
    environment.put("CORE_PEER_TLS_ENABLED", "true");
    environment.put(
        "CORE_PEER_TLS_ROOTCERT_FILE", identities.tlsAuthority(organisation).toString());
    // The shim calls a server's own certificate and key the client's. It listens with the files,
    // and reads the same in base64 when a peer connects.
    environment.put("CORE_TLS_CLIENT_CERT_FILE", certificate.toString());
    environment.put("CORE_TLS_CLIENT_KEY_FILE", key.toString());
    environment.put("CORE_TLS_CLIENT_CERT_PATH", NetworkFiles.base64Of(certificate).toString());
    environment.put("CORE_TLS_CLIENT_KEY_PATH", NetworkFiles.base64Of(key).toString());
    String path = config + File.pathSeparator + String.join(File.pathSeparator, classPath);
    List<String> command =
        List.of(
            java(),
            HEAP,
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            path,
            "org.hyperledger.fabric.contract.ContractRouter");
    return new Node(name, ports.get(name), new Node.Program(command, environment), files);
  }

  private Node fabric(String name, List<String> command) {
    Map<String, String> environment =
        Map.of(
            "FABRIC_CFG_PATH",
            files.config(name).toString(),
            "FABRIC_LOGGING_SPEC",
            LOG_LEVELS,
            "FABRIC_LOGGING_FORMAT",
            "%{time:2006-01-02 15:04:05.000} %{level:.4s} [%{module}] %{message}");
    return new Node(name, ports.get(name), new Node.Program(command, environment), files);
  }

  private static String java() {
    Optional<String> own = ProcessHandle.current().info().command();
    return own.orElse(System.getProperty("java.home") + "/bin/java");
  }
}
