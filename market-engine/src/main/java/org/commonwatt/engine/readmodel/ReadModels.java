package org.commonwatt.engine.readmodel;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.seal.Keyring;
import org.jspecify.annotations.Nullable;

/** The read models of one market: their tables, what keeps them up to date, and the questions. */
public final class ReadModels implements AutoCloseable {
  private final Database database;
  private final MarketProjection projection;
  private final RejectedReadingProjection rejections;
  private final Projector events;
  private final Projector rejected;
  private final BillQueries bills;
  private final RecordQueries records;
  private final AlertQueries alerts;
  private final NetPositionQueries netPositions;
  private final UsageQueries usage;
  private final GridQueries grid;
  private final GridWatchQueries gridWatch;
  private final MarketPowerQueries marketPower;
  private final HistoryQueries history;
  private final OrderQueries orders;
  private final OrderStepQueries orderSteps;
  private final ContinuousQueries continuous;
  private final FallbackQueries fallbacks;
  private final WindowQueries windows;
  private final StorageAuctionQueries storageAuctions;
  private final DefaultQueries defaults;
  private final DisputeQueries disputes;
  private final BilateralQueries bilateral;
  private final NoticeQueries notices;
  private final ErasureQueries erasures;
  private final WebhookStore webhooks;
  private final WebhookQueue webhookQueue;
  private final Partitions partitions;

  /**
   * Brings the tables up to date and starts to follow the log.
   *
   * @param access the database
   * @param bootstrap the broker's address
   * @param market id of the market
   */
  public ReadModels(Database.Access access, String bootstrap, String market) {
    this(access, bootstrap, market, Keyring.NONE);
  }

  /**
   * The same, of a log with sealed payloads; what was erased has no rows.
   *
   * @param access the database
   * @param bootstrap the broker's address
   * @param market id of the market
   * @param keyring opens what is sealed
   */
  public ReadModels(Database.Access access, String bootstrap, String market, Keyring keyring) {
    this.database = Database.open(access);
    this.bills = new BillQueries(database, market);
    this.records = new RecordQueries(database, market);
    this.alerts = new AlertQueries(database, market);
    this.netPositions = new NetPositionQueries(database, market);
    this.usage = new UsageQueries(database, market);
    this.grid = new GridQueries(database, market);
    this.gridWatch = new GridWatchQueries(database, market);
    this.marketPower = new MarketPowerQueries(database, market);
    this.history = new HistoryQueries(database, market);
    this.orders = new OrderQueries(database, market);
    this.orderSteps = new OrderStepQueries(database, market);
    this.continuous = new ContinuousQueries(database, market);
    RejectedReadingProjection rejections = new RejectedReadingProjection(market, keyring);
    this.rejections = rejections;
    this.projection = new MarketProjection(market, keyring);
    this.fallbacks = new FallbackQueries(database, market);
    this.windows = new WindowQueries(database, market);
    this.storageAuctions = new StorageAuctionQueries(database, market);
    this.defaults = new DefaultQueries(database, market);
    this.disputes = new DisputeQueries(database, market);
    this.bilateral = new BilateralQueries(database, market);
    this.notices = new NoticeQueries(database, market);
    this.erasures = new ErasureQueries(database, market);
    this.webhooks = new WebhookStore(database, market);
    this.webhookQueue = new WebhookQueue(database, market);
    this.events =
        new Projector(database, new Projector.Source(bootstrap, Topics.EVENTS, market), projection);
    this.rejected =
        new Projector(
            database,
            new Projector.Source(bootstrap, Topics.REJECTED_READINGS, market),
            rejections);
    this.partitions = Partitions.keep(database);
  }

  /** Questions about bills. */
  public BillQueries bills() {
    return bills;
  }

  /** Questions about batches and refused readings. */
  public RecordQueries records() {
    return records;
  }

  /** Questions about what surveillance found. */
  public AlertQueries alerts() {
    return alerts;
  }

  /** Questions about what meters of participants measured. */
  public UsageQueries usage() {
    return usage;
  }

  /** Questions about net positions. */
  public NetPositionQueries netPositions() {
    return netPositions;
  }

  /** Questions about what flows. */
  public GridQueries grid() {
    return grid;
  }

  /** Questions of who watches the grid. */
  public GridWatchQueries gridWatch() {
    return gridWatch;
  }

  /** Questions about how much sellers depend on few of them. */
  public MarketPowerQueries marketPower() {
    return marketPower;
  }

  /** Questions about slots that the engine no longer keeps. */
  public HistoryQueries history() {
    return history;
  }

  /** Questions about the orders of a participant. */
  public OrderQueries orders() {
    return orders;
  }

  /** Questions about what happened to orders. */
  public OrderStepQueries orderSteps() {
    return orderSteps;
  }

  /** Questions about continuous trading. */
  public ContinuousQueries continuous() {
    return continuous;
  }

  /** Questions about missed gates and what was taken back. */
  public FallbackQueries fallbacks() {
    return fallbacks;
  }

  /** Questions about auctions of several slots. */
  public WindowQueries windows() {
    return windows;
  }

  /** Questions about auctions of storage services. */
  public StorageAuctionQueries storageAuctions() {
    return storageAuctions;
  }

  /** Questions about defaults and payments back. */
  public DefaultQueries defaults() {
    return defaults;
  }

  /** Questions about disputes of bill lines. */
  public DisputeQueries disputes() {
    return disputes;
  }

  /** Questions about bilateral contracts that count. */
  public BilateralQueries bilateral() {
    return bilateral;
  }

  /** Questions about what happened to a participant. */
  public NoticeQueries notices() {
    return notices;
  }

  /** Questions about participants whose data were erased. */
  public ErasureQueries erasures() {
    return erasures;
  }

  /** Where participants want to be told; not derived from the log. */
  public WebhookStore webhooks() {
    return webhooks;
  }

  /** Which notice is posted next to whom. */
  public WebhookQueue webhookQueue() {
    return webhookQueue;
  }

  /** The engine sequence that the rows reflect. */
  public long sequence() {
    return events.sequence();
  }

  /**
   * Waits until the rows reflect an engine sequence.
   *
   * @return false when the time was up first
   */
  public boolean caughtUp(long sequence, Duration timeout) throws InterruptedException {
    return events.caughtUp(sequence, timeout);
  }

  /**
   * Waits until the rows reflect every record that is on the log now.
   *
   * @return false when the time was up first
   */
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    return events.awaitEnd(timeout) && rejected.awaitEnd(timeout);
  }

  /** Positions, bill lines and refused readings that were erased and so have no row. */
  public long erased() {
    return projection.erased() + rejections.erased();
  }

  /** What keeps the read models from going on, null when all is well. */
  public @Nullable String trouble() {
    return Stream.of(events.trouble(), rejected.trouble(), skipped())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private @Nullable String skipped() {
    long skipped = projection.skipped();
    return skipped == 0
        ? null
        : skipped + " events of a newer version are not in the read models: upgrade, then rebuild";
  }

  @Override
  public void close() {
    events.close();
    rejected.close();
    partitions.close();
    database.close();
  }
}
