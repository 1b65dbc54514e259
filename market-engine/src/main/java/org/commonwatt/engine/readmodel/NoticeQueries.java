package org.commonwatt.engine.readmodel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.model.DeliverySlot;
import org.jspecify.annotations.Nullable;

/** Questions about what happened to a participant that it did not do itself. */
public final class NoticeQueries {
  private static final String AFTER =
      """
      select * from notice where market = ? and participant = ? and sequence > ?
      order by sequence limit ?
      """;

  private static final String LATEST =
      """
      select * from notice where market = ? and participant = ? and sequence <= ?
      order by sequence desc limit ?
      """;
  private static final String OF_MANY =
      """
      select * from notice where market = ? and participant = any(?) and sequence > ?
      and sequence <= ? order by sequence limit ?
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

  /**
   * The last notices of a participant up to a sequence number, the earliest first.
   *
   * @param limit the most
   */
  public List<Notice> latest(String participant, long upTo, int limit) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(LATEST)) {
            query.setString(1, market);
            query.setString(2, participant);
            query.setLong(3, upTo);
            query.setInt(4, limit);
            List<Notice> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
              while (rows.next()) {
                found.add(0, notice(rows));
              }
            }
            return found;
          }
        });
  }

  /**
   * The notices of several participants, the earliest first.
   *
   * @param upTo the sequence number up to which all of them are there
   */
  public record Told(long upTo, Map<String, List<Notice>> byParticipant) {}

  /**
   * The notices of participants after a sequence number and up to another one, or up to an earlier
   * one when there are too many.
   *
   * @param most more than there are participants, each of whom has one of a number at most
   */
  public Told between(Set<String> participants, long after, long upTo, int most)
      throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(OF_MANY)) {
            query.setString(1, market);
            query.setArray(2, connection.createArrayOf("text", participants.toArray()));
            query.setLong(3, after);
            query.setLong(4, upTo);
            query.setInt(5, most);
            try (ResultSet rows = query.executeQuery()) {
              return told(rows, upTo, most);
            }
          }
        });
  }

  private static Told told(ResultSet rows, long upTo, int most) throws SQLException {
    Map<String, List<Notice>> found = new HashMap<>();
    int count = 0;
    long last = 0;
    while (rows.next()) {
      Notice notice = notice(rows);
      found.computeIfAbsent(rows.getString("participant"), none -> new ArrayList<>()).add(notice);
      last = notice.sequence();
      count++;
    }
    if (count < most) {
      return new Told(upTo, found);
    }
    long cut = last; // others of this number may be missing
    found.values().forEach(notices -> notices.removeIf(notice -> notice.sequence() == cut));
    return new Told(cut - 1, found);
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

  /** The notice of a row. */
  static Notice notice(ResultSet rows) throws SQLException {
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
