package org.commonwatt.engine.readmodel;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonwatt.model.BustCause;
import org.commonwatt.model.Event;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.MissedGate;

/** Questions about what stood in for a slot's auction, and what was taken back in it. */
public final class FallbackQueries {
  private final Database database;
  private final String market;

  /** Asks about one market. */
  public FallbackQueries(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /** The missed gate of a slot; empty when it was not missed. */
  public Optional<Event.GateMissed> missedGate(Instant slotStart) throws SQLException {
    return rows("missed_gate", "slot_start", slotStart, FallbackQueries::missed).stream()
        .findFirst();
  }

  /** The cancellation of a slot's auction; empty when it was not cancelled. */
  public Optional<Event.AuctionCancelled> cancelledAuction(Instant slotStart) throws SQLException {
    return rows("cancelled_auction", "slot_start", slotStart, FallbackQueries::cancelled).stream()
        .findFirst();
  }

  /** The trades of a slot that fell away, by id. */
  public List<Event.TradeBusted> bustedTrades(Instant slotStart) throws SQLException {
    return rows("busted_trade", "trade_id", slotStart, FallbackQueries::busted);
  }

  /** The limits of links that were lowered in a slot, first one first. */
  public List<Event.LinkLimited> loweredLinks(Instant slotStart) throws SQLException {
    return rows("lowered_link", "sequence", slotStart, FallbackQueries::lowered);
  }

  /** What trades of a slot lost by that, first one first. */
  public List<Event.TradeCurtailed> curtailedTrades(Instant slotStart) throws SQLException {
    return rows("curtailed_trade", "sequence", slotStart, FallbackQueries::curtailed);
  }

  /** Every imbalance price of a slot that was imported, by area, the newest of each last. */
  public List<ImbalancePrice> imbalancePrices(Instant slotStart) throws SQLException {
    return rows("imbalance_price", "area, version", slotStart, FallbackQueries::price);
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> rows(String table, String order, Instant slotStart, RowReader<T> reader)
      throws SQLException {
    String sql =
        "select * from " + table + " where market = ? and slot_start = ? order by " + order;
    return database.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, market);
            query.setObject(2, slotStart.atOffset(ZoneOffset.UTC));
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

  private static Event.GateMissed missed(ResultSet row) throws SQLException {
    return new Event.GateMissed(
        BillQueries.slot(row),
        row.getLong("late_millis"),
        MissedGate.valueOf(row.getString("fallback")));
  }

  private static Event.AuctionCancelled cancelled(ResultSet row) throws SQLException {
    return new Event.AuctionCancelled(BillQueries.slot(row), row.getString("reason"));
  }

  private static ImbalancePrice price(ResultSet row) throws SQLException {
    return new ImbalancePrice(
        row.getString("area"),
        BillQueries.slot(row),
        row.getInt("version"),
        row.getLong("short_micro_per_kwh"),
        row.getLong("long_micro_per_kwh"));
  }

  private static Event.LinkLimited lowered(ResultSet row) throws SQLException {
    return new Event.LinkLimited(
        BillQueries.slot(row),
        row.getString("from_area"),
        row.getString("to_area"),
        row.getLong("min_flow_wh"),
        row.getLong("max_flow_wh"),
        row.getString("reason"));
  }

  private static Event.TradeCurtailed curtailed(ResultSet row) throws SQLException {
    return new Event.TradeCurtailed(
        row.getLong("trade_id"),
        BillQueries.slot(row),
        row.getString("buyer"),
        row.getString("seller"),
        row.getLong("by_wh"),
        row.getLong("left_wh"),
        row.getLong("buyer_micro_per_kwh"),
        row.getLong("seller_micro_per_kwh"));
  }

  private static Event.TradeBusted busted(ResultSet row) throws SQLException {
    return new Event.TradeBusted(
        row.getLong("trade_id"),
        BillQueries.slot(row),
        row.getString("buyer"),
        row.getString("seller"),
        row.getLong("energy_wh"),
        row.getLong("price_micro_per_kwh"),
        BustCause.valueOf(row.getString("cause")),
        row.getString("reason"));
  }
}
