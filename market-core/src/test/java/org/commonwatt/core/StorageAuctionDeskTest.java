package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.StorageAuctionFixture.WINDOW;
import static org.commonwatt.core.StorageAuctionFixture.bid;
import static org.commonwatt.core.StorageAuctionFixture.cleared;
import static org.commonwatt.core.StorageAuctionFixture.code;
import static org.commonwatt.core.StorageAuctionFixture.offer;
import static org.commonwatt.core.StorageAuctionFixture.won;

import java.util.List;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.Command;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.CommitStorage;
import org.commonwatt.model.Command.OfferStorage;
import org.commonwatt.model.Command.RegisterStorage;
import org.commonwatt.model.Command.SetAccountState;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.StorageAuctionCleared;
import org.commonwatt.model.Event.StorageBidPlaced;
import org.commonwatt.model.Event.StorageBidWithdrawn;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.Event.StorageOfferWithdrawn;
import org.commonwatt.model.Event.StorageOffered;
import org.commonwatt.model.Event.StorageServiceWon;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.StorageAuctionRules;
import org.commonwatt.model.StorageBid;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageOffer;
import org.commonwatt.model.StoragePrices;
import org.commonwatt.model.StorageSpec;
import org.junit.jupiter.api.Test;

/** Auctions of storage services in the market: who offers and bids, and what the gate gives. */
class StorageAuctionDeskTest {
  private final StorageAuctionFixture market = new StorageAuctionFixture();

  /** The example of docs/shared-storage.md. */
  @Test
  void theGateClearsOffersAndBidsOfItsWindowAndCommitsTheUnitToWhatWasWon() {
    market.offer("home-01", offer("station", 120_000, 1_000, 4_000));
    market.bid("home-02", bid(bid("wind", "village", 250_000, 900L, 900L, 0L, 0L), 1_500, 0));
    market.bid("home-03", bid(bid("roof", "village", 260_000, 600L, 0L, 0L, 0L), 600, 9, 384L));
    market.restore();
    List<Event> events = market.gate();

    StorageAuctionCleared cleared = cleared(events);
    assertThat(cleared.windowMillis()).isEqualTo(WINDOW);
    assertThat(cleared.welfareNano()).isEqualTo(168_500_000).isEqualTo(cleared.boundNano());
    assertThat(cleared.leftOut()).isEmpty();
    StoragePrices prices = cleared.prices().get(0);
    assertThat(prices.area()).isEqualTo("village");
    assertThat(prices.slots().get(0))
        .isEqualTo(new StoragePrices.Slot(250_000L, 250_000L, 1_000, 1_000));
    assertThat(prices.slots().get(1).price()).isEqualTo(250_000);
    assertThat(prices.slots().get(1).chargedWh()).isEqualTo(250);

    StorageCommitment wind = firm("wind", "home-02", 4, -400L, -250L);
    StorageCommitment roof = firm("roof", "home-03", 4, -600L, 0L, 0L, 0L, 0L, 384L);
    assertThat(won(events))
        .containsExactly(
            new StorageServiceWon(
                WINDOW,
                "station",
                "home-01",
                "roof",
                roof,
                List.of(250_000L, 0L, 0L, 0L, 0L, 0L),
                List.of(250_000L, 0L, 0L, 0L, 0L, 0L)),
            new StorageServiceWon(
                WINDOW,
                "station",
                "home-01",
                "wind",
                wind,
                List.of(250_000L, 250_000L),
                List.of(250_000L, 250_000L)));
    assertThat(events)
        .containsSubsequence(
            new StorageCommitted("station", roof), new StorageCommitted("station", wind));
    assertThat(market.market().machine().storageUnit("station").orElseThrow().commitments())
        .containsExactly(roof, wind);
    assertThat(market.market().machine().storageEntries("home-02").bids()).isEmpty();
    assertThat(market.tick(31)).noneMatch(StorageAuctionCleared.class::isInstance);
  }

  @Test
  void energyComesDownALinkAsFarAsAShareOfItIsKeptFreeAndPaysItsFee() {
    market.offer("home-01", offer("station", 120_000, 1_000, 4_000));
    market.bid("home-04", bid("sun", "hill", 300_000, 900L, 0L, 0L, 0L));
    List<Event> events = market.gate();
    assertThat(cleared(events).flows())
        .containsExactly(new StoragePrices.Flow("hill", "village", 0, 800, 10_000));
    assertThat(cleared(events).prices())
        .extracting(StoragePrices::area)
        .containsExactly("hill", "village");
    StorageServiceWon won = won(events).get(0);
    assertThat(won.commitment().injectionWh()).containsExactly(-800L);
    assertThat(won.paysMicroPerKwh())
        .as("its limit: it is accepted in part")
        .containsExactly(300_000L);
    assertThat(won.getsMicroPerKwh()).containsExactly(120_000L);
  }

  @Test
  void whatIsWonIsHeldBesideEarlierCommitmentsInEveryUse() {
    market
        .market()
        .apply(
            new CommitStorage(
                "home-01", "station", StorageFixture.service("own", 8, 10, 1_000, 500)));
    market.offer("home-01", offer("station", 0, 1_000, 4_000));
    market.bid("home-02", bid("wind", "village", 1, 900L, 900L, 0L, 0L));
    assertThat(won(market.gate()).get(0).commitment().injectionWh())
        .as("800 of its 1,000 Wh of room are kept for its owner, 200 are free")
        .containsExactly(-250L);
  }

  @Test
  void anotherOfferOfAUnitTakesThePlaceOfTheLast() {
    market.offer("home-01", offer("station", 120_000, 1_000, 4_000));
    market.offer("home-01", offer("station", 90_000, 300, 300));
    market.bid("home-02", bid("wind", "village", 100_000, 900L, 0L, 0L, 0L));
    assertThat(market.market().machine().storageEntries("home-01").offers())
        .containsExactly(new StorageOffered("home-01", offer("station", 90_000, 300, 300)));
    assertThat(won(market.gate()).get(0).commitment().injectionWh()).containsExactly(-300L);
  }

  @Test
  void whatIsTakenBackDoesNotTakePart() {
    market.offer("home-01", offer("station", 0, 1_000, 4_000));
    StorageBid wind = bid("wind", "village", 1, 900L, 0L, 0L, 0L);
    assertThat(market.bid("home-02", wind))
        .containsExactly(
            new StorageBidPlaced("home-02", wind, TestMarket.START + TestMarket.MINUTE));
    assertThat(market.withdrawBid("home-02", "wind"))
        .containsExactly(new StorageBidWithdrawn("home-02", "wind", WINDOW));
    assertThat(market.withdrawOffer("home-01", "station"))
        .containsExactly(new StorageOfferWithdrawn("home-01", "station", WINDOW));
    assertThat(market.gate())
        .as("nobody takes part, so nothing is told")
        .noneMatch(StorageAuctionCleared.class::isInstance);
    assertThat(code(market.withdrawBid("home-02", "wind")))
        .isEqualTo(RejectionCode.UNKNOWN_STORAGE_BID);
    assertThat(code(market.withdrawOffer("home-01", "station")))
        .isEqualTo(RejectionCode.UNKNOWN_STORAGE_OFFER);
  }

  @Test
  void unitsThatCannotBeCommittedAndAccountsThatAreFrozenAreLeftOut() {
    market.register("home-01", "short", "village", 0);
    market.market().apply(StorageAuctionDeskTest.become("short", 7));
    market.offer("home-01", offer("short", 0, 1_000, 4_000));
    market.offer("home-01", offer("station", 0, 1_000, 4_000));
    market.bid("home-02", bid("wind", "village", 1, 900L, 0L, 0L, 0L));
    market.bid("home-03", bid("roof", "village", 2, 900L, 0L, 0L, 0L));
    market.market().apply(new SetAccountState("registrar", "home-03", AccountState.FROZEN));
    List<Event> events = market.gate();
    assertThat(cleared(events).leftOut()).containsExactly("short", "roof");
    assertThat(won(events)).extracting(StorageServiceWon::bid).containsExactly("wind");
  }

  @Test
  void anAuctionWhoseWindowHasBegunIsNotHeld() {
    market.offer("home-01", offer("station", 0, 1_000, 4_000));
    market.bid("home-02", bid("wind", "village", 1, 900L, 0L, 0L, 0L));
    List<Event> events = market.tick(61);
    assertThat(cleared(events).held()).isFalse();
    assertThat(won(events)).isEmpty();
  }

  @Test
  void aWindowThatTheRulebookInForceDoesNotHaveIsNotHeld() {
    market.offer("home-01", offer("station", 0, 1_000, 4_000));
    StorageAuctionRules halves = new StorageAuctionRules(2, 1_440, 30, 100, 100, List.of());
    market.market().apply(new ActivateRulebook(StorageAuctionFixture.rulebook(2, halves)));
    assertThat(cleared(market.gate()).held()).isFalse();
  }

  @Test
  void whoOffersInAWindowDoesNotBidInItAndTheOtherWayRound() {
    market.register("home-02", "barn", "village", 0);
    market.offer("home-01", offer("station", 0, 1_000, 4_000));
    StorageBid own = bid("own", "village", 1, 900L, 0L, 0L, 0L);
    assertThat(code(market.bid("home-01", own))).isEqualTo(RejectionCode.OWN_STORAGE_UNIT);
    market.bid("home-02", bid("wind", "village", 1, 900L, 0L, 0L, 0L));
    assertThat(code(market.offer("home-02", offer("barn", 0, 1, 1))))
        .isEqualTo(RejectionCode.OWN_STORAGE_UNIT);
  }

  @Test
  void windowsOpenADayAheadAndCloseAtTheirGate() {
    market.gate();
    assertThat(code(market.offer("home-01", offer("station", 0, 1, 1))))
        .isEqualTo(RejectionCode.STORAGE_WINDOW_CLOSED);
    StorageOffer late = at(offer("station", 0, 1, 1), StorageFixture.slot(4 + 100));
    assertThat(code(market.offer("home-01", late)))
        .isEqualTo(RejectionCode.STORAGE_WINDOW_NOT_OPEN);
    assertThat(code(market.offer("home-01", at(late, StorageFixture.slot(5)))))
        .isEqualTo(RejectionCode.NO_STORAGE_WINDOW);
  }

  @Test
  void refusalsComeInTheDocumentedOrder() {
    StorageBid good = bid("wind", "village", 1, 900L, 0L, 0L, 0L);
    assertThat(code(market.bid("home-02", bid("-", "village", 1, 900L, 0L, 0L, 0L))))
        .isEqualTo(RejectionCode.MALFORMED);
    assertThat(code(market.bid("nobody", good))).isEqualTo(RejectionCode.UNKNOWN_PARTICIPANT);
    assertThat(code(market.bid("home-02", bid("wind", "hill", 2_000_000, 900L))))
        .isEqualTo(RejectionCode.NO_STORAGE_WINDOW);
    assertThat(code(market.bid("home-02", bid("wind", "hill", 2_000_000, 900L, 0L, 0L, 0L))))
        .isEqualTo(RejectionCode.UNKNOWN_AREA);
    for (StorageBid wrong :
        List.of(
            bid("wind", "village", 1_000_001, 900L, 0L, 0L, 0L),
            bid("wind", "village", 1, -1L, 900L, 0L, 0L),
            bid("wind", "village", 1, 99L, 0L, 0L, 0L),
            bid(good, 899, 9, 1L),
            bid(good, 900, 4, 1L),
            bid(good, 900, 9, 0L))) {
      assertThat(code(market.bid("home-02", wrong)))
          .as("%s", wrong)
          .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    }
    assertThat(code(market.offer("home-02", offer("station", 0, 1, 1))))
        .isEqualTo(RejectionCode.UNKNOWN_STORAGE_UNIT);
    assertThat(code(market.offer("home-01", offer("station", 0, -1, 1))))
        .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    assertThat(code(market.offer("home-01", offer("station", 0, 1, 0))))
        .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    market.bid("home-02", good);
    assertThat(code(market.bid("home-03", good))).isEqualTo(RejectionCode.STORAGE_BID_EXISTS);
    assertThat(code(market.withdrawBid("home-03", "wind")))
        .isEqualTo(RejectionCode.UNKNOWN_STORAGE_BID);
  }

  @Test
  void aMarketWithoutAuctionsOfStorageTakesNoOffers() {
    List<Event> events =
        StorageFixture.holding()
            .market()
            .apply(new OfferStorage("home-01", offer("station", 0, 1, 1)));
    assertThat(code(events)).isEqualTo(RejectionCode.NOT_IN_RULES);
  }

  private static StorageOffer at(StorageOffer offer, long windowMillis) {
    return new StorageOffer(offer.unit(), windowMillis, offer.slots(), offer.energyWh());
  }

  private static Command become(String unit, int horizonSlots) {
    return new RegisterStorage(
        "meters",
        new StorageSpec(unit, "home-01", "village", StorageFixture.RATING, horizonSlots, ""));
  }

  private static StorageCommitment firm(String bid, String owner, int from, Long... injectionWh) {
    return new StorageCommitment(
        StorageBid.commitment(WINDOW, bid),
        owner,
        StorageCommitment.Kind.FIRM_SCHEDULE,
        StorageFixture.slot(from),
        StorageFixture.slot(from + injectionWh.length),
        0,
        0,
        0,
        0,
        List.of(injectionWh));
  }
}
