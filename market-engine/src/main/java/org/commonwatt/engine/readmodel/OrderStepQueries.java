package org.commonwatt.engine.readmodel;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.core.Order;
import org.jspecify.annotations.Nullable;

/** Questions about what happened to the orders of a slot, step by step. */
public final class OrderStepQueries {
  /** What is open after a step: as the last step before it set it, and what came since. */
  private static final String STEPS =
      """
      with step as (
        select s.*, count(s.open_wh) over by_order as set_before,
          count(s.price_micro_per_kwh) over by_order as priced_before
        from order_step s join market_order o using (market, order_id)
        where o.market = ? and o.slot_start = ?
        window by_order as (partition by s.order_id order by s.sequence)),
      summed as (
        select *, row_number() over (order by sequence, order_id) as place,
          sum(coalesce(open_wh, 0) + by_wh) over (partition by order_id, set_before
            order by sequence) as open_after,
          max(price_micro_per_kwh) over (partition by order_id, priced_before) as price_after
        from step)
      select o.*, null as transaction_id, s.place, s.sequence, s.at, s.what, s.trade_id,
        s.open_after, s.price_after, s.by_wh, s.traded_micro_per_kwh
      from summed s join market_order o using (market, order_id)
      where s.place > ? order by s.place limit ?
      """;

  private final Database database;
  private final String market;

  /** Asks about one market. */
  public OrderStepQueries(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /**
   * A step of an order.
   *
   * @param place counts up from 1 in the slot
   * @param sequence the engine's sequence number of its event; both orders of a trade have the same
   * @param at the market's clock; null when it was not known
   * @param what PLACED, AMENDED, LIMITED, FILLED, TOOK (a fill of the order that arrived), REDUCED,
   *     EXPIRED, or why it was cancelled
   * @param order the order as it is now
   * @param openWh what was open of it after the step, Wh
   * @param priceMicroPerKwh its limit after the step
   * @param fill what it traded; null of other steps
   */
  public record Step(
      long place,
      long sequence,
      @Nullable Instant at,
      String what,
      Order order,
      long openWh,
      long priceMicroPerKwh,
      @Nullable Fill fill) {}

  /**
   * What an order traded.
   *
   * @param energyWh above 0
   * @param priceMicroPerKwh µ/kWh
   * @param tradeId the continuous trade; null in an auction
   */
  public record Fill(long energyWh, long priceMicroPerKwh, @Nullable Long tradeId) {}

  /**
   * The steps of a slot in the order of their events.
   *
   * @param after only those with a higher place
   * @param limit the most rows
   */
  public List<Step> ofSlot(Instant slotStart, long after, int limit) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(STEPS)) {
            query.setString(1, market);
            query.setObject(2, slotStart.atOffset(ZoneOffset.UTC));
            query.setLong(3, after);
            query.setInt(4, limit);
            List<Step> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
              while (rows.next()) {
                found.add(step(rows));
              }
            }
            return found;
          }
        });
  }

  private static Step step(ResultSet row) throws SQLException {
    @Nullable OffsetDateTime at = row.getObject("at", OffsetDateTime.class);
    return new Step(
        row.getLong("place"),
        row.getLong("sequence"),
        at == null ? null : at.toInstant(),
        row.getString("what"),
        HistoryQueries.order(row),
        row.getLong("open_after"),
        row.getLong("price_after"),
        fill(row));
  }

  private static @Nullable Fill fill(ResultSet row) throws SQLException {
    @Nullable Long price = row.getObject("traded_micro_per_kwh", Long.class);
    return price == null
        ? null
        : new Fill(-row.getLong("by_wh"), price, row.getObject("trade_id", Long.class));
  }
}
