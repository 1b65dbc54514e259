package org.commonwatt.engine.readmodel;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Questions about participants whose data were erased. */
public final class ErasureQueries {
  private static final String ONE = "select 1 from erasure where market = ? and participant = ?";

  private final Database database;
  private final String market;

  /** Asks about one market. */
  public ErasureQueries(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /** Whether a participant's data were erased at any time, as far as the rows have come. */
  public boolean isErased(String participant) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(ONE)) {
            query.setString(1, market);
            query.setString(2, participant);
            try (ResultSet rows = query.executeQuery()) {
              return rows.next();
            }
          }
        });
  }
}
