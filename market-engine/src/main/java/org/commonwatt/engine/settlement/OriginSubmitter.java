package org.commonwatt.engine.settlement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.commonwatt.engine.runtime.EngineNotReadyException;
import org.commonwatt.engine.runtime.MarketEngine;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.work.Backoff;
import org.commonwatt.engine.work.Pause;
import org.commonwatt.engine.work.Work;
import org.commonwatt.engine.work.Worker;
import org.commonwatt.engine.work.Workers;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.OriginLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.OriginLots;
import org.commonwatt.model.OriginRun;
import org.commonwatt.model.OriginStorage;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SourceDeclaration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Declares on the ledger what injections are made of, and posts the guarantees of origin of each
 * batch once the batch is recorded, in the order of the batches. It computes them from the log and
 * asks the ledger how far it has come, so it keeps nothing and loses nothing; the contract takes
 * the run of a batch once. In a market without sources it does nothing.
 */
public final class OriginSubmitter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OriginSubmitter.class);
  private static final Duration IDLE = Duration.ofSeconds(1);

  private final MarketEngine engine;
  private final RegistrySubmitter.Source source;
  private final OriginLedger ledger;
  private final Worker worker;
  private volatile List<Injection> wanted = List.of();
  private volatile long covered;
  private volatile @Nullable String trouble;

  /**
   * What somebody's injection is made of from now on, or that it is a storage.
   *
   * @param account whose
   * @param area the area that it is a member of
   * @param source null: no guarantees are issued any more
   * @param storage null: it is no storage
   */
  public record Injection(
      String account, String area, @Nullable EnergySource source, @Nullable OriginStorage storage) {
    /** Of an account that is no storage. */
    public Injection(String account, String area, @Nullable EnergySource source) {
      this(account, area, source, null);
    }
  }

  /**
   * Starts to submit.
   *
   * @param engine only while it leads anything is posted
   * @param source whose guarantees, and the log that they follow from
   * @param ledger where to; stays open when this closes
   * @param workers who does the work
   */
  public OriginSubmitter(
      MarketEngine engine, RegistrySubmitter.Source source, Ledger ledger, Workers workers) {
    this.engine = engine;
    this.source = source;
    this.ledger = new OriginLedger(ledger);
    this.worker = workers.start("origin-submitter", new Submitting());
  }

  /** Has sources declared that the ledger does not know so; what is not named stays as it is. */
  public void declare(List<Injection> injections) {
    wanted = List.copyOf(injections);
    worker.wake();
  }

  /** What keeps guarantees from being recorded, null when all is well. */
  public @Nullable String trouble() {
    return trouble;
  }

  /** Number of the last event up to which all guarantees are on the ledger; 0 at first. */
  public long covered() {
    return covered;
  }

  @Override
  public void close() {
    worker.close();
  }

  /** Reads on and posts what there is, a run at a time. */
  private final class Submitting implements Work {
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));
    private final List<SourceDeclaration> declared = new ArrayList<>(); // on the ledger
    private boolean asked;
    private Optional<OriginLedger.Head> head = Optional.empty();
    private Map<String, List<OriginLots.Lot>> stocks = Map.of();
    private @Nullable OriginReader reader;
    private @Nullable String refused; // declaration
    private List<Injection> seen = List.of();
    private volatile boolean asking;

    @Override
    public Pause step() {
      try {
        long sequence = engine.query(MarketView::sequence);
        if (!asked) {
          askHowFar();
        }
        declareWhatIsNew();
        if (declared.isEmpty()) {
          trouble = refused;
          covered = sequence;
          return Pause.of(IDLE);
        }
        String waits = readAndPost(sequence);
        trouble = waits == null ? refused : waits;
        backoff.reset();
        return Pause.NONE;
      } catch (LedgerException | EngineNotReadyException e) {
        return startOver(e);
      } catch (RuntimeException e) {
        LOG.error("the submitter of guarantees of origin failed", e);
        return startOver(e);
      }
    }

    /** A ledger may be waited for in vain; the log's reader must not be interrupted. */
    @Override
    public boolean isInterruptible() {
      return asking;
    }

    @Override
    public void end() {
      asked = false;
      if (reader != null) {
        reader.close();
        reader = null;
      }
    }

    private void askHowFar() {
      declared.clear();
      seen = List.of();
      try {
        declared.addAll(ask(() -> ledger.sources(source.market())));
        head = ask(() -> ledger.head(source.market()));
        // Contracts of an earlier version cannot tell, and have no storages.
        boolean stores = declared.stream().anyMatch(one -> one.storage() != null);
        stocks = stores ? ask(() -> ledger.stocks(source.market())) : Map.of();
        asked = true;
      } catch (LedgerException e) {
        // Contracts of an earlier version are no trouble to a market without sources.
        if (!wanted.isEmpty()) {
          throw e;
        }
        LOG.debug("not known whether sources are declared: {}", e.getMessage());
      }
    }

    /**
     * Posts what the log has for the ledger.
     *
     * @param sequence of an event that is on the log by now
     * @return what is wrong when there is nothing, null when all is well
     */
    private @Nullable String readAndPost(long sequence) {
      OriginReader current = reader;
      if (current == null) {
        current = new OriginReader(source, new OriginReader.Recorded(head, stocks), declared);
        reader = current;
      }
      current.readOn();
      for (OriginRun run = current.next(); run != null; run = current.next()) {
        OriginRun posted = run;
        require(ask(() -> ledger.post(posted)), run.batchId());
        current.posted();
      }
      String unmet = current.unmet();
      if (unmet == null) {
        covered = Math.max(covered, current.covered());
        return null;
      }
      return current.sequence() < sequence
          ? trouble // the rest of the log is still to be read
          : "guarantees of origin wait: the log has no batch "
              + unmet
              + " with the hash that the ledger has the last guarantees of; this is another log or"
              + " ledger";
    }

    private void declareWhatIsNew() {
      List<Injection> now = wanted;
      Optional<Long> from = now.equals(seen) ? Optional.empty() : engine.query(this::nextSlot);
      if (from.isEmpty()) {
        return;
      }
      refused = null;
      for (Injection one : now) {
        if (!isDeclared(one)) {
          SourceDeclaration declaration =
              new SourceDeclaration(
                  source.market(),
                  one.account(),
                  one.area(),
                  one.source(),
                  one.storage(),
                  from.get());
          declare(declaration);
        }
      }
      seen = now;
    }

    /** What the ledger refuses is told, and keeps nobody else's guarantees back. */
    private void declare(SourceDeclaration declaration) {
      SubmitOutcome outcome = ask(() -> ledger.declare(declaration));
      if (outcome instanceof SubmitOutcome.Rejected) {
        refused = "the ledger did not take the source of " + declaration.account() + ": " + outcome;
        LOG.warn("{}", refused);
        return;
      }
      require(outcome, "the source of " + declaration.account());
      declared.add(declaration);
      if (reader != null) {
        reader.declared(declaration);
      }
    }

    /** The first slot that is settled and has not begun; empty before there is a rulebook. */
    private Optional<Long> nextSlot(MarketView view) {
      return Optional.ofNullable(view.market().rulebook())
          .map(Rulebook::timing)
          .map(
              timing ->
                  Math.max(
                      timing.tradingStartMillis(),
                      DeliverySlot.containing(view.market().timeMillis(), timing.slotMinutes())
                          .endMillis()));
    }

    private boolean isDeclared(Injection wanted) {
      Injection known = new Injection(wanted.account(), wanted.area(), null);
      for (SourceDeclaration one : declared) {
        boolean same = one.account().equals(wanted.account()) && one.area().equals(wanted.area());
        known = // the last one holds
            same ? new Injection(one.account(), one.area(), one.source(), one.storage()) : known;
      }
      return known.equals(wanted);
    }

    private void require(SubmitOutcome outcome, String what) {
      if (!(outcome instanceof SubmitOutcome.Committed)) {
        throw new LedgerException("the ledger did not take " + what + ": " + outcome);
      }
    }

    private <T> T ask(Supplier<T> question) {
      asking = true;
      try {
        return question.get();
      } finally {
        asking = false;
      }
    }

    /** Whatever became of a post, the head tells: go on from there. */
    private Pause startOver(RuntimeException failure) {
      Duration pause = backoff.afterFailure();
      trouble = "guarantees of origin wait: " + failure.getMessage();
      // While the engine recovers there is nothing to say that it does not say itself.
      LOG.atLevel(failure instanceof EngineNotReadyException ? Level.DEBUG : Level.WARN)
          .log("{}; trying again in {} ms", trouble, pause.toMillis());
      end();
      return Pause.of(pause);
    }
  }
}
