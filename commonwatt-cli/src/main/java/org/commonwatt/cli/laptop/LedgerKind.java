package org.commonwatt.cli.laptop;

import java.nio.file.Files;
import java.util.Locale;

/** What keeps the settlement batches of a laptop. */
public enum LedgerKind {
  /** In this process; not Fabric. */
  EMBEDDED("ledger"),
  /** A Fabric network of three organisations beside this process. */
  FABRIC("fabric");

  private final String part;

  LedgerKind(String part) {
    this.part = part;
  }

  /** What a data folder was run with: the embedded ledger unless it holds a Fabric network. */
  public static LedgerKind of(DataFolder folder) {
    return Files.isDirectory(folder.part(FABRIC.part)) ? FABRIC : EMBEDDED;
  }

  /** The ledger's part of a data folder. */
  public String part() {
    return part;
  }

  /** As it is written on the command line and in the summary. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
