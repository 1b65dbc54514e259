package org.commonwatt.engine.readmodel;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Side;

/** Questions about continuous trading: its trades, halts, and the amendments of an order. */
public final class ContinuousQueries {
  private static final String TRADES =
      """
      select t.*, f.from_area, f.to_area, f.flow_wh from continuous_trade t
      left join continuous_flow f
        on f.market = t.market and f.trade_id = t.trade_id and f.slot_start = t.slot_start
      where t.market = ? and\s""";
  private static final String IN_ORDER = " order by t.trade_id, f.place";
  private static final String HALTS =
      """
      select * from product_halt where market = ? and slot_start = ? order by sequence
      """;
  private static final String VOLUMES =
      """
      select slot_start, sum(energy_wh) as energy_wh from continuous_trade
      where market = ? and slot_start >= ? and slot_start < ? group by slot_start
      """;
  private static final String AMENDMENTS =
      """
      select * from order_amendment where market = ? and order_id = ? order by sequence
      """;

  private final Database database;
  private final String market;

  /** Asks about one market. */
  public ContinuousQueries(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /**
   * An amendment of an order.
   *
   * @param sequence the engine's sequence number of its event
   * @param priceMicroPerKwh the limit price from then on
   * @param openWh what was open from then on, before it traded again
   * @param keptPriority whether the order kept its place in time
   */
  public record AmendmentRow(
      long sequence, long priceMicroPerKwh, long openWh, boolean keptPriority) {}

  /** The continuous trades of a slot, by id. */
  public List<Event.ContinuousTrade> trades(Instant slotStart) throws SQLException {
    return trades("t.slot_start = ?", slotStart.atOffset(ZoneOffset.UTC));
  }

  /** The continuous trades of an order, by id. */
  public List<Event.ContinuousTrade> tradesOf(long orderId) throws SQLException {
    return trades("? in (t.taker_order_id, t.maker_order_id)", orderId);
  }

  /** Energy traded continuously by start of slot, of slots that start in {@code [from, to)}. */
  public Map<Long, Long> volumes(Instant from, Instant to) throws SQLException {
    Map<Long, Long> found = new HashMap<>();
    for (Volume row :
        rows(
            VOLUMES,
            ContinuousQueries::volume,
            from.atOffset(ZoneOffset.UTC),
            to.atOffset(ZoneOffset.UTC))) {
      found.put(row.startMillis(), row.energyWh());
    }
    return found;
  }

  /** The halts of a slot's products, first one first. */
  public List<Event.ProductHalted> halts(Instant slotStart) throws SQLException {
    return rows(HALTS, ContinuousQueries::halt, slotStart.atOffset(ZoneOffset.UTC));
  }

  /** The amendments of an order, first one first. */
  public List<AmendmentRow> amendments(long orderId) throws SQLException {
    return rows(AMENDMENTS, ContinuousQueries::amendment, orderId);
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** A trade comes as one row per link on its way, or one row without a link. */
  private List<Event.ContinuousTrade> trades(String condition, Object value) throws SQLException {
    List<Event.ContinuousTrade> found = new ArrayList<>();
    for (Event.ContinuousTrade row :
        rows(TRADES + condition + IN_ORDER, ContinuousQueries::trade, value)) {
      int last = found.size() - 1;
      if (last >= 0 && found.get(last).tradeId() == row.tradeId()) {
        found.set(last, joined(found.get(last), row));
      } else {
        found.add(row);
      }
    }
    return found;
  }

  private <T> List<T> rows(String sql, RowReader<T> reader, Object... values) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, market);
            for (int i = 0; i < values.length; i++) {
              query.setObject(i + 2, values[i]);
            }
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

  private static Event.ContinuousTrade joined(
      Event.ContinuousTrade first, Event.ContinuousTrade next) {
    List<Event.LinkFlow> path = new ArrayList<>(first.path());
    path.addAll(next.path());
    return withPath(first, path);
  }

  private static Event.ContinuousTrade withPath(
      Event.ContinuousTrade trade, List<Event.LinkFlow> path) {
    return new Event.ContinuousTrade(
        trade.tradeId(),
        trade.slot(),
        trade.takerOrderId(),
        trade.makerOrderId(),
        trade.takerSide(),
        trade.buyer(),
        trade.seller(),
        trade.buyArea(),
        trade.sellArea(),
        trade.energyWh(),
        trade.priceMicroPerKwh(),
        trade.feeMicroPerKwh(),
        path,
        trade.source());
  }

  private static Event.ContinuousTrade trade(ResultSet row) throws SQLException {
    String from = row.getString("from_area");
    return new Event.ContinuousTrade(
        row.getLong("trade_id"),
        BillQueries.slot(row),
        row.getLong("taker_order_id"),
        row.getLong("maker_order_id"),
        Side.valueOf(row.getString("taker_side")),
        row.getString("buyer"),
        row.getString("seller"),
        row.getString("buy_area"),
        row.getString("sell_area"),
        row.getLong("energy_wh"),
        row.getLong("price_micro_per_kwh"),
        row.getLong("fee_micro_per_kwh"),
        from == null
            ? List.of()
            : List.of(new Event.LinkFlow(from, row.getString("to_area"), row.getLong("flow_wh"))),
        null);
  }

  private record Volume(long startMillis, long energyWh) {}

  private static Volume volume(ResultSet row) throws SQLException {
    return new Volume(
        row.getObject("slot_start", OffsetDateTime.class).toInstant().toEpochMilli(),
        row.getLong("energy_wh"));
  }

  private static Event.ProductHalted halt(ResultSet row) throws SQLException {
    DeliverySlot slot = BillQueries.slot(row);
    return new Event.ProductHalted(
        slot,
        row.getString("area"),
        row.getLong("price_micro_per_kwh"),
        row.getObject("until_at", OffsetDateTime.class).toInstant().toEpochMilli());
  }

  private static AmendmentRow amendment(ResultSet row) throws SQLException {
    return new AmendmentRow(
        row.getLong("sequence"),
        row.getLong("price_micro_per_kwh"),
        row.getLong("open_wh"),
        row.getBoolean("kept_priority"));
  }
}
