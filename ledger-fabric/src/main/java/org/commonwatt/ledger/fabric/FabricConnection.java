package org.commonwatt.ledger.fabric;

import java.nio.file.Path;
import org.commonwatt.ledger.LedgerException;
import org.jspecify.annotations.Nullable;

/**
 * Where a Fabric network is and who asks it: {@code docs/formats/fabric-connection.md}.
 *
 * @param peer the client's own organisation's peer
 * @param client who signs
 * @param channel name of the channel
 * @param chaincode name of the chaincode that holds the contracts
 */
public record FabricConnection(Peer peer, Client client, String channel, String chaincode) {

  /**
   * A peer, reached by TLS.
   *
   * @param endpoint {@code host:port} of its gRPC service
   * @param tlsCa PEM file of the certificate authority of its TLS certificate
   * @param hostOverride name in its TLS certificate when that is not the endpoint's, else null
   */
  public record Peer(String endpoint, Path tlsCa, @Nullable String hostOverride) {}

  /**
   * An identity.
   *
   * @param mspId its organisation's MSP, such as {@code ExchangeMSP}
   * @param certificate PEM file of its X.509 certificate
   * @param key PEM file of its private key, PKCS #8
   */
  public record Client(String mspId, Path certificate, Path key) {}

  /**
   * Reads a connection file; relative paths in it start at the file's folder.
   *
   * @throws LedgerException naming the file and what is wrong with it
   */
  public static FabricConnection read(Path file) {
    return ConnectionFile.read(file);
  }
}
