package org.commonwatt.engine.settlement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import org.commonwatt.ledger.RegistryLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.MarketLog;
import org.commonwatt.log.RecordReader;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.RegistryEntries;
import org.commonwatt.model.RegistryEntries.AuctionEntry;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.RegistryEntries.RulebookEntry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Posts each activated rulebook and each result of an auction to the ledger's registry, soon after
 * it stands on the log. It reads the log on from where the registry's own head says, so it keeps
 * nothing and loses nothing; the contract takes a stretch of the log once.
 */
public final class RegistrySubmitter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RegistrySubmitter.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final MarketEngine engine;
  private final Source source;
  private final RegistryLedger registry;
  private final Worker worker;
  private volatile long registered;
  private volatile @Nullable String trouble;

  /**
   * What is registered.
   *
   * @param market id of the market
   * @param log its log
   * @param keyring opens the commands that stand beside a rulebook's
   */
  public record Source(String market, MarketLog log, Keyring keyring) {}

  /**
   * Starts to submit.
   *
   * @param engine only while it leads anything is posted
   * @param source what is registered
   * @param ledger where to; stays open when this closes
   * @param workers who does the work
   */
  public RegistrySubmitter(MarketEngine engine, Source source, Ledger ledger, Workers workers) {
    this.engine = engine;
    this.source = source;
    this.registry = new RegistryLedger(ledger);
    this.worker = workers.start("registry-submitter", new Submitting());
  }

  /** What keeps entries from being registered, null when all is well. */
  public @Nullable String trouble() {
    return trouble;
  }

  /** Number of the last event up to which everything is registered; 0 before the first look. */
  public long registered() {
    return registered;
  }

  @Override
  public void close() {
    worker.close();
  }

  /** Reads on and posts what there is, a stretch at a time. */
  private final class Submitting implements Work {
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));
    private final List<RulebookEntry> rulebooks = new ArrayList<>();
    private final List<AuctionEntry> auctions = new ArrayList<>();
    private @Nullable RecordReader reader;
    private volatile boolean asking;
    private long from;

    @Override
    public Pause step() {
      try {
        engine.query(MarketView::sequence);
        RecordReader current = reader;
        if (current == null) {
          current = begin();
        }
        List<LogEntry> records = current.poll(POLL);
        for (LogEntry record : records) {
          take(record);
        }
        if (!records.isEmpty()) {
          finish(records.get(records.size() - 1));
        }
        trouble = null;
        backoff.reset();
        return Pause.NONE;
      } catch (LedgerException | EngineNotReadyException e) {
        return startOver(e);
      } catch (RuntimeException e) {
        LOG.error("the registry's submitter failed", e);
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
    }

    private RecordReader begin() {
      RegistryLedger.Head head = ask(() -> registry.head(source.market()));
      from = head.toSequence() + 1;
      registered = Math.max(registered, head.toSequence());
      rulebooks.clear();
      auctions.clear();
      RecordReader begun = source.log().events();
      reader = begun;
      begun.seek(head.nextOffset());
      return begun;
    }

    private void take(LogEntry record) {
      for (byte[] event : EventCodec.splitFrame(record.value())) {
        int kind = EventCodec.kind(event);
        if (kind == EventCodec.RULEBOOK_ACTIVATED || kind == EventCodec.AUCTION_CLEARED) {
          EventEnvelope envelope = EventCodec.decodeEvent(event);
          if (envelope.sequence() >= from) {
            add(envelope, EventCodec.hash(event), record.offset());
          }
        }
      }
    }

    private void add(EventEnvelope envelope, Hash hash, long offset) {
      if (Math.max(rulebooks.size(), auctions.size()) == RegistryEntries.MOST) {
        post(envelope.sequence() - 1, offset); // who goes on reads this record again
      }
      LogPlace place = new LogPlace(envelope.sequence(), hash);
      if (envelope.event() instanceof Event.AuctionCleared auction) {
        auctions.add(new AuctionEntry(auction.slot(), place));
      } else {
        rulebooks.add(RulebookEntry.of(ActivatedRulebooks.of(envelope, source), place));
      }
    }

    private void finish(LogEntry last) {
      List<byte[]> events = EventCodec.splitFrame(last.value());
      long reached = EventCodec.place(events.get(events.size() - 1)).sequence();
      if (!rulebooks.isEmpty() || !auctions.isEmpty()) {
        post(reached, last.offset() + 1);
      }
      registered = Math.max(registered, reached);
    }

    private void post(long toSequence, long nextOffset) {
      RegistryEntries entries =
          new RegistryEntries(source.market(), from, toSequence, nextOffset, rulebooks, auctions);
      SubmitOutcome outcome = ask(() -> registry.post(entries));
      if (outcome instanceof SubmitOutcome.Committed) {
        from = toSequence + 1;
        rulebooks.clear();
        auctions.clear();
      } else {
        throw new LedgerException("the registry did not take events from " + from + ": " + outcome);
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
      trouble = "the registry waits: " + failure.getMessage();
      // While the engine recovers there is nothing to say that it does not say itself.
      LOG.atLevel(failure instanceof EngineNotReadyException ? Level.DEBUG : Level.WARN)
          .log("{}; trying again in {} ms", trouble, pause.toMillis());
      end();
      return Pause.of(pause);
    }
  }
}
