package org.commonwatt.core.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.model.Side.BUY;
import static org.commonwatt.model.Side.SELL;

import java.util.List;
import org.commonwatt.model.FeeMode;
import org.junit.jupiter.api.Test;

/** Fees of fills, ways between areas, collars, bands and halts; the examples of the rules. */
class FeesAndHaltsTest {
  private static final SlotRules RULES = SlotRules.plain(-100_000, 100_000);
  private static final SlotRules BANDED = new SlotRules(1, -100, 100, 1_000, 5, 60, 100);
  private static final FeeRule PART = new FeeRule(10, 25_000); // 10 µ and 2.5 % of the price

  @Test
  void chargesEveryPartialFillTheSameFeePerKwh() {
    TestBook market = new TestBook(toll(FeeMode.ON_TOP), RULES);
    market.sell(1, 1_000, 101);

    // 10 + ceil(101 × 2.5 %) = 10 + ceil(2.525) = 13 per kWh, however the energy is cut up.
    assertThat(market.buy(2, 1, 101))
        .containsExactly("accepted 2", "traded 2 1 1@101", "charged 13 way 0");
    assertThat(market.buy(3, 998, 101))
        .containsExactly("accepted 3", "traded 3 1 998@101", "charged 13 way 0");
    assertThat(market.buy(4, 1, 101)).contains("charged 13 way 0");
  }

  @Test
  void chargesNoProportionalFeeOnANegativePrice() {
    TestBook market = new TestBook(toll(FeeMode.ON_TOP), RULES);
    market.sell(1, 5, -200);

    assertThat(market.buy(2, 5, -200)).contains("charged 10 way 0");
  }

  @Test
  void letsABidCoverTheFeeOrPayItOnTop() {
    TestBook onTop = new TestBook(toll(FeeMode.ON_TOP), RULES);
    onTop.sell(1, 5, 101);
    assertThat(onTop.buy(2, 5, 101)).contains("traded 2 1 5@101");

    TestBook fromBid = new TestBook(toll(FeeMode.FROM_BID), RULES);
    fromBid.sell(1, 5, 101);
    assertThat(fromBid.buy(2, 5, 113)).containsExactly("accepted 2");
    assertThat(fromBid.buy(3, 5, 114)).contains("traded 3 1 5@101", "charged 13 way 0");
  }

  @Test
  void leavesTheSellerWhatTheBidHoldsAfterTheFee() {
    TestBook market = new TestBook(toll(FeeMode.FROM_BID), RULES);
    market.buy(1, 5, 114);

    // 101 + 13 = 114; at 102 the fee is 10 + ceil(2.55) = 13 too, which the bid does not cover.
    assertThat(market.sell(2, 5, 102)).containsExactly("accepted 2");
    assertThat(market.sell(3, 5, 100)).contains("traded 3 1 5@101", "charged 13 way 0");
  }

  @Test
  void passesOverABidWhoseFeesLeaveLessThanTheCollarPermits() {
    TestBook market = new TestBook(toll(FeeMode.FROM_BID), SlotRules.plain(0, 100_000));
    market.buy(1, 10, 9); // the fee is 10
    assertThat(market.place(2, order -> order.market(SELL, 10).immediateOrCancel()))
        .containsExactly("accepted 2", "cancelled 2 10 UNFILLED");

    market.buy(3, 10, 10);
    assertThat(market.place(4, order -> order.market(SELL, 15).immediateOrCancel()))
        .containsExactly(
            "accepted 4", "traded 4 3 10@0", "charged 10 way 0", "cancelled 4 5 UNFILLED");
  }

  @Test
  void takesTheBestPriceAfterFeesAndUsesUpTheLink() {
    TestBook market = new TestBook(twoAreas(new FeeRule(3, 0)), RULES);
    market.book.limitLink(0, 0, new LinkLimits(0, 10, 4));
    market.place(0, 1, order -> order.limit(SELL, 50, 100));
    market.place(1, 2, order -> order.limit(SELL, 5, 102));
    market.place(1, 3, order -> order.limit(SELL, 5, 104));

    // Own area at 102, then 100 + 3 over the link while it has room, then own area at 104.
    assertThat(market.place(1, 4, order -> order.limit(BUY, 13, 104)))
        .containsExactly(
            "accepted 4",
            "traded 4 2 5@102",
            "traded 4 1 6@100",
            "charged 3 way 1",
            "traded 4 3 2@104");
    assertThat(market.book.flow(0, 0)).isEqualTo(10);
    assertThat(market.book.routeLinks(1)).containsExactly(0);
  }

  @Test
  void freesALinkByTradingAgainstItsFlow() {
    TestBook market = new TestBook(twoAreas(FeeRule.NONE), RULES);
    market.book.limitLink(0, 0, new LinkLimits(0, 10, 10));
    market.place(0, 1, order -> order.limit(SELL, 5, 100));
    assertThat(market.place(1, 2, order -> order.limit(BUY, 5, 100).immediateOrCancel()))
        .containsExactly("accepted 2", "cancelled 2 5 UNFILLED");

    market.place(1, 3, order -> order.limit(SELL, 2, 90));
    assertThat(market.place(0, 4, order -> order.limit(BUY, 2, 95)))
        .containsExactly("accepted 4", "traded 4 3 2@90", "charged 0 way 2");
    assertThat(market.book.flow(0, 0)).isEqualTo(8);
    assertThat(market.place(1, 5, order -> order.limit(BUY, 5, 100)))
        .containsExactly("accepted 5", "traded 5 1 2@100", "charged 0 way 1");
  }

  @Test
  void chargesAGridLevelOnceOnTheWay() {
    BookNetwork network =
        new BookNetwork(
            List.of(0, 0),
            List.of(new BookLink(0, 1, FeeRule.NONE, 1)),
            List.of(new FeeRule(5, 0), new FeeRule(20, 0)),
            FeeMode.ON_TOP);
    TestBook market = new TestBook(network, RULES);
    market.book.limitLink(0, 0, new LinkLimits(-10, 10, 0));
    market.place(0, 1, order -> order.limit(SELL, 9, 100));

    assertThat(market.place(0, 2, order -> order.limit(BUY, 1, 100))).contains("charged 5 way 0");
    assertThat(market.place(1, 3, order -> order.limit(BUY, 1, 100))).contains("charged 25 way 1");
  }

  @Test
  void takesPricesOnTheEdgeOfTheCollarAndNoneBeyond() {
    TestBook market = new TestBook(SlotRules.plain(-20, 30));

    assertThat(market.buy(1, 1, -20)).containsExactly("accepted 1");
    assertThat(market.buy(2, 1, -21)).containsExactly("rejected 2 PRICE_OUTSIDE_COLLAR");
    assertThat(market.sell(3, 1, 30)).containsExactly("accepted 3");
    assertThat(market.sell(4, 1, 31)).containsExactly("rejected 4 PRICE_OUTSIDE_COLLAR");
    assertThat(market.amend(3, 1, 31)).containsExactly("rejected 3 PRICE_OUTSIDE_COLLAR");
  }

  @Test
  void haltsAProductWhoseNextTradeWouldLeaveTheBand() {
    TestBook market = new TestBook(BANDED);
    market.book.refer(0, 0, 50);
    market.sell(1, 5, 55); // on the edge of the band
    market.sell(2, 5, 60); // on the edge of the next one
    market.sell(3, 5, 66);

    assertThat(market.buy(4, 20, 70))
        .containsExactly(
            "accepted 4",
            "traded 4 1 5@55",
            "traded 4 2 5@60",
            "halted 0/0 66",
            "cancelled 4 10 HALTED");
    assertThat(market.buy(5, 1, 10)).containsExactly("rejected 5 PRODUCT_HALTED");
    assertThat(market.amend(3, 6, 66)).containsExactly("rejected 3 PRODUCT_HALTED");
    assertThat(market.amend(3, 4, 66)).containsExactly("amended 3 4@66");
    assertThat(market.advanceTo(59)).isEmpty();
    assertThat(market.advanceTo(60)).containsExactly("resumed 0/0");
    assertThat(market.buy(6, 4, 70)).contains("traded 6 3 4@66");
  }

  @Test
  void haltsAProductBelowTheLowerEdgeOfTheBand() {
    TestBook market = new TestBook(BANDED);
    market.book.refer(0, 0, 50);
    market.buy(1, 5, 45); // on the edge of the band
    market.buy(2, 5, 39); // 40 would be on the edge of the next one

    assertThat(market.sell(3, 20, 30))
        .containsExactly("accepted 3", "traded 3 1 5@45", "halted 0/0 39", "cancelled 3 15 HALTED");
  }

  @Test
  void showsOrdersOfAHaltedProductToNoOtherArea() {
    TestBook market = new TestBook(twoAreas(FeeRule.NONE), BANDED);
    market.book.limitLink(0, 0, new LinkLimits(-100, 100, 0));
    market.book.refer(0, 0, 50);
    market.place(0, 1, order -> order.limit(SELL, 5, 60));
    market.place(1, 2, order -> order.limit(SELL, 5, 70));

    assertThat(market.place(1, 3, order -> order.limit(BUY, 1, 70)))
        .containsExactly("accepted 3", "halted 0/0 60", "cancelled 3 1 HALTED");
    assertThat(market.place(1, 4, order -> order.limit(BUY, 1, 70)))
        .as("its own area trades on, past the better price")
        .containsExactly("accepted 4", "traded 4 2 1@70");
    assertThat(market.advanceTo(60)).containsExactly("resumed 0/0");
    assertThat(market.place(1, 5, order -> order.limit(BUY, 1, 70)))
        .containsExactly("accepted 5", "traded 5 1 1@60", "charged 0 way 1");
  }

  @Test
  void haltsNothingForAnOrderWhoseConditionIsNotMetBeforeTheBandEnds() {
    TestBook market = new TestBook(BANDED);
    market.book.refer(0, 0, 50);
    market.sell(1, 5, 55);
    market.sell(2, 5, 66);

    assertThat(market.place(3, order -> order.limit(BUY, 10, 70).fillOrKill()))
        .containsExactly("accepted 3", "cancelled 3 10 UNFILLED");
    assertThat(market.place(4, order -> order.limit(BUY, 10, 70).minimum(6)))
        .containsExactly("accepted 4");
    assertThat(market.place(5, order -> order.limit(BUY, 10, 70).minimum(5)))
        .as("a minimum that is met does halt")
        .containsExactly("accepted 5", "traded 5 1 5@55", "halted 0/0 66", "cancelled 5 5 HALTED");
  }

  private static BookNetwork toll(FeeMode mode) {
    return new BookNetwork(List.of(0), List.of(), List.of(PART), mode);
  }

  private static BookNetwork twoAreas(FeeRule fee) {
    return new BookNetwork(
        List.of(BookNetwork.NO_LEVEL, BookNetwork.NO_LEVEL),
        List.of(new BookLink(0, 1, fee, BookNetwork.NO_LEVEL)),
        List.of(),
        FeeMode.FROM_BID);
  }
}
