package org.commonwatt.engine.readmodel;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Turns the records of one topic into rows. */
interface Projection {
  /**
   * Applies records in order, in the caller's transaction.
   *
   * @param values stored bytes of the records
   * @param lastSequence the engine sequence reached before
   * @return the engine sequence reached; {@code lastSequence} on topics that have none
   */
  long apply(Connection connection, List<byte[]> values, long lastSequence) throws SQLException;
}
