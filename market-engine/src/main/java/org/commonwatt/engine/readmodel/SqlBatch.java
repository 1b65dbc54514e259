package org.commonwatt.engine.readmodel;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the statements of one transaction and runs them, kind by kind, in few round trips. */
final class SqlBatch implements AutoCloseable {
  private final Connection connection;
  private final Map<MarketSql, PreparedStatement> statements = new EnumMap<>(MarketSql.class);

  SqlBatch(Connection connection) {
    this.connection = connection;
  }

  /**
   * Adds a statement; instants become timestamps, the rest is passed on. Of texts U+0000 is
   * replaced, which PostgreSQL does not take: what is on the log must not stop all that follows.
   */
  void add(MarketSql sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql.text());
      statements.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      @Nullable Object value = values[i];
      statement.setObject(i + 1, value == null ? null : stored(value));
    }
    statement.addBatch();
  }

  private static Object stored(Object value) {
    if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    }
    return value instanceof String text ? text.replace('\0', '\uFFFD') : value;
  }

  /** Runs everything that was added. */
  void run() throws SQLException {
    for (PreparedStatement statement : statements.values()) {
      statement.executeBatch();
    }
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : statements.values()) {
      statement.close();
    }
  }
}
