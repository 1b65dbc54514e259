package org.commonwatt.flink;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.commonwatt.flink.netting.AreaFlow;
import org.commonwatt.flink.netting.AreaGrid;
import org.commonwatt.flink.netting.GridAlert;
import org.commonwatt.flink.netting.GridRules;
import org.commonwatt.model.DeliverySlot;
import org.jspecify.annotations.Nullable;

/**
 * The tables of areas: upserts that keep the highest version. An alert that does not stand is only
 * written over one that was told.
 */
final class GridSinks {
  private static final String AREA_FLOW =
      """
      INSERT INTO area_flow AS held (market, area, slot_start, slot_minutes, version,
          meters_net_wh, boundary_net_wh, losses_wh, residual_wh, flow_wh, flow_w, max_import_w,
          max_export_w, residual_limit_wh, quality, accounts, expected)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (market, area, slot_start) DO UPDATE SET version = excluded.version,
          meters_net_wh = excluded.meters_net_wh, boundary_net_wh = excluded.boundary_net_wh,
          losses_wh = excluded.losses_wh, residual_wh = excluded.residual_wh,
          flow_wh = excluded.flow_wh, flow_w = excluded.flow_w,
          max_import_w = excluded.max_import_w, max_export_w = excluded.max_export_w,
          residual_limit_wh = excluded.residual_limit_wh, quality = excluded.quality,
          accounts = excluded.accounts, expected = excluded.expected
      WHERE excluded.version > held.version
      """;
  private static final String GRID_ALERT =
      """
      INSERT INTO grid_alert AS held (market, area, slot_start, slot_minutes, kind, version,
          found, most, stands)
      SELECT next.* FROM (VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))
        AS next (market, area, slot_start, slot_minutes, kind, version, found, most, stands)
      WHERE next.stands OR EXISTS (SELECT FROM grid_alert told WHERE told.market = next.market
        AND told.area = next.area AND told.slot_start = next.slot_start AND told.kind = next.kind)
      ON CONFLICT (market, area, slot_start, kind) DO UPDATE SET version = excluded.version,
          found = excluded.found, most = excluded.most, stands = excluded.stands
      WHERE excluded.version > held.version
      """;

  private final String market;
  private final MeteringJobConfig.Database database;
  private final GridRules rules;

  GridSinks(MeteringJobConfig config) {
    this.rules = config.rules().grid();
    this.market = config.market();
    this.database = config.database();
  }

  /** The flows, beside what each area may have. */
  UpsertSink<AreaFlow> areaFlow() {
    String inMarket = market;
    GridRules grids = rules;
    return new UpsertSink<>(
        database,
        AREA_FLOW,
        new UpsertSink.Versioned<>(
            flow -> List.of(flow.area(), flow.slot()),
            AreaFlow::version,
            (row, flow) -> {
              setArea(row, inMarket, flow.area(), flow.slot());
              row.setLong(5, flow.version());
              set(row, 6, flow.metersNetWh());
              set(row, 7, flow.boundaryNetWh());
              set(row, 8, flow.lossesWh());
              set(row, 9, flow.residualWh());
              row.setLong(10, flow.flowWh());
              row.setLong(11, flow.flowW());
              AreaGrid grid = grids.of(flow.area());
              set(row, 12, grid.maxImportW());
              set(row, 13, grid.maxExportW());
              set(row, 14, grid.boundaryMeter() == null ? null : (Long) grid.residualLimitWh());
              row.setString(15, flow.quality().name());
              row.setInt(16, flow.accounts().reported());
              row.setInt(17, flow.accounts().expected());
            }));
  }

  UpsertSink<GridAlert> gridAlert() {
    return new UpsertSink<>(database, GRID_ALERT, new AlertRow(market));
  }

  private record AlertRow(String market) implements UpsertSink.Row<GridAlert> {
    @Override
    public Object key(GridAlert alert) {
      return List.of(alert.area(), alert.slot(), alert.kind());
    }

    @Override
    public boolean replaces(GridAlert next, GridAlert held) {
      return next.version() > held.version();
    }

    /** What takes an alert back is only written over it. */
    @Override
    public boolean needs(GridAlert next, GridAlert held) {
      return held.stands() && !next.stands();
    }

    @Override
    public void bind(PreparedStatement row, GridAlert alert) throws SQLException {
      setArea(row, market, alert.area(), alert.slot());
      row.setString(5, alert.kind().name());
      row.setLong(6, alert.version());
      row.setLong(7, alert.value());
      row.setLong(8, alert.limit());
      row.setBoolean(9, alert.stands());
    }
  }

  private static void setArea(PreparedStatement row, String market, String area, DeliverySlot slot)
      throws SQLException {
    row.setString(1, market);
    row.setString(2, area);
    row.setObject(
        3, OffsetDateTime.ofInstant(Instant.ofEpochMilli(slot.startMillis()), ZoneOffset.UTC));
    row.setInt(4, slot.minutes());
  }

  private static void set(PreparedStatement row, int index, @Nullable Long value)
      throws SQLException {
    row.setObject(index, value, Types.BIGINT);
  }
}
