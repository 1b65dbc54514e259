package org.commonwatt.engine.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.engine.TestInfra;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

/** Tables that are partitioned by month, on a PostgreSQL without TimescaleDB. */
@DisabledIfEnvironmentVariable(named = "COMMONWATT_TIMESCALE_URL", matches = ".+")
class PartitionsTest {
  private static final String INTERVAL =
      "insert into interval_energy values ('m', 'meter', 'p', %s, 15, 1, 5, 6, 'ACTUAL')";
  private static final String WHERE =
      "select tableoid::regclass, count(*) from interval_energy group by 1 order by 1";

  @Test
  void aDatabaseFromBeforeKeepsItsRowsItsViewsAndWhoMayReadThem() throws Exception {
    Database.Access access = TestInfra.newDatabase();
    Flyway.configure()
        .dataSource(access.url(), access.user(), access.password())
        .locations("classpath:db/migration")
        .target("36")
        .load()
        .migrate();
    execute(access, INTERVAL.formatted("now()"));
    execute(access, INTERVAL.formatted("timestamptz '2022-08-02T06:00Z'"));
    execute(access, "insert into access.sql_login values ('postgres', 'm', 'p')");
    String rights =
        "select grantee::regrole, privilege_type from pg_class, aclexplode(relacl)"
            + " where relname = 'interval_energy' and grantee <> relowner"
            + " and relnamespace = 'public'::regnamespace order by 1, 2";
    List<String> before = query(access, rights);
    String barriers = "select relname from pg_class where reloptions is not null order by 1";
    List<String> barriersBefore = query(access, barriers);
    assertThat(before).contains("commonwatt_jobs|INSERT");
    assertThat(barriersBefore).contains("interval_energy", "trade");

    try (Database database = Database.open(access)) {
      Partitions.keepOnce(database);
      assertThat(query(access, WHERE)).as("nothing is moved").containsExactly(rest(2));
    }
    assertThat(query(access, rights))
        .as("operators read nothing of single participants any more")
        .containsExactlyElementsOf(
            before.stream().filter(one -> !one.equals("commonwatt_operator|SELECT")).toList());
    assertThat(query(access, barriers)).containsAll(barriersBefore);
    assertThat(query(access, "select import_wh from mine.interval_energy")).hasSize(2);
    assertThat(query(access, "select sum(import_wh) from mine.energy_month")).containsExactly("10");
    assertThat(query(access, "select relname from pg_class where relkind = 'p' order by 1"))
        .containsExactly(
            "area_flow",
            "auction",
            "bill_line",
            "continuous_flow",
            "continuous_trade",
            "interval_energy",
            "link_flow",
            "metered_position",
            "net_position",
            "reading",
            "recorded_position",
            "trade");
  }

  @Test
  void monthsHavePartitionsOfTheirOwnAndOldOnesAreDropped() throws Exception {
    Database.Access access = TestInfra.newDatabase();
    try (Database database = Database.open(access)) {
      keep(access, "2026-01-31T23:59Z");
      keep(access, "2026-01-31T23:59Z");
      for (String slot : List.of("2022-08-02", "2026-01-31T23:45", "2026-02-28", "2026-03-01")) {
        execute(access, INTERVAL.formatted("timestamptz '" + slot + " UTC'"));
      }
      assertThat(query(access, WHERE))
          .containsExactlyInAnyOrder(rest(2), part("2026_01"), part("2026_02"));
      execute(access, "update interval_energy set version = 2 where slot_start < '2026-02-01Z'");
      keep(access, "2029-01-31T23:59Z");
      assertThat(query(access, WHERE))
          .as("three years are not over")
          .containsExactlyInAnyOrder(rest(2), part("2026_01"), part("2026_02"));
      keep(access, "2029-02-01T00:00Z");
      assertThat(query(access, WHERE)).containsExactlyInAnyOrder(rest(2), part("2026_02"));
      execute(access, "update access.retention set kept = '1 month'");
      keep(access, "2029-02-01T00:00Z");
      assertThat(query(access, WHERE)).as("of played days").containsExactly(rest(2));
      Rebuild.drop(access, "m");
      assertThat(Rebuild.digests(access, "m"))
          .as("a partition is no table of its own")
          .containsKey("trade")
          .doesNotContainKey("interval_energy")
          .noneSatisfy((name, digest) -> assertThat(name).contains("_2026_"));
    }
  }

  @Test
  void whatIsNotAskedForIsKept() throws Exception {
    Database.Access access = TestInfra.newDatabase();
    try (Database database = Database.open(access)) {
      execute(
          access,
          "insert into trade values ('m', 1, '1999-01-01T00:00Z', 15, 1, 2, 'p', 'q', 5, 2)");
      Partitions.keepOnce(database);
      assertThat(query(access, "select count(*) from trade")).containsExactly("1");
    }
  }

  private static String rest(int rows) {
    return "partition.interval_energy_rest|" + rows;
  }

  private static String part(String month) {
    return "partition.interval_energy_" + month + "|1";
  }

  private static void keep(Database.Access access, String moment) throws SQLException {
    query(access, "select access.keep_partitions('interval_energy', '" + moment + "')");
  }

  private static void execute(Database.Access access, String sql) throws SQLException {
    try (Connection connection = connection(access);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> query(Database.Access access, String sql) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Connection connection = connection(access);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        all.add(rows.getString(1) + (columns > 1 ? "|" + rows.getString(2) : ""));
      }
    }
    return all;
  }

  private static Connection connection(Database.Access access) throws SQLException {
    return DriverManager.getConnection(access.url(), access.user(), access.password());
  }
}
