package org.commonwatt.engine.readmodel;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of the read models, with its tables in place: TimescaleDB, or PostgreSQL without the
 * extension, which has the same tables, partitioned by month.
 */
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int POOL_SIZE = 6;
  private static final long CONNECTION_TIMEOUT_MILLIS = 5_000;

  private final HikariDataSource pool;

  /**
   * How to reach the database.
   *
   * @param url {@code jdbc:postgresql://…}
   * @param user role that may create tables
   * @param password its password, empty where none is asked
   */
  public record Access(String url, String user, String password) {}

  /** Work that needs a connection. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does the work; the connection is in a transaction. */
    T run(Connection connection) throws SQLException;
  }

  private Database(HikariDataSource pool) {
    this.pool = pool;
  }

  /**
   * Creates missing tables and opens a pool of connections.
   *
   * @throws org.flywaydb.core.api.FlywayException when the tables cannot be brought up to date
   */
  public static Database open(Access access) {
    Flyway.configure()
        .dataSource(access.url(), access.user(), access.password())
        .locations("classpath:db/migration")
        .connectRetries(3)
        .load()
        .migrate();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(access.url());
    config.setUsername(access.user());
    config.setPassword(access.password());
    config.setMaximumPoolSize(POOL_SIZE);
    config.setMinimumIdle(1);
    config.setAutoCommit(false);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    config.setPoolName("read-models");
    Properties driver = new Properties();
    driver.setProperty("socketTimeout", "30");
    driver.setProperty("options", "-c TimeZone=UTC");
    config.setDataSourceProperties(driver);
    Database database = new Database(new HikariDataSource(config));
    database.sayWhatItIs();
    return database;
  }

  /**
   * Runs work that writes, in one transaction.
   *
   * @throws SQLException when nothing was committed, or when nobody can say
   */
  public <T> T write(Work<T> work) throws SQLException {
    return inTransaction(work, false);
  }

  /**
   * Runs work that reads one consistent state.
   *
   * @throws SQLException when the database cannot answer
   */
  public <T> T read(Work<T> work) throws SQLException {
    return inTransaction(work, true);
  }

  @Override
  public void close() {
    pool.close();
  }

  private <T> T inTransaction(Work<T> work, boolean readOnly) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      // Hikari resets both settings when the connection returns to the pool.
      connection.setReadOnly(readOnly);
      connection.setTransactionIsolation(
          readOnly
              ? Connection.TRANSACTION_REPEATABLE_READ
              : Connection.TRANSACTION_READ_COMMITTED);
      try {
        T result = work.run(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    }
  }

  private void sayWhatItIs() {
    try {
      boolean timescale =
          read(
              connection -> {
                try (var query =
                        connection.prepareStatement(
                            "select 1 from pg_extension where extname = 'timescaledb'");
                    var rows = query.executeQuery()) {
                  return rows.next();
                }
              });
      LOG.info(
          timescale
              ? "read models are on TimescaleDB: slots are cut into weekly chunks"
              : "TimescaleDB is not available here: tables are partitioned by month, same content");
    } catch (SQLException e) {
      LOG.warn("cannot ask the database for its extensions", e);
    }
  }
}
