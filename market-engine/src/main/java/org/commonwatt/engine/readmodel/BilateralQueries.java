package org.commonwatt.engine.readmodel;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SignedBilateral;

/** Questions about bilateral contracts that count. */
public final class BilateralQueries {
  /** Either side by its own index; nobody is both. */
  private static final String PAGE =
      """
      select * from (
        (select * from bilateral_contract where market = ? and buyer = ? and sequence < ?
          order by sequence desc limit ?)
        union all
        (select * from bilateral_contract where market = ? and seller = ? and sequence < ?
          order by sequence desc limit ?)) c
      order by sequence desc limit ?
      """;

  private final Database database;
  private final String market;

  /**
   * A contract.
   *
   * @param sequence the engine's number of the event that accepted it
   * @param accepted terms, signatures and keys
   */
  public record Row(long sequence, Event.BilateralAccepted accepted) {}

  /** Asks about one market. */
  public BilateralQueries(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /**
   * Contracts that a participant is a party of, the latest first.
   *
   * @param before only those with a lower number
   * @param limit the most
   */
  public List<Row> of(String participant, long before, int limit) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(PAGE)) {
            for (int side = 0; side < 2; side++) {
              query.setString(4 * side + 1, market);
              query.setString(4 * side + 2, participant);
              query.setLong(4 * side + 3, before);
              query.setInt(4 * side + 4, limit);
            }
            query.setInt(9, limit);
            List<Row> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
              while (rows.next()) {
                found.add(new Row(rows.getLong("sequence"), accepted(rows)));
              }
            }
            return found;
          }
        });
  }

  private Event.BilateralAccepted accepted(ResultSet row) throws SQLException {
    BilateralTerms terms =
        new BilateralTerms(
            market,
            row.getString("contract_id"),
            row.getString("buyer"),
            row.getString("seller"),
            row.getString("area"),
            millis(row, "from_time"),
            millis(row, "to_time"),
            row.getInt("slot_minutes"),
            row.getLong("energy_wh"),
            new Hash(row.getString("price_hash")));
    return new Event.BilateralAccepted(
        new SignedBilateral(
            terms, row.getString("buyer_signature"), row.getString("seller_signature")),
        row.getString("buyer_key"),
        row.getString("seller_key"));
  }

  private static long millis(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant().toEpochMilli();
  }
}
