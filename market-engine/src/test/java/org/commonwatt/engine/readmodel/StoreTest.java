package org.commonwatt.engine.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.commonwatt.engine.TestInfra;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What each role may do by SQL, tried by logins that have it, and the sums by hour, day and month.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreTest {
  private static final String SECRET = "store-test";
  private static final String REFUSED = "permission denied";
  private static final List<String> ROLES =
      List.of("engine", "jobs", "operator", "regulator", "prosumer");

  private Database.Access access;
  private String suffix = ""; // roles are of the whole server

  @BeforeAll
  void fill() throws Exception {
    access = TestInfra.newDatabase();
    Database.open(access).close();
    suffix = "_" + access.url().replaceFirst("[?].*", "").replaceFirst(".*/", "");
    for (String role : ROLES) {
      login(role, role);
    }
    login("ada", "prosumer");
    login("bob", "prosumer");
    login("stranger", "prosumer");
    owner("insert into access.sql_login values ('ada%s', 'm', 'home-01')".formatted(suffix));
    owner("insert into access.sql_login values ('bob%s', 'm', 'home-02')".formatted(suffix));
    for (String home : List.of("home-01", "home-02")) {
      energy(home, "2026-03-31T22:45Z", 100);
      energy(home, "2026-03-31T23:00Z", 10);
      energy(home, "2026-03-31T23:45Z", 20);
      energy(home, "2026-04-01T00:00Z", 1);
      owner(
          "insert into metered_position select market, participant, slot_start, slot_minutes,"
              + " version, import_wh, export_wh, quality from interval_energy"
              + " where participant = '%s'".formatted(home));
    }
    owner(
        "insert into reading select market, meter, at, 0, 9, 9, 0, quality from interval_energy,"
            + " unnest(array[slot_start, slot_start + interval '14 min']) at");
    owner(
        "insert into interval_energy select 'other', meter, participant, slot_start,"
            + " slot_minutes, version, 7, 7, quality from interval_energy");
    owner(
        "insert into net_position select market, participant, 'a', slot_start, slot_minutes, 1, 5,"
            + " 6, quality, 7, 8, 1 from interval_energy");
    owner(
        "insert into trade values ('m', 1, '2026-03-31T23:00Z', 15, 1, 2, 'home-01', 'home-02',"
            + " 500, 200000), ('m', 2, '2026-03-31T23:00Z', 15, 3, 4, 'home-02', 'home-03',"
            + " 300, 210000)");
    owner(
        "insert into auction (market, area, slot_start, slot_minutes, price_micro_per_kwh,"
            + " buy_wh, sell_wh, welfare_nano) values"
            + " ('m', 'a', '2026-03-31T23:00Z', 15, 200000, 500, 400, 0),"
            + " ('m', 'a', '2026-03-31T23:15Z', 15, 300000, 100, 0, 0),"
            + " ('m', 'a', '2026-03-31T23:30Z', 15, null, 0, 0, 0)");
  }

  @Test
  void energyIsSummedByHourDayAndMonthOfUtc() throws Exception {
    String own = " where market = 'm' and participant = 'home-01' order by bucket";
    assertThat(asOwner("select import_wh, slots from aggregate.energy_hour" + own))
        .containsExactly("100|1", "30|2", "1|1");
    assertThat(asOwner("select import_wh, slots from aggregate.energy_day" + own))
        .containsExactly("130|3", "1|1");
    assertThat(asOwner("select import_wh, export_wh from aggregate.energy_month" + own))
        .containsExactly("130|260", "1|2");
    assertThat(asOwner("select import_wh from aggregate.position_day" + own))
        .containsExactly("130", "1");
  }

  @Test
  void pricesAndVolumesAreSummed() throws Exception {
    assertThat(
            as(
                "regulator",
                "select lowest, highest, buy_wh, sell_wh, bought_wh_micro, slots_with_price"
                    + " from aggregate.price_day"))
        .containsExactly("200000|300000|600|400|130000000|2");
    assertThat(as("regulator", "select energy_wh, trades from aggregate.volume_month"))
        .containsExactly("800|2");
  }

  @Test
  void ofAreasOnlyThoseOfManyMembersAreToldAndOnlyWhenAllAreThere() throws Exception {
    owner(
        "insert into net_position select 'g', a || i, a, '2026-04-02T00:00Z', 15, 1, 10, 3,"
            + " 'ACTUAL', null, null, null from generate_series(1, 15) i,"
            + " (values ('full'), ('part'), ('small')) v (a)"
            + " where (a <> 'small' or i < 15) and (a <> 'part' or i < 15)");
    owner(
        "insert into area_members values ('g', 'full', '2026-04-02T00:00Z', 1, 15),"
            + " ('g', 'part', '2026-04-02T00:00Z', 1, 15),"
            + " ('g', 'small', '2026-04-02T00:00Z', 1, 14)");
    String sums =
        "select area, accounts, contracted_wh, metered_wh from aggregate.area_position"
            + " where market = 'g'";
    for (String role : List.of("operator", "regulator")) {
      assertThat(as(role, sums)).containsExactly("full|15|150|45");
    }
  }

  @Test
  void aProsumerSeesItsOwnRowsAndNoOthers() throws Exception {
    for (String view :
        List.of(
            "interval_energy",
            "metered_position",
            "net_position",
            "energy_hour",
            "energy_day",
            "position_month")) {
      String query = "select distinct market, participant from mine." + view;
      assertThat(as("ada", query)).as(view).containsExactly("m|home-01");
      assertThat(as("bob", query)).as(view).containsExactly("m|home-02");
      assertThat(as("stranger", query)).as(view).isEmpty();
    }
    String readings = "select meter, count(*) from mine.reading group by meter";
    assertThat(as("ada", readings)).containsExactly("home-01-meter|8");
    assertThat(as("stranger", readings)).isEmpty();
    String trades = "select trade_id, side, energy_wh, continuous from mine.trade order by 1";
    assertThat(as("ada", trades)).containsExactly("1|BUY|500|f");
    assertThat(as("bob", trades)).containsExactly("1|SELL|500|f", "2|BUY|300|f");
    assertThat(as("ada", "select buy_wh from aggregate.price_day")).containsExactly("600");
  }

  @Test
  void noSettingOfItsSessionMakesAProsumerSomebodyElse() throws Exception {
    try (Connection session = session("ada");
        Statement statement = session.createStatement()) {
      statement.execute("set role commonwatt_prosumer");
      try (ResultSet rows =
          statement.executeQuery("select count(*) from mine.interval_energy where market = 'm'")) {
        rows.next();
        assertThat(rows.getInt(1)).isEqualTo(4);
      }
      assertThatThrownBy(() -> statement.execute("set session authorization bob" + suffix))
          .hasMessageContaining(REFUSED);
    }
    for (String sql :
        List.of(
            "select * from interval_energy",
            "select * from aggregate.energy_hour",
            "select * from access.sql_login",
            "insert into access.sql_login values ('x', 'm', 'home-02')",
            "create table mine.t (i int)")) {
      assertThatThrownBy(() -> as("ada", sql)).as(sql).hasMessageContaining(REFUSED);
    }
  }

  /** From the catalogue, so that a table that comes later is not forgotten. */
  @Test
  void rolesReadAndWriteWhatTheyMustAndNothingElse() throws Exception {
    assertThat(may("jobs", "INSERT", "public"))
        .containsExactlyInAnyOrder(
            "alert",
            "area_flow",
            "area_members",
            "grid_alert",
            "interval_energy",
            "metered_position",
            "net_position",
            "reading",
            "rejected_reading",
            "validation_finding");
    assertThat(may("jobs", "SELECT", "public"))
        .containsExactlyInAnyOrder(
            "alert",
            "area_flow",
            "area_members",
            "grid_alert",
            "interval_energy",
            "metered_position",
            "net_position",
            "reading",
            "rejected_reading",
            "validation_finding");
    for (String write : List.of("INSERT", "UPDATE", "DELETE", "TRUNCATE")) {
      assertThat(may("engine", write, "public"))
          .as("what was migrated is the owner's to say")
          .doesNotContain("flyway_schema_history");
    }
    for (String role : List.of("operator", "regulator", "prosumer")) {
      for (String write : List.of("INSERT", "UPDATE", "DELETE", "TRUNCATE")) {
        for (String schema : List.of("public", "aggregate", "mine", "access")) {
          assertThat(may(role, write, schema)).as(role + " " + write).isEmpty();
        }
      }
    }
    for (String role : List.of("operator", "regulator")) {
      assertThat(may(role, "SELECT", "public"))
          .as(role)
          .contains("auction", "batch")
          .isSubsetOf(
              "area_members",
              "auction",
              "auction_window",
              "batch",
              "cancelled_auction",
              "continuous_flow",
              "imbalance_price",
              "link_flow",
              "lowered_link",
              "missed_gate",
              "product_halt",
              "projector",
              "settlement_run",
              "storage_auction",
              "storage_flow",
              "storage_price");
      assertThat(may(role, "SELECT", "aggregate"))
          .as("no sums of single participants")
          .contains("price_day", "volume_month", "area_position")
          .noneMatch(name -> name.startsWith("energy") || name.startsWith("position"));
    }
    assertThat(may("prosumer", "SELECT", "public")).isEmpty();
    assertThat(may("prosumer", "SELECT", "aggregate"))
        .containsExactlyInAnyOrder("price_hour", "price_day", "price_month");
    for (String role : ROLES) {
      assertThat(may(role, "SELECT", "access")).as(role).isEmpty();
    }
  }

  @Test
  void theJobsUpsertAndDeleteNothing() throws Exception {
    assertThat(
            as(
                "jobs",
                "insert into rejected_reading values ('r', 'm', null, null, 'c', 't', '')"
                    + " on conflict (id) do update set code = excluded.code returning id"))
        .containsExactly("r");
    assertThatThrownBy(() -> as("jobs", "delete from interval_energy"))
        .hasMessageContaining(REFUSED);
    assertThatThrownBy(() -> as("jobs", "create table t (i int)")).hasMessageContaining(REFUSED);
  }

  @Test
  void anEngineRunsWithoutTheRightToMakeTablesOnceTheOwnerHasMigrated() throws Exception {
    Database.Access role = new Database.Access(url("engine"), "engine" + suffix, SECRET);
    try (Database database = Database.open(role)) {
      long rows =
          database.write(
              connection -> {
                try (Statement statement = connection.createStatement()) {
                  statement.execute("insert into erasure values ('m', 'p', now())");
                  return statement.executeLargeUpdate("delete from erasure where market = 'm'");
                }
              });
      assertThat(rows).isEqualTo(1);
    }
    assertThatThrownBy(() -> as("engine", "create table t (i int)")).hasMessageContaining(REFUSED);
  }

  private Set<String> may(String role, String privilege, String schema) throws SQLException {
    return new TreeSet<>(
        query(
            access.url(),
            access.user(),
            access.password(),
            ("select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                    + " where n.nspname = '%s' and relkind in ('r', 'v', 'm', 'p')"
                    + " and has_table_privilege('commonwatt_%s', c.oid, '%s')")
                .formatted(schema, role, privilege)));
  }

  private void login(String name, String role) throws SQLException {
    owner(
        "create role \"%s%s\" login password '%s' in role commonwatt_%s"
            .formatted(name, suffix, SECRET, role));
  }

  private void energy(String home, String start, long importWh) throws SQLException {
    owner(
        "insert into interval_energy values ('m', '%s-meter', '%s', '%s', 15, 1, %d, %d, 'ACTUAL')"
            .formatted(home, home, start, importWh, 2 * importWh));
  }

  private void owner(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The rows that a login gets, columns with bars between. */
  private List<String> as(String login, String sql) throws SQLException {
    return query(url(login), login + suffix, SECRET, sql);
  }

  private List<String> asOwner(String sql) throws SQLException {
    return query(access.url(), access.user(), access.password(), sql);
  }

  private Connection session(String login) throws SQLException {
    return DriverManager.getConnection(url(login), login + suffix, SECRET);
  }

  /** The address may name the owner and its password. */
  private String url(String login) {
    return access
        .url()
        .replaceFirst("user=[^&]*", "user=" + login + suffix)
        .replaceFirst("password=[^&]*", "password=" + SECRET);
  }

  private static List<String> query(String url, String user, String password, String sql)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        StringBuilder row = new StringBuilder(String.valueOf(rows.getString(1)));
        for (int i = 2; i <= rows.getMetaData().getColumnCount(); i++) {
          row.append('|').append(rows.getString(i));
        }
        all.add(row.toString());
      }
      return all;
    }
  }
}
