package org.commonwatt.engine;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.engine.receipt.EngineKey;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Ids;

/**
 * What a market's service needs.
 *
 * @param market id of the market
 * @param key the engine's key, and so its name: of no other engine
 * @param bootstrapServers address of the broker, {@code host:port}
 * @param database where the read models live
 * @param snapshots folder of the engine's snapshots, of no other engine; made on first use
 * @param ledger records the settlement batches, empty when another process has it; stays open when
 *     the service closes
 * @param httpPort port on 127.0.0.1, 0 for a free one
 * @param wall wall-clock time, shown beside the market's
 * @param keyring what personal payloads on the log are sealed with
 */
public record MarketServiceConfig(
    String market,
    EngineKey key,
    String bootstrapServers,
    Database.Access database,
    Path snapshots,
    Optional<Ledger> ledger,
    int httpPort,
    InstantSource wall,
    Keyring keyring) {
  /** A service that seals nothing. */
  public MarketServiceConfig(
      String market,
      EngineKey key,
      String bootstrapServers,
      Database.Access database,
      Path snapshots,
      Optional<Ledger> ledger,
      int httpPort,
      InstantSource wall) {
    this(market, key, bootstrapServers, database, snapshots, ledger, httpPort, wall, Keyring.NONE);
  }

  /** Checks the id and the port. */
  public MarketServiceConfig {
    Ids.require("market", market);
    if (httpPort < 0 || httpPort > 65_535) {
      throw new IllegalArgumentException("the port must be 0 to 65535, not " + httpPort);
    }
  }
}
