package org.commonwatt.cli.laptop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.cli.UserError;
import org.commonwatt.cli.community.Community;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.MarketServiceConfig;
import org.commonwatt.engine.http.Logins;
import org.commonwatt.engine.http.TlsSettings;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.flink.JobHandle;
import org.commonwatt.flink.MeteringJob;
import org.commonwatt.flink.SurveillanceJob;
import org.commonwatt.ingest.IngestService;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.kafka.Durability;
import org.commonwatt.log.kafka.ReadingPublisher;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.log.seal.KeySource;
import org.commonwatt.log.seal.Keyring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole community on one machine: broker, database, ledger, metering job, market service and
 * meter ingest. Starts them in the order they need, stops them in the reverse.
 */
public final class Laptop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Laptop.class);
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  static final String USER = "postgres";

  /** Name of the part of a data folder that holds the engine's snapshots. */
  static final String SNAPSHOTS = "snapshots";

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final FileKeyring keyring;
  private final BrokerKeeper broker;
  private final Keeper<EmbeddedDatabase> database;
  private final String jdbcUrl;
  private final LaptopLedger ledger;
  private final Optional<LocalLogins> logins;
  private final MarketService market;
  private final Keeper<JobHandle> metering;
  private final Keeper<JobHandle> surveillance;
  private final IngestService ingest;

  /**
   * What to run.
   *
   * @param folder where everything is kept; stays open when the laptop closes
   * @param community rules and meters
   * @param httpPort port of the API, 0 for a free one
   * @param clock the time that meters are read at
   * @param meterTimeout longest wait for a meter's answer
   * @param ledger what keeps the batches
   * @param keys where keys of new participants and meters come from
   * @param logins how somebody is asked who it is, empty when nobody is
   * @param devices a devices file that says where the meters are; empty: the community says it
   * @param tls how the API encrypts, empty when it does not
   */
  public record Settings(
      DataFolder folder,
      Community community,
      int httpPort,
      InstantSource clock,
      Duration meterTimeout,
      LedgerKind ledger,
      KeySource keys,
      Optional<LoginSettings> logins,
      Optional<Path> devices,
      Optional<TlsSettings> tls) {
    /** With the embedded ledger and random keys, and without logins. */
    public Settings(
        DataFolder folder,
        Community community,
        int httpPort,
        InstantSource clock,
        Duration meterTimeout) {
      this(
          folder,
          community,
          httpPort,
          clock,
          meterTimeout,
          LedgerKind.EMBEDDED,
          KeySource.RANDOM,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  private Laptop(Settings settings) throws IOException {
    DataFolder folder = settings.folder();
    keyring = folder.keyring();
    MarketKeys.ensure(keyring, settings.community(), settings.keys());
    CompletableFuture<LaptopLedger> opening =
        CompletableFuture.supplyAsync(() -> LaptopLedger.open(settings.ledger(), folder));
    CompletableFuture<EmbeddedDatabase> starting =
        CompletableFuture.supplyAsync(() -> EmbeddedDatabase.start(folder.part("postgres")));
    try {
      broker = add(BrokerKeeper.start(folder.part("kafka")));
      database = add(keptDatabase(joined(starting), folder.part("postgres")));
      jdbcUrl = database.current().jdbcUrl();
      ledger = add(joined(opening));
      Topics.createAll(broker.bootstrapServers());
      logins = settings.logins().map(asked -> add(openLogins(asked, settings)));
      market = add(startMarket(settings));
      market.makeKeys(assigned -> MarketKeys.ensure(keyring, assigned, settings.keys()));
      logins.ifPresent(asked -> asked.serve(market.httpAddress()));
      JobNode.Settings jobs = jobSettings(settings);
      metering = add(keptJob("the metering job", () -> MeteringJob.start(JobNode.config(jobs))));
      surveillance =
          add(keptJob("surveillance", () -> SurveillanceJob.start(JobNode.surveillance(jobs))));
      market.alsoReport(broker::trouble);
      market.alsoReport(database::trouble);
      market.alsoReport(() -> trouble("metering", metering));
      market.alsoReport(() -> trouble("surveillance", surveillance));
      ReadingPublisher publisher =
          add(
              new ReadingPublisher(
                  broker.bootstrapServers(), settings.community().rulebook().market()));
      ingest =
          add(WaysIn.open(
                  new MeterIngest.Settings(
                      settings.community(),
                      folder.part("spool"),
                      settings.clock(),
                      settings.meterTimeout(),
                      null),
                  settings.devices().orElse(null),
                  keyring,
                  publisher))
              .service();
    } catch (IOException | RuntimeException e) {
      starting.thenAccept(EmbeddedDatabase::close);
      opening.thenAccept(LaptopLedger::close);
      close();
      throw e;
    }
  }

  /**
   * Starts everything; the market answers when this returns.
   *
   * @throws UserError when something of the machine or folder prevents it
   */
  public static Laptop start(Settings settings) throws InterruptedException {
    Laptop laptop;
    try {
      laptop = new Laptop(settings);
    } catch (IOException e) {
      throw new UserError("cannot use " + settings.folder().root() + ": " + e.getMessage(), e);
    }
    if (!laptop.market.awaitLeading(START_LIMIT)) {
      String state = laptop.market.status().engine().toString();
      laptop.close();
      throw new UserError("the market engine did not come up: " + state);
    }
    return laptop;
  }

  /** The market service. */
  public MarketService market() {
    return market;
  }

  /** The logins of the accounts, empty when nobody is asked for one. */
  public Optional<LocalLogins> logins() {
    return logins;
  }

  /** The meters' way in. */
  public IngestService ingest() {
    return ingest;
  }

  /** The ledger. */
  public Ledger ledger() {
    return ledger.ledger();
  }

  /** What personal payloads on the log are sealed with. */
  public Keyring keyring() {
    return keyring;
  }

  /** Audits everything that is on the log and on the ledger now. */
  public AuditReport verify() {
    return ledger.verify(broker.bootstrapServers(), keyring);
  }

  /** The broker. */
  public BrokerKeeper broker() {
    return broker;
  }

  /** Processes outside this one's descent, for the sum of their memory. */
  public List<ProcessHandle> processes() {
    return database.current().process().stream().toList();
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("{} did not close", part, e);
      }
    }
  }

  private LocalLogins openLogins(LoginSettings asked, Settings settings) {
    return LocalLogins.open(
        asked,
        settings.folder().part(LocalLogins.FOLDER),
        LocalAccounts.of(settings.community()),
        new Database.Access(jdbcUrl, USER, ""));
  }

  private MarketService startMarket(Settings settings) {
    return MarketService.start(
        new MarketServiceConfig(
                settings.community().rulebook().market(),
                settings.folder().engineKey(),
                broker.bootstrapServers(),
                new Database.Access(jdbcUrl, USER, ""),
                settings.folder().part(SNAPSHOTS),
                Optional.of(ledger.ledger()),
                settings.httpPort(),
                InstantSource.system(),
                keyring,
                logins.isEmpty(),
                logins.map(LocalLogins::logins).orElse(Logins.EVERYBODY),
                settings.tls(),
                Optional.empty())
            .withEvidence(settings.folder().evidence()));
  }

  private JobNode.Settings jobSettings(Settings settings) {
    return new JobNode.Settings(
        settings.community(),
        new EngineNode.Log(broker.bootstrapServers(), Durability.BY_CLUSTER),
        new Database.Access(jdbcUrl, USER, ""),
        settings.folder().part("checkpoints"),
        settings.folder().keyFolder(),
        JobNode.Choices.of(settings.community().signers()),
        JobNode.Watch.of(settings.folder()));
  }

  private static Optional<String> trouble(String name, Keeper<JobHandle> job) {
    return job.trouble().or(() -> job.current().failure().map(fault -> name + " failed: " + fault));
  }

  private static Keeper<EmbeddedDatabase> keptDatabase(EmbeddedDatabase started, Path folder) {
    int port = started.port();
    return new Keeper<>(
        "the database",
        started,
        new Keeper.Part<>() {
          @Override
          public boolean isAlive(EmbeddedDatabase part) {
            return part.process().isPresent();
          }

          @Override
          public EmbeddedDatabase startAgain() {
            return EmbeddedDatabase.start(folder, port);
          }
        });
  }

  private interface JobStart {
    JobHandle start() throws IOException;
  }

  private static Keeper<JobHandle> keptJob(String name, JobStart job) throws IOException {
    return new Keeper<>(
        name,
        job.start(),
        new Keeper.Part<>() {
          @Override
          public boolean isAlive(JobHandle part) {
            return part.isRunning();
          }

          @Override
          public JobHandle startAgain() throws IOException {
            return job.start();
          }
        });
  }

  private <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  private static <T> T joined(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UserError error) {
        throw error;
      }
      throw e;
    }
  }
}
