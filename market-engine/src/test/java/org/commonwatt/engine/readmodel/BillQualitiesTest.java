package org.commonwatt.engine.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lines of bills tell of what quality the positions are that they rest on. */
class BillQualitiesTest {
  private static final DeliverySlot SLOT = Fixtures.slot(0);
  private static final String MARKET = Fixtures.MARKET;

  private Database database;

  @BeforeEach
  void start() throws Exception {
    database = Database.open(TestInfra.newDatabase());
  }

  @AfterEach
  void stop() {
    database.close();
  }

  @Test
  void eachLineTellsTheQualityOfThePositionThatItsRunTook() throws Exception {
    List<BillLine> reversedAndNew =
        List.of(
            line("ann", Kind.RESIDUAL_WITHDRAWAL_REVERSED, "sup", 40),
            line("sup", Kind.SUPPLIED_REVERSED, "ann", -40),
            line("ann", Kind.RESIDUAL_WITHDRAWAL, "sup", -40),
            line("sup", Kind.SUPPLIED, "ann", 40));
    project(
        position(1, Quality.SUBSTITUTED),
        new Event.PositionRecorded(Fixtures.position("bob", 0, 0, 5)),
        initial(
            line("ann", Kind.TRADE_BUY, "bob", -7),
            line("ann", Kind.RESIDUAL_WITHDRAWAL, "sup", -40),
            line("sup", Kind.SUPPLIED, "ann", 40),
            line("bob", Kind.RESIDUAL_INJECTION, "sup", 5)),
        position(2, Quality.ESTIMATED),
        revised(1, reversedAndNew),
        revised(2, List.of()),
        position(3, Quality.ACTUAL),
        revised(3, reversedAndNew));
    List<String> own =
        List.of("0 SUBSTITUTED", "1 SUBSTITUTED", "1 ESTIMATED", "3 ESTIMATED", "3 ACTUAL");
    List<String> withTrade = new ArrayList<>(List.of("0 null"));
    withTrade.addAll(own);
    assertThat(qualities("ann")).isEqualTo(withTrade);
    assertThat(qualities("sup")).isEqualTo(own);
    assertThat(qualities("bob")).containsExactly("0 ACTUAL");
  }

  @Test
  void aReadingThatCameLateReplacesWhatWasAssumedForIt() throws Exception {
    project(
        new Event.PositionAssumed(new MeteredPosition("ann", SLOT, 0, 1, 2, Quality.NULL)),
        initial(line("ann", Kind.RESIDUAL_WITHDRAWAL, "sup", -40)),
        position(1, Quality.ACTUAL),
        revised(
            1,
            List.of(
                line("ann", Kind.RESIDUAL_WITHDRAWAL_REVERSED, "sup", 40),
                line("ann", Kind.RESIDUAL_WITHDRAWAL, "sup", -50))));
    assertThat(qualities("ann")).containsExactly("0 NULL", "1 NULL", "1 ACTUAL");
  }

  @Test
  void ofAPositionThatIsNotThereNoneIsTold() throws Exception {
    project(initial(line("sup", Kind.SUPPLIED, "gone", 40)));
    assertThat(qualities("sup")).containsExactly("0 null");
  }

  private List<String> qualities(String who) throws SQLException {
    BillQueries.Range range = new BillQueries.Range(Instant.EPOCH, Instant.now(), 10);
    return new BillQueries(database, MARKET)
        .lines(who, range).stream().map(line -> line.run() + " " + line.quality()).toList();
  }

  private static Event position(int version, Quality quality) {
    return new Event.PositionRecorded(new MeteredPosition("ann", SLOT, version, 1, 2, quality));
  }

  private static Event initial(BillLine... lines) {
    return new Event.SlotSettled(batch(SettlementBatch.initialId(MARKET, SLOT)), List.of(lines));
  }

  private static Event revised(int run, List<BillLine> lines) {
    return new Event.SlotRevised(batch(SettlementBatch.revisedId(MARKET, SLOT, run)), run, lines);
  }

  private static BillLine line(String who, Kind kind, String other, long nano) {
    return new BillLine(who, SLOT, kind, other, 0, 1, Math.abs(nano), nano, Hash.ZERO);
  }

  private static SettlementBatch batch(String id) {
    Hash none = Hash.ZERO;
    return new SettlementBatch(id, MARKET, SLOT, 1, none, none, none, none, 0, none, List.of());
  }

  /** Projects events with sequence numbers from 1 on, in one transaction. */
  private void project(Event... events) throws Exception {
    List<byte[]> stored = new ArrayList<>();
    for (Event event : events) {
      long sequence = stored.size() + 1;
      stored.add(
          EventCodec.encodeEvent(
              new EventEnvelope(sequence - 1, 0, 0, 1, sequence, Hash.ZERO, event)));
    }
    byte[] frame = EventCodec.encodeFrame(MARKET, stored);
    database.write(
        connection ->
            new MarketProjection(MARKET, Keyring.NONE).apply(connection, List.of(frame), 0));
  }
}
