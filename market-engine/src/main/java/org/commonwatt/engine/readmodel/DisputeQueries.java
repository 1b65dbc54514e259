package org.commonwatt.engine.readmodel;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.model.DeliverySlot;
import org.jspecify.annotations.Nullable;

/** Questions about disputes of bill lines. */
public final class DisputeQueries {
  /** With the evidence in the same row: a page is one question to the database. */
  private static final String WITH_EVIDENCE =
      """
      select d.*, array(select e.sha256 from dispute_evidence e where e.market = d.market
        and e.dispute_id = d.dispute_id order by e.sequence) as evidence from dispute d
      """;

  private static final String PAGE =
      WITH_EVIDENCE
          + """
      where market = ? and dispute_id < ?
        and (?::text[] is null or participant = any(?::text[])) and state = coalesce(?, state)
        and (overdue or not ?) order by dispute_id desc limit ?
      """;
  private static final String ONE = WITH_EVIDENCE + " where market = ? and dispute_id = ?";

  private final Database database;
  private final String market;

  /**
   * A dispute.
   *
   * @param overdue whether its time for a decision passed without one
   * @param decision null while there is none
   * @param evidence SHA-256, in the order in which it came
   */
  public record Row(
      long disputeId,
      String participant,
      DeliverySlot slot,
      int run,
      int line,
      DisputeState state,
      boolean overdue,
      Instant openedAt,
      Instant decideBy,
      String reason,
      @Nullable Decision decision,
      List<String> evidence) {}

  /**
   * How one was decided.
   *
   * @param correctedNano null when it was dismissed, or the ruling was erased
   * @param reason null when it was erased
   */
  public record Decision(
      String decider, Instant decidedAt, @Nullable Long correctedNano, @Nullable String reason) {}

  /**
   * Which disputes, the latest first.
   *
   * @param participants whose; null: everybody's
   * @param state null: any
   * @param overdueOnly only those whose time passed without a decision
   * @param before only those with a lower number
   * @param limit the most
   */
  public record Page(
      @Nullable Set<String> participants,
      @Nullable DisputeState state,
      boolean overdueOnly,
      long before,
      int limit) {}

  /** Asks about one market. */
  public DisputeQueries(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /** A page of disputes, the latest first. */
  public List<Row> page(Page page) throws SQLException {
    return database.read(connection -> page(connection, page));
  }

  /** One dispute; empty when there is none of this number, or it was erased. */
  public Optional<Row> one(long disputeId) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(ONE)) {
            query.setString(1, market);
            query.setLong(2, disputeId);
            return rows(query).stream().findFirst();
          }
        });
  }

  /** The same over a connection. */
  List<Row> page(Connection connection, Page page) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(PAGE)) {
      query.setString(1, market);
      query.setLong(2, page.before());
      Set<String> whose = page.participants();
      Array whoseArray = whose == null ? null : connection.createArrayOf("text", whose.toArray());
      query.setArray(3, whoseArray);
      query.setArray(4, whoseArray);
      DisputeState state = page.state();
      query.setString(5, state == null ? null : state.name());
      query.setBoolean(6, page.overdueOnly());
      query.setInt(7, page.limit());
      return rows(query);
    }
  }

  private static List<Row> rows(PreparedStatement query) throws SQLException {
    List<Row> found = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        found.add(row(rows));
      }
    }
    return found;
  }

  private static Row row(ResultSet rows) throws SQLException {
    String decider = rows.getString("decider");
    return new Row(
        rows.getLong("dispute_id"),
        rows.getString("participant"),
        BillQueries.slot(rows),
        rows.getInt("run"),
        rows.getInt("line_index"),
        DisputeState.valueOf(rows.getString("state")),
        rows.getBoolean("overdue"),
        instant(rows, "opened_at"),
        instant(rows, "decide_by"),
        rows.getString("reason"),
        decider == null ? null : decision(rows, decider),
        List.of((String[]) rows.getArray("evidence").getArray()));
  }

  private static Decision decision(ResultSet rows, String decider) throws SQLException {
    long corrected = rows.getLong("corrected_nano");
    Long correctedNano = rows.wasNull() ? null : (Long) corrected;
    return new Decision(
        decider, instant(rows, "decided_at"), correctedNano, rows.getString("ruling"));
  }

  private static Instant instant(ResultSet rows, String column) throws SQLException {
    return rows.getObject(column, OffsetDateTime.class).toInstant();
  }
}
