package org.commonwatt.ingest;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.commonwatt.ingest.spool.Spool;
import org.commonwatt.ingest.spool.SpoolEntry;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.ReadingRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that gives spooled records to the sink, in order, and again until it takes them. */
final class SpoolDrain implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SpoolDrain.class);
  private static final int BATCH = 1_000;

  private final Spool spool;
  private final ReadingSink sink;
  private final Duration retryPause;
  private final Thread thread = new Thread(this::run, "reading-publisher");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long wakeUps;
  private long publishedThrough;
  private boolean unavailable;

  SpoolDrain(Spool spool, ReadingSink sink, Duration retryPause, long publishedThrough) {
    this.spool = spool;
    this.sink = sink;
    this.retryPause = retryPause;
    this.publishedThrough = publishedThrough;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Says that records were appended. */
  void wake() {
    lock.lock();
    try {
      wakeUps++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long publishedThrough() {
    lock.lock();
    try {
      return publishedThrough;
    } finally {
      lock.unlock();
    }
  }

  boolean awaitPublished(long timeMillis, Duration timeout) throws InterruptedException {
    long nanos = timeout.toNanos();
    lock.lock();
    try {
      while (publishedThrough < timeMillis) {
        if (nanos <= 0) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        long seen = wakeUps();
        if (!drainOnce()) {
          pause();
        } else if (spool.acknowledged() == spool.end()) {
          awaitWakeUp(seen);
        }
      }
    } catch (InterruptedException e) {
      log.debug("The publisher of readings stops");
    }
  }

  /** Publishes one batch; false when the sink or the disk is not available. */
  private boolean drainOnce() throws InterruptedException {
    try {
      List<SpoolEntry> entries = spool.read(BATCH);
      if (entries.isEmpty()) {
        return true;
      }
      List<OutgoingRecord> records =
          entries.stream().map(entry -> OutgoingRecord.fromSpool(entry.payload())).toList();
      sink.publish(records);
      spool.acknowledge(entries.get(entries.size() - 1).endPosition());
      published(records);
      return true;
    } catch (SinkUnavailableException | IOException | RuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      reportUnavailable(e);
      return false;
    }
  }

  private void reportUnavailable(Exception e) {
    if (!unavailable) {
      unavailable = true;
      log.warn("The log does not take readings; they wait in the spool", e);
    }
  }

  private void published(List<OutgoingRecord> records) {
    if (unavailable) {
      unavailable = false;
      log.info("The log takes readings again");
    }
    long latest = records.stream().mapToLong(SpoolDrain::tickTime).max().orElse(Long.MIN_VALUE);
    lock.lock();
    try {
      publishedThrough = Math.max(publishedThrough, latest);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The instant of a tick; the smallest number for other records. */
  static long tickTime(OutgoingRecord outgoing) {
    return outgoing.kind() == OutgoingRecord.Kind.TICK
            && ReadingCodec.decode(outgoing.bytes()) instanceof ReadingRecord.Tick tick
        ? tick.timeMillis()
        : Long.MIN_VALUE;
  }

  private long wakeUps() {
    lock.lock();
    try {
      return wakeUps;
    } finally {
      lock.unlock();
    }
  }

  private void awaitWakeUp(long seen) throws InterruptedException {
    lock.lock();
    try {
      while (wakeUps == seen) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void pause() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(retryPause.toNanos());
  }
}
