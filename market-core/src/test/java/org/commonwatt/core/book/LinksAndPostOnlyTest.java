package org.commonwatt.core.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.model.SelfTradeMode.CANCEL_NEWEST;
import static org.commonwatt.model.SelfTradeMode.DECREMENT_AND_CANCEL;
import static org.commonwatt.model.Side.BUY;
import static org.commonwatt.model.Side.SELL;

import java.util.List;
import org.commonwatt.model.FeeMode;
import org.junit.jupiter.api.Test;

/** Order types where they meet links, fees, bands and orders of their owner. */
class LinksAndPostOnlyTest {
  private static final SlotRules RULES = SlotRules.plain(-1_000, 1_000);

  @Test
  void decrementsAnOwnOrderOverALinkWhateverItsRoom() {
    TestBook market = twoAreas(FeeRule.NONE, new LinkLimits(0, 2, 0));
    market.place(0, 1, order -> order.limit(SELL, 10, 100).owner(7, CANCEL_NEWEST));

    assertThat(market.place(1, 2, order -> order.limit(BUY, 6, 100).owner(7, DECREMENT_AND_CANCEL)))
        .containsExactly("accepted 2", "reduced 1 6", "cancelled 2 6 SELF_TRADE");
    assertThat(market.book.flow(0, 0)).as("nothing was traded").isZero();
  }

  @Test
  void fillsOrKillsOverTwoAreasAsTheRoomOfTheLinkAllows() {
    TestBook market = twoAreas(new FeeRule(3, 0), new LinkLimits(0, 10, 4));
    market.place(0, 1, order -> order.limit(SELL, 50, 100));
    market.place(1, 2, order -> order.limit(SELL, 5, 102));

    assertThat(market.place(1, 3, order -> order.limit(BUY, 12, 104).fillOrKill()))
        .as("5 of its own area and 6 over the link")
        .containsExactly("accepted 3", "cancelled 3 12 UNFILLED");
    assertThat(market.book.flow(0, 0)).isEqualTo(4);
    assertThat(market.place(1, 4, order -> order.limit(BUY, 11, 102).fillOrKill()))
        .as("100 and the link's fee of 3 are above its limit")
        .containsExactly("accepted 4", "cancelled 4 11 UNFILLED");
    assertThat(market.place(1, 5, order -> order.limit(BUY, 11, 103).fillOrKill()))
        .containsExactly("accepted 5", "traded 5 2 5@102", "traded 5 1 6@100", "charged 3 way 1");
    assertThat(market.book.flow(0, 0)).isEqualTo(10);
  }

  @Test
  void comparesAPostOnlySellWithWhatABidLeavesAfterFees() {
    BookNetwork toll =
        new BookNetwork(List.of(0), List.of(), List.of(new FeeRule(10, 25_000)), FeeMode.FROM_BID);
    TestBook market = new TestBook(toll, RULES);
    market.buy(1, 5, 114); // leaves 101

    assertThat(market.place(2, order -> order.limit(SELL, 5, 102).postOnly()))
        .containsExactly("accepted 2");
    assertThat(market.place(3, order -> order.limit(SELL, 5, 101).postOnly()))
        .containsExactly("rejected 3 POST_ONLY_WOULD_TRADE");
  }

  @Test
  void refusesAPostOnlyOrderThatWouldMeetOneOfItsOwner() {
    TestBook market = new TestBook();
    market.place(1, order -> order.limit(SELL, 5, 10).owner(7, CANCEL_NEWEST));

    assertThat(market.place(2, order -> order.limit(BUY, 5, 10).owner(7, CANCEL_NEWEST).postOnly()))
        .containsExactly("rejected 2 POST_ONLY_WOULD_TRADE");
  }

  @Test
  void refusesAPostOnlyOrderThatWouldMeetOneBeyondTheBandAndHaltsNothing() {
    TestBook market = new TestBook(new SlotRules(1, -100, 100, 1_000, 5, 60, 100));
    market.book.refer(0, 0, 50);
    market.sell(1, 5, 56); // 6 from the reference

    assertThat(market.place(2, order -> order.limit(BUY, 5, 56).postOnly()))
        .containsExactly("rejected 2 POST_ONLY_WOULD_TRADE");
    assertThat(market.buy(3, 5, 55)).as("no halt").containsExactly("accepted 3");
  }

  /** Area 0 and area 1, joined by a link from 0 to 1; a bid must cover its fee. */
  private static TestBook twoAreas(FeeRule fee, LinkLimits limits) {
    BookNetwork network =
        new BookNetwork(
            List.of(BookNetwork.NO_LEVEL, BookNetwork.NO_LEVEL),
            List.of(new BookLink(0, 1, fee, BookNetwork.NO_LEVEL)),
            List.of(),
            FeeMode.FROM_BID);
    TestBook market = new TestBook(network, RULES);
    market.book.limitLink(0, 0, limits);
    return market;
  }
}
