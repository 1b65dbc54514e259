package org.commonwatt.engine.readmodel;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.Event;

/** Questions about defaults of members, and what they paid back. */
public final class DefaultQueries {
  private static final String DEFAULTS =
      "select * from account_default where market = ? and account = ?"
          + " order by sequence desc limit ?";
  private static final String PAYMENTS =
      "select * from receivable_payment where market = ? and account = ?"
          + " order by sequence desc limit ?";
  private static final String SHARES =
      "select account, nano from default_share where market = ? and sequence = ? order by place";

  private final Database database;
  private final String market;

  /**
   * An event and its number.
   *
   * @param sequence the engine's
   * @param event a default or a payment back
   */
  public record Numbered<E extends Event>(long sequence, E event) {}

  /**
   * What became of an account, latest first.
   *
   * @param defaults settlements that left it owing more than it had
   * @param payments what it paid back
   */
  public record Record(
      List<Numbered<Event.AccountDefaulted>> defaults,
      List<Numbered<Event.ReceivablePaid>> payments) {}

  /** Asks about one market. */
  public DefaultQueries(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /**
   * The record of one account.
   *
   * @param limit the most of either kind
   */
  public Record of(String account, int limit) throws SQLException {
    return database.read(
        connection ->
            new Record(
                rows(connection, DEFAULTS, account, limit, this::defaulted),
                rows(connection, PAYMENTS, account, limit, this::paid)));
  }

  private interface RowReader<E extends Event> {
    E read(Connection connection, ResultSet row) throws SQLException;
  }

  private <E extends Event> List<Numbered<E>> rows(
      Connection connection, String sql, String account, int limit, RowReader<E> reader)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, market);
      query.setString(2, account);
      query.setInt(3, limit);
      List<Numbered<E>> found = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(new Numbered<>(rows.getLong("sequence"), reader.read(connection, rows)));
        }
      }
      return found;
    }
  }

  private Event.AccountDefaulted defaulted(Connection connection, ResultSet row)
      throws SQLException {
    return new Event.AccountDefaulted(
        row.getString("account"),
        BillQueries.slot(row),
        nano(row, "shortfall_nano"),
        nano(row, "collateral_nano"),
        nano(row, "own_fund_nano"),
        nano(row, "exchange_nano"),
        shares(connection, row.getLong("sequence")),
        nano(row, "uncovered_nano"));
  }

  private Event.ReceivablePaid paid(Connection connection, ResultSet row) throws SQLException {
    return new Event.ReceivablePaid(
        row.getString("account"),
        nano(row, "paid_nano"),
        shares(connection, row.getLong("sequence")));
  }

  private List<CreditShare> shares(Connection connection, long sequence) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(SHARES)) {
      query.setString(1, market);
      query.setLong(2, sequence);
      List<CreditShare> found = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(new CreditShare(rows.getString("account"), nano(rows, "nano")));
        }
      }
      return found;
    }
  }

  private static BigInteger nano(ResultSet row, String column) throws SQLException {
    return row.getBigDecimal(column).toBigIntegerExact();
  }
}
