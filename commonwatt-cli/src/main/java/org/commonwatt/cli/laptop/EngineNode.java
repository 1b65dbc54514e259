package org.commonwatt.cli.laptop;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.commonwatt.cli.community.Community;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.MarketServiceConfig;
import org.commonwatt.engine.http.Logins;
import org.commonwatt.engine.http.TlsSettings;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.kafka.Durability;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.seal.Keyring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine of a market whose broker runs elsewhere, with its API, its read models, and the
 * market's clock for as long as it leads. It has no meters, and a ledger only when it is given one.
 */
public final class EngineNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EngineNode.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final MarketService market;
  private final Durability durability;
  private final Optional<LocalLogins> logins;

  /**
   * What to run.
   *
   * @param folder holds the engine's key and snapshots; stays open when the node closes
   * @param keyring what personal payloads on the log are sealed with
   * @param community rules, the same for every engine of the market
   * @param log address of a broker, and how often records are kept
   * @param database where the read models live; empty for one of the node's own
   * @param ledger where the engine that leads posts settled slots; closed with the node. Empty when
   *     they are to wait
   * @param httpPort port of the API, 0 for a free one
   * @param logins how somebody is asked who it is, empty when nobody is
   * @param tls how the API encrypts, empty when it does not
   */
  public record Settings(
      DataFolder folder,
      Keyring keyring,
      Community community,
      Log log,
      Optional<Database.Access> database,
      Optional<Ledger> ledger,
      int httpPort,
      Optional<LoginSettings> logins,
      Optional<TlsSettings> tls) {}

  /**
   * The log that somebody else runs.
   *
   * @param bootstrap address of a broker, {@code host:port}
   * @param durability how often its records are to be kept
   */
  public record Log(String bootstrap, Durability durability) {}

  private EngineNode(Settings settings) {
    settings.ledger().ifPresent(this::add);
    try {
      durability = Topics.createAll(settings.log().bootstrap(), settings.log().durability());
      Database.Access database = settings.database().orElseGet(() -> ownDatabase(settings));
      MarketServiceConfig config = config(settings, database);
      logins = settings.logins().map(asked -> add(logins(asked, settings, database)));
      market =
          add(
              MarketService.start(
                  config.with(
                      logins.map(LocalLogins::logins).orElse(Logins.EVERYBODY), settings.tls())));
      logins.ifPresent(asked -> asked.serve(market.httpAddress()));
      add(MarketTime.start(market, settings.community(), InstantSource.system()));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Makes the topics that are missing, and starts everything; the engine follows the log in the
   * background, and leads when it is to.
   *
   * @throws org.commonwatt.log.LogUnavailableException when the broker does not answer
   * @throws org.commonwatt.log.kafka.TopicsDifferException when its topics are not as the log needs
   *     them
   */
  public static EngineNode start(Settings settings) {
    return new EngineNode(settings);
  }

  /** The market service. */
  public MarketService market() {
    return market;
  }

  /** The logins of the accounts, empty when nobody is asked for one. */
  public Optional<LocalLogins> logins() {
    return logins;
  }

  /** How often the log is kept at least. */
  public Durability durability() {
    return durability;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("a part did not close", e);
      }
    }
  }

  private Database.Access ownDatabase(Settings settings) {
    EmbeddedDatabase own = add(EmbeddedDatabase.start(settings.folder().part("postgres")));
    return new Database.Access(own.jdbcUrl(), Laptop.USER, "");
  }

  private static LocalLogins logins(
      LoginSettings asked, Settings settings, Database.Access database) {
    return LocalLogins.open(
        asked,
        settings.folder().part(LocalLogins.FOLDER),
        LocalAccounts.of(settings.community()),
        database);
  }

  private static MarketServiceConfig config(Settings settings, Database.Access database) {
    return new MarketServiceConfig(
            settings.community().rulebook().market(),
            settings.folder().engineKey(),
            settings.log().bootstrap(),
            database,
            settings.folder().part(Laptop.SNAPSHOTS),
            settings.ledger(),
            settings.httpPort(),
            InstantSource.system(),
            settings.keyring(),
            false)
        .withEvidence(settings.folder().evidence());
  }

  private <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }
}
