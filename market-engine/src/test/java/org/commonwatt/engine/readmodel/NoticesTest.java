package org.commonwatt.engine.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.readmodel.NoticeQueries.Notice;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.seal.Keyring;
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
import org.commonwatt.model.Side;
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
            new Notice(4, "DEFAULT_SHARE", SLOT, "ann", null, null, BigInteger.valueOf(-8)),
            new Notice(6, "DISPUTE_OVERDUE", null, "6", null, null, null));
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
    List<byte[]> stored = new ArrayList<>();
    for (int i = 0; i < events.length; i++) {
      stored.add(
          EventCodec.encodeEvent(new EventEnvelope(i, 0, 0, 1, i + 1L, Hash.ZERO, events[i])));
    }
    byte[] frame = EventCodec.encodeFrame(MARKET, stored);
    database.write(
        (Connection connection) ->
            new MarketProjection(MARKET, Keyring.NONE).apply(connection, List.of(frame), 0));
  }
}
