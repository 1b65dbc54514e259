package org.commonwatt.cli.laptop;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.commonwatt.cli.community.Community;
import org.commonwatt.ingest.IngestLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives a community by the wall clock: polls its meters and ticks its market. */
public final class RealTime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RealTime.class);
  private static final Duration TICK_EVERY = Duration.ofSeconds(5);
  private static final Duration TICK_LIMIT = Duration.ofSeconds(30);

  private final Laptop laptop;
  private final IngestLoop polls;
  private final Thread ticks = new Thread(this::tick, "ticks");
  private volatile boolean closing;

  private RealTime(Laptop laptop, Community community) {
    this.laptop = laptop;
    polls =
        new IngestLoop(
            laptop.ingest(), InstantSource.system(), Duration.ofSeconds(community.pollSeconds()));
    ticks.setDaemon(true);
  }

  /** Starts polling and ticking. */
  public static RealTime start(Laptop laptop, Community community) {
    RealTime time = new RealTime(laptop, community);
    time.polls.start();
    time.ticks.start();
    return time;
  }

  @Override
  public void close() {
    closing = true;
    polls.close();
    ticks.interrupt();
  }

  private void tick() {
    while (!closing) {
      try {
        TimeUnit.MILLISECONDS.sleep(TICK_EVERY.toMillis());
        laptop.market().tick(System.currentTimeMillis(), TICK_LIMIT);
      } catch (InterruptedException e) {
        return;
      } catch (TimeoutException e) {
        LOG.warn("a tick was not answered; the next one follows", e);
      } catch (RuntimeException e) {
        LOG.error("the market took no tick; the next one follows", e);
      }
    }
  }
}
