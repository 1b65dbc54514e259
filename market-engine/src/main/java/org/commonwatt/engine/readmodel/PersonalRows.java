package org.commonwatt.engine.readmodel;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.commonwatt.model.BillLine;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The rows of the database that tell of one participant's metered energy: its positions and what
 * was expected of them, its bill lines and the supplier's other side of them, its disputes, the
 * energy and the readings of its meters, refused ones included; and where its notices are posted
 * to, whatever waits to be. Orders and trades are the market's public acts and stay.
 */
public final class PersonalRows {
  /** Table, and which of its rows: of a market and a participant or meter, before an instant. */
  private static final Map<String, String> OF_PARTICIPANT = new LinkedHashMap<>();

  /** Kinds of lines that tell of the energy of their counterparty. */
  private static final String OTHER_SIDES = kinds(BillLine.Kind::tellsOfCounterparty);

  /** Tables that tell of no slot: all rows of the participant go. */
  private static final List<String> OF_RECEIVER = List.of("webhook", "webhook_dead_letter");

  private static final Map<String, String> OF_METER = new LinkedHashMap<>();

  static {
    OF_PARTICIPANT.put("metered_position", "participant = ? and slot_start < ?");
    OF_PARTICIPANT.put("recorded_position", "participant = ? and slot_start < ?");
    OF_PARTICIPANT.put("position_quality", "participant = ? and slot_start < ?");
    OF_PARTICIPANT.put("net_position", "participant = ? and slot_start < ?");
    OF_PARTICIPANT.put(
        "bill_line",
        "? in (participant, case when kind in ("
            + OTHER_SIDES
            + ") then counterparty end)"
            + " and slot_start < ?");
    OF_PARTICIPANT.put(
        "revised_line",
        "? in (participant, case when kind in ("
            + OTHER_SIDES
            + ") then counterparty end)"
            + " and slot_start < ?");
    OF_PARTICIPANT.put("dispute", "participant = ? and slot_start < ?");
    OF_PARTICIPANT.put("dispute_evidence", "participant = ? and slot_start < ?");
    // One of silence is of the slot behind a position.
    OF_PARTICIPANT.put(
        "notice",
        "participant = ? and case kind when 'METER_SILENT'"
            + " then slot_start - slot_minutes * interval '1 minute' else slot_start end < ?"
            + " and (kind like 'POSITION%' or kind in ('METER_SILENT', 'BILL_REVISED'))");
    OF_METER.put("interval_energy", "meter = ? and slot_start < ? and slot_start >= ?");
    OF_METER.put("reading", "meter = ? and reading_time < ? and reading_time >= ?");
    OF_METER.put("validation_finding", "meter = ? and from_time < ? and from_time >= ?");
    OF_METER.put(
        "rejected_reading",
        "meter = ? and coalesce(reading_time, '-infinity') < ?"
            + " and coalesce(reading_time, '-infinity') >= ?");
  }

  private PersonalRows() {}

  /** Some kinds of lines, as a list of SQL. */
  static String kinds(Predicate<BillLine.Kind> wanted) {
    return Arrays.stream(BillLine.Kind.values())
        .filter(wanted)
        .map(kind -> "'" + kind + "'")
        .collect(Collectors.joining(", "));
  }

  /**
   * Whose rows.
   *
   * @param market id of the market
   * @param participant id
   * @param meters its meters, one that it had twice twice
   * @param before only rows of slots, and of readings, before this instant; {@link Instant#MAX} for
   *     all
   * @param erasedAt by the wall clock, as the log tells it
   */
  public record Of(
      String market, String participant, List<Meter> meters, Instant before, Instant erasedAt) {
    /** Copies the list. */
    public Of {
      meters = List.copyOf(meters);
    }
  }

  /**
   * Since when and until when a meter is the participant's.
   *
   * @param id of the meter
   * @param from only rows from this instant on; {@link Instant#MIN} for all
   * @param until only rows before this instant; {@link Instant#MAX} for all
   */
  public record Meter(String id, Instant from, Instant until) {}

  /**
   * Removes the rows, and notes that it did, in one transaction, then has the server write the
   * tables anew, so that no old copy of a row stays in their files. Nobody may write them
   * meanwhile.
   *
   * @return rows that were removed, by table
   */
  public static Map<String, Long> remove(Database.Access access, Of whose) throws SQLException {
    Map<String, Long> removed;
    try (Database database = Database.open(access)) {
      removed = database.write(connection -> remove(connection, whose));
    }
    rewrite(access, List.copyOf(removed.keySet()));
    return removed;
  }

  private static Map<String, Long> remove(Connection connection, Of whose) throws SQLException {
    Map<String, Long> rows = new TreeMap<>();
    for (Map.Entry<String, String> table : OF_PARTICIPANT.entrySet()) {
      rows.put(table.getKey(), delete(connection, table, whose, whose.participant()));
    }
    for (String table : OF_RECEIVER) {
      rows.put(table, delete(connection, table, whose));
    }
    for (Map.Entry<String, String> table : OF_METER.entrySet()) {
      long sum = 0;
      for (Meter meter : whose.meters()) {
        sum += delete(connection, table, whose, meter);
      }
      rows.put(table.getKey(), sum);
    }
    try (SqlBatch batch = new SqlBatch(connection)) {
      batch.add(MarketSql.ERASURE, whose.market(), whose.participant(), whose.erasedAt());
      batch.run();
    }
    return rows;
  }

  private static long delete(
      Connection connection, Map.Entry<String, String> table, Of whose, String id)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "delete from " + table.getKey() + " where market = ? and " + table.getValue())) {
      statement.setString(1, whose.market());
      statement.setString(2, id);
      statement.setObject(3, limit(whose.before()));
      return statement.executeLargeUpdate();
    }
  }

  private static long delete(
      Connection connection, Map.Entry<String, String> table, Of whose, Meter meter)
      throws SQLException {
    Instant until = meter.until().isBefore(whose.before()) ? meter.until() : whose.before();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "delete from " + table.getKey() + " where market = ? and " + table.getValue())) {
      statement.setString(1, whose.market());
      statement.setString(2, meter.id());
      statement.setObject(3, limit(until));
      statement.setObject(4, limit(meter.from()));
      return statement.executeLargeUpdate();
    }
  }

  private static long delete(Connection connection, String table, Of whose) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "delete from " + table + " where market = ? and participant = ?")) {
      statement.setString(1, whose.market());
      statement.setString(2, whose.participant());
      return statement.executeLargeUpdate();
    }
  }

  /** PostgreSQL's first and last instant stand for all that are beyond. */
  private static OffsetDateTime limit(Instant instant) {
    if (instant.equals(Instant.MIN)) {
      return OffsetDateTime.MIN;
    }
    return instant.equals(Instant.MAX) ? OffsetDateTime.MAX : instant.atOffset(ZoneOffset.UTC);
  }

  /** Outside of a transaction, as VACUUM demands. */
  private static void rewrite(Database.Access access, List<String> tables) throws SQLException {
    try (Connection connection = source(access).getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : tables) {
        statement.execute("vacuum full " + table);
      }
      statement.execute("checkpoint");
    }
  }

  private static DataSource source(Database.Access access) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(access.url());
    source.setUser(access.user());
    source.setPassword(access.password());
    return source;
  }
}
