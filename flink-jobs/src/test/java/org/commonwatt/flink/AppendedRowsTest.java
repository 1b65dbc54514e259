package org.commonwatt.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.testkit.net.TestPorts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** New rows are copied, known ones upserted, and the highest version stays whatever comes when. */
@SuppressWarnings("NullAway") // the sink uses neither of its contexts
class AppendedRowsTest {
  private static final long START = 1_659_398_400_000L;
  private static final long SLOT = 900_000L;

  /** PostgreSQL itself says how a row came: by which statement. */
  private static final String WITNESS =
      """
      create table came (how text not null);
      create function note_it() returns trigger language plpgsql as
        $$ begin insert into came values (split_part(current_query(), ' ', 1)); return new; end $$;
      create table asked (how text not null);
      create function note_statement() returns trigger language plpgsql as
        $$ begin insert into asked values (split_part(current_query(), ' ', 1)); return null; end $$;
      create trigger interval_asked before insert on interval_energy
        for each statement execute function note_statement();
      create trigger interval_came before insert on interval_energy
        for each row execute function note_it();
      create trigger position_came before insert on metered_position
        for each row execute function note_it();
      """;

  private static EmbeddedPostgres postgres;
  private static DatabaseSinks sinks;

  @BeforeAll
  static void start() throws Exception {
    postgres =
        EmbeddedPostgres.builder()
            .setPort(TestPorts.pick())
            .setPGStartupWait(Duration.ofMinutes(3))
            .start();
    try (InputStream sql =
        Objects.requireNonNull(
            AppendedRowsTest.class.getResourceAsStream("/metering-tables.sql"))) {
      execute(new String(sql.readAllBytes(), StandardCharsets.UTF_8) + ";" + WITNESS);
    }
    sinks =
        new DatabaseSinks(
            new MeteringJobConfig(
                "village",
                "127.0.0.1:1",
                new MeteringJobConfig.Database(
                    postgres.getJdbcUrl("postgres", "postgres"), "postgres", ""),
                Path.of("unused"),
                MeteringRules.of(15, Map.of("m-1", "p-1"))));
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    execute("truncate interval_energy, metered_position, came, asked");
  }

  @Test
  void newRowsAreCopiedWithAllTheirValues() throws Exception {
    write(List.of(energy("m-1", 0, 1, 10), energy("m-1", 1, 1, 1_000_000_000)));
    assertThat(rows("select how from came")).containsExactly("COPY", "COPY");
    assertThat(
            rows(
                "select concat_ws('|', market, meter, participant, slot_start at time zone 'UTC',"
                    + " slot_minutes, version, import_wh, export_wh, quality) from interval_energy"
                    + " order by slot_start"))
        .containsExactly(
            "village|m-1|home of m-1|2022-08-02 00:00:00|15|1|10|7|ACTUAL",
            "village|m-1|home of m-1|2022-08-02 00:15:00|15|1|1000000000|7|ACTUAL");
    try (SinkWriter<MeteredPosition> writer = sinks.meteredPosition().createWriter(null)) {
      writer.write(
          new MeteredPosition("p-1", new DeliverySlot(START, 15), 1, 3, 4, Quality.SUBSTITUTED),
          null);
      writer.flush(true);
    }
    assertThat(
            rows(
                "select concat_ws('|', market, participant, slot_start at time zone 'UTC',"
                    + " slot_minutes, version, import_wh, export_wh, quality)"
                    + " from metered_position"))
        .containsExactly("village|p-1|2022-08-02 00:00:00|15|1|3|4|SUBSTITUTED");
    assertThat(rows("select how from came")).containsExactly("COPY", "COPY", "COPY");
  }

  @Test
  void aBatchWithAKnownRowIsUpsertedAsAWhole() throws Exception {
    write(List.of(energy("m-1", 0, 1, 10)));
    write(List.of(energy("m-1", 1, 1, 11), energy("m-1", 0, 1, 12), energy("m-1", 2, 1, 13)));
    assertThat(energies()).containsExactly("0 1 10", "1 1 11", "2 1 13");
  }

  @Test
  void aCorrectionIsUpsertedAndAnOldVersionChangesNothing() throws Exception {
    write(List.of(energy("m-1", 0, 2, 20), energy("m-1", 1, 1, 10)));
    write(List.of(energy("m-1", 0, 1, 10)));
    assertThat(energies()).containsExactly("0 2 20", "1 1 10");
    write(List.of(energy("m-1", 1, 2, 21)));
    assertThat(energies()).containsExactly("0 2 20", "1 2 21");
  }

  /** A statement that copies no row would be asked of the database, too. */
  @Test
  void aBatchWithoutAFirstVersionCopiesNothing() throws Exception {
    write(List.of(energy("m-1", 0, 2, 20), energy("m-1", 1, 3, 21)));
    assertThat(energies()).containsExactly("0 2 20", "1 3 21");
    assertThat(rows("select distinct how from asked")).containsExactly("INSERT");
    write(List.of(energy("m-1", 2, 1, 22)));
    assertThat(rows("select distinct how from asked")).containsExactlyInAnyOrder("INSERT", "COPY");
  }

  /** What is no repetition must not look like one: the job restarts, and somebody is told. */
  @Test
  void anotherFaultOfACopyIsAFault() throws Exception {
    IntervalEnergy unstorable = energy("m\0", 0, 1, 10);
    assertThatThrownBy(() -> write(List.of(unstorable)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot write to the database");
    assertThat(energies()).isEmpty();
  }

  @Test
  void aJobReplaysAndShufflesAndTheHighestVersionsStay() throws Exception {
    Random random = new Random(20_221_130);
    List<IntervalEnergy> all = new ArrayList<>();
    Set<String> last = new HashSet<>();
    for (int meter = 0; meter < 20; meter++) {
      for (int slot = 0; slot < 300; slot++) {
        int versions = random.nextInt(20) == 0 ? 1 + random.nextInt(4) : 1;
        for (int version = 1; version <= versions; version++) {
          all.add(energy("m-" + meter, slot, version, 100 * slot + version));
        }
        last.add("m-" + meter + " " + slot + " " + versions + " " + (100 * slot + versions));
      }
    }
    List<IntervalEnergy> told = new ArrayList<>(all);
    for (int replay = 0; replay < 3; replay++) {
      int from = random.nextInt(all.size());
      told.addAll(all.subList(from, Math.min(all.size(), from + 4_000)));
    }
    Collections.shuffle(told.subList(told.size() / 2, told.size()), random);
    for (int at = 0; at < told.size(); ) { // a job that is started again and again
      int end = Math.min(told.size(), at + 1 + random.nextInt(6_000));
      write(told.subList(at, end));
      at = end < told.size() ? Math.max(0, end - random.nextInt(500)) : end;
    }
    assertThat(
            rows(
                "select meter || ' ' || extract(epoch from slot_start - '2022-08-02 00:00Z')::int / 900"
                    + " || ' ' || version || ' ' || import_wh from interval_energy"))
        .containsExactlyInAnyOrderElementsOf(last);
    assertThat(rows("select distinct how from came")).contains("COPY", "INSERT");
  }

  /** As many as come between two starts of a job. */
  private static void write(List<IntervalEnergy> energies) throws Exception {
    try (SinkWriter<IntervalEnergy> writer = sinks.intervalEnergy().createWriter(null)) {
      for (IntervalEnergy energy : energies) {
        writer.write(energy, null);
      }
      writer.flush(false);
    }
  }

  private static IntervalEnergy energy(String meter, int slot, int version, long importWh) {
    return new IntervalEnergy(
        meter,
        "home of " + meter,
        new DeliverySlot(START + slot * SLOT, 15),
        version,
        importWh,
        7,
        Quality.ACTUAL);
  }

  private static List<String> energies() throws SQLException {
    return rows(
        "select extract(epoch from slot_start - '2022-08-02 00:00Z')::int / 900 || ' ' || version"
            + " || ' ' || import_wh from interval_energy order by slot_start");
  }

  private static List<String> rows(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
