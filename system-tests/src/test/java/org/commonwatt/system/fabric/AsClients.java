package org.commonwatt.system.fabric;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.testkit.ledger.LedgerRolesKit;

/**
 * The clients whom a kit acts as, each connected to its own organisation's peer. None acts before
 * its peer has what another one's has committed: a kit's next call rests on the last.
 */
final class AsClients implements AutoCloseable {
  private final Map<LedgerRolesKit.Client, Ledger> open =
      new EnumMap<>(LedgerRolesKit.Client.class);

  /** The submitter's ledger, which the kit closes itself. */
  Ledger open() {
    return FabricUnderTest.ledger(Organisation.EXCHANGE);
  }

  /** A client's. */
  Ledger of(LedgerRolesKit.Client client) {
    for (LedgerRolesKit.Client one : LedgerRolesKit.Client.values()) {
      open.computeIfAbsent(one, absent -> FabricUnderTest.ledger(organisation(absent)));
    }
    long highest = open.values().stream().mapToLong(Ledger::height).max().orElseThrow();
    for (Ledger peer : open.values()) {
      Patience.await("a peer has the blocks of the others", () -> peer.height() >= highest);
    }
    return Objects.requireNonNull(open.get(client));
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
