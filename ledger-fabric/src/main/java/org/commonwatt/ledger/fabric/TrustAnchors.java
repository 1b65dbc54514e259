package org.commonwatt.ledger.fabric;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.commonwatt.ledger.LedgerException;
import org.hyperledger.fabric.client.identity.Identities;

/**
 * What an auditor brings along instead of taking it from the network.
 *
 * @param authorities for each MSP id the certificate of the authority that issues its identities
 * @param orderers MSP ids whose orderers may sign blocks
 * @param endorsers MSP ids each of which must have a peer endorse every call of the chaincode
 * @param chaincode name of the chaincode that settles
 * @param collections by name, private data collections of the chaincode whose policy is another
 *     one: MSP ids each of which must have a peer endorse a call that writes nothing else
 */
public record TrustAnchors(
    Map<String, X509Certificate> authorities,
    Set<String> orderers,
    Set<String> endorsers,
    String chaincode,
    Map<String, Set<String>> collections) {
  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException when nobody endorses or orders, or somebody who does has no
   *     authority here
   */
  public TrustAnchors {
    authorities = Map.copyOf(authorities);
    orderers = Set.copyOf(orderers);
    endorsers = Set.copyOf(endorsers);
    collections = Map.copyOf(collections);
    if (orderers.isEmpty() || endorsers.isEmpty()) {
      throw new IllegalArgumentException("somebody must order and endorse");
    }
    if (!authorities.keySet().containsAll(orderers)
        || !authorities.keySet().containsAll(endorsers)) {
      throw new IllegalArgumentException("every orderer and endorser needs an authority");
    }
  }

  /**
   * Reads the authorities' certificates from PEM files, by MSP id.
   *
   * @throws LedgerException when a file holds no certificate
   */
  public static Map<String, X509Certificate> certificates(Map<String, Path> files) {
    Map<String, X509Certificate> certificates = new HashMap<>();
    files.forEach((mspId, file) -> certificates.put(mspId, certificate(file)));
    return certificates;
  }

  private static X509Certificate certificate(Path file) {
    try (Reader pem = Files.newBufferedReader(file)) {
      return Identities.readX509Certificate(pem);
    } catch (IOException | GeneralSecurityException e) {
      throw new LedgerException("cannot read a certificate from " + file, e);
    }
  }
}
