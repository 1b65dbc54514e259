package org.commonwatt.engine.readmodel;

import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.commonwatt.core.Order;
import org.commonwatt.core.OrderState;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.commonwatt.model.TimeInForce;
import org.jspecify.annotations.Nullable;

/** Questions about orders, auctions and trades of slots that the engine no longer keeps. */
public final class HistoryQueries {
  private static final String ORDER =
      """
      select o.*, b.transaction_id from market_order o
      left join batch b on b.market = o.market and b.slot_start = o.slot_start
      where o.market = ? and\s""";
  private static final String AUCTIONS =
      """
      select * from auction where market = ? and slot_start >= ? and slot_start < ?
      order by slot_start, area collate "C"
      """;
  private static final String FLOWS =
      """
      select * from link_flow where market = ? and slot_start >= ? and slot_start < ?
      order by slot_start, from_area collate "C", to_area collate "C"
      """;
  private static final String TRADES =
      "select * from trade where market = ? and slot_start = ? order by trade_id";
  private static final String TRADES_OF =
      """
      select * from trade where market = ? and (buy_order_id = ? or sell_order_id = ?)
      order by trade_id
      """;

  private final Database database;
  private final String market;

  /** Asks about one market. */
  public HistoryQueries(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /** An order by the engine's id. */
  public Optional<Order> order(long orderId) throws SQLException {
    return rows(ORDER + "order_id = ?", HistoryQueries::order, orderId).stream().findFirst();
  }

  /** The latest order with a client order id. */
  public Optional<Order> order(String participant, String clientOrderId) throws SQLException {
    return rows(
            ORDER + "participant = ? and client_order_id = ? order by order_id desc limit 1",
            HistoryQueries::order,
            participant,
            clientOrderId)
        .stream()
        .findFirst();
  }

  /** The auctions of the slots that start in {@code [from, to)}, by slot. */
  public List<Event.AuctionCleared> auctions(Instant from, Instant to) throws SQLException {
    Map<DeliverySlot, List<FlowRow>> flows =
        rows(FLOWS, HistoryQueries::flow, utc(from), utc(to)).stream()
            .collect(Collectors.groupingBy(FlowRow::slot));
    Map<DeliverySlot, List<AreaRow>> areas = new LinkedHashMap<>();
    for (AreaRow row : rows(AUCTIONS, HistoryQueries::area, utc(from), utc(to))) {
      areas.computeIfAbsent(row.slot(), slot -> new ArrayList<>()).add(row);
    }
    return areas.entrySet().stream()
        .map(
            entry ->
                new Event.AuctionCleared(
                    entry.getKey(),
                    entry.getValue().stream().map(AreaRow::area).toList(),
                    flows.getOrDefault(entry.getKey(), List.of()).stream()
                        .map(FlowRow::flow)
                        .toList(),
                    entry.getValue().get(0).welfareNano(),
                    entry.getValue().get(0).optimal()))
        .toList();
  }

  /** The trades of a slot, by id. */
  public List<Event.TradeMade> trades(Instant slotStart) throws SQLException {
    return rows(TRADES, HistoryQueries::trade, utc(slotStart));
  }

  /** The auction trades of an order, by id. */
  public List<Event.TradeMade> tradesOf(long orderId) throws SQLException {
    return rows(TRADES_OF, HistoryQueries::trade, orderId, orderId);
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
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

  /** An order from its row, which is joined with the batch of its slot. */
  static Order order(ResultSet row) throws SQLException {
    OrderState stored = OrderState.valueOf(row.getString("status"));
    boolean recorded = stored == OrderState.MATCHED && row.getString("transaction_id") != null;
    return new Order(
        row.getLong("order_id"),
        row.getString("participant"),
        row.getString("client_order_id"),
        row.getString("area"),
        BillQueries.slot(row),
        Side.valueOf(row.getString("side").toUpperCase(Locale.ROOT)),
        row.getLong("price_micro_per_kwh"),
        row.getLong("filled_wh") + row.getLong("open_wh") + row.getLong("cancelled_wh"),
        row.getLong("filled_wh"),
        shownWh(row),
        millis(row, "accepted_at"),
        recorded ? OrderState.RECORDED : stored,
        reason(row),
        terms(row));
  }

  /** Of an iceberg, of which the rows do not know how much of its peak is traded, the peak. */
  private static long shownWh(ResultSet row) throws SQLException {
    long peak = row.getLong("peak_wh");
    long open = row.getLong("open_wh");
    return peak == 0 ? open : Math.min(peak, open);
  }

  private static @Nullable CancelReason reason(ResultSet row) throws SQLException {
    String reason = row.getString("cancel_reason");
    return reason == null ? null : CancelReason.valueOf(reason);
  }

  private static OrderTerms terms(ResultSet row) throws SQLException {
    return new OrderTerms(
        TimeInForce.valueOf(row.getString("time_in_force")),
        row.getObject("expires_at") == null ? 0 : millis(row, "expires_at"),
        row.getBoolean("at_market"),
        row.getBoolean("all_or_none"),
        row.getLong("min_energy_wh"),
        row.getLong("peak_wh"),
        row.getBoolean("post_only"),
        SelfTradeMode.valueOf(row.getString("self_trade")));
  }

  private static long millis(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant().toEpochMilli();
  }

  private record AreaRow(
      DeliverySlot slot, Event.AreaCleared area, BigInteger welfareNano, boolean optimal) {}

  private record FlowRow(DeliverySlot slot, Event.LinkFlow flow) {}

  private static AreaRow area(ResultSet row) throws SQLException {
    return new AreaRow(
        BillQueries.slot(row),
        new Event.AreaCleared(
            row.getString("area"),
            price(row, "price_micro_per_kwh"),
            price(row, "min_price_micro_per_kwh"),
            price(row, "max_price_micro_per_kwh"),
            row.getLong("buy_wh"),
            row.getLong("sell_wh")),
        row.getBigDecimal("welfare_nano").toBigIntegerExact(),
        row.getBoolean("optimal"));
  }

  private static FlowRow flow(ResultSet row) throws SQLException {
    return new FlowRow(
        BillQueries.slot(row),
        new Event.LinkFlow(
            row.getString("from_area"), row.getString("to_area"), row.getLong("flow_wh")));
  }

  private static Event.TradeMade trade(ResultSet row) throws SQLException {
    return new Event.TradeMade(
        row.getLong("trade_id"),
        BillQueries.slot(row),
        row.getLong("buy_order_id"),
        row.getLong("sell_order_id"),
        row.getString("buyer"),
        row.getString("seller"),
        row.getLong("energy_wh"),
        row.getLong("price_micro_per_kwh"),
        row.getLong("surplus_micro_per_kwh"));
  }

  private static @Nullable Long price(ResultSet row, String column) throws SQLException {
    return row.getObject(column, Long.class);
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
