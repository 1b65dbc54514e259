package org.commonwatt.identity;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/**
 * Connections to a database, and work in transactions over them. A connection may be lost between
 * two uses, and whoever locks in another order may be sent away: before anything was kept, the work
 * is done again on another connection. When the keeping itself fails nobody can say what was kept,
 * and it is not.
 */
final class Transactions implements AutoCloseable {
  private static final int POOL_SIZE = 3;
  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);

  /** Shorter than the time for a connection: one that hangs leaves time for another. */
  private static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(1);

  /** Every connection of the pool may be lost at once. */
  private static final int TRIES = POOL_SIZE + 1;

  /** SQLSTATEs: the server ended the connection; it sent the work away for others' sake. */
  private static final Set<String> PASSING =
      Set.of("57P01", "57P02", "57P03", "57P05", "40001", "40P01");

  private static final String NO_CONNECTION = "08";

  private final HikariDataSource pool;

  private Transactions(HikariDataSource pool) {
    this.pool = pool;
  }

  /** Connects to a schema, which is there. */
  static Transactions open(Identity.Access access, String schema) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(access.url());
    config.setUsername(access.user());
    config.setPassword(access.password());
    // Not by setSchema: its "set" would be undone with the first transaction that is rolled back.
    config.addDataSourceProperty("currentSchema", schema);
    config.setMaximumPoolSize(POOL_SIZE);
    config.setMinimumIdle(1);
    config.setAutoCommit(false);
    config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
    config.setValidationTimeout(VALIDATION_TIMEOUT.toMillis());
    config.setPoolName("identity");
    config.addDataSourceProperty("socketTimeout", "30");
    config.addDataSourceProperty("options", "-c TimeZone=UTC");
    return new Transactions(new HikariDataSource(config));
  }

  /** Work in a transaction; may be done more than once, and only the last time is kept. */
  interface Work<T> {
    /** Does it. */
    T run(Connection connection) throws SQLException;
  }

  /**
   * Does work as a whole, or not at all.
   *
   * @throws CommitException when nobody can say whether it was done
   * @throws SQLException when the database does not answer; then nothing was changed
   */
  <T> T run(Work<T> work) throws SQLException {
    long start = System.nanoTime();
    for (int tries = 1; ; tries++) {
      try {
        return once(work);
      } catch (NotKept e) {
        boolean late = System.nanoTime() - start > CONNECTION_TIMEOUT.toNanos();
        if (tries == TRIES || late || !isPassing(e.failure)) {
          throw e.failure;
        }
      }
    }
  }

  private <T> T once(Work<T> work) throws SQLException, NotKept {
    try (Connection connection = pool.getConnection()) {
      T result;
      try {
        result = work.run(connection);
      } catch (SQLException e) {
        rollBack(connection, e);
        throw new NotKept(e);
      } catch (RuntimeException e) {
        rollBack(connection, e);
        throw e;
      }
      commit(connection);
      return result;
    }
  }

  private static void commit(Connection connection) throws CommitException {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new CommitException(e);
    }
  }

  /** What cannot be rolled back is lost with its connection. */
  private static void rollBack(Connection connection, Exception failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private static boolean isPassing(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && (state.startsWith(NO_CONNECTION) || PASSING.contains(state));
  }

  @Override
  public void close() {
    pool.close();
  }

  /** The work failed, and nothing of it was kept. */
  private static final class NotKept extends Exception {
    private static final long serialVersionUID = 1L;

    private final SQLException failure;

    NotKept(SQLException failure) {
      super(failure);
      this.failure = failure;
    }
  }
}
