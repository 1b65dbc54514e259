package org.commonwatt.engine.readmodel;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.engine.readmodel.BillQueries.Range;
import org.commonwatt.model.AreaBalance;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Quality;
import org.jspecify.annotations.Nullable;

/**
 * Questions about what flows: out of areas, over links, and beyond limits. The metering job writes
 * the rows of areas.
 */
public final class GridQueries {
  private static final String FLOWS =
      """
      select * from area_flow where market = ? and (?::text is null or area = ?)
        and slot_start >= ? and slot_start < ? order by slot_start, area limit ?
      """;
  private static final String ALERTS =
      """
      select * from grid_alert where market = ? and (?::text is null or area = ?)
        and slot_start >= ? and slot_start < ? order by slot_start desc, area, kind limit ?
      """;
  private static final String BALANCES =
      """
      select distinct on (slot_start, area) * from area_balance where market = ?
        and (?::text is null or area = ?) and slot_start >= ? and slot_start < ?
        order by slot_start, area, run desc limit ?
      """;
  private static final String LINKS =
      """
      with flows as (
        select market, slot_start, slot_minutes, from_area, to_area, flow_wh from link_flow
        union all
        select c.market, c.slot_start, t.slot_minutes, c.from_area, c.to_area, c.flow_wh
          from continuous_flow c join continuous_trade t on t.market = c.market
            and t.trade_id = c.trade_id and t.slot_start = c.slot_start)
      select f.slot_start, f.slot_minutes, f.from_area, f.to_area, sum(f.flow_wh) as flow_wh,
        (select min_flow_wh from lowered_link l where l.market = ? and l.slot_start = f.slot_start
          and l.from_area = f.from_area and l.to_area = f.to_area order by sequence desc limit 1)
          as min_flow_wh,
        (select max_flow_wh from lowered_link l where l.market = ? and l.slot_start = f.slot_start
          and l.from_area = f.from_area and l.to_area = f.to_area order by sequence desc limit 1)
          as max_flow_wh
      from flows f where f.market = ? and f.slot_start >= ? and f.slot_start < ?
      group by f.slot_start, f.slot_minutes, f.from_area, f.to_area
      order by f.slot_start, f.from_area, f.to_area limit ?
      """;

  private final Database database;
  private final String market;

  /**
   * What flowed out of an area, as it was metered. Flow and net energy are positive when they leave
   * the area.
   *
   * @param flow energy, Wh, and average power, W
   * @param accounts how many accounts have reported, and how many are expected to
   * @param metersNetWh export minus import of the area's accounts, Wh; null while one is missing
   * @param losses null when the area has no boundary meter, or something has not reported
   * @param maxImportW the most that may flow in, W; null without a limit
   * @param maxExportW the most that may flow out, W; null without a limit
   * @param quality the worst of what it is made of
   */
  public record AreaFlowRow(
      String area,
      DeliverySlot slot,
      Flow flow,
      Accounts accounts,
      @Nullable Long metersNetWh,
      @Nullable Losses losses,
      @Nullable Long maxImportW,
      @Nullable Long maxExportW,
      Quality quality) {}

  /**
   * A flow.
   *
   * @param energyWh Wh
   * @param powerW the average over the slot, W
   */
  public record Flow(long energyWh, long powerW) {}

  /**
   * Accounts of an area.
   *
   * @param reported how many have reported the slot
   * @param expected how many were in the area when it was first reported
   */
  public record Accounts(int reported, int expected) {}

  /**
   * What was lost in an area.
   *
   * @param boundaryNetWh out minus in at the boundary, Wh
   * @param lossesWh what entered and did not leave, Wh
   * @param residualWh losses minus those expected, Wh
   * @param residualLimitWh how far they may differ, Wh
   */
  public record Losses(long boundaryNetWh, long lossesWh, long residualWh, long residualLimitWh) {}

  /**
   * What was traded over a link in a slot.
   *
   * @param flowWh Wh; positive from {@code from} to {@code to}
   * @param lowered limits by the operator, null when there are none but the rulebook's
   */
  public record LinkRow(
      DeliverySlot slot, String from, String to, long flowWh, @Nullable Limits lowered) {}

  /**
   * Limits of a link.
   *
   * @param minFlowWh least flow, Wh
   * @param maxFlowWh greatest flow, Wh
   */
  public record Limits(long minFlowWh, long maxFlowWh) {}

  /**
   * A limit that was exceeded.
   *
   * @param kind {@code IMPORT}, {@code EXPORT}: power, W; {@code RESIDUAL}: energy, Wh
   * @param version of the flow that it is about
   * @param found what was found
   * @param limit what may be at most
   * @param stands false when a correction took it back
   */
  public record GridAlertRow(
      String area,
      DeliverySlot slot,
      String kind,
      long version,
      long found,
      long limit,
      boolean stands) {}

  /** Asks about one market. */
  public GridQueries(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /**
   * What flowed out of areas, by slot and area.
   *
   * @param area null for all
   */
  public List<AreaFlowRow> flows(@Nullable String area, Range range) throws SQLException {
    return ofArea(FLOWS, area, range, GridQueries::flow);
  }

  /**
   * Limits that were exceeded, the latest slot first.
   *
   * @param area null for all
   */
  public List<GridAlertRow> alerts(@Nullable String area, Range range) throws SQLException {
    return ofArea(
        ALERTS,
        area,
        range,
        rows ->
            new GridAlertRow(
                rows.getString("area"),
                BillQueries.slot(rows),
                rows.getString("kind"),
                rows.getLong("version"),
                rows.getLong("found"),
                rows.getLong("most"),
                rows.getBoolean("stands")));
  }

  /**
   * What areas lost, as their last settlement run has it, by slot and area.
   *
   * @param area null for all
   */
  public List<Event.AreaBalanced> balances(@Nullable String area, Range range) throws SQLException {
    return ofArea(BALANCES, area, range, GridQueries::balance);
  }

  /** What was traded over links, by slot and link; what fell away is taken off. */
  public List<LinkRow> links(Range range) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(LINKS)) {
            query.setString(1, market);
            query.setString(2, market);
            query.setString(3, market);
            query.setObject(4, range.from().atOffset(ZoneOffset.UTC));
            query.setObject(5, range.to().atOffset(ZoneOffset.UTC));
            query.setInt(6, range.limit());
            return rows(query, GridQueries::link);
          }
        });
  }

  private interface RowReader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  private <T> List<T> ofArea(String sql, @Nullable String area, Range range, RowReader<T> reader)
      throws SQLException {
    return database.read(
        connection -> ofArea(connection.prepareStatement(sql), area, range, reader));
  }

  private <T> List<T> ofArea(
      PreparedStatement prepared, @Nullable String area, Range range, RowReader<T> reader)
      throws SQLException {
    try (PreparedStatement query = prepared) {
      query.setString(1, market);
      query.setString(2, area);
      query.setString(3, area);
      query.setObject(4, range.from().atOffset(ZoneOffset.UTC));
      query.setObject(5, range.to().atOffset(ZoneOffset.UTC));
      query.setInt(6, range.limit());
      return rows(query, reader);
    }
  }

  private static <T> List<T> rows(PreparedStatement query, RowReader<T> reader)
      throws SQLException {
    List<T> found = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        found.add(reader.read(rows));
      }
    }
    return found;
  }

  private static AreaFlowRow flow(ResultSet rows) throws SQLException {
    @Nullable Long losses = number(rows, "losses_wh");
    return new AreaFlowRow(
        rows.getString("area"),
        BillQueries.slot(rows),
        new Flow(rows.getLong("flow_wh"), rows.getLong("flow_w")),
        new Accounts(rows.getInt("accounts"), rows.getInt("expected")),
        number(rows, "meters_net_wh"),
        losses == null
            ? null
            : new Losses(
                rows.getLong("boundary_net_wh"),
                losses,
                rows.getLong("residual_wh"),
                rows.getLong("residual_limit_wh")),
        number(rows, "max_import_w"),
        number(rows, "max_export_w"),
        Quality.valueOf(rows.getString("quality")));
  }

  private static Event.AreaBalanced balance(ResultSet rows) throws SQLException {
    return new Event.AreaBalanced(
        new AreaBalance(
            rows.getString("area"),
            BillQueries.slot(rows),
            rows.getInt("boundary_version"),
            rows.getLong("entered_wh"),
            rows.getLong("left_wh"),
            rows.getLong("technical_wh"),
            rows.getLong("limit_wh")),
        rows.getInt("run"));
  }

  private static LinkRow link(ResultSet rows) throws SQLException {
    @Nullable Long least = number(rows, "min_flow_wh");
    return new LinkRow(
        BillQueries.slot(rows),
        rows.getString("from_area"),
        rows.getString("to_area"),
        rows.getLong("flow_wh"),
        least == null ? null : new Limits(least, rows.getLong("max_flow_wh")));
  }

  static @Nullable Long number(ResultSet rows, String column) throws SQLException {
    long value = rows.getLong(column);
    return rows.wasNull() ? null : (Long) value;
  }
}
