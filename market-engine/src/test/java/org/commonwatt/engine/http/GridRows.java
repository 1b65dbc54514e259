package org.commonwatt.engine.http;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.commonwatt.engine.readmodel.Database;

/** Rows of net positions and areas, as the stream jobs write them. */
final class GridRows {
  private final Database.Access access;
  private final String market;

  GridRows(Database.Access access, String market) {
    this.access = access;
    this.market = market;
  }

  /**
   * A net position at 07:00 plus minutes.
   *
   * @param figures contracted, metered, first forecast, forecast and imbalance to date, as SQL
   */
  void position(String participant, String area, int minutes, String figures) throws SQLException {
    execute(
        "insert into net_position (market, participant, area, slot_start, slot_minutes, version,"
            + " contracted_wh, metered_wh, first_forecast_wh, forecast_wh, imbalance_to_date_wh,"
            + " quality) select '%s', '%s', '%s', '2022-08-02T07:00Z'::timestamptz + interval '%d"
                .formatted(market, participant, area, minutes)
            + " minutes', 15, 1, figures.*, 'ACTUAL' from (select "
            + figures
            + ") figures");
  }

  /** How many accounts an area has at 07:00 plus minutes. */
  void members(String area, int minutes, int accounts) throws SQLException {
    execute(
        "insert into area_members select '%s', '%s', '2022-08-02T07:00Z'::timestamptz"
                .formatted(market, area)
            + " + interval '%d minutes', 1, %d".formatted(minutes, accounts));
  }

  /**
   * A flow at 07:00.
   *
   * @param boundary net energy at the boundary, losses, residual and its limit, as SQL
   */
  void flow(String area, long flowWh, String boundary) throws SQLException {
    execute(
        "insert into area_flow (market, area, slot_start, slot_minutes, version, accounts,"
            + " expected, meters_net_wh,"
            + " flow_wh, flow_w, max_import_w, quality, boundary_net_wh, losses_wh, residual_wh,"
            + " residual_limit_wh) select '%s', '%s', '2022-08-02T07:00Z', 15, 1, 2, 2, -1950, %d, %d,"
                .formatted(market, area, flowWh, flowWh * 4)
            + " 7500, 'ACTUAL', figures.* from (select "
            + boundary
            + ") figures");
  }

  /** An alert at 07:00 of a limit of 7,500. */
  void alert(String area, String kind, long found) throws SQLException {
    execute(
        "insert into grid_alert values ('%s', '%s', '2022-08-02T07:00Z', 15, '%s', 1, %d, 7500, true)"
            .formatted(market, area, kind, found));
  }

  /**
   * What an area lost at 07:00.
   *
   * @param figures version of the boundary's flow, entered, left, technical losses, limit, as SQL
   */
  void balance(String area, int run, String figures) throws SQLException {
    execute(
        "insert into area_balance values ('%s', '2022-08-02T07:00Z', '%s', %d, 15, "
                .formatted(market, area, run)
            + figures
            + ")");
  }

  /** What the auction and a continuous trade sent over a link three days later, 500 and 60 Wh. */
  void link(String from, String to, long loweredTo) throws SQLException {
    String key = "'%s', '2022-08-05T07:00Z', ".formatted(market);
    String ends = "'%s', '%s', ".formatted(from, to);
    execute("insert into link_flow values (" + key + "15, " + ends + "500)");
    execute(
        "insert into continuous_trade values ('%s', 900, '2022-08-05T07:00Z', 15, 1, 2, 'BUY', 'a',"
                .formatted(market)
            + " 'b', 'v', 'w', 60, 1, 0)");
    execute(
        "insert into continuous_flow values ('%s', 900, '2022-08-05T07:00Z', 0, ".formatted(market)
            + ends
            + "60)");
    execute(
        "insert into lowered_link values ('%s', 9000, '2022-08-05T07:00Z', 15, ".formatted(market)
            + ends
            + "-600, %d, 'works')".formatted(loweredTo));
  }

  /** A halt at 07:00, until 07:01, at a price of 0.9. */
  void halt(String area) throws SQLException {
    execute(
        "insert into product_halt values ('%s', '2022-08-02T07:00Z', 15, '%s', 8000, 900000,"
                .formatted(market, area)
            + " '2022-08-02T07:01Z')");
  }

  /** Tells a home that it is silent since 06:00 plus minutes, as the engine does. */
  void silent(String home, int minutes) throws SQLException {
    execute(
        "insert into notice (market, participant, sequence, kind, slot_start, slot_minutes)"
            + " values ('%s', '%s', %d, 'METER_SILENT',".formatted(market, home, 7_000 + minutes)
            + " '2022-08-02T06:00Z'::timestamptz + interval '%d minutes', 15)".formatted(minutes));
  }

  /** What a home's position at 06:00 plus minutes is made of. */
  void recorded(String home, int minutes, String quality) throws SQLException {
    execute(
        "insert into recorded_position (market, participant, slot_start, slot_minutes, version,"
            + " import_wh, export_wh, quality) values ('%s', '%s',".formatted(market, home)
            + " '2022-08-02T06:00Z'::timestamptz + interval '%d minutes', 15, 1, 1, 0, '%s')"
                .formatted(minutes, quality));
  }

  /** A finding of a check from 06:15 to 06:30. */
  void finding(String meter, String check, String detail) throws SQLException {
    execute(
        "insert into validation_finding values ('%s', '%s', '%s', '2022-08-02T06:15Z',"
                .formatted(market, meter, check)
            + " '2022-08-02T06:30Z', '%s')".formatted(detail));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
