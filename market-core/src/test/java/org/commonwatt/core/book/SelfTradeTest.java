package org.commonwatt.core.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.model.SelfTradeMode.CANCEL_NEWEST;
import static org.commonwatt.model.SelfTradeMode.CANCEL_OLDEST;
import static org.commonwatt.model.SelfTradeMode.DECREMENT_AND_CANCEL;
import static org.commonwatt.model.Side.BUY;
import static org.commonwatt.model.Side.SELL;

import org.junit.jupiter.api.Test;

/** What becomes of orders of one owner that would trade with each other. */
class SelfTradeTest {
  private final TestBook market = new TestBook();

  @Test
  void cancelsTheNewestTheOldestOrTheSmallerOfOneOwner() {
    market.place(1, order -> order.limit(SELL, 5, 10).owner(7, CANCEL_NEWEST));
    market.sell(2, 5, 11);

    assertThat(market.place(3, order -> order.limit(BUY, 6, 11).owner(7, CANCEL_NEWEST)))
        .containsExactly("accepted 3", "cancelled 3 6 SELF_TRADE");
    assertThat(market.place(4, order -> order.limit(BUY, 2, 11).owner(7, DECREMENT_AND_CANCEL)))
        .containsExactly("accepted 4", "reduced 1 2", "cancelled 4 2 SELF_TRADE");
    assertThat(market.place(5, order -> order.limit(BUY, 4, 11).owner(7, DECREMENT_AND_CANCEL)))
        .containsExactly(
            "accepted 5", "cancelled 1 3 SELF_TRADE", "reduced 5 3", "traded 5 2 1@11");
    market.place(6, order -> order.limit(SELL, 5, 10).owner(7, CANCEL_NEWEST));
    assertThat(market.place(8, order -> order.limit(BUY, 4, 11).owner(7, CANCEL_OLDEST)))
        .containsExactly("accepted 8", "cancelled 6 5 SELF_TRADE", "traded 8 2 4@11");
  }

  @Test
  void takesAllOfAnOwnIcebergIntoAccountHiddenEnergyFirstAndLeavesItItsPlace() {
    market.place(1, order -> order.limit(SELL, 10, 10).peak(4).owner(7, CANCEL_NEWEST));
    market.sell(2, 5, 10);

    assertThat(market.place(3, order -> order.limit(BUY, 7, 10).owner(7, DECREMENT_AND_CANCEL)))
        .containsExactly("accepted 3", "reduced 1 7", "cancelled 3 7 SELF_TRADE");
    assertThat(market.book.shownEnergy(1)).isEqualTo(3);
    assertThat(market.buy(4, 4, 10))
        .containsExactly("accepted 4", "traded 4 1 3@10", "traded 4 2 1@10");
  }

  @Test
  void takesTheModeOfTheArrivingOrder() {
    market.place(1, order -> order.limit(SELL, 5, 10).owner(7, CANCEL_OLDEST));

    assertThat(market.place(2, order -> order.limit(BUY, 5, 10).owner(7, CANCEL_NEWEST)))
        .containsExactly("accepted 2", "cancelled 2 5 SELF_TRADE");
    assertThat(market.book.openEnergy(1)).isEqualTo(5);
  }

  @Test
  void countsAnOwnOrderAsTheFirstThatAMarketOrderMeets() {
    TestBook protectedMarket = new TestBook(new SlotRules(1, -1_000, 1_000, 1_000, 0, 0, 5));
    protectedMarket.place(1, order -> order.limit(SELL, 1, 10).owner(7, CANCEL_NEWEST));
    protectedMarket.sell(2, 1, 15);
    protectedMarket.sell(3, 1, 16);

    assertThat(
            protectedMarket.place(
                4, order -> order.market(BUY, 9).immediateOrCancel().owner(7, CANCEL_OLDEST)))
        .containsExactly(
            "accepted 4", "cancelled 1 1 SELF_TRADE", "traded 4 2 1@15", "cancelled 4 8 UNFILLED");
  }

  @Test
  void cancelsNobodyForAMinimumThatIsNotMet() {
    market.place(1, order -> order.limit(SELL, 5, 10).owner(7, CANCEL_NEWEST));
    market.sell(2, 2, 11);

    assertThat(market.place(3, order -> order.limit(BUY, 9, 11).minimum(3).owner(7, CANCEL_OLDEST)))
        .containsExactly("accepted 3");
    assertThat(market.book.openEnergy(1)).isEqualTo(5);
  }

  @Test
  void letsOrdersWithoutAnOwnerTradeWithEachOther() {
    market.sell(1, 5, 10);

    assertThat(market.buy(2, 5, 10)).contains("traded 2 1 5@10");
  }
}
