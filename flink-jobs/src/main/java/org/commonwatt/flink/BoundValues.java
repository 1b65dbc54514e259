package org.commonwatt.flink;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The values of a row become the parameters of a statement, from the first on. */
final class BoundValues implements RowValues {
  private final PreparedStatement statement;
  private int index;

  BoundValues(PreparedStatement statement) {
    this.statement = statement;
  }

  @Override
  public void text(String value) throws SQLException {
    statement.setString(++index, value);
  }

  @Override
  public void instant(long millis) throws SQLException {
    statement.setObject(
        ++index, OffsetDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC));
  }

  @Override
  public void integer(int value) throws SQLException {
    statement.setInt(++index, value);
  }

  @Override
  public void bigint(long value) throws SQLException {
    statement.setLong(++index, value);
  }
}
