package org.commonwatt.fabric.network;

import java.util.Map;

/** Writes the files that tell ledger clients how to reach their peers, and as whom. */
final class Connections {
  private Connections() {}

  /** Writes an organisation's file, with its usual client. */
  static void write(NetworkFiles files, Ports ports, Organisation organisation) {
    String role = organisation.clientRole();
    Identities identities = new Identities(files);
    ClientIdentity client = identities.client(organisation, role, role);
    NetworkFiles.write(
        files.connection(organisation),
        Template.fill(
            "connection.json",
            Map.of(
                "peer", ports.address(Ports.peer(organisation)),
                "tls.ca", files.relative(identities.tlsAuthority(organisation)),
                "msp", client.mspId(),
                "certificate", files.relative(client.certificate()),
                "key", files.relative(client.privateKey()),
                "channel", FabricNetwork.CHANNEL,
                "chaincode", FabricNetwork.CHAINCODE)));
  }
}
