package org.commonwatt.benchmarks.metering;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.commonwatt.engine.readmodel.Database;

/**
 * Prints how many bytes a row of the large tables takes, its indexes included, and with TimescaleDB
 * how many are left of them when its chunk is compressed. Rows are made in the database: registers
 * that rise by an amount that changes from slot to slot, and a share of energies that are 0, as at
 * night. Arguments: meters, days, minutes from a reading to the next, and the address of a database
 * whose tables may be filled; without one it starts a PostgreSQL of its own.
 */
public final class StoreSizes {
  private static final List<String> TABLES =
      List.of("reading", "interval_energy", "metered_position");
  private static final String FIRST_DAY = "2026-01-05T00:00:00Z"; // a Monday

  private final Connection connection;
  private final boolean timescale;

  private StoreSizes(Connection connection) throws SQLException {
    this.connection = connection;
    this.timescale = number("select count(*) from pg_extension where extname = 'timescaledb'") > 0;
  }

  /** Measures. */
  public static void main(String[] arguments) throws Exception {
    int meters = Integer.parseInt(arguments[0]);
    int days = Integer.parseInt(arguments[1]);
    int minutes = Integer.parseInt(arguments[2]);
    if (arguments.length > 3) {
      measure(arguments[3], meters, days, minutes);
    } else {
      try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
        measure(postgres.getJdbcUrl("postgres", "postgres"), meters, days, minutes);
      }
    }
  }

  private static void measure(String url, int meters, int days, int minutes) throws Exception {
    Database.open(new Database.Access(url, "postgres", "")).close();
    try (Connection connection = DriverManager.getConnection(url, "postgres", "")) {
      StoreSizes sizes = new StoreSizes(connection);
      sizes.fill(meters, days, minutes);
      for (String table : TABLES) {
        sizes.print(table);
      }
    }
  }

  private void fill(int meters, int days, int minutes) throws SQLException {
    String slots =
        """
        from generate_series(1, %1$d) m, generate_series(0, %2$d) s,
          lateral (select hashint8(m * 1000003 + s) & 255 as noise, (s / 24) %% 4 in (0, 3) as night) n"""
            .formatted(meters, 96L * days - 1);
    execute(
        """
        insert into reading select 'village', 'meter-' || m, timestamptz '%3$s' + s * interval '%4$d minutes', s,
          100000 + s * 130 + (hashint8(m * 1000003 + s) & 127), 5000 + s * 40 + (hashint8(m + s * 7919) & 31),
          hashint8(m * 31 + s) & 2047, 'ACTUAL'
        from generate_series(1, %1$d) m, generate_series(0, %2$d) s"""
            .formatted(meters, days * 24L * 60 / minutes - 1, FIRST_DAY, minutes));
    execute(
        """
        insert into interval_energy select 'village', 'meter-' || m, 'home-' || m,
          timestamptz '%s' + s * interval '15 minutes', 15, 1, 40 + noise, case when night then 0 else noise end, 'ACTUAL' %s"""
            .formatted(FIRST_DAY, slots));
    execute(
        """
        insert into metered_position select 'village', 'home-' || m,
          timestamptz '%s' + s * interval '15 minutes', 15, 1, 40 + noise, case when night then 0 else noise end, 'ACTUAL' %s"""
            .formatted(FIRST_DAY, slots));
  }

  private void print(String table) throws SQLException {
    long rows = number("select count(*) from " + table);
    long bytes = bytes(table);
    System.out.printf(
        Locale.ROOT,
        "%s: %,d rows, %.1f bytes a row with indexes%n",
        table,
        rows,
        (double) bytes / rows);
    if (timescale) {
      execute("select compress_chunk(c, true) from show_chunks('" + table + "') c");
      System.out.printf(
          Locale.ROOT, "%s: %.1f bytes a row compressed%n", table, (double) bytes(table) / rows);
    }
  }

  /** Of a table with all its parts and their indexes. */
  private long bytes(String table) throws SQLException {
    return number(
        timescale
            ? "select hypertable_size('" + table + "')"
            : "select sum(pg_total_relation_size(relid)) from pg_partition_tree('" + table + "')");
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
