package org.commonwatt.cli.laptop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonwatt.cli.UserError;
import org.commonwatt.fabric.network.FabricNetwork;
import org.commonwatt.fabric.network.FabricOptions;
import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.BlockProof;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.fabric.SignatureProof;
import org.commonwatt.ledger.fabric.TrustAnchors;

/** Checks signatures of blocks by the certificates of the organisations' authorities. */
public final class Authorities {
  private Authorities() {}

  /**
   * A check by a folder with one certificate for each MSP, named after it: {@code ExchangeMSP.pem}.
   *
   * @throws UserError when one is missing, or is no certificate
   */
  public static BlockProof of(Path folder) {
    Map<String, Path> files = new HashMap<>();
    for (Organisation organisation : Organisation.values()) {
      files.put(organisation.mspId(), certificate(folder, organisation.mspId()));
    }
    files.put(FabricNetwork.ORDERER_MSP, certificate(folder, FabricNetwork.ORDERER_MSP));
    try {
      return proof(files);
    } catch (LedgerException e) {
      throw new UserError("--authorities: " + e.getMessage(), e);
    }
  }

  private static Path certificate(Path folder, String mspId) {
    Path file = folder.resolve(mspId + ".pem");
    if (!Files.isRegularFile(file)) {
      throw new UserError("--authorities: " + file + " is not there");
    }
    return file;
  }

  /** A check by files of certificates, by MSP id. */
  static BlockProof proof(Map<String, Path> files) {
    Set<String> endorsers =
        Organisation.endorsers().stream().map(Organisation::mspId).collect(Collectors.toSet());
    return new SignatureProof(
        new TrustAnchors(
            TrustAnchors.certificates(files),
            Set.of(FabricNetwork.ORDERER_MSP),
            endorsers,
            FabricNetwork.CHAINCODE,
            FabricOptions.COLLECTION_ENDORSERS));
  }
}
