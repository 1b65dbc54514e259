package org.commonwatt.engine.readmodel;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.core.Order;
import org.commonwatt.core.OrderState;
import org.jspecify.annotations.Nullable;

/** Questions about the orders of a participant, page by page. */
public final class OrderQueries {
  private static final String ORDERS =
      """
      select o.*, b.transaction_id from market_order o
      left join batch b on b.market = o.market and b.slot_start = o.slot_start
      where o.market = ? and o.participant = ? and o.order_id < ?""";
  private static final String RECORDED = "o.status = 'MATCHED' and b.transaction_id is not null";
  private static final String MATCHED = "o.status = 'MATCHED' and b.transaction_id is null";

  private final Database database;
  private final String market;

  /** Asks about one market. */
  public OrderQueries(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /**
   * What is asked for.
   *
   * @param participant the owner
   * @param slotStart only orders of this slot; null: of all
   * @param state only orders that are in it; null: in any
   * @param before only orders with a lower id
   * @param limit the most rows
   */
  public record Page(
      String participant,
      @Nullable Instant slotStart,
      @Nullable OrderState state,
      long before,
      int limit) {}

  /** The orders of a participant, latest first. */
  public List<Order> orders(Page page) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(sql(page))) {
            int at = 0;
            query.setString(++at, market);
            query.setString(++at, page.participant());
            query.setLong(++at, page.before());
            if (page.slotStart() != null) {
              query.setObject(++at, page.slotStart().atOffset(ZoneOffset.UTC));
            }
            query.setInt(++at, page.limit());
            List<Order> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
              while (rows.next()) {
                found.add(HistoryQueries.order(rows));
              }
            }
            return found;
          }
        });
  }

  private static String sql(Page page) {
    String slot = page.slotStart() == null ? "" : " and o.slot_start = ?";
    return ORDERS + slot + condition(page.state()) + " order by o.order_id desc limit ?";
  }

  private static String condition(@Nullable OrderState state) {
    if (state == null) {
      return "";
    }
    return " and "
        + switch (state) {
          case RECORDED -> RECORDED;
          case MATCHED -> MATCHED;
          case OPEN, CANCELLED, EXPIRED -> "o.status = '" + state.name() + "'";
        };
  }
}
