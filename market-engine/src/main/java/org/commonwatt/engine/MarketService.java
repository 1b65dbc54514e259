package org.commonwatt.engine;

import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.engine.bridge.MemberKeys;
import org.commonwatt.engine.bridge.PositionBridge;
import org.commonwatt.engine.bridge.Registration;
import org.commonwatt.engine.head.TreeHeads;
import org.commonwatt.engine.http.Admission;
import org.commonwatt.engine.http.ApiContext;
import org.commonwatt.engine.http.HttpApi;
import org.commonwatt.engine.http.Logins;
import org.commonwatt.engine.http.Receipts;
import org.commonwatt.engine.metrics.EngineMetrics;
import org.commonwatt.engine.metrics.EngineNumbers;
import org.commonwatt.engine.readmodel.BillQueries.BillTotal;
import org.commonwatt.engine.readmodel.ReadModels;
import org.commonwatt.engine.receipt.EngineKeys;
import org.commonwatt.engine.receipt.ReceiptSigner;
import org.commonwatt.engine.runtime.EngineHealth;
import org.commonwatt.engine.runtime.EngineNotReadyException;
import org.commonwatt.engine.runtime.EngineState;
import org.commonwatt.engine.runtime.MarketEngine;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.sequencer.Sequencer;
import org.commonwatt.engine.settlement.OriginSubmitter;
import org.commonwatt.engine.settlement.RegistrySubmitter;
import org.commonwatt.engine.settlement.SettlementWatch;
import org.commonwatt.engine.snapshot.SnapshotFolder;
import org.commonwatt.engine.webhook.WebhookClient;
import org.commonwatt.engine.webhook.Webhooks;
import org.commonwatt.engine.work.ThreadWorkers;
import org.commonwatt.engine.work.Worker;
import org.commonwatt.engine.work.Workers;
import org.commonwatt.identity.Identity;
import org.commonwatt.identity.oidc.TokenLogins;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.InvoiceLedger;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.OriginLedger;
import org.commonwatt.log.MarketLog;
import org.commonwatt.log.kafka.CommandAppender;
import org.commonwatt.log.kafka.KafkaLease;
import org.commonwatt.log.kafka.KafkaMarketLog;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.Rulebook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One market, served: the engine over the log, its bridges, read models, settlement submitter and
 * HTTP API. Thread-safe.
 */
public final class MarketService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MarketService.class);
  private static final int PARTITION = 0;
  private static final Sequencer.Limits LIMITS =
      new Sequencer.Limits(20_000, Duration.ofSeconds(10));
  private static final int SNAPSHOTS_KEPT = 3;
  private static final long EVENTS_A_SNAPSHOT = 100_000;
  private static final Duration RETRY = Duration.ofMillis(100);
  private static final String NO_LEDGER = "none at this engine";

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final String ledgerLabel;
  private final CommandAppender appender;
  private final Sequencer sequencer;
  private final MarketEngine engine;
  private final ReadModels readModels;
  private final PositionBridge positions;
  private final Optional<LedgerParts> ledger;
  private final Submissions submissions;
  private final SettlementWatch settlementWatch;
  private final List<Supplier<Optional<String>>> others = new CopyOnWriteArrayList<>();
  private final Logins logins;
  private final HttpApi http;
  private final Workers workers;
  private final EngineMetrics metrics;

  private MarketService(MarketServiceConfig config) {
    String bootstrap = config.bootstrapServers();
    ledgerLabel = config.ledger().map(Ledger::label).orElse(NO_LEDGER);
    settlementWatch = new SettlementWatch(System::nanoTime, config.logins().accounts().isEmpty());
    logins = config.logins();
    try {
      readModels =
          add(new ReadModels(config.database(), bootstrap, config.market(), config.keyring()));
      appender = add(new CommandAppender(bootstrap, config.market(), PARTITION, config.keyring()));
      workers = new ThreadWorkers();
      MarketLog log = new KafkaMarketLog(bootstrap, PARTITION);
      sequencer = add(new Sequencer(appenderId(), LIMITS, appender::append, workers));
      engine = add(new MarketEngine(engineSettings(config, log), workers));
      submissions = new Submissions(engine, sequencer);
      positions = add(new PositionBridge(engine, sequencer, log, config.keyring(), workers));
      ledger =
          config
              .ledger()
              .map(
                  one ->
                      add(
                          new LedgerParts(
                              engine,
                              sequencer,
                              new RegistrySubmitter.Source(config.market(), log, config.keyring()),
                              one,
                              config.key(),
                              workers)));
      WebhookClient client = add(new WebhookClient());
      Webhooks webhooks =
          new Webhooks(
              readModels.webhookQueue(),
              client,
              new Webhooks.Setting(
                  config.wall(),
                  () -> engine.health().state() == EngineState.LEADING,
                  config.localReceivers()));
      add(workers.start("webhooks", webhooks));
      Admission admission =
          Admission.of(engine); // before answers are released, which follow from it
      engine.listen(sequencer::committed);
      metrics = add(new EngineMetrics(this::numbers));
      engine.listen(metrics::committed);
      ledger.ifPresent(parts -> engine.listen(frame -> frame.events().forEach(parts::wake)));
      engine.onStop(health -> sequencer.stop("the engine is " + health.state()));
      engine.start();
      http =
          add(
              HttpApi.start(
                  new ApiContext(
                      engine,
                      sequencer,
                      readModels,
                      receipts(config, ledger.map(LedgerParts::heads)),
                      ledgerLabel,
                      config.wall(),
                      config.keyring(),
                      config.localReceivers(),
                      this::troubles,
                      logins,
                      admission,
                      config.ledger().map(OriginLedger::new),
                      config.ledger().map(InvoiceLedger::new),
                      config.ledger().map(BatteryLedger::new),
                      config.evidence()),
                  config.httpPort(),
                  config.tls(),
                  metrics.registry()));
      others.add(http::trouble);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts everything, over topics that are there. The engine recovers in the background: {@link
   * #awaitLeading}.
   *
   * @throws IllegalStateException when the HTTP port is taken
   * @throws IllegalArgumentException when a file of TLS cannot be used
   * @throws org.commonwatt.log.LogUnavailableException when the broker does not answer
   * @throws org.flywaydb.core.api.FlywayException when the database does not
   */
  public static MarketService start(MarketServiceConfig config) {
    return new MarketService(config);
  }

  /** The port of the API. */
  public int httpPort() {
    return http.port();
  }

  /** How the API is reached from this machine, such as {@code http://127.0.0.1:8080/}. */
  public URI httpAddress() {
    return http.address();
  }

  /** Every route of the API as {@code METHOD /path}, parameters as {@code {name}}, sorted. */
  public Set<String> routes() {
    return http.routes();
  }

  /**
   * Has keys made for whoever has a meter point, and for whoever gets one.
   *
   * @param keys makes what is missing for the owner and the meter of one
   */
  public void makeKeys(Consumer<Event.MeterPointAssigned> keys) {
    MemberKeys work = new MemberKeys(engine, keys);
    Worker worker = add(workers.start("keys", work));
    engine.listen(
        frame -> {
          if (frame.events().stream()
              .flatMap(List::stream)
              .anyMatch(envelope -> envelope.event() instanceof Event.MeterPointAssigned)) {
            work.changed();
            worker.wake();
          }
        });
    work.changed(); // what came before this listened
    worker.wake();
  }

  /** What the ledger is, such as "embedded, not Fabric". */
  public String ledgerLabel() {
    return ledgerLabel;
  }

  /** Waits until the engine has recovered and answers; false when the time was up first. */
  public boolean awaitLeading(Duration timeout) throws InterruptedException {
    return engine.await(view -> true, timeout);
  }

  /**
   * Advances the market's clock and waits until everything that follows from it is committed.
   * Repeats the tick while its outcome is unknown: ticks may be repeated.
   *
   * @param timeMillis UTC, milliseconds since the epoch
   * @throws TimeoutException when the log did not answer in time
   * @throws EngineNotReadyException when the engine has stopped for good
   */
  public void tick(long timeMillis, Duration timeout)
      throws InterruptedException, TimeoutException {
    submissions.submitUntilAnswered(new Command.Tick(timeMillis), timeout);
  }

  /**
   * Makes a rulebook the valid one.
   *
   * @return why it was refused, empty when it is in force; the rulebook that is in force already is
   *     not sent again
   * @throws TimeoutException when the log did not answer in time
   */
  public Optional<Rejection> activate(Rulebook rulebook, Duration timeout)
      throws InterruptedException, TimeoutException {
    return submissions.activate(rulebook, timeout);
  }

  /**
   * Brings what the market knows of connections and collateral up to what is on file. What it knows
   * already is not sent again.
   *
   * @param files what is on file, in any order
   * @return why something was refused, by account; empty when all is known now
   * @throws TimeoutException when the log did not answer in time
   */
  public Map<String, Rejection> register(List<Registration> files, Duration timeout)
      throws InterruptedException, TimeoutException {
    return submissions.register(files, timeout);
  }

  /**
   * Registers what injections are made of, so that orders may declare it.
   *
   * @return who was refused, and why
   */
  public Map<String, Rejection> registerSources(
      List<OriginSubmitter.Injection> injections, Duration timeout)
      throws InterruptedException, TimeoutException {
    return submissions.registerSources(injections, timeout);
  }

  /** Waits until every member's metered position of a slot is in the market's books. */
  public boolean awaitPositions(DeliverySlot slot, Duration timeout) throws InterruptedException {
    return engine.await(view -> hasPositions(view, slot.startMillis()), timeout);
  }

  /** Waits until this many slots, counted from the start of trading, are on the ledger. */
  public boolean awaitRecorded(long slots, Duration timeout) throws InterruptedException {
    return engine.await(view -> view.market().recordedSlots() >= slots, timeout);
  }

  /**
   * Waits until the registry on the ledger has every rulebook and auction that is committed now; at
   * once where this has no ledger.
   *
   * @return false when the time was up first
   */
  public boolean awaitRegistered(Duration timeout) throws InterruptedException {
    return ledger.isEmpty() || reaches(ledger.get()::registered, timeout);
  }

  /** Waits until something has come as far as the log is committed now. */
  private boolean reaches(LongSupplier reached, Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    long committed = status().sequence();
    while (reached.getAsLong() < committed) {
      if (System.nanoTime() > end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
    }
    return true;
  }

  /**
   * Has the ledger told what injections are made of, where it does not know it so; holds from the
   * next slot on. Nothing where this has no ledger.
   */
  public void declareSources(List<OriginSubmitter.Injection> injections) {
    ledger.ifPresent(parts -> parts.declareSources(injections));
  }

  /**
   * Waits until the ledger has the guarantees of origin of every slot that is settled now; at once
   * where this has no ledger.
   *
   * @return false when the time was up first
   */
  public boolean awaitGuaranteesOfOrigin(Duration timeout) throws InterruptedException {
    return ledger.isEmpty() || reaches(ledger.get()::guaranteed, timeout);
  }

  /** Waits until the read models reflect everything that is committed now. */
  public boolean awaitProjected(Duration timeout) throws InterruptedException {
    return readModels.caughtUp(status().sequence(), timeout);
  }

  /** How far the market has come. */
  public MarketStatus status() {
    try {
      return engine.query(view -> status(engine.health(), view));
    } catch (EngineNotReadyException e) {
      return new MarketStatus(e.health(), 0, 0, 0, 0, 0, 0, 0);
    }
  }

  /**
   * The time by the broker's clock, as {@link CommandAppender#brokerMillis} has it: a witness of
   * the clock here. Empty before a command of this service is on the log.
   */
  public OptionalLong brokerMillis() {
    return appender.brokerMillis();
  }

  /** What the engine is doing; answers at once, also while a transaction is under way. */
  public EngineHealth health() {
    return engine.health();
  }

  /**
   * Asks the committed state of the market.
   *
   * @throws EngineNotReadyException while the engine recovers or when it has stopped
   */
  public <T> T query(Function<MarketView, T> question) {
    return engine.query(question);
  }

  /**
   * The bill totals of everybody, by id, as far as the read models have come.
   *
   * @throws SQLException when the database does not answer
   */
  public List<BillTotal> bills() throws SQLException {
    return readModels.bills().totals();
  }

  /**
   * What {@code docs/operations/metrics.md} lists, in the text format of Prometheus. Waits while a
   * transaction is under way.
   */
  public String metrics() {
    return metrics.text();
  }

  /** Adds a part outside this service whose trouble is reported with the service's own. */
  public void alsoReport(Supplier<Optional<String>> trouble) {
    others.add(trouble);
  }

  /** What is wrong with the parts beside the engine; empty when nothing is. */
  public List<String> troubles() {
    Stream<Optional<String>> own =
        Stream.of(
            Optional.ofNullable(positions.trouble()),
            Optional.ofNullable(readModels.trouble()),
            settlementTrouble(),
            logins.accounts().flatMap(Identity::trouble),
            logins.provider().flatMap(TokenLogins::trouble));
    Stream<Optional<String>> beside =
        Stream.concat(own, ledger.stream().flatMap(LedgerParts::troubles));
    return Stream.concat(beside, others.stream().map(Supplier::get))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Stops everything; what was committed stays. */
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

  private static MarketEngine.Settings engineSettings(MarketServiceConfig config, MarketLog log) {
    SnapshotFolder folder = new SnapshotFolder(config.snapshots(), SNAPSHOTS_KEPT);
    return new MarketEngine.Settings(
        config.market(),
        log,
        new KafkaLease(config.bootstrapServers(), PARTITION, config.key().engine()),
        new MarketEngine.SnapshotRules(folder, EVENTS_A_SNAPSHOT),
        config.keyring());
  }

  private static Receipts receipts(MarketServiceConfig config, Optional<TreeHeads> heads) {
    return new Receipts(
        new ReceiptSigner(config.market(), PARTITION, config.key()),
        EngineKeys.with(config.key(), config.bootstrapServers(), config.market()),
        heads.orElse(null));
  }

  private static String appenderId() {
    return UUID.randomUUID().toString();
  }

  private <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  private Optional<String> settlementTrouble() {
    try {
      Optional<String> stuck =
          settlementWatch.trouble(engine.query(view -> view.market().awaitedSettlement()));
      if (ledger.isEmpty() && !engine.query(view -> view.market().unconfirmedBatches()).isEmpty()) {
        String noLedger = "settled slots wait for an engine that has a ledger";
        return Optional.of(stuck.map(text -> noLedger + "; " + text).orElse(noLedger));
      }
      return stuck;
    } catch (EngineNotReadyException e) {
      return Optional.empty();
    }
  }

  private static boolean hasPositions(MarketView view, long slotStartMillis) {
    Optional<Rulebook> rulebook =
        view.market()
            .rulebook(slotStartMillis)
            .or(() -> Optional.ofNullable(view.market().rulebook()));
    return rulebook.isPresent()
        && rulebook.get().members().stream()
            .allMatch(
                member ->
                    view.market().position(member.participant(), slotStartMillis).isPresent());
  }

  private EngineNumbers numbers() {
    long projected = readModels.sequence();
    int waiting = sequencer.waiting();
    int wrong = troubles().size();
    EngineState state = engine.health().state();
    if (state != EngineState.LEADING) {
      return EngineNumbers.idle(state, projected, waiting, wrong);
    }
    try {
      return engine.query(view -> numbers(view, projected, waiting, wrong));
    } catch (EngineNotReadyException e) {
      return EngineNumbers.idle(e.health().state(), projected, waiting, wrong);
    }
  }

  private static EngineNumbers numbers(MarketView view, long projected, long waiting, long wrong) {
    MarketStateMachine market = view.market();
    return new EngineNumbers(
        EngineState.LEADING,
        view.sequence(),
        projected,
        market.timeMillis(),
        waiting,
        market
            .awaitedSettlement()
            .map(wait -> Math.max(0, market.timeMillis() - wait.slot().endMillis()))
            .orElse(0L),
        market.unconfirmedBatches().size(),
        market.settledSlots(),
        market.recordedSlots(),
        wrong);
  }

  private static MarketStatus status(EngineHealth health, MarketView view) {
    return new MarketStatus(
        health,
        view.market().timeMillis(),
        view.sequence(),
        view.totals().orders(),
        view.totals().trades(),
        view.totals().tradedWh(),
        view.market().settledSlots(),
        view.market().recordedSlots());
  }
}
