package org.commonwatt.engine.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.readmodel.WebhookQueue.Attempt;
import org.commonwatt.engine.readmodel.WebhookQueue.Delivery;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where an erased participant wanted to be told is erased with it, what its meters were expected to
 * measure, too, and nothing of others.
 */
class PersonalRowsTest {
  private static final Instant NOW = Instant.parse("2022-08-02T07:00:00Z");

  private static final List<PersonalRows.Meter> METERS =
      List.of(
          new PersonalRows.Meter("m-ann", Instant.MIN, Instant.parse("2022-08-02T06:15:00Z")),
          new PersonalRows.Meter("m-bob", Instant.parse("2022-08-02T06:30:00Z"), Instant.MAX));

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theReceiverAndWhatWaitsForItAreGone(boolean stillMember) throws Exception {
    Database.Access access = TestInfra.newDatabase();
    try (Database database = Database.open(access)) {
      WebhookStore store = new WebhookStore(database, Fixtures.MARKET);
      WebhookQueue queue = new WebhookQueue(database, Fixtures.MARKET);
      for (String who : List.of("ann", "bob")) {
        notices(database, who);
        netPosition(database, who);
        meter(database, who);
        store.put(who, "https://example.org/" + who, "0b".repeat(32), NOW, 0);
      }
      for (Delivery delivery : queue.claim(NOW, List.of(), 9)) {
        queue.giveUp(delivery, new Attempt(35, "HTTP_404", "it is not there", NOW));
      }
      assertThat(store.pending("ann")).isEqualTo(2);
      Instant before = stillMember ? NOW.minusSeconds(900) : Instant.MAX;
      Map<String, Long> removed =
          PersonalRows.remove(
              access, new PersonalRows.Of(Fixtures.MARKET, "ann", METERS, before, NOW));
      assertThat(removed).containsEntry("webhook", 1L).containsEntry("webhook_dead_letter", 1L);
      assertThat(removed).containsEntry("net_position", 1L);
      assertThat(removed).as("of silence behind a position").containsEntry("notice", 1L);
      assertThat(removed)
          .as("of her slots of a meter that she gave away")
          .containsEntry("interval_energy", 2L)
          .containsEntry("reading", 2L);
      assertThat(removed).containsEntry("rejected_reading", 1L);
      NetPositionQueries positions = new NetPositionQueries(database, Fixtures.MARKET);
      BillQueries.Range all = new BillQueries.Range(Instant.EPOCH, NOW, 9);
      assertThat(positions.ofAccount("ann", all)).isEmpty();
      assertThat(positions.ofAccount("bob", all)).hasSize(1);
      assertThat(store.one("ann")).isEmpty();
      assertThat(store.deadLetters("ann", 9)).isEmpty();
      assertThat(queue.claim(NOW, List.of(), 9)).extracting(Delivery::id).containsExactly("bob-2");
      assertThat(store.deadLetters("bob", 9)).hasSize(1);
      ErasureQueries erasures = new ErasureQueries(database, Fixtures.MARKET);
      assertThat(erasures.isErased("ann")).isTrue();
      assertThat(erasures.isErased("bob")).isFalse();
    }
  }

  /** Energy of a quarter before and of one after the meter changed hands, and a refused reading. */
  private static void meter(Database database, String participant) throws Exception {
    database.write(
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  "with one as (insert into interval_energy select ?, 'm-' || ?, ?, slot, 15, 1, 5, 0,"
                      + " 'ACTUAL' from unnest(array['2022-08-02T05:45Z', '2022-08-02T06:00Z',"
                      + " '2022-08-02T06:15Z']::timestamptz[]) slot returning *), two as (insert into"
                      + " reading select market, meter, slot_start, 0, 9, 0, 0, quality from one)"
                      + " insert into rejected_reading"
                      + " values ('r-' || ?, ?, 'm-' || ?, null, 'CODE', 'message', '')")) {
            statement.setString(1, Fixtures.MARKET);
            statement.setString(2, participant);
            statement.setString(3, participant);
            statement.setString(4, participant);
            statement.setString(5, Fixtures.MARKET);
            statement.setString(6, participant);
            return statement.executeUpdate();
          }
        });
  }

  private static void netPosition(Database database, String participant) throws Exception {
    database.write(
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  "insert into net_position (market, participant, area, slot_start, slot_minutes,"
                      + " version, contracted_wh) values (?, ?, 'v', '2022-08-02T06:00Z', 15, 1, 5)")) {
            statement.setString(1, Fixtures.MARKET);
            statement.setString(2, participant);
            return statement.executeUpdate();
          }
        });
  }

  private static void notices(Database database, String participant) throws Exception {
    database.write(
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  "insert into notice (market, participant, sequence, kind, slot_start, slot_minutes)"
                      + " select ?, ?, n, kind, '2022-08-02T06:45Z', 15 from unnest(array["
                      + "'TRADE_BUSTED', 'TRADE_BUSTED', 'METER_SILENT']) with ordinality t(kind, n)")) {
            statement.setString(1, Fixtures.MARKET);
            statement.setString(2, participant);
            return statement.executeUpdate();
          }
        });
  }
}
