package org.commonwatt.engine.readmodel;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonwatt.model.Alert;
import org.commonwatt.model.AlertPattern;
import org.jspecify.annotations.Nullable;

/** Questions about what surveillance found; its stream job writes the rows. */
public final class AlertQueries {
  private static final String PAGE =
      """
      select * from alert where market = ? and place < ?
      and (?::text is null or pattern = ?) and (?::text is null or ? = any(participants))
      order by place desc limit ?
      """;
  private static final String ONE = "select * from alert where market = ? and alert_id = ?";

  private final Database database;
  private final String market;

  /**
   * An alert and its place among all.
   *
   * @param place counts up as alerts come in, with gaps
   */
  public record Row(long place, Alert alert) {}

  /**
   * What to list.
   *
   * @param pattern null for all
   * @param participant whom it is about, null for everybody
   * @param before only those that came in before this place
   * @param limit the most
   */
  public record Page(
      @Nullable AlertPattern pattern, @Nullable String participant, long before, int limit) {}

  /** Asks about one market. */
  public AlertQueries(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /** The alerts of a page, the latest first. */
  public List<Row> page(Page page) throws SQLException {
    return database.read(connection -> page(connection, page));
  }

  /** The alert with an id, if there is one. */
  public Optional<Alert> one(String id) throws SQLException {
    return database.read(
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(ONE)) {
            query.setString(1, market);
            query.setString(2, id);
            return rows(query).stream().map(Row::alert).findFirst();
          }
        });
  }

  private List<Row> page(Connection connection, Page page) throws SQLException {
    @Nullable String pattern = page.pattern() == null ? null : page.pattern().name();
    try (PreparedStatement query = connection.prepareStatement(PAGE)) {
      query.setString(1, market);
      query.setLong(2, page.before());
      query.setString(3, pattern);
      query.setString(4, pattern);
      query.setString(5, page.participant());
      query.setString(6, page.participant());
      query.setInt(7, page.limit());
      return rows(query);
    }
  }

  private static List<Row> rows(PreparedStatement query) throws SQLException {
    List<Row> found = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        found.add(new Row(rows.getLong("place"), alert(rows)));
      }
    }
    return found;
  }

  private static Alert alert(ResultSet rows) throws SQLException {
    List<String> names = texts(rows, "measure_names");
    List<Long> values = numbers(rows, "measure_values");
    List<Long> limits = numbers(rows, "measure_limits");
    List<Alert.Measure> measures = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      measures.add(new Alert.Measure(names.get(i), values.get(i), limits.get(i)));
    }
    return new Alert(
        rows.getString("alert_id"),
        rows.getInt("version"),
        AlertPattern.valueOf(rows.getString("pattern")),
        BillQueries.slot(rows),
        rows.getString("area"),
        texts(rows, "participants"),
        new Alert.Evidence(
            rows.getObject("seen_at", OffsetDateTime.class).toInstant().toEpochMilli(),
            rows.getLong("first_sequence"),
            rows.getLong("last_sequence"),
            rows.getLong("command_offset"),
            numbers(rows, "order_ids"),
            numbers(rows, "trade_ids"),
            rows.getLong("energy_wh")),
        measures);
  }

  private static List<String> texts(ResultSet rows, String column) throws SQLException {
    Array array = rows.getArray(column);
    return List.of((String[]) array.getArray());
  }

  private static List<Long> numbers(ResultSet rows, String column) throws SQLException {
    Array array = rows.getArray(column);
    return List.of((Long[]) array.getArray());
  }
}
