package org.commonwatt.engine.bridge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.commonwatt.engine.runtime.EngineNotReadyException;
import org.commonwatt.engine.runtime.MarketEngine;
import org.commonwatt.engine.sequencer.Sequencer;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.kafka.LogEntry;
import org.commonwatt.log.kafka.LogReader;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Carries metered positions from the stream jobs into {@code commands}. It resumes behind the last
 * offset that the core has seen; what it sends twice after a fault the core drops.
 */
public final class PositionBridge implements AutoCloseable {
  /** Name of the source in {@link CommandOrigin}, and of the topic. */
  public static final String SOURCE = Topics.POSITIONS;

  private static final Logger LOG = LoggerFactory.getLogger(PositionBridge.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long FIRST_BACKOFF_MILLIS = 50;
  private static final long MAX_BACKOFF_MILLIS = 5_000;

  private final MarketEngine engine;
  private final Sequencer sequencer;
  private final String bootstrap;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable String trouble;

  /**
   * Starts to carry.
   *
   * @param engine knows how far the bridge has come
   * @param sequencer takes the positions
   * @param bootstrap the broker's address
   */
  public PositionBridge(MarketEngine engine, Sequencer sequencer, String bootstrap) {
    this.engine = engine;
    this.sequencer = sequencer;
    this.bootstrap = bootstrap;
    this.thread = new Thread(this::run, "bridge-positions");
    this.thread.setDaemon(true);
    this.thread.start();
  }

  /** What keeps positions from arriving, null when all is well. */
  public @Nullable String trouble() {
    return trouble;
  }

  @Override
  public void close() {
    // Not interrupted: the Kafka client closes badly then. It sees the latch within one poll.
    closing.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long backoff = FIRST_BACKOFF_MILLIS;
    while (!closed()) {
      try (LogReader reader = new LogReader(bootstrap, SOURCE, 0)) {
        OptionalLong seen = engine.query(view -> view.market().lastOffset(SOURCE, 0));
        reader.seek(seen.isPresent() ? seen.getAsLong() + 1 : 0);
        while (!closed()) {
          carry(reader.poll(POLL));
          trouble = null;
          backoff = FIRST_BACKOFF_MILLIS;
        }
      } catch (InterruptedException e) {
        return;
      } catch (ExecutionException | RuntimeException e) {
        if (!closed()) {
          trouble = "positions wait: " + e.getMessage();
          // While the engine recovers there is nothing to say that it does not say itself.
          LOG.atLevel(e instanceof EngineNotReadyException ? Level.DEBUG : Level.WARN)
              .log("{}; trying again in {} ms", trouble, backoff);
          backoff = pause(backoff);
        }
      }
    }
  }

  private void carry(List<LogEntry> entries) throws InterruptedException, ExecutionException {
    List<CommandFrame.Entry> frame = new ArrayList<>();
    for (LogEntry entry : entries) {
      try {
        frame.add(
            new CommandFrame.Entry(
                new CommandOrigin(SOURCE, 0, entry.offset()),
                new Command.ReportPosition(PositionCodec.decode(entry.value()))));
      } catch (CodecException e) {
        LOG.error("positions offset {} cannot be read and is left out", entry.offset(), e);
      }
      if (frame.size() == CommandFrame.MAX_ENTRIES) {
        send(frame);
      }
    }
    if (!frame.isEmpty()) {
      send(frame);
    }
  }

  private void send(List<CommandFrame.Entry> frame)
      throws InterruptedException, ExecutionException {
    sequencer.submitFrame(frame).get();
    frame.clear();
  }

  private boolean closed() {
    return closing.getCount() == 0;
  }

  private long pause(long millis) {
    try {
      closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
    }
    return Math.min(millis * 2, MAX_BACKOFF_MILLIS);
  }
}
