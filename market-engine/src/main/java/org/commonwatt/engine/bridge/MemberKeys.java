package org.commonwatt.engine.bridge;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.commonwatt.engine.runtime.EngineHaltedException;
import org.commonwatt.engine.runtime.EngineNotReadyException;
import org.commonwatt.engine.runtime.MarketEngine;
import org.commonwatt.engine.work.Pause;
import org.commonwatt.engine.work.Work;
import org.commonwatt.model.Event.MeterPointAssigned;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the keys made of those who get a meter point, beginning with those who have one when it
 * starts. A meter point is assigned before the first slot that counts, so the keys are there before
 * anything is sealed with them.
 */
public final class MemberKeys implements Work {
  private static final Logger LOG = LoggerFactory.getLogger(MemberKeys.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final MarketEngine engine;
  private final Consumer<MeterPointAssigned> keys;
  private final AtomicBoolean changed = new AtomicBoolean(true);

  /**
   * Keys that nobody has made yet.
   *
   * @param engine knows the meter points
   * @param keys makes what is missing for the owner and the meter of one; may throw {@link
   *     UncheckedIOException}, and is asked again then
   */
  public MemberKeys(MarketEngine engine, Consumer<MeterPointAssigned> keys) {
    this.engine = engine;
    this.keys = keys;
  }

  /** Another meter point was assigned. */
  public void changed() {
    changed.set(true);
  }

  @Override
  public Pause step() {
    if (!changed.getAndSet(false)) {
      return Pause.UNTIL_WOKEN;
    }
    try {
      List<MeterPointAssigned> assigned =
          engine.query(view -> view.market().registered().assignments());
      assigned.forEach(keys);
      return Pause.NONE;
    } catch (EngineHaltedException e) {
      return Pause.UNTIL_WOKEN;
    } catch (EngineNotReadyException e) {
      changed.set(true);
      return Pause.of(RETRY);
    } catch (UncheckedIOException e) {
      LOG.warn("keys of members cannot be kept", e);
      changed.set(true);
      return Pause.of(RETRY);
    }
  }
}
