package org.commonwatt.engine.readmodel;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.engine.readmodel.BillQueries.Range;
import org.commonwatt.model.DeliverySlot;
import org.jspecify.annotations.Nullable;

/** Questions about how much sellers depend on few of them. */
public final class MarketPowerQueries {
  /** An order that ended with its slot stood to the end; one that its owner took back did not. */
  private static final String SHARES =
      """
      select * from (
        select slot_start, slot_minutes, participant,
          dense_rank() over (order by slot_start) as place,
          sum(case when side = 'sell' then stood else 0 end) as offered_wh,
          sum(case when side = 'sell' then filled_wh else 0 end) as sold_wh,
          sum(case when side = 'buy' then stood else 0 end) as asked_wh
        from (select *, filled_wh + open_wh
            + case when cancel_reason in ('EXPIRED', 'GATE_CLOSED') then cancelled_wh else 0 end
            as stood from market_order) o
        where market = ? and (?::text is null or area = ?) and slot_start >= ? and slot_start < ?
        group by slot_start, slot_minutes, participant) s
      where place <= ? order by slot_start, participant
      """;

  private final Database database;
  private final String market;

  /** Asks about one market. */
  public MarketPowerQueries(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /**
   * That of the slots that have orders, by slot.
   *
   * @param area whose orders; null for those of all areas together
   */
  public List<MarketPower> slots(@Nullable String area, Range range) throws SQLException {
    Map<DeliverySlot, List<MarketPower.Share>> bySlot = new TreeMap<>();
    database.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(SHARES)) {
            query.setString(1, market);
            query.setString(2, area);
            query.setString(3, area);
            query.setObject(4, range.from().atOffset(ZoneOffset.UTC));
            query.setObject(5, range.to().atOffset(ZoneOffset.UTC));
            query.setInt(6, range.limit());
            try (ResultSet rows = query.executeQuery()) {
              while (rows.next()) {
                bySlot
                    .computeIfAbsent(BillQueries.slot(rows), slot -> new ArrayList<>())
                    .add(share(rows));
              }
            }
          }
          return bySlot.size();
        });
    return bySlot.entrySet().stream()
        .map(slot -> MarketPower.of(slot.getKey(), slot.getValue()))
        .toList();
  }

  private static MarketPower.Share share(ResultSet row) throws SQLException {
    return new MarketPower.Share(
        row.getString("participant"),
        row.getLong("offered_wh"),
        row.getLong("sold_wh"),
        row.getLong("asked_wh"));
  }
}
