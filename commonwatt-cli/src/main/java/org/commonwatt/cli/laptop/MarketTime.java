package org.commonwatt.cli.laptop;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
 * Ticks a market by the wall clock, and makes the rulebook of the community file the valid one,
 * while the engine of this process leads; the time of a market never goes back.
 */
public final class MarketTime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MarketTime.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration TICK_EVERY = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final MarketService market;
  private final Community community;
  private final InstantSource wall;
  private final Thread thread = new Thread(this::run, "market-time");
  private volatile boolean closing;
  private boolean active;
  private long ticked;

  private MarketTime(MarketService market, Community community, InstantSource wall) {
    this.market = market;
    this.community = community;
    this.wall = wall;
    thread.setDaemon(true);
  }

  /** Starts to tick. */
  public static MarketTime start(MarketService market, Community community, InstantSource wall) {
    MarketTime time = new MarketTime(market, community, wall);
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

  private void step() throws InterruptedException, TimeoutException {
    if (market.status().engine().state() != EngineState.LEADING) {
      active = false;
      return;
    }
    if (!active) {
      activate(market, community, wall, LIMIT)
          .ifPresent(refused -> LOG.error("the rulebook was refused: {}", refused.message()));
      active = true;
      ticked = System.nanoTime() - TICK_EVERY.toNanos();
    }
    if (System.nanoTime() - ticked >= TICK_EVERY.toNanos()) {
      ticked = System.nanoTime();
      market.tick(wall.millis(), LIMIT);
    }
  }
}
