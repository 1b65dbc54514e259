package org.commonwatt.simulation;

import java.time.Duration;
import java.util.List;
import org.commonwatt.log.EventWriter;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.LogUnavailableException;
import org.commonwatt.log.MarketLog;
import org.commonwatt.log.RecordReader;
import org.commonwatt.simulation.SimulatedBroker.Partition;

/** A process's view of the {@link SimulatedBroker}: a fake that breaks on purpose. */
final class SimulatedLog implements MarketLog {
  private final SimulatedBroker broker;
  private final Uplink uplink;

  SimulatedLog(SimulatedBroker broker, Uplink uplink) {
    this.broker = broker;
    this.uplink = uplink;
  }

  @Override
  public RecordReader commands() {
    return new Reader(broker.commands());
  }

  @Override
  public RecordReader events() {
    return new Reader(broker.events());
  }

  @Override
  public RecordReader positions() {
    return new Reader(broker.positions());
  }

  @Override
  public EventWriter eventWriter() {
    return new Writer();
  }

  private final class Reader implements RecordReader {
    private static final int MOST = 50;

    private final Partition partition;
    private long position;

    Reader(Partition partition) {
      this.partition = partition;
    }

    @Override
    public void seek(long offset) {
      position = offset;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public List<LogEntry> poll(Duration timeout) {
      uplink.workers().requireAlive();
      List<LogEntry> read =
          uplink.isCut() ? List.of() : partition.from(position, 1 + uplink.chance().upTo(MOST));
      if (!read.isEmpty()) {
        position = read.get(read.size() - 1).offset() + 1;
      }
      if (!uplink.isCut() && partition.from(position, 1).isEmpty()) {
        // Behind the last record stand the ends of transactions: a reader passes them.
        position = Math.max(position, broker.committedEnd(partition));
      }
      if (read.isEmpty()) {
        uplink.workers().spend(uplink.chance().micros(500, (int) (timeout.toNanos() / 1_000 / 4)));
      }
      return read;
    }

    @Override
    public long committedEnd() {
      uplink.requireReachable();
      return broker.committedEnd(partition);
    }

    @Override
    public void close() {}
  }

  final class Writer implements EventWriter {
    private static final long NONE = -1;

    private long epoch = NONE;

    @Override
    public void takeOver() {
      epoch = NONE;
      uplink.requireReachable();
      long fresh = broker.takeOver();
      uplink.loseAnswer(Fault.TAKEOVER_ANSWER_LOST, 50);
      epoch = fresh;
    }

    @Override
    public void write(List<byte[]> records) {
      long mine = current();
      // After a fault this writer is of no use until it takes over anew.
      epoch = NONE;
      uplink.requireWritable();
      send(mine, records);
      commit(mine);
      epoch = mine;
    }

    /** Opens a transaction and goes no further. */
    void open(List<byte[]> records) {
      broker.send(current(), records);
    }

    @Override
    public void close() {
      epoch = NONE;
    }

    private void send(long mine, List<byte[]> records) {
      Chance chance = uplink.chance();
      if (chance.strikes(Fault.TRANSACTION_TORN, 5)) {
        broker.send(mine, records.subList(0, chance.upTo(records.size() + 1)));
        throw new LogUnavailableException("simulated: the connection broke amid a transaction");
      }
      broker.send(mine, records);
      if (chance.strikes(Fault.STALLED_IN_TRANSACTION, 5)) {
        uplink.workers().stall(chance.millis(10, 4_000));
      }
      if (chance.strikes(Fault.COMMIT_NOT_SENT, 5)) {
        throw new LogUnavailableException("simulated: the connection broke before a commit");
      }
    }

    private void commit(long mine) {
      uplink.requireReachable();
      broker.commit(mine);
      uplink.loseAnswer(Fault.COMMIT_ANSWER_LOST, 8);
    }

    private long current() {
      if (epoch == NONE) {
        throw new IllegalStateException("take over before writing, and again after a fault");
      }
      return epoch;
    }
  }
}
