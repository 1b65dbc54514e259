package org.commonwatt.engine.settlement;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.commonwatt.engine.runtime.EngineNotReadyException;
import org.commonwatt.engine.runtime.MarketEngine;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.work.Backoff;
import org.commonwatt.engine.work.Pause;
import org.commonwatt.engine.work.Work;
import org.commonwatt.engine.work.Worker;
import org.commonwatt.engine.work.Workers;
import org.commonwatt.ledger.DisputeLedger;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.RecordReader;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.LedgerDisputes.EventPlace;
import org.commonwatt.model.LedgerDisputes.Opened;
import org.commonwatt.model.LedgerDisputes.Outcome;
import org.commonwatt.model.LedgerDisputes.Resolved;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Records on the ledger each dispute that may lead to a correction, and how it ended, with the
 * hashes of their events. It reads the log on from where the ledger's own head says, so it keeps
 * nothing and loses nothing; the contract takes each event once.
 */
public final class DisputeSubmitter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DisputeSubmitter.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Set<Integer> KINDS =
      Set.of(EventCodec.DISPUTE_OPENED, EventCodec.DISPUTE_DECIDED, EventCodec.DISPUTE_WITHDRAWN);

  private final MarketEngine engine;
  private final RegistrySubmitter.Source source;
  private final DisputeLedger disputes;
  private final SettlementLedger settlement;
  private final Worker worker;
  private volatile long recorded;
  private final AtomicLong looks = new AtomicLong();
  private volatile @Nullable String trouble;

  /**
   * Starts to submit.
   *
   * @param engine only while it leads anything is posted
   * @param source the market and its log
   * @param ledger where to; stays open when this closes
   * @param workers who does the work
   */
  public DisputeSubmitter(
      MarketEngine engine, RegistrySubmitter.Source source, Ledger ledger, Workers workers) {
    this.engine = engine;
    this.source = source;
    this.disputes = new DisputeLedger(ledger);
    this.settlement = new SettlementLedger(ledger);
    this.worker = workers.start("dispute-submitter", new Submitting());
  }

  /** What keeps disputes from being recorded, null when all is well. */
  public @Nullable String trouble() {
    return trouble;
  }

  /** Number of the last event up to which all disputes are recorded; 0 before the first look. */
  public long recorded() {
    return recorded;
  }

  /** How often it looked for disputes and nothing went wrong. */
  long looks() {
    return looks.get();
  }

  @Override
  public void close() {
    worker.close();
  }

  /** How a market stands to corrections. */
  private enum Corrections {
    /** No dispute was ever opened. */
    NONE,
    /** Former disputes are over, but their ends may be missing on the ledger. */
    FORMER,
    POSSIBLE;

    static Corrections of(MarketView view) {
      Rulebook rulebook = view.market().rulebook();
      DisputeRules rules = rulebook == null ? null : rulebook.disputes();
      if ((rules != null && rules.corrections()) || view.market().mayCorrect()) {
        return POSSIBLE;
      }
      return view.market().openedDisputes() > 0 ? FORMER : NONE;
    }
  }

  /** Reads on and posts what there is, an event at a time. */
  private final class Submitting implements Work {
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));
    private @Nullable RecordReader reader;
    private volatile boolean asking;
    private boolean foundNone; // the ledger has no dispute of the market: only this puts one there
    private long last;

    @Override
    public Pause step() {
      try {
        RecordReader current = reader;
        if (current == null) {
          current = begin(engine.query(Corrections::of));
        } else {
          engine.query(MarketView::sequence); // fails when the engine leads no more
        }
        if (current != null) {
          for (LogEntry record : current.poll(POLL)) {
            take(record);
          }
        }
        trouble = null;
        backoff.reset();
        looks.incrementAndGet();
        return current == null ? Pause.of(IDLE) : Pause.NONE;
      } catch (LedgerException | EngineNotReadyException e) {
        return startOver(e);
      } catch (RuntimeException e) {
        LOG.error("the submitter of disputes failed", e);
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
      if (reader != null) {
        reader.close();
        reader = null;
      }
      foundNone = false;
    }

    /**
     * Reads on from the ledger's head. A later rulebook may leave corrections out while disputes of
     * earlier slots go on, so the rulebook in force alone does not say that there is nothing to do.
     *
     * @return null when no dispute was or is to be recorded
     */
    private @Nullable RecordReader begin(Corrections corrections) {
      if (corrections == Corrections.NONE || (corrections == Corrections.FORMER && foundNone)) {
        return null;
      }
      DisputeLedger.Head head = ask(() -> disputes.head(source.market()));
      if (corrections == Corrections.FORMER && head.equals(DisputeLedger.Head.NONE)) {
        foundNone = true;
        return null;
      }
      last = head.sequence();
      recorded = Math.max(recorded, last);
      RecordReader begun = source.log().events();
      reader = begun;
      begun.seek(head.offset());
      return begun;
    }

    private void take(LogEntry record) {
      List<byte[]> events = EventCodec.splitFrame(record.value());
      for (byte[] bytes : events) {
        if (KINDS.contains(EventCodec.kind(bytes))) {
          EventEnvelope envelope = EventCodec.decodeEvent(bytes, source.keyring());
          if (envelope.sequence() > last) {
            EventPlace place =
                new EventPlace(envelope.sequence(), EventCodec.hash(bytes), record.offset());
            post(envelope.event(), place);
          }
        }
      }
      recorded = Math.max(recorded, EventCodec.place(events.get(events.size() - 1)).sequence());
    }

    private void post(Event event, EventPlace place) {
      if (event instanceof Event.DisputeOpened opened && opened.untilMillis() != 0) {
        require(ask(() -> disputes.open(opened(opened, place))), place);
      } else if (event instanceof Event.DisputeDecided decided) {
        Outcome outcome = decided.ruling().upheld() ? Outcome.UPHELD : Outcome.DISMISSED;
        resolve(new Resolved(source.market(), decided.disputeId(), outcome, place));
      } else if (event instanceof Event.DisputeWithdrawn withdrawn) {
        resolve(new Resolved(source.market(), withdrawn.disputeId(), Outcome.WITHDRAWN, place));
      }
    }

    /** A dispute that can lead to no correction is not on the ledger, nor how it ended. */
    private void resolve(Resolved resolved) {
      SubmitOutcome outcome = ask(() -> disputes.resolve(resolved));
      boolean isUnknown =
          outcome instanceof SubmitOutcome.Rejected rejected
              && rejected.rejection().code().equals("DISPUTE_NOT_FOUND");
      if (!isUnknown) {
        require(outcome, resolved.place());
      }
    }

    private void require(SubmitOutcome outcome, EventPlace place) {
      if (!(outcome instanceof SubmitOutcome.Committed)) {
        throw new LedgerException(
            "the ledger did not take the dispute of event " + place.sequence() + ": " + outcome);
      }
      last = place.sequence();
    }

    private Opened opened(Event.DisputeOpened event, EventPlace place) {
      return new Opened(
          source.market(),
          event.disputeId(),
          batchId(event),
          event.line(),
          event.participant(),
          event.timeMillis(),
          event.untilMillis(),
          place);
    }

    /** A run's number does not say whether it was the final one; the ledger does. */
    private String batchId(Event.DisputeOpened event) {
      if (event.run() == 0) {
        return SettlementBatch.initialId(source.market(), event.slot());
      }
      String revised = SettlementBatch.revisedId(source.market(), event.slot(), event.run());
      Optional<?> found = settlement.find(revised);
      return found.isPresent() ? revised : SettlementBatch.finalId(source.market(), event.slot());
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
      trouble = "disputes wait for the ledger: " + failure.getMessage();
      // While the engine recovers there is nothing to say that it does not say itself.
      LOG.atLevel(failure instanceof EngineNotReadyException ? Level.DEBUG : Level.WARN)
          .log("{}; trying again in {} ms", trouble, pause.toMillis());
      end();
      return Pause.of(pause);
    }
  }
}
