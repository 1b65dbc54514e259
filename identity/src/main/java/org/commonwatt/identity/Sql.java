package org.commonwatt.identity;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements with their values. */
final class Sql {
  private Sql() {}

  /** Rows of a query. */
  interface Rows<T> {
    /** Reads them. */
    T read(ResultSet rows) throws SQLException;
  }

  /** Changes rows, and says how many. */
  static int update(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  /** Adds rows, all in one go. */
  static void insert(Connection connection, String sql, List<Object[]> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Object[] row : rows) {
        bind(statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Asks for rows. */
  static <T> T query(Connection connection, String sql, Rows<T> reading, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        return reading.read(rows);
      }
    }
  }

  /** What is done with a row. */
  interface Row {
    /** Reads it. */
    void read(ResultSet row) throws SQLException;
  }

  /** Reads all rows of a query. */
  static void each(Connection connection, String sql, Row reading, @Nullable Object... values)
      throws SQLException {
    query(
        connection,
        sql,
        rows -> {
          int count = 0;
          while (rows.next()) {
            reading.read(rows);
            count++;
          }
          return count;
        },
        values);
  }

  /** Asks for a number. */
  static long count(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    return query(connection, sql, rows -> rows.next() ? rows.getLong(1) : 0L, values);
  }

  /** The role that a word stands for. */
  static Role role(String word) throws SQLException {
    return Role.of(word).orElseThrow(() -> new SQLException("no role is called " + word));
  }

  static @Nullable Instant instant(ResultSet rows, int column) throws SQLException {
    Timestamp stamp = rows.getTimestamp(column);
    return stamp == null ? null : stamp.toInstant();
  }

  static Instant requireInstant(ResultSet rows, int column) throws SQLException {
    Instant instant = instant(rows, column);
    if (instant == null) {
      throw new SQLException("column " + column + " is null");
    }
    return instant;
  }

  private static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value instanceof Instant instant) {
        statement.setTimestamp(i + 1, Timestamp.from(instant));
      } else if (value == null) {
        statement.setNull(i + 1, Types.NULL);
      } else {
        statement.setObject(i + 1, value);
      }
    }
  }
}
