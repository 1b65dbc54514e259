package org.commonwatt.identity;

import java.sql.SQLException;

/** The keeping of what was done failed: whether it was kept nobody can say. */
public final class CommitException extends SQLException {
  private static final long serialVersionUID = 1L;

  CommitException(SQLException cause) {
    super(cause.getMessage(), cause.getSQLState(), cause);
  }
}
