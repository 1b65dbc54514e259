package org.commonwatt.cli.laptop;

import java.nio.file.Files;
import java.util.Locale;
import org.commonwatt.fabric.network.FabricNetwork;
import org.commonwatt.ledger.embedded.EmbeddedLedger;

/** What keeps the settlement batches of a laptop. */
public enum LedgerKind {
  /** In this process; not Fabric. */
  EMBEDDED("ledger", EmbeddedLedger.CHAINCODE),
  /** A Fabric network of three organisations beside this process. */
  FABRIC("fabric", FabricNetwork.CHAINCODE);

  private final String part;
  private final String chaincode;

  LedgerKind(String part, String chaincode) {
    this.part = part;
    this.chaincode = chaincode;
  }

  /** What a data folder was run with: the embedded ledger unless it holds a Fabric network. */
  public static LedgerKind of(DataFolder folder) {
    return Files.isDirectory(folder.part(FABRIC.part)) ? FABRIC : EMBEDDED;
  }

  /** The ledger's part of a data folder. */
  public String part() {
    return part;
  }

  /** Name of the chaincode that settles on it. */
  public String chaincode() {
    return chaincode;
  }

  /** As it is written on the command line and in the summary. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
