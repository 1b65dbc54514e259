package org.commonwatt.engine.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.engine.work.Backoff;
import org.commonwatt.engine.work.Pause;
import org.commonwatt.engine.work.Work;
import org.commonwatt.log.FencedException;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.MarketLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the engine does, step by step: fence, then replay piece by piece, then read and publish, one
 * transaction a step. A fault of the log ends the {@link Tenure}; the next step begins another.
 */
final class EngineWork implements Work {
  private static final Logger LOG = LoggerFactory.getLogger(EngineWork.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final String market;
  private final MarketLog log;
  private final Snapshots snapshots;
  private final CommittedState state;
  private final Audience audience;
  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
  private @Nullable Tenure tenure;

  EngineWork(MarketEngine.Settings settings, CommittedState state, Audience audience) {
    this.market = settings.market();
    this.log = settings.log();
    this.snapshots = new Snapshots(market, log, settings.snapshots());
    this.state = state;
    this.audience = audience;
  }

  @Override
  public Pause step() {
    if (state.health().state().isFinal()) {
      return Pause.UNTIL_WOKEN;
    }
    try {
      goOn();
      return Pause.NONE;
    } catch (FencedException e) {
      stop(EngineState.FENCED, "another engine has taken over this market", e);
      return Pause.UNTIL_WOKEN;
    } catch (EngineHaltedException e) {
      stop(EngineState.HALTED, String.valueOf(e.getMessage()), e);
      return Pause.UNTIL_WOKEN;
    } catch (RuntimeException e) {
      return startOver(e);
    }
  }

  @Override
  public void end() {
    if (tenure != null && tenure.isRecovered()) {
      snapshots.take(tenure.core());
    }
    release();
    if (!state.health().state().isFinal()) {
      state.move(EngineState.CLOSED, "closed");
      audience.tellStop(state.health());
    }
  }

  private void goOn() {
    Tenure current = tenure;
    if (current == null) {
      state.forget();
      tenure = Tenure.begin(log, snapshots);
    } else if (!current.isRecovered()) {
      if (current.recover(audience::tell)) {
        state.adopt(current.core());
        backoff.reset();
        LOG.info("leads {} from event {} on", market, current.core().view().sequence());
      }
    } else {
      publish(current, current.read(POLL));
    }
  }

  private void publish(Tenure current, List<LogEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    List<AppliedFrame> applied = new ArrayList<>(entries.size());
    state.change(
        current.core(),
        () -> {
          List<byte[]> records = new ArrayList<>(entries.size());
          for (LogEntry entry : entries) {
            AppliedFrame frame = current.core().apply(entry);
            applied.add(frame);
            records.addAll(frame.records(market));
          }
          current.write(records);
        });
    applied.forEach(audience::tell);
    state.signal();
    snapshots.afterCommit(current.core());
  }

  private Pause startOver(RuntimeException fault) {
    Duration pause = backoff.afterFailure();
    LOG.warn("the log is not available; taking over anew in {} ms", pause.toMillis(), fault);
    state.move(EngineState.RECOVERING, "the log is not available: " + fault.getMessage());
    release();
    return Pause.of(pause);
  }

  private void stop(EngineState end, String detail, RuntimeException cause) {
    LOG.error("the engine stops, {}: {}", end, detail, cause);
    release();
    state.forget();
    state.move(end, detail);
    audience.tellStop(state.health());
  }

  private void release() {
    if (tenure != null) {
      tenure.close();
      tenure = null;
    }
  }
}
