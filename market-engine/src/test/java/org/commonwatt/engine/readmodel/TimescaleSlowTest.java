package org.commonwatt.engine.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Our tables on TimescaleDB, compiled to WebAssembly: hypertables, sums, compression, retention.
 * {@code scripts/timescale} brings it; without it the test says that it is skipped. The database
 * has one session, so the migrations are run without Flyway and logins are tried by {@code set
 * session authorization}; and no background workers, so jobs are run by hand.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimescaleSlowTest {
  private static final String VARIABLE = "COMMONWATT_TIMESCALE_WASM";
  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
  private static final String ENERGY =
      "insert into interval_energy select 'm', 'meter', 'p', at, 15, 1, 5, 6, 'ACTUAL'"
          + " from generate_series(%s, %s, interval '15 min') at";
  private static final String SUM = "select bucket, import_wh, slots from aggregate.energy_day";

  private @Nullable Process server;
  private Connection connection;

  @BeforeAll
  void start() throws Exception {
    Process process = process();
    server = process;
    String port;
    try (BufferedReader out = process.inputReader()) {
      port = out.readLine();
    }
    connection =
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:%s/postgres?preferQueryMode=simple".formatted(port),
            "postgres",
            "");
    execute("set client_min_messages = warning");
    execute("set time zone 'UTC'");
    execute("create table flyway_schema_history (version text)"); // Flyway's own
    for (Path file : migrations()) {
      execute(Files.readString(file));
    }
  }

  @AfterAll
  void stop() throws Exception {
    Process process = server;
    if (process != null) {
      process.getOutputStream().close();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("the database ends").isTrue();
    }
  }

  @Test
  void allSeriesAreHypertablesAndThoseThatGrowAreCompressedAndEnd() throws Exception {
    assertThat(query("select 1 from pg_extension where extname = 'timescaledb'")).hasSize(1);
    assertThat(
            query(
                "select hypertable_name, compression_enabled"
                    + " from timescaledb_information.hypertables order by 1"))
        .containsExactly(
            "area_flow|f",
            "auction|t",
            "bill_line|t",
            "continuous_flow|t",
            "continuous_trade|t",
            "interval_energy|t",
            "link_flow|t",
            "metered_position|t",
            "net_position|f",
            "reading|t",
            "recorded_position|t",
            "trade|t");
    assertThat(
            query(
                "select hypertable_name, config ->> 'drop_after' from timescaledb_information.jobs"
                    + " where proc_name = 'policy_retention' order by 1"))
        .containsExactly("interval_energy|3 years", "reading|1 year");
    assertThat(query("select relname from pg_class where relkind = 'p'"))
        .as("nothing is partitioned twice")
        .isEmpty();
  }

  @Test
  void sumsAreContinuousAggregatesOfTheSameNamesAsTheViews() throws Exception {
    assertThat(
            query(
                "select view_name, materialized_only"
                    + " from timescaledb_information.continuous_aggregates"
                    + " where view_schema = 'aggregate'"))
        .hasSize(15)
        .contains("energy_hour|f", "position_day|f", "price_month|f", "volume_day|f")
        .allSatisfy(view -> assertThat(view).endsWith("|f"));
    execute(ENERGY.formatted("timestamptz '2026-01-31Z'", "timestamptz '2026-02-01 00:00Z'"));
    String own = SUM + " where meter = 'meter' and bucket between '2026-01-31Z' and '2026-02-01Z'";
    List<String> sums = query(own + " order by bucket");
    assertThat(sums).containsExactly("2026-01-31 00:00:00+00|480|96", "2026-02-01 00:00:00+00|5|1");
    execute("call refresh_continuous_aggregate('aggregate.energy_day', null, null)");
    assertThat(query(own + " order by bucket")).as("materialised").isEqualTo(sums);
    execute(
        "update interval_energy set import_wh = 6, version = 2"
            + " where slot_start = '2026-01-31 12:00Z'");
    assertThat(query(own + " order by bucket")).as("not before the next refresh").isEqualTo(sums);
    for (int run = 0; run < 3 && query(own + " order by bucket").equals(sums); run++) {
      runJob("policy_refresh_continuous_aggregate", "energy_day"); // was seen to take two runs
    }
    assertThat(query(own + " order by bucket").get(0)).contains("|481|96");
  }

  @Test
  void rowsOfCompressedWeeksAreCorrectedAndErased() throws Exception {
    execute(ENERGY.formatted("timestamptz '2025-03-01Z'", "timestamptz '2025-03-14 23:45Z'"));
    runJob("policy_compression", "interval_energy");
    assertThat(
            query(
                "select is_compressed from timescaledb_information.chunks"
                    + " where hypertable_name = 'interval_energy' and range_start < '2025-03-07Z'"))
        .isNotEmpty()
        .containsOnly("t");
    execute(
        "insert into interval_energy as held values ('m', 'meter', 'p', '2025-03-02 12:00Z', 15, 2,"
            + " 50, 6, 'ACTUAL') on conflict (market, meter, slot_start) do update set"
            + " import_wh = excluded.import_wh, version = excluded.version"
            + " where excluded.version > held.version");
    String row = "select import_wh from interval_energy where slot_start = '2025-03-02 12:00Z'";
    assertThat(query(row)).containsExactly("50");
    execute(
        "delete from interval_energy where market = 'm' and meter = 'meter'"
            + " and slot_start < '2025-03-05Z' and slot_start >= '2025-01-01Z'");
    execute("vacuum full interval_energy");
    assertThat(query(row)).isEmpty();
    assertThat(
            query(
                "select count(*) from interval_energy"
                    + " where slot_start between '2025-03-01Z' and '2025-03-14 23:45Z'"))
        .containsExactly("960");
  }

  @Test
  void readingsOfMoreThanAYearAgoAreDropped() throws Exception {
    execute(
        "insert into reading select 'm', 'meter', at, 1, 9, 9, 0, 'ACTUAL' from unnest(array["
            + "now() - interval '2 years', now() - interval '1 day']) at");
    runJob("policy_retention", "reading");
    assertThat(query("select count(*) from reading")).containsExactly("1");
    assertThat(query("select count(*) from reading where reading_time < now() - interval '1 year'"))
        .containsExactly("0");
  }

  @Test
  void aParticipantSeesItsOwnRowsAndNoOthers() throws Exception {
    execute(ENERGY.formatted("timestamptz '2024-05-01Z'", "timestamptz '2024-05-01 01:00Z'"));
    execute("insert into interval_energy select 'm', 'other', 'q', '2024-05-01Z', 15, 1, 7, 7, ''");
    execute("create role ada login in role commonwatt_prosumer");
    execute("insert into access.sql_login values ('ada', 'm', 'p')");
    execute("set session authorization ada");
    try {
      assertThat(query("select distinct meter, participant from mine.interval_energy"))
          .containsExactly("meter|p");
      assertThat(query("select import_wh from mine.energy_day where bucket = '2024-05-01Z'"))
          .containsExactly("25");
      assertThatThrownBy(() -> query("select * from aggregate.energy_day"))
          .hasMessageContaining("permission denied");
    } finally {
      execute("set session authorization postgres"); // there a reset does nothing
    }
  }

  /** Why participants have views: {@code docs/adr/0027-own-rows-by-views.md}. */
  @Test
  void aTableThatIsCompressedCannotHaveRowPolicies() {
    assertThatThrownBy(() -> execute("alter table interval_energy enable row level security"))
        .hasMessageContaining("not supported on hypertables that have columnstore enabled");
  }

  private void runJob(String procedure, String series) throws SQLException {
    String job =
        query(
                "select job_id from timescaledb_information.jobs"
                    + " where proc_name = '%s' and hypertable_name = '%s'"
                        .formatted(procedure, series))
            .get(0);
    execute("call run_job(" + job + ")");
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> query(String sql) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(rows.getString(i));
        }
        all.add(String.join("|", row));
      }
    }
    return all;
  }

  private static List<Path> migrations() throws IOException {
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      return files.sorted(Comparator.comparing(TimescaleSlowTest::version)).toList();
    }
  }

  private static MigrationVersion version(Path file) {
    return MigrationVersion.fromVersion(
        file.getFileName().toString().replaceFirst("^V(.*?)__.*", "$1"));
  }

  private static Process process() throws IOException {
    @Nullable String folder = System.getenv(VARIABLE);
    if (folder == null) {
      String missing = VARIABLE + " is not set: see scripts/timescale";
      System.err.println("SKIPPED: our tables on TimescaleDB, for " + missing);
      Assumptions.abort(missing);
    }
    Path script = Path.of(String.valueOf(folder)).resolve("server.mjs"); // beside the package
    try (InputStream in = TimescaleSlowTest.class.getResourceAsStream("/timescale/server.mjs")) {
      if (in == null) {
        throw new IOException("no server.mjs");
      }
      Files.writeString(script, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    return new ProcessBuilder("node", script.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
