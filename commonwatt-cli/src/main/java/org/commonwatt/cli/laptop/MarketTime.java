package org.commonwatt.cli.laptop;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.commonwatt.cli.UserError;
import org.commonwatt.cli.community.Community;
import org.commonwatt.cli.community.NextRulebook;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.runtime.EngineState;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ticks a market by the wall clock, as far as the broker's clock bears it out, while the engine of
 * this process leads, and each time that it begins to lead brings the market up to the community
 * file: its rulebook, then connections and collateral. The time of a market never goes back.
 */
public final class MarketTime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MarketTime.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration TICK_EVERY = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Led market;
  private final LongSupplier nanos;
  private final Thread thread = new Thread(this::run, "market-time");
  private volatile boolean closing;
  private volatile @Nullable String trouble;
  private boolean active;
  private long ticked;

  /** What is done to a market that is led here. */
  interface Led {
    /** Whether the engine of this process leads. */
    boolean leads();

    /** Has the broker say what its clock says, without a change of the market. */
    void askForTime() throws InterruptedException, TimeoutException;

    /**
     * Makes the rulebook of the file the valid one; why it was refused, if it was.
     *
     * @throws UserError when the file cannot follow the rulebook that is in force
     */
    Optional<Rejection> activate() throws InterruptedException, TimeoutException;

    /** Registers what the file says of accounts; why something was refused, by account. */
    Map<String, Rejection> register() throws InterruptedException, TimeoutException;

    /** Advances the market's clock. */
    void tick() throws InterruptedException, TimeoutException;
  }

  private record Served(MarketService market, Community community, ClockGuard clock)
      implements Led {
    @Override
    public boolean leads() {
      return market.status().engine().state() == EngineState.LEADING;
    }

    @Override
    public void askForTime() throws InterruptedException, TimeoutException {
      market.tick(market.status().timeMillis(), LIMIT);
    }

    @Override
    public Optional<Rejection> activate() throws InterruptedException, TimeoutException {
      return MarketTime.activate(market, community, clock::instant, LIMIT);
    }

    @Override
    public Map<String, Rejection> register() throws InterruptedException, TimeoutException {
      market.declareSources(community.sources());
      Map<String, Rejection> refused =
          new LinkedHashMap<>(market.register(community.registrations(), LIMIT));
      refused.putAll(market.registerSources(community.sources(), LIMIT));
      return refused;
    }

    @Override
    public void tick() throws InterruptedException, TimeoutException {
      market.tick(clock.instant().toEpochMilli(), LIMIT);
    }
  }

  /**
   * Not started.
   *
   * @param nanos the time between ticks is measured by, like {@link System#nanoTime}
   */
  MarketTime(Led market, LongSupplier nanos) {
    this.market = market;
    this.nanos = nanos;
    thread.setDaemon(true);
  }

  /**
   * Starts to tick; a clock that goes wrong and a file that does not fit are among the troubles of
   * the market.
   */
  public static MarketTime start(MarketService market, Community community, InstantSource wall) {
    ClockGuard clock = new ClockGuard(wall, market::brokerMillis);
    market.alsoReport(clock::trouble);
    MarketTime time = new MarketTime(new Served(market, community, clock), System::nanoTime);
    market.alsoReport(time::trouble);
    time.thread.start();
    return time;
  }

  /**
   * Makes the rulebook of the file the valid one unless it is.
   *
   * @return why it was refused, empty when it is in force
   * @throws TimeoutException when the market did not answer
   */
  public static Optional<Rejection> activate(
      MarketService market, Community community, InstantSource wall, Duration limit)
      throws InterruptedException, TimeoutException {
    @Nullable Rulebook last = market.query(view -> view.market().rulebook());
    Optional<Rulebook> next = NextRulebook.of(last, community, wall.millis());
    return next.isPresent() ? market.activate(next.get(), limit) : Optional.empty();
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
  }

  private void run() {
    while (!closing) {
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        step();
      } catch (InterruptedException e) {
        return;
      } catch (TimeoutException e) {
        LOG.warn("the market's time stands for a moment: {}", e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("the market took no tick; the next one follows", e);
      }
    }
  }

  /** A file that does not fit stops no tick: the rulebook that is in force goes on. */
  private void bringRulebook() throws InterruptedException, TimeoutException {
    try {
      trouble = market.activate().map(Rejection::message).orElse(null);
    } catch (UserError e) {
      trouble = e.getMessage();
    }
    if (trouble != null) {
      LOG.error("the file's rulebook is not in force: {}", trouble);
    }
  }

  /** Why the rulebook of the file is not in force, empty when it is. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble)
        .map(why -> "the rulebook of the community file is not in force: " + why);
  }

  /** Does what is due now. */
  void step() throws InterruptedException, TimeoutException {
    if (!market.leads()) {
      active = false;
      return;
    }
    if (!active) {
      market.askForTime();
      bringRulebook();
      market
          .register()
          .forEach(
              (account, refused) ->
                  LOG.error(
                      "what the file says of {} was refused: {}", account, refused.message()));
      active = true;
      ticked = nanos.getAsLong() - TICK_EVERY.toNanos();
    }
    if (nanos.getAsLong() - ticked >= TICK_EVERY.toNanos()) {
      ticked = nanos.getAsLong();
      market.tick();
    }
  }
}
