package org.commonwatt.engine.readmodel;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The rows of the database that tell of one participant's metered energy: its positions, its bill
 * lines and the supplier's other side of them, its disputes, the energy and the refused readings of
 * its meters. Orders and trades are the market's public acts and stay.
 */
public final class PersonalRows {
  /** Table, and which of its rows: of a market and a participant or meter, before an instant. */
  private static final Map<String, String> OF_PARTICIPANT = new LinkedHashMap<>();

  private static final Map<String, String> OF_METER = new LinkedHashMap<>();

  static {
    OF_PARTICIPANT.put("metered_position", "participant = ? and slot_start < ?");
    OF_PARTICIPANT.put("recorded_position", "participant = ? and slot_start < ?");
    OF_PARTICIPANT.put(
        "bill_line",
        "? in (participant, case when kind in ('SUPPLIED', 'TAKEN_OVER') then counterparty end)"
            + " and slot_start < ?");
    OF_PARTICIPANT.put("dispute", "participant = ? and slot_start < ?");
    OF_PARTICIPANT.put("dispute_evidence", "participant = ? and slot_start < ?");
    OF_PARTICIPANT.put("notice", "participant = ? and slot_start < ? and kind like 'POSITION%'");
    OF_METER.put("interval_energy", "meter = ? and slot_start < ?");
    OF_METER.put("rejected_reading", "meter = ? and (reading_time is null or reading_time < ?)");
  }

  private PersonalRows() {}

  /**
   * Whose rows.
   *
   * @param market id of the market
   * @param participant id
   * @param meters ids of its meters
   * @param before only rows of slots, and of readings, before this instant; {@link Instant#MAX} for
   *     all
   */
  public record Of(String market, String participant, List<String> meters, Instant before) {
    /** Copies the list. */
    public Of {
      meters = List.copyOf(meters);
    }
  }

  /**
   * Removes the rows in one transaction, then has the server write the tables anew, so that no old
   * copy of a row stays in their files. Nobody may write them meanwhile.
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
    for (Map.Entry<String, String> table : OF_METER.entrySet()) {
      long sum = 0;
      for (String meter : whose.meters()) {
        sum += delete(connection, table, whose, meter);
      }
      rows.put(table.getKey(), sum);
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

  /** PostgreSQL's greatest instant stands for all that are greater. */
  private static OffsetDateTime limit(Instant before) {
    return before.equals(Instant.MAX) ? OffsetDateTime.MAX : before.atOffset(ZoneOffset.UTC);
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
