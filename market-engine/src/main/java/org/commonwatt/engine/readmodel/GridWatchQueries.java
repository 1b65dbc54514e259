package org.commonwatt.engine.readmodel;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.engine.readmodel.BillQueries.Range;
import org.commonwatt.model.DeliverySlot;

/**
 * Questions of who watches the grid over many slots at once: halts, lowered limits, and meters that
 * are silent or suspect.
 */
public final class GridWatchQueries {
  private static final String HALTS =
      """
      select * from product_halt where market = ? and slot_start >= ? and slot_start < ?
        order by slot_start desc, sequence desc limit ?
      """;

  /** What trades of a slot lost after one lowering and before the next belongs to the first. */
  private static final String LIMIT_CHANGES =
      """
      with lowered as (
        select l.*, lead(sequence) over (partition by slot_start order by sequence) as next_one
          from lowered_link l where market = ? and slot_start >= ? and slot_start < ?)
      select l.sequence, l.slot_start, l.slot_minutes, l.from_area, l.to_area, l.min_flow_wh,
          l.max_flow_wh, l.reason, count(c.trade_id) as trades, coalesce(sum(c.by_wh), 0) as by_wh
        from lowered l left join curtailed_trade c on c.market = l.market
          and c.slot_start = l.slot_start and c.sequence > l.sequence
          and (l.next_one is null or c.sequence < l.next_one)
        group by l.sequence, l.slot_start, l.slot_minutes, l.from_area, l.to_area, l.min_flow_wh,
          l.max_flow_wh, l.reason
        order by l.slot_start desc, l.sequence desc limit ?
      """;

  /** Silent until something was measured of that slot or a later one: estimates do not count. */
  private static final String SILENT =
      """
      select participant, min(slot_start) as slot_start, min(slot_minutes) as slot_minutes
        from notice n where market = ? and slot_start >= ? and slot_start < ?
          and kind = 'METER_SILENT' and not exists (select 1 from recorded_position p
            where p.market = n.market and p.participant = n.participant
              and p.slot_start >= n.slot_start and p.quality in ('ACTUAL', 'FINAL'))
        group by participant order by slot_start, participant limit ?
      """;

  private static final String SUSPECT =
      """
      select * from validation_finding where market = ? and until_time >= ? and from_time < ?
        order by from_time desc, meter, check_name limit ?
      """;

  private final Database database;
  private final String market;

  /**
   * A halt of continuous trading.
   *
   * @param priceMicroPerKwh the price that would have traded
   * @param until when trading went on, or will
   */
  public record HaltRow(String area, DeliverySlot slot, long priceMicroPerKwh, Instant until) {}

  /**
   * A lowered limit of a link.
   *
   * @param limits what the link may carry
   * @param reason the operator's sentence
   * @param trades how many trades lost energy by it
   * @param curtailedWh how much they lost, Wh
   */
  public record LimitChange(
      DeliverySlot slot,
      String from,
      String to,
      GridQueries.Limits limits,
      String reason,
      int trades,
      long curtailedWh) {}

  /**
   * A participant whose meters do not report.
   *
   * @param first the first slot that is missing
   */
  public record SilentRow(String participant, DeliverySlot first) {}

  /**
   * What a check of meter data called into question.
   *
   * @param check name of the check
   * @param detail what was found, in English
   */
  public record FindingRow(
      String meter, String check, Instant from, Instant until, String detail) {}

  /** Asks about one market. */
  public GridWatchQueries(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /** Halts of continuous trading, the latest slot first. */
  public List<HaltRow> halts(Range range) throws SQLException {
    return rows(
        HALTS,
        range,
        row ->
            new HaltRow(
                row.getString("area"),
                BillQueries.slot(row),
                row.getLong("price_micro_per_kwh"),
                instant(row, "until_at")));
  }

  /** Limits of links that were lowered, the latest slot first. */
  public List<LimitChange> limitChanges(Range range) throws SQLException {
    return rows(
        LIMIT_CHANGES,
        range,
        row ->
            new LimitChange(
                BillQueries.slot(row),
                row.getString("from_area"),
                row.getString("to_area"),
                new GridQueries.Limits(row.getLong("min_flow_wh"), row.getLong("max_flow_wh")),
                row.getString("reason"),
                row.getInt("trades"),
                row.getLong("by_wh")));
  }

  /** Who became silent in the range and is so still, the longest silent first. */
  public List<SilentRow> silent(Range range) throws SQLException {
    return rows(
        SILENT, range, row -> new SilentRow(row.getString("participant"), BillQueries.slot(row)));
  }

  /** What checks called into question in the range, the latest first. */
  public List<FindingRow> suspect(Range range) throws SQLException {
    return rows(
        SUSPECT,
        range,
        row ->
            new FindingRow(
                row.getString("meter"),
                row.getString("check_name"),
                instant(row, "from_time"),
                instant(row, "until_time"),
                row.getString("detail")));
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> rows(String sql, Range range, RowReader<T> reader) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, market);
            query.setObject(2, range.from().atOffset(ZoneOffset.UTC));
            query.setObject(3, range.to().atOffset(ZoneOffset.UTC));
            query.setInt(4, range.limit());
            List<T> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
              while (rows.next()) {
                found.add(reader.read(rows));
              }
            }
            return found;
          }
        });
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
