package org.commonwatt.engine.readmodel;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the partitions of a database without TimescaleDB: makes those of the months ahead, and
 * drops what is older than it is kept, by the database's clock. At the start and once an hour, each
 * table in a transaction of its own, so that nobody waits for more than one.
 */
final class Partitions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
  private static final long HOURS_BETWEEN = 1;

  private final Database database;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "partitions");
            thread.setDaemon(true);
            return thread;
          });

  private Partitions(Database database) {
    this.database = database;
  }

  /** Keeps them from now on, in the background. */
  @SuppressWarnings("FutureReturnValueIgnored") // the task catches everything itself
  static Partitions keep(Database database) {
    Partitions partitions = new Partitions(database);
    partitions.thread.scheduleWithFixedDelay(
        partitions::keepOrSay, 0, HOURS_BETWEEN, TimeUnit.HOURS);
    return partitions;
  }

  /**
   * Keeps all of them once.
   *
   * @throws SQLException when some could not be kept; the others are
   */
  static void keepOnce(Database database) throws SQLException {
    SQLException failure = null;
    for (String series : database.read(connection -> partitioned(connection.createStatement()))) {
      try {
        database.write(
            connection -> {
              try (PreparedStatement call =
                  connection.prepareStatement("select access.keep_partitions(?, now())")) {
                call.setString(1, series);
                return call.execute();
              }
            });
      } catch (SQLException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** What fails is tried again an hour later; until then rows go where no month has its own. */
  private void keepOrSay() {
    try {
      keepOnce(database);
    } catch (SQLException | RuntimeException e) {
      if (!thread.isShutdown()) {
        LOG.warn("the partitions of the read models were not kept; trying again in an hour", e);
      }
    }
  }

  private static List<String> partitioned(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (statement;
        ResultSet rows =
            statement.executeQuery(
                "select relname from pg_class where relkind = 'p'"
                    + " and relnamespace = 'public'::regnamespace order by relname")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }
}
