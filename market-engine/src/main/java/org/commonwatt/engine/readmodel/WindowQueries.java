package org.commonwatt.engine.readmodel;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;

/** Questions about auctions of several slots that blocks join. */
public final class WindowQueries {
  private static final String WINDOW =
      """
      select * from auction_window where market = ? and slot_start <= ?
        and ? < slot_start + slots * slot_minutes * interval '1 minute'
      """;
  private static final String ORDERS =
      "select * from window_order where market = ? and slot_start = ? order by order_id";

  private final Database database;
  private final String market;

  /** Asks about one market. */
  public WindowQueries(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /** The auction in which a slot was cleared together with others; empty when there was none. */
  public Optional<Event.WindowCleared> window(Instant slotStart) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(WINDOW)) {
            query.setString(1, market);
            query.setObject(2, slotStart.atOffset(ZoneOffset.UTC));
            query.setObject(3, slotStart.atOffset(ZoneOffset.UTC));
            try (ResultSet rows = query.executeQuery()) {
              return rows.next() ? Optional.of(window(connection, rows)) : Optional.empty();
            }
          }
        });
  }

  private Event.WindowCleared window(Connection connection, ResultSet row) throws SQLException {
    DeliverySlot first = BillQueries.slot(row);
    List<Event.Reduced> reduced = new ArrayList<>();
    List<Long> rejected = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(ORDERS)) {
      query.setString(1, market);
      query.setObject(2, Instant.ofEpochMilli(first.startMillis()).atOffset(ZoneOffset.UTC));
      try (ResultSet orders = query.executeQuery()) {
        while (orders.next()) {
          long orderId = orders.getLong("order_id");
          long participating = orders.getLong("participating_wh");
          if (orders.wasNull()) {
            rejected.add(orderId);
          } else {
            reduced.add(new Event.Reduced(orderId, participating));
          }
        }
      }
    }
    return new Event.WindowCleared(
        first,
        row.getInt("slots"),
        row.getBigDecimal("welfare_nano").toBigIntegerExact(),
        row.getBigDecimal("welfare_bound_nano").toBigIntegerExact(),
        row.getBoolean("optimal"),
        reduced,
        rejected);
  }
}
