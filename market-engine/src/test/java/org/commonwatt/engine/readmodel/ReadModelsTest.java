package org.commonwatt.engine.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.commonwatt.core.OrderState;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.runtime.EngineHarness;
import org.commonwatt.log.codec.RejectedReadingCodec;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.Command;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One day's events, projected by several projectors one after the other and at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadModelsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int SLOTS = 5;
  private static final List<String> PROJECTED =
      List.of(
          "auction",
          "batch",
          "bill_line",
          "link_flow",
          "market_order",
          "recorded_position",
          "rejected_reading",
          "trade");

  private TestInfra infra;
  private EngineHarness engine;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    infra = TestInfra.brokerAndDatabase(dir);
    engine = EngineHarness.opened(infra.bootstrap());
  }

  @AfterAll
  void stop() {
    engine.close();
    infra.close();
  }

  @Test
  void eachEventIsARowOnceHoweverOftenTheProjectorStartsAndHoweverManyRun() throws Exception {
    for (int slot = 0; slot < SLOTS; slot++) {
      // Opened and closed around each slot: every start resumes at the stored offset.
      try (ReadModels one = open();
          ReadModels other = open()) {
        trade(slot);
        assertThat(one.caughtUp(sequence(), PATIENCE)).as(one.trouble()).isTrue();
        assertThat(other.trouble()).isNull();
      }
    }
    settle();
    try (ReadModels models = open()) {
      assertThat(models.caughtUp(sequence(), PATIENCE)).isTrue();
      assertThat(models.bills().totals()).hasSize(6);
      assertThat(models.records().batches(100)).hasSize(SLOTS);
      assertHistory(models);
    }
    assertRowsOnce();
    assertRebuildGivesTheSameRows();
  }

  @Test
  void aRefusedReadingThatClaimsNonsenseIsKeptOnce() throws Exception {
    RejectedReading nonsense =
        new RejectedReading(
            "no\0meter",
            Long.MAX_VALUE,
            new Rejection(RejectionCode.UNKNOWN_METER, "the meter \0 is unknown"),
            "00ff");
    infra.publish(Topics.REJECTED_READINGS, RejectedReadingCodec.encode(Fixtures.MARKET, nonsense));
    infra.publish(Topics.REJECTED_READINGS, new byte[] {1, 2, 3});
    infra.publish(Topics.REJECTED_READINGS, RejectedReadingCodec.encode(Fixtures.MARKET, nonsense));
    try (ReadModels models = open()) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (models.records().rejected(10).isEmpty() && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      assertThat(models.records().rejected(10))
          .singleElement()
          .satisfies(
              row -> {
                assertThat(row.meter()).isNull();
                assertThat(row.time()).isNull();
                assertThat(row.rawHex()).isEqualTo("00ff");
              });
      assertThat(models.trouble()).isNull();
    }
  }

  /** Every row of every projected table, column by column, before and after. */
  private void assertRebuildGivesTheSameRows() throws Exception {
    Map<String, List<String>> before = dump();
    assertThat(before.get("market_order")).hasSize(2 * SLOTS);
    Map<String, Long> dropped = Rebuild.drop(infra.database(), Fixtures.MARKET);
    before.forEach((table, rows) -> assertThat(dropped).containsEntry(table, (long) rows.size()));
    assertThat(dump().values()).allMatch(List::isEmpty);
    try (ReadModels models = open()) {
      assertThat(models.awaitEnd(PATIENCE)).as(models.trouble()).isTrue();
    }
    assertThat(dump()).isEqualTo(before);
  }

  private Map<String, List<String>> dump() throws SQLException {
    try (Database database = Database.open(infra.database())) {
      return database.read(
          connection -> {
            Map<String, List<String>> tables = new TreeMap<>();
            for (String table : PROJECTED) {
              List<String> rows = new ArrayList<>();
              try (Statement statement = connection.createStatement();
                  ResultSet found =
                      statement.executeQuery("select t::text from " + table + " t order by 1")) {
                while (found.next()) {
                  rows.add(found.getString(1));
                }
              }
              tables.put(table, rows);
            }
            return tables;
          });
    }
  }

  private void assertRowsOnce() throws SQLException {
    try (Database database = Database.open(infra.database())) {
      assertThat(scalar(database, "count(*) from market_order")).isEqualTo(2 * SLOTS);
      assertThat(scalar(database, "count(*) from trade")).isEqualTo(2 * SLOTS);
      assertThat(scalar(database, "sum(flow_wh) from link_flow")).isEqualTo(600 * SLOTS);
      assertThat(scalar(database, "count(*) from recorded_position")).isEqualTo(3 * SLOTS);
      assertThat(scalar(database, "sum(amount_nano) from bill_line")).isZero();
      assertThat(scalar(database, "sum(bill_line_count) from batch"))
          .isEqualTo(scalar(database, "count(*) from bill_line"));
    }
  }

  private void assertHistory(ReadModels models) throws SQLException {
    HistoryQueries history = models.history();
    assertThat(history.order(1).orElseThrow().state()).isEqualTo(OrderState.MATCHED);
    assertThat(history.order(1))
        .isEqualTo(history.order("home-01", "home-01-0-BUY"))
        .isEqualTo(engine.engine().query(view -> view.market().order(1)));
    Instant first = Instant.ofEpochMilli(Fixtures.START);
    assertThat(history.trades(first))
        .isEqualTo(engine.engine().query(view -> view.market().trades(Fixtures.START)));
    assertThat(history.auctions(first, first.plusSeconds(1)))
        .singleElement()
        .isEqualTo(
            engine.engine().query(view -> view.market().auction(Fixtures.START)).orElseThrow());
    assertThat(history.order(999)).isEmpty();
  }

  private void trade(int slot) throws Exception {
    engine.run(Fixtures.order("home-01", slot, Side.BUY, 300_000));
    engine.run(Fixtures.order("home-02", slot, Side.SELL, 100_000));
    engine.run(new Command.Tick(Fixtures.slot(slot - 1).startMillis()));
  }

  private void settle() throws Exception {
    engine.run(new Command.Tick(Fixtures.slot(SLOTS).startMillis()));
    for (int slot = 0; slot < SLOTS; slot++) {
      engine.run(new Command.ReportPosition(Fixtures.position("home-01", slot, 1_500, 0)));
      engine.run(new Command.ReportPosition(Fixtures.position("home-02", slot, 0, 900)));
      engine.run(new Command.ReportPosition(Fixtures.position("home-03", slot, 10, 20)));
    }
  }

  private long sequence() {
    return engine.engine().query(view -> view.sequence());
  }

  private ReadModels open() {
    return new ReadModels(infra.database(), infra.bootstrap(), Fixtures.MARKET);
  }

  private static long scalar(Database database, String query) throws SQLException {
    return database.read(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery("select " + query)) {
            rows.next();
            return rows.getLong(1);
          }
        });
  }
}
