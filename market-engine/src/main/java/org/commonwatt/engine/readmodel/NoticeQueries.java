package org.commonwatt.engine.readmodel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.DeliverySlot;
import org.jspecify.annotations.Nullable;

/** Questions about what happened to a participant that it did not do itself. */
public final class NoticeQueries {
  private static final String AFTER =
      """
      select * from notice where market = ? and participant = ? and sequence > ?
      order by sequence limit ?
      """;

  private final Database database;
  private final String market;

  /**
   * A notice.
   *
   * @param sequence the engine's number of the event that caused it
   * @param kind what happened; {@code docs/notices.md} lists the kinds
   * @param slot null where it is about no slot
   * @param about number of an order, trade or dispute, version of a position, or an account
   * @param detail which way, in one word
   * @param energyWh energy that it is about, Wh
   * @param amountNano money that the participant gets for it, nano-currency; negative when it pays
   */
  public record Notice(
      long sequence,
      String kind,
      @Nullable DeliverySlot slot,
      @Nullable String about,
      @Nullable String detail,
      @Nullable Long energyWh,
      @Nullable BigInteger amountNano) {}

  /** Asks about one market. */
  public NoticeQueries(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /**
   * The notices of a participant after a sequence number, the earliest first.
   *
   * @param limit the most
   */
  public List<Notice> after(String participant, long sequence, int limit) throws SQLException {
    return database.read(connection -> after(connection, participant, sequence, limit));
  }

  private List<Notice> after(Connection connection, String participant, long sequence, int limit)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(AFTER)) {
      query.setString(1, market);
      query.setString(2, participant);
      query.setLong(3, sequence);
      query.setInt(4, limit);
      List<Notice> found = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(notice(rows));
        }
      }
      return found;
    }
  }

  private static Notice notice(ResultSet rows) throws SQLException {
    OffsetDateTime start = rows.getObject("slot_start", OffsetDateTime.class);
    long energy = rows.getLong("energy_wh");
    Long energyWh = rows.wasNull() ? null : (Long) energy;
    BigDecimal nano = rows.getBigDecimal("amount_nano");
    return new Notice(
        rows.getLong("sequence"),
        rows.getString("kind"),
        start == null
            ? null
            : new DeliverySlot(start.toInstant().toEpochMilli(), rows.getInt("slot_minutes")),
        rows.getString("about"),
        rows.getString("detail"),
        energyWh,
        nano == null ? null : nano.toBigIntegerExact());
  }
}
