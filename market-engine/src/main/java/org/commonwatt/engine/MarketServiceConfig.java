package org.commonwatt.engine;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.commonwatt.engine.evidence.EvidenceStore;
import org.commonwatt.engine.http.Logins;
import org.commonwatt.engine.http.TlsSettings;
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
 * @param httpPort port of the API, 0 for a free one
 * @param wall wall-clock time, shown beside the market's
 * @param keyring what personal payloads on the log are sealed with
 * @param localReceivers whether notices may be posted to this machine: only where all who may
 *     register a receiver may also call what else listens there
 * @param logins says who sends a request to the API; stays open when the service closes
 * @param tls how the API encrypts; empty: it does not, and listens on 127.0.0.1
 * @param evidence keeps documents about batteries; empty: none are kept
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
    Keyring keyring,
    boolean localReceivers,
    Logins logins,
    Optional<TlsSettings> tls,
    Optional<EvidenceStore> evidence) {
  /** A service without accounts. */
  public MarketServiceConfig(
      String market,
      EngineKey key,
      String bootstrapServers,
      Database.Access database,
      Path snapshots,
      Optional<Ledger> ledger,
      int httpPort,
      InstantSource wall,
      Keyring keyring,
      boolean localReceivers) {
    this(
        market,
        key,
        bootstrapServers,
        database,
        snapshots,
        ledger,
        httpPort,
        wall,
        keyring,
        localReceivers,
        Logins.EVERYBODY,
        Optional.empty(),
        Optional.empty());
  }

  /** A service without accounts that seals nothing and posts notices to this machine, too. */
  public MarketServiceConfig(
      String market,
      EngineKey key,
      String bootstrapServers,
      Database.Access database,
      Path snapshots,
      Optional<Ledger> ledger,
      int httpPort,
      InstantSource wall) {
    this(
        market,
        key,
        bootstrapServers,
        database,
        snapshots,
        ledger,
        httpPort,
        wall,
        Keyring.NONE,
        true);
  }

  /** Checks the id and the port. */
  public MarketServiceConfig {
    Ids.require("market", market);
    if (httpPort < 0 || httpPort > 65_535) {
      throw new IllegalArgumentException("the port must be 0 to 65535, not " + httpPort);
    }
  }

  /** The same service with other logins, whose API encrypts in another way. */
  public MarketServiceConfig with(Logins others, Optional<TlsSettings> encryption) {
    return new MarketServiceConfig(
        market,
        key,
        bootstrapServers,
        database,
        snapshots,
        ledger,
        httpPort,
        wall,
        keyring,
        localReceivers,
        others,
        encryption,
        evidence);
  }

  /** The same service that keeps documents. */
  public MarketServiceConfig withEvidence(EvidenceStore documents) {
    return new MarketServiceConfig(
        market,
        key,
        bootstrapServers,
        database,
        snapshots,
        ledger,
        httpPort,
        wall,
        keyring,
        localReceivers,
        logins,
        tls,
        Optional.of(documents));
  }
}
