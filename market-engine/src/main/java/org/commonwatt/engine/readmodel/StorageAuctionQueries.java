package org.commonwatt.engine.readmodel;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.commonwatt.model.Event;
import org.commonwatt.model.StoragePrices;
import org.jspecify.annotations.Nullable;

/** Questions about auctions of storage services. */
public final class StorageAuctionQueries {
  private static final String AUCTION =
      "select * from storage_auction where market = ? and window_start = ?";
  private static final String PRICES =
      "select * from storage_price where market = ? and window_start = ? order by area, slot";
  private static final String FLOWS =
      """
      select * from storage_flow where market = ? and window_start = ?
        order by from_area, to_area, slot
      """;

  private final Database database;
  private final String market;

  /** Asks about one market. */
  public StorageAuctionQueries(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /**
   * The auction of the window that begins at an instant, without names of bids and units; empty
   * when its gate has not passed, or nobody took part.
   */
  public Optional<Event.StorageAuctionCleared> auction(Instant windowStart) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = query(connection, AUCTION, windowStart);
              ResultSet rows = query.executeQuery()) {
            return rows.next()
                ? Optional.of(auction(connection, rows, windowStart))
                : Optional.empty();
          }
        });
  }

  private Event.StorageAuctionCleared auction(
      Connection connection, ResultSet row, Instant windowStart) throws SQLException {
    return new Event.StorageAuctionCleared(
        windowStart.toEpochMilli(),
        row.getBoolean("held"),
        row.getBigDecimal("welfare_nano").toBigIntegerExact(),
        row.getBigDecimal("bound_nano").toBigIntegerExact(),
        prices(connection, windowStart),
        flows(connection, windowStart),
        List.of(),
        List.of());
  }

  private List<StoragePrices> prices(Connection connection, Instant windowStart)
      throws SQLException {
    Map<String, List<StoragePrices.Slot>> areas = new TreeMap<>();
    try (PreparedStatement query = query(connection, PRICES, windowStart);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        areas
            .computeIfAbsent(rows.getString("area"), first -> new ArrayList<>())
            .add(
                new StoragePrices.Slot(
                    end(rows, "lowest_micro_per_kwh"),
                    end(rows, "highest_micro_per_kwh"),
                    rows.getLong("accepted_wh"),
                    rows.getLong("charged_wh")));
      }
    }
    return areas.entrySet().stream()
        .map(entry -> new StoragePrices(entry.getKey(), entry.getValue()))
        .toList();
  }

  private List<StoragePrices.Flow> flows(Connection connection, Instant windowStart)
      throws SQLException {
    List<StoragePrices.Flow> flows = new ArrayList<>();
    try (PreparedStatement query = query(connection, FLOWS, windowStart);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        flows.add(
            new StoragePrices.Flow(
                rows.getString("from_area"),
                rows.getString("to_area"),
                rows.getInt("slot"),
                rows.getLong("flow_wh"),
                rows.getLong("fee_micro_per_kwh")));
      }
    }
    return flows;
  }

  private PreparedStatement query(Connection connection, String sql, Instant windowStart)
      throws SQLException {
    PreparedStatement query = connection.prepareStatement(sql);
    query.setString(1, market);
    query.setObject(2, windowStart.atOffset(ZoneOffset.UTC));
    return query;
  }

  private static @Nullable Long end(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : (Long) value;
  }
}
