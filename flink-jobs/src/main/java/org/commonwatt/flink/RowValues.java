package org.commonwatt.flink;

import java.io.IOException;
import java.sql.SQLException;

/** Takes the values of a row, in the order in which the statement names the columns. */
interface RowValues {
  /** A value of a column {@code text}. */
  void text(String value) throws SQLException, IOException;

  /** A value of a column {@code timestamptz}, in milliseconds since 1970, UTC. */
  void instant(long millis) throws SQLException, IOException;

  /** A value of a column {@code int}. */
  void integer(int value) throws SQLException, IOException;

  /** A value of a column {@code bigint}. */
  void bigint(long value) throws SQLException, IOException;
}
