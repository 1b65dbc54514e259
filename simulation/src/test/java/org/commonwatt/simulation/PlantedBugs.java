package org.commonwatt.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerCheckpoint;
import org.commonwatt.ledger.LedgerEvents;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.log.EventWriter;
import org.commonwatt.log.FencedException;
import org.commonwatt.log.Lease;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.LogUnavailableException;
import org.commonwatt.log.MarketLog;
import org.commonwatt.log.RecordReader;

/** Wrong logs and ledgers. */
final class PlantedBugs {
  private PlantedBugs() {}

  /** Says "written" at once and writes with the next call. */
  static MarketLog answersEarly(MarketLog log) {
    return new Log(log) {
      @Override
      public EventWriter eventWriter() {
        return new Writer(log.eventWriter()) {
          private final List<byte[]> late = new ArrayList<>();

          @Override
          public void write(List<byte[]> records) {
            if (!late.isEmpty()) {
              writer.write(late);
              late.clear();
            }
            late.addAll(records);
          }
        };
      }
    };
  }

  /** Takes the place back when another has taken over, and writes. */
  static MarketLog fightsOn(MarketLog log) {
    return new Log(log) {
      @Override
      public EventWriter eventWriter() {
        return new Writer(log.eventWriter()) {
          @Override
          public void write(List<byte[]> records) {
            try {
              writer.write(records);
            } catch (FencedException e) {
              writer.takeOver();
              writer.write(records);
            }
          }
        };
      }
    };
  }

  /** Writes the same again when nobody can say whether it was written. */
  static MarketLog writesAgain(MarketLog log) {
    return new Log(log) {
      @Override
      public EventWriter eventWriter() {
        return new Writer(log.eventWriter()) {
          @Override
          public void write(List<byte[]> records) {
            try {
              writer.write(records);
            } catch (LogUnavailableException e) {
              writer.takeOver();
              writer.write(records);
            }
          }
        };
      }
    };
  }

  /** Reads past the first of several commands. */
  static MarketLog leavesOut(MarketLog log) {
    return new Log(log) {
      @Override
      public RecordReader commands() {
        return new Reader(log.commands()) {
          @Override
          public List<LogEntry> poll(Duration timeout) {
            List<LogEntry> read = reader.poll(timeout);
            return read.size() == 3 ? read.subList(1, 3) : read;
          }
        };
      }
    };
  }

  /** Believes that nothing was published yet. */
  static MarketLog forgetsTheTail(MarketLog log) {
    return new Log(log) {
      @Override
      public RecordReader events() {
        return new Reader(log.events()) {
          @Override
          public long committedEnd() {
            return 0;
          }
        };
      }
    };
  }

  /** After a takeover shows the end that was known before it. */
  static MarketLog looksNoFurther(MarketLog log) {
    return new Log(log) {
      private boolean tookOver;

      @Override
      public EventWriter eventWriter() {
        return new Writer(log.eventWriter()) {
          @Override
          public void takeOver() {
            writer.takeOver();
            tookOver = true;
          }

          @Override
          public void write(List<byte[]> records) {
            writer.write(records);
          }
        };
      }

      @Override
      public RecordReader events() {
        tookOver = false;
        return new Reader(log.events()) {
          private long known;

          @Override
          public long committedEnd() {
            known = tookOver ? known : reader.committedEnd();
            return known;
          }
        };
      }
    };
  }

  /** Tells everybody to lead, again at once after it was given back. */
  static Lease heldByEverybody(Lease lease) {
    return new Lease() {
      private long term = 1;

      @Override
      public Standing look(boolean caughtUp) {
        Standing real = lease.look(caughtUp);
        return new Standing(term, real.alone(), real.leader());
      }

      @Override
      public void giveBack() {
        term++;
      }

      @Override
      public void close() {
        lease.close();
      }
    };
  }

  /** Wrong ledgers. */
  enum OfLedger {
    COMMITS_NOTHING("the ledger holds other batches"),
    FORGETS_WHAT_IT_HOLDS("no progress");

    private final String finding;

    OfLedger(String finding) {
      this.finding = finding;
    }

    String finding() {
      return finding;
    }

    Ledger plant(Ledger ledger) {
      return new WrongLedger(ledger, this);
    }
  }

  static class Log implements MarketLog {
    private final MarketLog log;

    Log(MarketLog log) {
      this.log = log;
    }

    @Override
    public RecordReader commands() {
      return log.commands();
    }

    @Override
    public RecordReader events() {
      return log.events();
    }

    @Override
    public RecordReader positions() {
      return log.positions();
    }

    @Override
    public EventWriter eventWriter() {
      return log.eventWriter();
    }
  }

  abstract static class Writer implements EventWriter {
    protected final EventWriter writer;

    Writer(EventWriter writer) {
      this.writer = writer;
    }

    @Override
    public void takeOver() {
      writer.takeOver();
    }

    @Override
    public void close() {
      writer.close();
    }
  }

  static class Reader implements RecordReader {
    protected final RecordReader reader;

    Reader(RecordReader reader) {
      this.reader = reader;
    }

    @Override
    public void seek(long offset) {
      reader.seek(offset);
    }

    @Override
    public long position() {
      return reader.position();
    }

    @Override
    public List<LogEntry> poll(Duration timeout) {
      return reader.poll(timeout);
    }

    @Override
    public long committedEnd() {
      return reader.committedEnd();
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  private record WrongLedger(Ledger ledger, OfLedger bug) implements Ledger {
    @Override
    public String label() {
      return ledger.label();
    }

    @Override
    public SubmitOutcome submit(LedgerCall call) {
      return bug == OfLedger.COMMITS_NOTHING
          ? new SubmitOutcome.Committed("tx", 1, "")
          : ledger.submit(call);
    }

    @Override
    public EvaluateOutcome evaluate(LedgerCall call) {
      if (bug == OfLedger.FORGETS_WHAT_IT_HOLDS) {
        throw new LedgerException("planted: nothing is found");
      }
      return ledger.evaluate(call);
    }

    @Override
    public Optional<CommitStatus> status(String transactionId) {
      return bug == OfLedger.FORGETS_WHAT_IT_HOLDS
          ? Optional.empty()
          : ledger.status(transactionId);
    }

    @Override
    public long height() {
      return ledger.height();
    }

    @Override
    public LedgerEvents events(LedgerCheckpoint after) {
      return ledger.events(after);
    }

    @Override
    public LedgerBlock block(long number) {
      return ledger.block(number);
    }

    @Override
    public void close() {
      ledger.close();
    }
  }
}
