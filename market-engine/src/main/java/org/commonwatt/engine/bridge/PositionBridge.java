package org.commonwatt.engine.bridge;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.commonwatt.engine.runtime.EngineNotReadyException;
import org.commonwatt.engine.runtime.MarketEngine;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.engine.sequencer.Sequencer;
import org.commonwatt.engine.work.Backoff;
import org.commonwatt.engine.work.Pause;
import org.commonwatt.engine.work.Work;
import org.commonwatt.engine.work.Worker;
import org.commonwatt.engine.work.Workers;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.MarketLog;
import org.commonwatt.log.RecordReader;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.codec.PositionRecord;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Carries metered positions, and what flows over boundaries, from the stream jobs into {@code
 * commands}. It resumes behind the last offset that the core has seen; what it sends twice after a
 * fault the core drops.
 */
public final class PositionBridge implements AutoCloseable {
  /** Name of the source in {@link CommandOrigin}, and of the topic. */
  public static final String SOURCE = Topics.POSITIONS;

  private static final Logger LOG = LoggerFactory.getLogger(PositionBridge.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final MarketEngine engine;
  private final Sequencer sequencer;
  private final MarketLog log;
  private final Keyring keyring;
  private final Worker worker;
  private volatile @Nullable String trouble;

  /**
   * Starts to carry.
   *
   * @param engine knows how far the bridge has come
   * @param sequencer takes the positions
   * @param log where they come from
   * @param workers who does the work
   */
  public PositionBridge(MarketEngine engine, Sequencer sequencer, MarketLog log, Workers workers) {
    this(engine, sequencer, log, Keyring.NONE, workers);
  }

  /**
   * Starts to carry positions that are sealed.
   *
   * @param engine knows how far the bridge has come
   * @param sequencer takes the positions
   * @param log where they come from
   * @param keyring opens them
   * @param workers who does the work
   */
  public PositionBridge(
      MarketEngine engine, Sequencer sequencer, MarketLog log, Keyring keyring, Workers workers) {
    this.keyring = keyring;
    this.engine = engine;
    this.sequencer = sequencer;
    this.log = log;
    this.worker = workers.start("bridge-positions", new Carrying());
  }

  /** What keeps positions from arriving, null when all is well. */
  public @Nullable String trouble() {
    return trouble;
  }

  @Override
  public void close() {
    worker.close();
  }

  /** Reads, sends frame by frame, each when the one before is answered, and reads on. */
  private final class Carrying implements Work {
    private final Deque<List<CommandFrame.Entry>> frames = new ArrayDeque<>();
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));
    private @Nullable RecordReader reader;
    private @Nullable CompletableFuture<List<CommandResult>> sent;

    @Override
    public Pause step() {
      try {
        return goOn();
      } catch (CompletionException e) {
        return startOver(e.getCause() == null ? e : e.getCause());
      } catch (RuntimeException e) {
        return startOver(e);
      }
    }

    @Override
    public void end() {
      if (reader != null) {
        reader.close();
        reader = null;
      }
    }

    private Pause goOn() {
      if (sent != null) {
        if (!sent.isDone()) {
          return Pause.until(sent);
        }
        sent.join();
        sent = null;
      }
      if (frames.isEmpty()) {
        read();
      }
      if (!frames.isEmpty()) {
        sent = sequencer.submitFrame(frames.remove());
      }
      return Pause.NONE;
    }

    private void read() {
      RecordReader current = reader;
      if (current == null) {
        OptionalLong seen = engine.query(view -> view.market().lastOffset(SOURCE, 0));
        current = log.positions();
        reader = current;
        current.seek(seen.isPresent() ? seen.getAsLong() + 1 : 0);
      }
      split(current.poll(POLL));
      trouble = null;
      backoff.reset();
    }

    private void split(List<LogEntry> entries) {
      List<CommandFrame.Entry> all = new ArrayList<>();
      for (LogEntry entry : entries) {
        try {
          CommandOrigin origin = new CommandOrigin(SOURCE, 0, entry.offset());
          PositionRecord found = PositionCodec.decode(entry.value(), keyring);
          if (found instanceof PositionRecord.Position record) {
            all.add(new CommandFrame.Entry(origin, new Command.ReportPosition(record.position())));
          } else if (found instanceof PositionRecord.Boundary record) {
            all.add(new CommandFrame.Entry(origin, new Command.ReportBoundary(record.flow())));
          } else {
            LOG.info("positions offset {} was erased and is left out", entry.offset());
          }
        } catch (CodecException e) {
          if (e.reason() == CodecException.Reason.KEY_MISSING) {
            throw e; // it waits for the key: left out, its slot would never be settled
          }
          LOG.error("positions offset {} cannot be read and is left out", entry.offset(), e);
        }
      }
      for (int from = 0; from < all.size(); from += CommandFrame.MAX_ENTRIES) {
        frames.add(all.subList(from, Math.min(from + CommandFrame.MAX_ENTRIES, all.size())));
      }
    }

    /** Nobody can say what became of a frame: go on from what the core has seen. */
    private Pause startOver(Throwable fault) {
      Duration pause = backoff.afterFailure();
      trouble = "positions wait: " + fault.getMessage();
      // While the engine recovers there is nothing to say that it does not say itself.
      LOG.atLevel(fault instanceof EngineNotReadyException ? Level.DEBUG : Level.WARN)
          .log("{}; trying again in {} ms", trouble, pause.toMillis());
      end();
      frames.clear();
      sent = null;
      return Pause.of(pause);
    }
  }
}
