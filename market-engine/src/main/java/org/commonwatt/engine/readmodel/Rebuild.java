package org.commonwatt.engine.readmodel;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Drops what the projectors have written, so that they write it anew from the log. The tables that
 * the stream jobs write are not theirs and stay, as does how far receivers of notices were told.
 */
public final class Rebuild {
  private static final List<String> OF_OTHERS =
      List.of(
          "alert",
          "area_flow",
          "area_members",
          "grid_alert",
          "interval_energy",
          "metered_position",
          "net_position",
          "reading",
          "validation_finding",
          "webhook",
          "webhook_dead_letter");

  private Rebuild() {}

  /**
   * Empties the read models of a market, in one transaction. Nobody may project meanwhile.
   *
   * @return rows that were dropped, by table
   * @throws SQLException when nothing was dropped
   */
  public static Map<String, Long> drop(Database.Access access, String market) throws SQLException {
    try (Database database = Database.open(access)) {
      return database.write(connection -> drop(connection, market));
    }
  }

  /**
   * A digest of the rows of a market, by table: equal rows have equal ones, in whatever order they
   * were written. Where the projectors stand is left out.
   *
   * @throws SQLException when the database cannot answer
   */
  public static Map<String, String> digests(Database.Access access, String market)
      throws SQLException {
    try (Database database = Database.open(access)) {
      return database.read(
          connection -> {
            Map<String, String> digests = new TreeMap<>();
            for (String table : tables(connection)) {
              if (!table.equals("projector")) {
                digests.put(table, digest(connection, table, market));
              }
            }
            return digests;
          });
    }
  }

  private static Map<String, Long> drop(Connection connection, String market) throws SQLException {
    Map<String, Long> dropped = new TreeMap<>();
    for (String table : tables(connection)) {
      // The name comes from the catalogue.
      try (PreparedStatement delete =
          connection.prepareStatement("delete from \"" + table + "\" where market = ?")) {
        delete.setString(1, market);
        dropped.put(table, delete.executeLargeUpdate());
      }
    }
    return dropped;
  }

  private static String digest(Connection connection, String table, String market)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select count(*) || ' ' || coalesce(md5(string_agg(row_text, ' ' order by row_text)),"
                + " '') from (select t::text as row_text from \""
                + table
                + "\" t where market = ?) as texts")) {
      query.setString(1, market);
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  /** The tables that the projectors write: those with a market, but others'. */
  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select table_name from information_schema.columns"
                    + " where table_schema = current_schema() and column_name = 'market'"
                    + " order by table_name")) {
      while (rows.next()) {
        if (!OF_OTHERS.contains(rows.getString(1))) {
          tables.add(rows.getString(1));
        }
      }
    }
    return tables;
  }
}
