package org.commonwatt.engine.readmodel;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.kafka.LogReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one topic into the database, each record exactly once: the rows and the offset reached
 * are written in one transaction, and a row lock on the offset keeps two projectors from doing it
 * twice. Any fault is answered by starting over from the stored offset.
 */
public final class Projector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Projector.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long FIRST_BACKOFF_MILLIS = 100;
  private static final long MAX_BACKOFF_MILLIS = 5_000;

  private final Database database;
  private final Source source;
  private final Projection projection;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Object reached = new Object();
  private long readTo;
  private volatile Position position = new Position(0, 0);
  private volatile @Nullable String trouble;

  /**
   * Where the records come from; every topic read here has one partition.
   *
   * @param bootstrap the broker's address
   * @param topic name of the topic
   * @param market the market whose rows these are
   */
  public record Source(String bootstrap, String topic, String market) {}

  private record Position(long nextOffset, long sequence) {}

  Projector(Database database, Source source, Projection projection) {
    this.database = database;
    this.source = source;
    this.projection = projection;
    this.thread = new Thread(this::run, "projector-" + source.topic());
    this.thread.setDaemon(true);
    this.thread.start();
  }

  /** The engine sequence that the committed rows reflect; 0 before the first. */
  public long sequence() {
    return position.sequence();
  }

  /** What keeps the projector from going on, null when all is well. */
  public @Nullable String trouble() {
    return trouble;
  }

  /**
   * Waits until the rows reflect an engine sequence.
   *
   * @return false when the time was up first
   */
  public boolean caughtUp(long sequence, Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    synchronized (reached) {
      while (position.sequence() < sequence) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        reached.wait(left);
      }
    }
    return true;
  }

  /**
   * Waits until every record that is on the topic now was projected.
   *
   * @return false when the time was up first
   */
  boolean awaitEnd(Duration timeout) throws InterruptedException {
    long end;
    try (LogReader reader = new LogReader(source.bootstrap(), source.topic(), 0)) {
      end = reader.committedEnd();
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    synchronized (reached) {
      while (readTo < end) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        reached.wait(left);
      }
    }
    return true;
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long backoff = FIRST_BACKOFF_MILLIS;
    while (!closed()) {
      try (LogReader reader = new LogReader(source.bootstrap(), source.topic(), 0)) {
        Position stored = database.write(this::lockPosition);
        moveTo(stored);
        reader.seek(stored.nextOffset());
        while (!closed()) {
          project(reader.poll(POLL));
          readTo(reader.position());
          backoff = FIRST_BACKOFF_MILLIS;
          trouble = null;
        }
      } catch (SQLException | RuntimeException e) {
        trouble = "the read models of " + source.topic() + " wait: " + e.getMessage();
        LOG.warn("{}; trying again in {} ms", trouble, backoff, e);
        backoff = pause(backoff);
      }
    }
  }

  private void project(List<LogEntry> entries) throws SQLException {
    if (!entries.isEmpty()) {
      moveTo(database.write(connection -> apply(connection, entries)));
    }
  }

  private Position apply(Connection connection, List<LogEntry> entries) throws SQLException {
    Position stored = lockPosition(connection);
    List<byte[]> values =
        entries.stream()
            .filter(entry -> entry.offset() >= stored.nextOffset())
            .map(LogEntry::value)
            .toList();
    long next = Math.max(stored.nextOffset(), entries.get(entries.size() - 1).offset() + 1);
    long sequence = projection.apply(connection, values, stored.sequence());
    Position moved = new Position(next, sequence);
    try (PreparedStatement update =
        connection.prepareStatement(
            "update projector set next_offset = ?, last_sequence = ?"
                + " where market = ? and topic = ?")) {
      update.setLong(1, moved.nextOffset());
      update.setLong(2, moved.sequence());
      update.setString(3, source.market());
      update.setString(4, source.topic());
      update.executeUpdate();
    }
    return moved;
  }

  private Position lockPosition(Connection connection) throws SQLException {
    try (PreparedStatement insert =
            connection.prepareStatement(
                "insert into projector (market, topic, next_offset, last_sequence)"
                    + " values (?, ?, 0, 0) on conflict do nothing");
        PreparedStatement select =
            connection.prepareStatement(
                "select next_offset, last_sequence from projector"
                    + " where market = ? and topic = ? for update")) {
      for (PreparedStatement statement : List.of(insert, select)) {
        statement.setString(1, source.market());
        statement.setString(2, source.topic());
      }
      insert.executeUpdate();
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return new Position(rows.getLong(1), rows.getLong(2));
      }
    }
  }

  /**
   * Behind the last record stand the ends of transactions: the position of the reader passes them.
   */
  private void readTo(long offset) {
    synchronized (reached) {
      readTo = offset;
      reached.notifyAll();
    }
  }

  private void moveTo(Position moved) {
    synchronized (reached) {
      position = moved;
      reached.notifyAll();
    }
  }

  private boolean closed() {
    return closing.getCount() == 0;
  }

  private long pause(long millis) {
    try {
      closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
    }
    return Math.min(millis * 2, MAX_BACKOFF_MILLIS);
  }
}
