package org.commonwatt.cli.laptop;

import java.time.Duration;
import java.time.InstantSource;
import org.commonwatt.cli.community.Community;
import org.commonwatt.ingest.IngestLoop;

/** Drives a community by the wall clock: polls its meters and ticks its market. */
public final class RealTime implements AutoCloseable {
  private final IngestLoop polls;
  private final MarketTime ticks;

  private RealTime(IngestLoop polls, MarketTime ticks) {
    this.polls = polls;
    this.ticks = ticks;
  }

  /** Starts polling and ticking. */
  public static RealTime start(Laptop laptop, Community community) {
    InstantSource wall = InstantSource.system();
    IngestLoop polls =
        new IngestLoop(laptop.ingest(), wall, Duration.ofSeconds(community.pollSeconds()));
    polls.start();
    return new RealTime(polls, MarketTime.start(laptop.market(), community, wall));
  }

  @Override
  public void close() {
    polls.close();
    ticks.close();
  }
}
