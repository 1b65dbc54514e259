package org.commonwatt.engine.provenance;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.commonwatt.core.BoundUnit;
import org.commonwatt.engine.runtime.EngineNotReadyException;
import org.commonwatt.engine.runtime.MarketEngine;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.engine.sequencer.Sequencer;
import org.commonwatt.engine.work.Backoff;
import org.commonwatt.engine.work.Pause;
import org.commonwatt.engine.work.Work;
import org.commonwatt.engine.work.Worker;
import org.commonwatt.engine.work.Workers;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.model.Command;
import org.commonwatt.model.ProvenanceRules;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.UsableLimit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Looks at the ledger each second for what the records of storage units with a passport prove, and
 * says so to the market when it is another thing than the market knows. It keeps nothing: what is
 * known is asked of the market, so a crash at any point loses nothing.
 */
public final class ProvenanceWatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProvenanceWatcher.class);
  private static final Duration IDLE = Duration.ofSeconds(1);

  private final MarketEngine engine;
  private final Sequencer sequencer;
  private final ProvenanceReader reader;
  private final Worker worker;
  private volatile @Nullable String trouble;

  /**
   * Starts to watch.
   *
   * @param engine whose units are looked up
   * @param sequencer takes what is proved
   * @param ledger stays open when this closes
   * @param workers who does the work
   */
  public ProvenanceWatcher(
      MarketEngine engine, Sequencer sequencer, Ledger ledger, Workers workers) {
    this.engine = engine;
    this.sequencer = sequencer;
    this.reader = new ProvenanceReader(ledger);
    this.worker = workers.start("provenance-watcher", new Watching());
  }

  /** What keeps records from being read, null when all is well. */
  public @Nullable String trouble() {
    return trouble;
  }

  @Override
  public void close() {
    worker.close();
  }

  /** Looks at one unit at a time. */
  private final class Watching implements Work {
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));
    private final Deque<BoundUnit> units = new ArrayDeque<>();
    private UsableLimit.Rules rules = ProvenanceRules.DEFAULT_PROOF;
    private long atMillis;
    private @Nullable CompletableFuture<CommandResult> told;

    @Override
    public Pause step() {
      try {
        return goOn();
      } catch (CompletionException e) {
        return startOver(e.getCause() == null ? e : e.getCause());
      } catch (LedgerException | EngineNotReadyException e) {
        return startOver(e);
      } catch (RuntimeException e) {
        LOG.error("the watcher of provenance records failed", e);
        return startOver(e);
      }
    }

    @Override
    public boolean isInterruptible() {
      return true;
    }

    private Pause goOn() {
      if (told != null) {
        if (!told.isDone()) {
          return Pause.until(told);
        }
        told.join();
        told = null;
      }
      if (units.isEmpty()) {
        ask();
      }
      if (units.isEmpty()) {
        trouble = null;
        backoff.reset();
        return Pause.of(IDLE);
      }
      look(units.remove());
      boolean isLast = units.isEmpty() && told == null;
      if (isLast) {
        trouble = null;
        backoff.reset();
      }
      return isLast ? Pause.of(IDLE) : Pause.NONE;
    }

    private void ask() {
      List<BoundUnit> bound =
          engine.query(
              view -> {
                atMillis = view.market().timeMillis();
                rules = rules(view.market().rulebook());
                return view.market().boundUnits();
              });
      units.addAll(bound);
    }

    private static UsableLimit.Rules rules(@Nullable Rulebook rulebook) {
      ProvenanceRules taken = rulebook == null ? null : rulebook.provenance();
      return taken == null ? ProvenanceRules.DEFAULT_PROOF : taken.proof();
    }

    private void look(BoundUnit unit) {
      UsableLimit limit = reader.read(unit.passport(), rules, atMillis);
      UsableLimit known = unit.limit();
      if (known == null || !limit.provesTheSame(known)) {
        told = sequencer.submit(new Command.LimitUsableEnergy(unit.unit(), limit));
      }
    }

    private Pause startOver(Throwable failure) {
      Duration pause = backoff.afterFailure();
      trouble = "storage units wait for their provenance records: " + failure.getMessage();
      LOG.atLevel(failure instanceof EngineNotReadyException ? Level.DEBUG : Level.WARN)
          .log("{}; trying again in {} ms", trouble, pause.toMillis());
      told = null;
      units.clear();
      return Pause.of(pause);
    }
  }
}
