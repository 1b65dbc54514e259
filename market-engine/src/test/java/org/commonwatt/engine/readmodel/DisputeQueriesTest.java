package org.commonwatt.engine.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.PersonalText;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A page of disputes with all their evidence is one question to the database. */
class DisputeQueriesTest {
  private static final Hash PHOTO = Hash.of("photo".getBytes(StandardCharsets.UTF_8));
  private static final Hash LETTER = Hash.of("letter".getBytes(StandardCharsets.UTF_8));

  @Test
  void aPageIsOneQuestionHoweverManyDisputesAndPiecesOfEvidenceItHas() throws Exception {
    try (Database database = Database.open(TestInfra.newDatabase())) {
      DisputeQueries disputes = new DisputeQueries(database, Fixtures.MARKET);
      project(
          database,
          opened(1, PHOTO),
          opened(2, null),
          opened(3, LETTER),
          new Event.DisputeEvidenceAdded(3, "ann", PHOTO));
      AtomicInteger questions = new AtomicInteger();
      DisputeQueries.Page page = new DisputeQueries.Page(Set.of("ann"), null, false, 9, 9);
      List<DisputeQueries.Row> rows =
          database.read(connection -> disputes.page(counting(connection, questions), page));
      assertThat(rows)
          .extracting(DisputeQueries.Row::evidence)
          .containsExactly(List.of(LETTER.hex(), PHOTO.hex()), List.of(), List.of(PHOTO.hex()));
      assertThat(questions).hasValue(1);
      assertThat(disputes.one(3)).contains(rows.get(0));
    }
  }

  /** Such a text is refused now; a log may have one, and the tables must not stop at it. */
  @Test
  void aCharacterThatTheDatabaseDoesNotTakeIsReplaced() throws Exception {
    try (Database database = Database.open(TestInfra.newDatabase())) {
      project(database, opened(1, null, "not\0mine"), opened(2, null));
      DisputeQueries disputes = new DisputeQueries(database, Fixtures.MARKET);
      assertThat(disputes.one(1).orElseThrow().reason()).isEqualTo("not\uFFFDmine");
      assertThat(disputes.one(2)).isPresent();
    }
  }

  private static Connection counting(Connection connection, AtomicInteger questions) {
    return (Connection)
        Proxy.newProxyInstance(
            DisputeQueriesTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                questions.incrementAndGet();
              }
              return method.invoke(connection, arguments);
            });
  }

  private static Event opened(long id, @Nullable Hash evidence) {
    return opened(id, evidence, "wrong");
  }

  private static Event opened(long id, @Nullable Hash evidence, String text) {
    PersonalText reason = PersonalText.clear(text);
    return new Event.DisputeOpened(
        id, "ann", Fixtures.slot(0), 0, (int) id, reason, evidence, 1_000, 2_000);
  }

  private static void project(Database database, Event... events) throws Exception {
    List<byte[]> stored = new ArrayList<>();
    for (int i = 0; i < events.length; i++) {
      stored.add(
          EventCodec.encodeEvent(new EventEnvelope(i, 0, 0, 1, i + 1L, Hash.ZERO, events[i])));
    }
    byte[] frame = EventCodec.encodeFrame(Fixtures.MARKET, stored);
    database.write(
        connection ->
            new MarketProjection(Fixtures.MARKET, Keyring.NONE)
                .apply(connection, List.of(frame), 0));
  }
}
