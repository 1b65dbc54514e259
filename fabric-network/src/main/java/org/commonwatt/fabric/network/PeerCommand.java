package org.commonwatt.fabric.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fabric's {@code peer} command as an organisation's administrator would run it. */
final class PeerCommand {
  private final NetworkFiles files;
  private final Ports ports;
  private final FabricCommands commands;

  PeerCommand(NetworkFiles files, Ports ports, FabricCommands commands) {
    this.files = files;
    this.ports = ports;
    this.commands = commands;
  }

  /** Runs it and returns its output. */
  String run(Organisation organisation, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(commands.path("peer")));
    command.addAll(arguments);
    return Commands.run(command, environment(organisation));
  }

  /** Arguments that name the orderer. */
  List<String> ordererArguments() {
    return List.of(
        "-o",
        ports.address(Ports.ORDERER),
        "--tls",
        "--cafile",
        files.ordererCrypto().resolve("tls/ca.crt").toString());
  }

  /** Arguments that name the peers of these organisations. */
  List<String> peerArguments(List<Organisation> organisations) {
    List<String> arguments = new ArrayList<>();
    for (Organisation organisation : organisations) {
      arguments.add("--peerAddresses");
      arguments.add(ports.address(Ports.peer(organisation)));
      arguments.add("--tlsRootCertFiles");
      arguments.add(files.peerCrypto(organisation).resolve("tls/ca.crt").toString());
    }
    return arguments;
  }

  private Map<String, String> environment(Organisation organisation) {
    Map<String, String> environment = new HashMap<>();
    environment.put("FABRIC_CFG_PATH", files.config(Ports.peer(organisation)).toString());
    environment.put("CORE_PEER_MSPCONFIGPATH", files.adminMsp(organisation).toString());
    environment.put("FABRIC_LOGGING_SPEC", "error");
    return environment;
  }
}
