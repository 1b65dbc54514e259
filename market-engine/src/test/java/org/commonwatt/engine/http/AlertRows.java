package org.commonwatt.engine.http;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.commonwatt.engine.readmodel.Database;

/** Rows of alerts, as the stream job writes them. */
final class AlertRows {
  private final Database.Access access;
  private final String market;

  AlertRows(Database.Access access, String market) {
    this.access = access;
    this.market = market;
  }

  void insert(String id, String pattern, String participants) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into alert (market, alert_id, version, pattern, slot_start, slot_minutes, area,"
              + " participants, seen_at, first_sequence, last_sequence, command_offset, order_ids,"
              + " trade_ids, energy_wh, measure_names, measure_values, measure_limits) values ('"
              + market
              + "', '"
              + id
              + "', 2, '"
              + pattern
              + "', '2022-08-02T07:00Z', 15, null, '"
              + participants
              + "', '2022-08-02T06:40Z', 17, 29, 5, '{4,6}', '{3}', 4500, '{prices}', '{3}',"
              + " '{2}')");
    }
  }
}
