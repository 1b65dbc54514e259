package org.commonwatt.system.fabric;

import java.util.EnumMap;
import java.util.Map;
import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.testkit.ledger.LedgerRolesKit;

/** The clients whom a kit acts as, each connected to its own organisation's peer. */
final class AsClients implements AutoCloseable {
  private final Map<LedgerRolesKit.Client, Ledger> open =
      new EnumMap<>(LedgerRolesKit.Client.class);

  /** The submitter's ledger, which the kit closes itself. */
  Ledger open() {
    return FabricUnderTest.ledger(Organisation.EXCHANGE);
  }

  /** A client's. */
  Ledger of(LedgerRolesKit.Client client) {
    return open.computeIfAbsent(client, one -> FabricUnderTest.ledger(organisation(one)));
  }

  @Override
  public void close() {
    open.values().forEach(Ledger::close);
    open.clear();
  }

  private static Organisation organisation(LedgerRolesKit.Client client) {
    return switch (client) {
      case SUBMITTER -> Organisation.EXCHANGE;
      case OBSERVER -> Organisation.GRID_OPERATOR;
      case AUDITOR -> Organisation.REGULATOR;
    };
  }
}
