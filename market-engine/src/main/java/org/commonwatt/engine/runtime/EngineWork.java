package org.commonwatt.engine.runtime;

import java.time.Duration;
import java.util.List;
import org.commonwatt.engine.work.Backoff;
import org.commonwatt.engine.work.Pause;
import org.commonwatt.engine.work.Work;
import org.commonwatt.log.FencedException;
import org.commonwatt.log.Lease;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.MarketLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the engine does, step by step. It follows the log in silence; while it holds the lease and
 * has caught up it fences, follows the last frames, and then reads and publishes, one transaction a
 * step. Whoever is fenced, or loses the lease, follows again. A fault of the log ends the {@link
 * Tenure}; the next step begins another.
 */
final class EngineWork implements Work {
  private static final Logger LOG = LoggerFactory.getLogger(EngineWork.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration FOLLOW = Duration.ofMillis(20);
  private static final String NOBODY = "waits for the lease";

  private final String market;
  private final MarketLog log;
  private final Lease lease;
  private final Snapshots snapshots;
  private final CommittedState state;
  private final Audience audience;
  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
  private @Nullable Tenure tenure;

  EngineWork(MarketEngine.Settings settings, CommittedState state, Audience audience) {
    this.market = settings.market();
    this.log = settings.log();
    this.lease = settings.lease();
    this.snapshots = new Snapshots(settings);
    this.state = state;
    this.audience = audience;
  }

  @Override
  public Pause step() {
    if (state.health().state().isFinal()) {
      return Pause.UNTIL_WOKEN;
    }
    try {
      return goOn(lease.look(couldLead()));
    } catch (FencedException e) {
      return stepDown(e);
    } catch (EngineHaltedException e) {
      stop(e);
      return Pause.UNTIL_WOKEN;
    } catch (RuntimeException e) {
      return startOver(e);
    } catch (VirtualMachineError | LinkageError | AssertionError e) {
      // What was being changed may be half changed.
      stop(new EngineHaltedException("the Java machine failed: " + e, e));
      throw e;
    }
  }

  @Override
  public void end() {
    if (tenure != null && tenure.isWarm() && tenure.isWhole()) {
      snapshots.take(tenure.core());
    }
    release();
    lease.close();
    if (!state.health().state().isFinal()) {
      state.move(EngineState.CLOSED, "closed");
      audience.tellStop(state.health());
    }
  }

  /** Whether it follows the log closely, or leads: who has yet to replay does not. */
  private boolean couldLead() {
    return tenure != null && tenure.isWarm();
  }

  private Pause goOn(Lease.Standing standing) {
    Tenure current = tenure;
    if (current == null) {
      state.forget();
      tenure = Tenure.begin(log, snapshots);
      return Pause.NONE;
    }
    if (current.isLeading()) {
      return lead(current, standing);
    }
    if (!current.hasTakenOver()) {
      show(standing);
    }
    if (!current.follow(audience::tell)) {
      return Pause.NONE;
    }
    if (current.hasTakenOver()) {
      current.lead();
      state.adopt(current.core());
      LOG.info("leads {} from event {} on", market, current.core().sequence());
      return Pause.NONE;
    }
    current.snapshotIfDue();
    if (standing.isHeld()) {
      LOG.info("takes over {} at event {}", market, current.core().sequence());
      current.takeOver();
      return Pause.NONE;
    }
    backoff.reset();
    return current.lookFurther() ? Pause.NONE : Pause.of(FOLLOW);
  }

  private Pause lead(Tenure current, Lease.Standing standing) {
    if (!standing.isHeld()) {
      LOG.warn("the lease of {} is lost; another engine may lead it", market);
      release();
      show(standing);
      return Pause.NONE;
    }
    publish(current, current.read(POLL), standing.alone());
    return Pause.NONE;
  }

  private void publish(Tenure current, List<LogEntry> entries, boolean alone) {
    int published = 0;
    while (published < entries.size()) {
      List<LogEntry> rest = entries.subList(published, entries.size());
      List<AppliedFrame> applied = state.change(current.core(), () -> current.publish(rest));
      published += applied.size();
      backoff.reset();
      applied.forEach(audience::tell);
      state.signal();
      snapshots.afterCommit(current.core(), alone);
    }
  }

  /** Says what it does while it does not lead; health is told only when that changes. */
  private void show(Lease.Standing standing) {
    EngineHealth now =
        standing.isHeld()
            ? new EngineHealth(EngineState.RECOVERING, "replays the log before it takes over")
            : new EngineHealth(
                EngineState.STANDBY,
                standing.leader().map(name -> "engine " + name + " leads").orElse(NOBODY));
    if (!now.equals(state.health())) {
      state.forget();
      state.move(now.state(), now.detail());
    }
  }

  private Pause startOver(RuntimeException fault) {
    Duration pause = backoff.afterFailure();
    LOG.warn("the log is not available; beginning anew in {} ms", pause.toMillis(), fault);
    EngineState now = lease.look(false).isHeld() ? EngineState.RECOVERING : EngineState.STANDBY;
    state.move(now, "the log is not available: " + fault.getMessage());
    release();
    return Pause.of(pause);
  }

  /** Another engine leads: this one gives the lease back, if it has it, and follows again. */
  private Pause stepDown(FencedException cause) {
    LOG.warn("another engine has taken over {}; this one stands by", market, cause);
    release();
    lease.giveBack();
    show(lease.look(false));
    return Pause.NONE;
  }

  private void stop(EngineHaltedException cause) {
    String detail = String.valueOf(cause.getMessage());
    LOG.error("the engine stops: {}", detail, cause);
    release();
    lease.close();
    state.forget();
    state.move(EngineState.HALTED, detail);
    audience.tellStop(state.health());
  }

  private void release() {
    if (tenure != null) {
      tenure.close();
      tenure = null;
    }
  }
}
