package org.commonwatt.simulation;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.log.FencedException;
import org.commonwatt.log.LogEntry;

/**
 * A fake of the broker: three partitions in memory and the rule of one transactional writer. It
 * replicates nothing and proves nothing about Kafka; the kit that it shares with Kafka's log says
 * how far it is like it.
 */
final class SimulatedBroker {
  private final Partition commands = new Partition();
  private final Partition events = new Partition();
  private final Partition positions = new Partition();
  private final List<LogEntry> open = new ArrayList<>();
  private long epoch;

  /** Committed records, and where they end. */
  static final class Partition {
    private final List<LogEntry> entries = new ArrayList<>();
    private long end;

    /** The records from an offset on, at most so many. */
    List<LogEntry> from(long offset, int most) {
      int low = 0;
      int high = entries.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (entries.get(middle).offset() < offset) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return List.copyOf(entries.subList(low, Math.min(entries.size(), low + most)));
    }

    List<LogEntry> all() {
      return entries;
    }

    private long append(byte[] value) {
      entries.add(new LogEntry(end, value.clone()));
      return end++;
    }
  }

  Partition commands() {
    return commands;
  }

  Partition events() {
    return events;
  }

  Partition positions() {
    return positions;
  }

  /** What a reader of committed records may see: the first open record, or the end. */
  long committedEnd(Partition partition) {
    return partition == events && !open.isEmpty() ? open.get(0).offset() : partition.end;
  }

  long appendCommand(byte[] value) {
    return commands.append(value);
  }

  /** As a job's transaction does: the records, then its end. */
  void publishPositions(List<byte[]> values) {
    values.forEach(positions::append);
    positions.end++;
  }

  /** Fences every writer before, and aborts what it left open. */
  long takeOver() {
    endTransaction();
    return ++epoch;
  }

  /** Adds records to the open transaction. */
  void send(long writer, List<byte[]> records) {
    requireNewest(writer);
    for (byte[] record : records) {
      open.add(new LogEntry(events.end++, record.clone()));
    }
  }

  /** Makes the open transaction visible. */
  void commit(long writer) {
    requireNewest(writer);
    events.entries.addAll(open);
    endTransaction();
  }

  private void endTransaction() {
    if (!open.isEmpty()) {
      open.clear();
      events.end++;
    }
  }

  private void requireNewest(long writer) {
    if (writer != epoch) {
      throw new FencedException("epoch " + writer + ": another writer has taken over");
    }
  }
}
