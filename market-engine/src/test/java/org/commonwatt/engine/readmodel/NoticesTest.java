package org.commonwatt.engine.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.readmodel.NoticeQueries.Notice;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BustCause;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Ruling;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which events are told to whom, and that a rebuild tells the same under the same numbers. */
class NoticesTest {
  private static final DeliverySlot SLOT = Fixtures.slot(0);
  private static final String MARKET = Fixtures.MARKET;

  private Database database;
  private NoticeQueries notices;
  private Database.Access access;

  @BeforeEach
  void start() throws Exception {
    access = TestInfra.newDatabase();
    database = Database.open(access);
    notices = new NoticeQueries(database, MARKET);
  }

  @AfterEach
  void stop() {
    database.close();
  }

  @Test
  void bothSidesHearOfABustedAndACurtailedTradeAndALinkOfNothing() throws Exception {
    project(
        new Event.TradeBusted(
            7, SLOT, "ann", "bob", 500, 100_000, BustCause.AUCTION_CANCELLED, "an error"),
        new Event.TradeCurtailed(8, SLOT, "hill>village", "bob", 50, 10, 0, 10_000));
    assertThat(all("ann"))
        .containsExactly(new Notice(1, "TRADE_BUSTED", SLOT, "7", "AUCTION_CANCELLED", 500L, null));
    assertThat(all("bob"))
        .containsExactly(
            new Notice(1, "TRADE_BUSTED", SLOT, "7", "AUCTION_CANCELLED", 500L, null),
            new Notice(2, "TRADE_CURTAILED", SLOT, "8", null, 50L, BigInteger.valueOf(500_000)));
    assertThat(all("hill>village")).isEmpty();
  }

  @Test
  void theEndOfAnOrderIsToldUnlessItsOwnerAskedForIt() throws Exception {
    project(
        accepted(1, "ann"),
        accepted(2, "ann"),
        accepted(3, "ann"),
        new Event.OrderCancelled(1, 5, CancelReason.BY_OWNER),
        new Event.OrderCancelled(2, 6, CancelReason.NOT_RENEWED),
        new Event.OrderExpired(3, 7));
    assertThat(all("ann"))
        .containsExactly(
            new Notice(5, "ORDER_ENDED", SLOT, "2", "NOT_RENEWED", 6L, null),
            new Notice(6, "ORDER_ENDED", SLOT, "3", "EXPIRED", 7L, null));
  }

  @Test
  void estimatesCorrectionsDefaultsAndDisputesAreTold() throws Exception {
    project(
        position(1, Quality.ACTUAL),
        position(1, Quality.ESTIMATED),
        position(2, Quality.ACTUAL),
        new Event.AccountDefaulted(
            "ann",
            SLOT,
            BigInteger.TEN,
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.TWO,
            List.of(new CreditShare("bob", BigInteger.valueOf(8))),
            BigInteger.ZERO),
        new Event.DisputeDecided(
            4, "ann", "judge", new Ruling(true, 1, PersonalText.clear("why")), 5),
        new Event.DisputeOverdue(6, "bob", 5));
    assertThat(all("ann"))
        .containsExactly(
            new Notice(2, "POSITION_ESTIMATED", SLOT, "1", null, null, null),
            new Notice(3, "POSITION_CORRECTED", SLOT, "2", null, null, null),
            new Notice(4, "ACCOUNT_DEFAULTED", SLOT, null, null, null, BigInteger.valueOf(-10)),
            new Notice(5, "DISPUTE_DECIDED", null, "4", "UPHELD", null, null));
    assertThat(all("bob"))
        .containsExactly(
            new Notice(4, "DEFAULT_SHARE", SLOT, null, null, null, BigInteger.valueOf(-8)),
            new Notice(6, "DISPUTE_OVERDUE", null, "6", null, null, null));
  }

  @Test
  void aRevisedBillIsToldAndStandsBesideTheInitialOne() throws Exception {
    BillLine first = line("ann", BillLine.Kind.RESIDUAL_WITHDRAWAL, -40);
    SettlementBatch initial = batch(SettlementBatch.initialId(MARKET, SLOT));
    project(
        new Event.SlotSettled(initial, List.of(first, line("sup", BillLine.Kind.SUPPLIED, 40))),
        new Event.SlotRevised(
            batch(SettlementBatch.revisedId(MARKET, SLOT, 1)),
            1,
            List.of(
                line("ann", BillLine.Kind.RESIDUAL_WITHDRAWAL_REVERSED, 40),
                line("sup", BillLine.Kind.SUPPLIED_REVERSED, -40),
                line("ann", BillLine.Kind.RESIDUAL_WITHDRAWAL, -100),
                line("sup", BillLine.Kind.SUPPLIED, 100))));
    assertThat(all("ann"))
        .containsExactly(
            new Notice(2, "BILL_REVISED", SLOT, "1", "REVISED", null, BigInteger.valueOf(-60)));
    BillQueries bills = new BillQueries(database, MARKET);
    BillQueries.Range range = new BillQueries.Range(Instant.EPOCH, Instant.now(), 10);
    assertThat(bills.lines("ann", range))
        .extracting(line -> line.run() + " " + line.index() + " " + line.settlement())
        .containsExactly("0 0 REVISED", "1 0 REVISED", "1 2 REVISED");
    assertThat(bills.total("ann").orElseThrow().amountNano()).isEqualTo(-100);

    projectFrom(
        2,
        new Event.SlotRevised(batch(SettlementBatch.finalId(MARKET, SLOT)), 2, List.of()),
        new Event.BatchRecorded(SettlementBatch.finalId(MARKET, SLOT), "tx", 7));
    assertThat(bills.lines("ann", range))
        .extracting(BillQueries.IndexedLine::settlement)
        .containsOnly(BillQueries.SettlementStage.FINAL);
    assertThat(new RecordQueries(database, MARKET).batches(10))
        .extracting(batch -> batch.run() + " " + batch.transactionId())
        .containsExactly("2 tx", "1 null", "0 null");
  }

  private static BillLine line(String who, BillLine.Kind kind, long nano) {
    return new BillLine(who, SLOT, kind, "other", 0, 1, Math.abs(nano), nano, Hash.ZERO);
  }

  private static SettlementBatch batch(String id) {
    Hash none = Hash.ZERO;
    return new SettlementBatch(id, MARKET, SLOT, 1, none, none, none, none, 0, none, List.of());
  }

  @Test
  void whoseMeteringHasStoppedIsToldAnHourLaterAndNotAgainWithinOne() throws Exception {
    Event[] events = {
      position("ann", -5),
      position("bob", -5),
      position("eve", -4), // hers begin there
      position("bob", -4),
      ended(0), // at slot -4 ann's is missing
      position("bob", -3),
      position("eve", -3),
      ended(1), // at slot -3 it still is
      position("ann", -4),
      position("ann", -3),
      position("eve", -2),
      ended(2) // two at slot -2
    };
    assertTold(
        events, Map.of("ann", List.of(silent(5, -4)), "bob", List.of(silent(12, -2))), "eve");
  }

  @Test
  void whenPositionsHaveComeSinceItIsToldAgainAnHourOfSlotsLater() throws Exception {
    List<Event> events = new ArrayList<>(List.of(position("ann", -5), position("bob", -5)));
    for (int slot = -4; slot <= 1; slot++) {
      events.add(position("bob", slot));
      events.add(ended(slot + 4)); // ann's of the slot is missing
      events.add(position("ann", slot)); // too late each time
    }
    Map<String, List<Notice>> told = Map.of("ann", List.of(silent(4, -4), silent(16, 0)));
    assertTold(events.toArray(Event[]::new), told, "bob");
  }

  @Test
  void nobodysMeterIsSilentWhileNobodysPositionIsThere() throws Exception {
    Event[] events = {
      position("ann", -5),
      position("bob", -5),
      ended(0), // the engine, or the job, was away: several slots end at once
      ended(1),
      ended(2),
      position("ann", -4),
      position("bob", -4),
      ended(3)
    };
    assertTold(events, Map.of(), "ann", "bob");
  }

  @Test
  void whoIsMissingSinceAnOutageIsToldThoughItsLastPositionCameLate() throws Exception {
    Event[] events = {
      position("ann", -5),
      position("bob", -5),
      settled(-5),
      ended(0), // nobody's of slot -4 is there
      position("bob", -4),
      position("bob", -3),
      position("bob", -2),
      ended(1), // that of ann is missing, and was of the slot before
    };
    assertTold(events, Map.of("ann", List.of(silent(8, -3))), "bob");
  }

  @Test
  void nobodyIsSilentWhomASettledSlotDidNotWaitFor() throws Exception {
    Event[] events = {
      position("left", -5),
      position("ann", -5),
      settled(-5),
      position("ann", -4),
      settled(-4),
      ended(0), // of slot -4, which is settled
      position("bob", -3),
      ended(1) // of slot -3, which waits for ann
    };
    assertTold(events, Map.of("ann", List.of(silent(8, -3))), "left", "bob");
  }

  /** The same in one portion, and event by event in a rebuild. */
  private void assertTold(Event[] events, Map<String, List<Notice>> told, String... nothing)
      throws Exception {
    for (boolean again : new boolean[] {false, true}) {
      if (again) {
        Rebuild.drop(access, MARKET);
        for (int i = 0; i < events.length; i++) {
          projectFrom(i, events[i]);
        }
      } else {
        project(events);
      }
      for (Map.Entry<String, List<Notice>> one : told.entrySet()) {
        assertThat(all(one.getKey())).as(one.getKey()).isEqualTo(one.getValue());
      }
      for (String one : nothing) {
        assertThat(all(one)).as(one).isEmpty();
      }
    }
  }

  private static Event settled(int slot) {
    Hash none = Hash.ZERO;
    SettlementBatch batch =
        new SettlementBatch(
            "b" + slot, MARKET, Fixtures.slot(slot), 1, none, none, none, none, 0, none, List.of());
    return new Event.SlotSettled(batch, 0, List.of(), List.of());
  }

  private static Notice silent(long sequence, int slot) {
    return new Notice(sequence, "METER_SILENT", Fixtures.slot(slot), null, null, null, null);
  }

  private static Event ended(int slot) {
    return new Event.SlotPhaseChanged(Fixtures.slot(slot), SlotPhase.METERING);
  }

  private static Event position(String who, int slot) {
    return new Event.PositionRecorded(Fixtures.position(who, slot, 1, 2));
  }

  @Test
  void aPageGoesOnBehindTheLastOneAndARebuildTellsTheSame() throws Exception {
    Event[] events = {
      position(2, Quality.ACTUAL), position(3, Quality.ACTUAL), position(4, Quality.ACTUAL)
    };
    project(events);
    List<Notice> told = all("ann");
    assertThat(notices.after("ann", 0, 2)).isEqualTo(told.subList(0, 2));
    assertThat(notices.after("ann", told.get(1).sequence(), 2)).isEqualTo(told.subList(2, 3));
    Rebuild.drop(access, MARKET);
    assertThat(all("ann")).isEmpty();
    project(events);
    assertThat(all("ann")).isEqualTo(told);
  }

  @Test
  void thoseOfManyAreToldUpToANumberOfWhichNoneIsMissing() throws Exception {
    project(
        new Event.TradeBusted(7, SLOT, "ann", "bob", 5, 1, BustCause.ERRONEOUS, "an error"),
        new Event.TradeBusted(8, SLOT, "ann", "eve", 5, 1, BustCause.ERRONEOUS, "an error"),
        new Event.TradeBusted(9, SLOT, "bob", "ann", 5, 1, BustCause.ERRONEOUS, "an error"));
    NoticeQueries.Told told = notices.between(Set.of("ann", "bob"), 0, 2, 10);
    assertThat(told.upTo()).isEqualTo(2);
    assertThat(told.byParticipant().keySet()).containsExactlyInAnyOrder("ann", "bob");
    assertThat(told.byParticipant().get("ann")).isEqualTo(all("ann").subList(0, 2));
    assertThat(told.byParticipant().get("bob")).isEqualTo(all("bob").subList(0, 1));
    NoticeQueries.Told cut = notices.between(Set.of("ann", "bob"), 0, 3, 4);
    assertThat(cut.upTo()).as("of 3 bob's is missing").isEqualTo(2);
    assertThat(cut.byParticipant().get("ann")).isEqualTo(all("ann").subList(0, 2));
    assertThat(notices.latest("ann", 3, 2)).isEqualTo(all("ann").subList(1, 3));
    assertThat(notices.latest("ann", 1, 2)).isEqualTo(all("ann").subList(0, 1));
  }

  private List<Notice> all(String participant) throws Exception {
    return notices.after(participant, 0, 100);
  }

  private static Event position(int version, Quality quality) {
    return new Event.PositionRecorded(new MeteredPosition("ann", SLOT, version, 1, 2, quality));
  }

  private static Event accepted(long id, String who) {
    return new Event.OrderAccepted(id, who, "c" + id, "village", SLOT, Side.BUY, 1, 10, 1);
  }

  /** Projects events with sequence numbers from 1 on, in one transaction. */
  private void project(Event... events) throws Exception {
    projectFrom(0, events);
  }

  /** The same behind so many others. */
  private void projectFrom(long before, Event... events) throws Exception {
    List<byte[]> stored = new ArrayList<>();
    for (int i = 0; i < events.length; i++) {
      stored.add(
          EventCodec.encodeEvent(
              new EventEnvelope(i, 0, 0, 1, before + i + 1, Hash.ZERO, events[i])));
    }
    byte[] frame = EventCodec.encodeFrame(MARKET, stored);
    database.write(
        (Connection connection) ->
            new MarketProjection(MARKET, Keyring.NONE).apply(connection, List.of(frame), before));
  }
}
