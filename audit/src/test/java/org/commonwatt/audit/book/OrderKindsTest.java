package org.commonwatt.audit.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.commonwatt.audit.book.Desk.Wish;
import org.junit.jupiter.api.Test;

/** Points 1 to 6 of the rules of continuous trading. */
class OrderKindsTest {
  private final Desk desk = new Desk(Desk.ONE_AREA);

  @Test
  void theBestPriceTradesFirstThenTheEarlierAtTheRestingPrice() {
    desk.sell(5, 12);
    desk.sell(5, 10);
    desk.sell(5, 10);
    assertThat(desk.buy(12, 12)).containsExactly("4x2 5@10", "4x3 5@10", "4x1 2@12");
    assertThat(desk.resting("B", false)).containsExactly("1:3@12");
  }

  @Test
  void whatIsLeftRestsUnlessTheOrderIsImmediate() {
    desk.sell(5, 10);
    assertThat(desk.buy(8, 11)).containsExactly("2x1 5@10");
    assertThat(desk.resting("B", true)).containsExactly("2:3@11");
    assertThat(desk.arrive(Wish.sell(4, 11).immediate()))
        .containsExactly("3x2 3@11", "3 ends 1 UNFILLED");
    assertThat(desk.resting("B", false)).isEmpty();
  }

  @Test
  void fillOrKillTradesInFullOrNotAtAll() {
    desk.sell(5, 10);
    desk.sell(5, 11);
    assertThat(desk.arrive(Wish.buy(10, 10).fillOrKill())).containsExactly("3 ends 10 UNFILLED");
    assertThat(desk.resting("B", false)).containsExactly("1:5@10", "2:5@11");
    assertThat(desk.arrive(Wish.buy(10, 11).fillOrKill())).containsExactly("4x1 5@10", "4x2 5@11");
  }

  @Test
  void aMarketOrderGoesNoFurtherThanTheProtectionFromTheFirstOrderItMeets() {
    desk.sell(5, 100);
    desk.sell(5, 110);
    desk.sell(5, 111);
    assertThat(desk.arrive(Wish.buy(20, 0).market()))
        .containsExactly("4x1 5@100", "4x2 5@110", "4 ends 10 UNFILLED");
  }

  @Test
  void anUnmeetableMinimumIsPassedOverAndKeepsItsPlace() {
    desk.arrive(Wish.sell(10, 9).allOrNone());
    desk.sell(4, 10);
    assertThat(desk.buy(6, 10)).containsExactly("3x2 4@10");
    assertThat(desk.resting("B", true)).containsExactly("3:2@10");
    assertThat(desk.buy(10, 10)).containsExactly("4x1 10@9");
  }

  @Test
  void whoArrivesWithAMinimumThatCannotBeMetRestsAsIfItHadMetNobody() {
    desk.sell(4, 10);
    assertThat(desk.arrive(Wish.buy(10, 10).atLeast(5))).isEmpty();
    assertThat(desk.resting("B", false)).containsExactly("1:4@10");
    assertThat(desk.resting("B", true)).containsExactly("2:10@10");
    assertThat(desk.arrive(Wish.buy(10, 10).atLeast(4))).containsExactly("3x1 4@10");
    assertThat(desk.resting("B", true)).containsExactly("2:10@10", "3:6@10");
  }

  @Test
  void aMinimumBeyondWhatIsLeftAsksForAllThatIsLeft() {
    desk.arrive(Wish.sell(10, 9).atLeast(7));
    assertThat(desk.buy(8, 9)).containsExactly("2x1 8@9");
    assertThat(desk.buy(1, 9)).isEmpty();
    assertThat(desk.arrive(Wish.buy(2, 9).immediate())).containsExactly("4x1 2@9");
  }

  @Test
  void anIcebergGoesBehindItsPriceWithEachRefill() {
    desk.arrive(Wish.sell(10, 9).peak(4));
    desk.sell(3, 9);
    assertThat(desk.resting("B", false)).containsExactly("1:4+6@9", "2:3@9");
    assertThat(desk.buy(6, 9)).containsExactly("3x1 4@9", "3x2 2@9");
    assertThat(desk.resting("B", false)).containsExactly("2:1@9", "1:4+2@9");
    assertThat(desk.buy(7, 9)).containsExactly("4x2 1@9", "4x1 4@9", "4x1 2@9");
  }

  @Test
  void postOnlyMeetsWhoeverItCouldTradeWith() {
    desk.arrive(Wish.sell(10, 9).allOrNone());
    assertThat(desk.wouldMeet(Wish.buy(5, 9).postOnly())).isFalse();
    assertThat(desk.wouldMeet(Wish.buy(10, 9).postOnly())).isTrue();
    assertThat(desk.wouldMeet(Wish.buy(10, 8).postOnly())).isFalse();
  }

  @Test
  void withLessEnergyHiddenEnergyGoesFirst() {
    desk.arrive(Wish.sell(10, 9).peak(4));
    desk.sell(3, 9);
    BookOrder iceberg = order(1);
    desk.book().reduce(iceberg, 5);
    assertThat(desk.resting("B", false)).containsExactly("1:4+1@9", "2:3@9");
    desk.book().reduce(iceberg, 3);
    assertThat(desk.resting("B", false)).containsExactly("1:3@9", "2:3@9");
  }

  @Test
  void selfTradeIsPreventedInTheModeOfTheArrivingOrder() {
    desk.arrive(Wish.sell(5, 9).of("p"));
    desk.arrive(Wish.sell(5, 10).of("q"));
    assertThat(desk.arrive(Wish.buy(8, 10).of("p"))).containsExactly("3 ends 8 SELF_TRADE");
    assertThat(desk.arrive(Wish.buy(2, 10).of("p", SelfTrade.DECREMENT_AND_CANCEL)))
        .containsExactly("1 loses 2 SELF_TRADE", "4 ends 2 SELF_TRADE");
    assertThat(desk.resting("B", false)).containsExactly("1:3@9", "2:5@10");
    assertThat(desk.arrive(Wish.buy(8, 10).of("p", SelfTrade.CANCEL_OLDEST)))
        .containsExactly("1 ends 3 SELF_TRADE", "5x2 5@10");
  }

  @Test
  void anIcebergIsDecrementedWithAllItsEnergyHiddenFirstAndKeepsItsPlace() {
    desk.arrive(Wish.sell(10, 9).peak(4).of("p"));
    desk.sell(3, 9);
    assertThat(desk.arrive(Wish.buy(7, 9).of("p", SelfTrade.DECREMENT_AND_CANCEL)))
        .containsExactly("1 loses 7 SELF_TRADE", "3 ends 7 SELF_TRADE");
    assertThat(desk.resting("B", false)).containsExactly("1:3@9", "2:3@9");
  }

  @Test
  void whatIsLostToSelfTradeDoesNotCountForTheMinimum() {
    desk.arrive(Wish.sell(5, 9).of("p"));
    desk.sell(5, 10);
    Wish wish = Wish.buy(10, 10).atLeast(6).of("p", SelfTrade.DECREMENT_AND_CANCEL);
    assertThat(desk.arrive(wish)).isEmpty();
    assertThat(desk.resting("B", false)).containsExactly("1:5@9", "2:5@10");
    assertThat(desk.resting("B", true)).containsExactly("3:10@10");
  }

  @Test
  void everySingleFillMeetsTheMinimumOfAResting() {
    Desk two = new Desk(Desk.TWO_AREAS);
    two.arrive(Wish.sell(20, 100).in("A").atLeast(7)); // the link has room for 6
    assertThat(two.buy(20, 104)).isEmpty();
  }

  @Test
  void aMarketOrderMeasuresItsProtectionFromWhoItMeetsNotFromWhoItPassesOver() {
    desk.arrive(Wish.sell(10, 90).allOrNone());
    desk.sell(5, 101);
    desk.sell(5, 111);
    assertThat(desk.arrive(Wish.buy(9, 0).market())).containsExactly("4x2 5@101", "4x3 4@111");
  }

  @Test
  void fillOrKillThatWouldMeetItsOwnerChangesNothing() {
    desk.arrive(Wish.sell(5, 9).of("p"));
    desk.sell(5, 10);
    Wish wish = Wish.buy(8, 10).fillOrKill().of("p", SelfTrade.CANCEL_OLDEST);
    assertThat(desk.arrive(wish)).containsExactly("3 ends 8 UNFILLED");
    assertThat(desk.resting("B", false)).containsExactly("1:5@9", "2:5@10");
  }

  private BookOrder order(long id) {
    BookOrder order = desk.book().order(id);
    assertThat(order).isNotNull();
    return Objects.requireNonNull(order);
  }
}
