package org.commonwatt.core.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.model.SelfTradeMode.CANCEL_NEWEST;
import static org.commonwatt.model.Side.BUY;
import static org.commonwatt.model.Side.SELL;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each order type, amendment and self-trade mode does; the examples of the rules. */
class OrderTypesTest {
  private final TestBook market = new TestBook();

  @Test
  void tradesAtTheRestingPriceBestPriceFirstThenFirstCome() {
    market.sell(1, 5, 11);
    market.sell(2, 5, 10);
    market.sell(3, 5, 10);

    assertThat(market.buy(4, 12, 11))
        .containsExactly("accepted 4", "traded 4 2 5@10", "traded 4 3 5@10", "traded 4 1 2@11");
    assertThat(market.book.openEnergy(1)).isEqualTo(3);
  }

  @Test
  void leavesTheRestOfALimitOrderInTheBook() {
    market.sell(1, 5, 10);
    market.buy(2, 8, 10);

    assertThat(market.sell(3, 3, 9)).containsExactly("accepted 3", "traded 3 2 3@10");
    assertThat(market.book.size()).isZero();
  }

  @Test
  void cancelsWhatAnImmediateOrderCannotTrade() {
    market.sell(1, 5, 10);

    assertThat(market.place(2, order -> order.limit(BUY, 8, 10).immediateOrCancel()))
        .containsExactly("accepted 2", "traded 2 1 5@10", "cancelled 2 3 UNFILLED");
  }

  @Test
  void fillsOrKills() {
    market.sell(1, 5, 10);
    market.sell(2, 5, 11);

    assertThat(market.place(3, order -> order.limit(BUY, 8, 10).fillOrKill()))
        .containsExactly("accepted 3", "cancelled 3 8 UNFILLED");
    assertThat(market.place(4, order -> order.limit(BUY, 8, 11).fillOrKill()))
        .containsExactly("accepted 4", "traded 4 1 5@10", "traded 4 2 3@11");
  }

  @Test
  void aRemainderKeepsAMinimumAndAPeakAboveItsEnergy() {
    assertThat(market.place(1, order -> order.limit(SELL, 4, 10).minimum(6).remainder()))
        .containsExactly("accepted 1");
    assertThat(market.place(2, order -> order.limit(SELL, 3, 11).peak(5).remainder()))
        .containsExactly("accepted 2");
    assertThat(market.buy(3, 3, 10)).as("less than all that is left").hasSize(1);
    market.amend(1, 9, 12);
    assertThat(market.amend(1, 9, 10)).as("its minimum is 6 again").hasSize(1);
    assertThat(market.place(4, order -> order.limit(SELL, 4, 10).minimum(6)))
        .as("a new order is no remainder")
        .containsExactly("rejected 4 QUALIFIERS_CONFLICT");
  }

  @Test
  void saysWhenTheNextDatedOrderOrHaltEnds() {
    assertThat(market.book.nextDueMillis()).isEqualTo(Long.MAX_VALUE);
    market.place(1, order -> order.limit(SELL, 4, 10).goodTill(70));
    market.place(2, order -> order.limit(SELL, 4, 10).goodTill(50));
    assertThat(market.book.nextDueMillis()).isEqualTo(50);
    market.advanceTo(50);
    assertThat(market.book.nextDueMillis()).isEqualTo(70);
    assertThat(market.book.shownEnergy(1)).isEqualTo(4);
    assertThat(market.book.shownEnergy(2)).isZero();
  }

  @Test
  void keepsAMarketOrderWithinItsProtection() {
    TestBook protectedMarket = new TestBook(new SlotRules(1, -1_000, 1_000, 1_000, 0, 0, 5));
    protectedMarket.sell(1, 1, 10);
    protectedMarket.sell(2, 1, 15);
    protectedMarket.sell(3, 1, 16);

    assertThat(protectedMarket.place(4, order -> order.market(BUY, 9).immediateOrCancel()))
        .containsExactly(
            "accepted 4", "traded 4 1 1@10", "traded 4 2 1@15", "cancelled 4 7 UNFILLED");
  }

  @Test
  void protectsAMarketOrderFromTheFirstOrderItMeetsNotFromOneItPassesOver() {
    TestBook protectedMarket = new TestBook(new SlotRules(1, -1_000, 1_000, 1_000, 0, 0, 5));
    protectedMarket.place(1, order -> order.limit(SELL, 100, 10).allOrNone());
    protectedMarket.sell(2, 1, 14);
    protectedMarket.sell(3, 1, 19);
    protectedMarket.sell(4, 1, 20);

    assertThat(protectedMarket.place(5, order -> order.market(BUY, 9).immediateOrCancel()))
        .containsExactly(
            "accepted 5", "traded 5 2 1@14", "traded 5 3 1@19", "cancelled 5 7 UNFILLED");
  }

  @Test
  void cancelsAMarketOrderThatMeetsNobody() {
    assertThat(market.place(1, order -> order.market(SELL, 9).immediateOrCancel()))
        .containsExactly("accepted 1", "cancelled 1 9 UNFILLED");
  }

  @Test
  void endsADatedOrderAtItsInstantAndNotBefore() {
    market.place(1, order -> order.limit(BUY, 4, 10).goodTill(20));
    market.place(2, order -> order.limit(BUY, 4, 10).goodTill(10));

    assertThat(market.advanceTo(9)).isEmpty();
    assertThat(market.advanceTo(20))
        .containsExactly("cancelled 2 4 EXPIRED", "cancelled 1 4 EXPIRED");
  }

  @Test
  void passesOverAnAllOrNoneOrderThatItCannotFill() {
    market.place(1, order -> order.limit(SELL, 10, 9).allOrNone());
    market.sell(2, 4, 10);

    assertThat(market.buy(3, 6, 10)).containsExactly("accepted 3", "traded 3 2 4@10");
    assertThat(market.buy(4, 10, 10)).containsExactly("accepted 4", "traded 4 1 10@9");
    assertThat(market.book.openEnergy(3)).isEqualTo(2);
  }

  @Test
  void killsAnOrderThatTheWalkCannotFillThoughAnotherChoiceOfOrdersWould() {
    market.sell(1, 4, 9);
    market.place(2, order -> order.limit(SELL, 10, 10).allOrNone());

    assertThat(market.place(3, order -> order.limit(BUY, 10, 10).fillOrKill()))
        .containsExactly("accepted 3", "cancelled 3 10 UNFILLED");
    assertThat(market.place(4, order -> order.limit(BUY, 14, 10).fillOrKill()))
        .containsExactly("accepted 4", "traded 4 1 4@9", "traded 4 2 10@10");
  }

  @Test
  void letsAnArrivingAllOrNoneOrderTradeInFullOrRest() {
    market.sell(1, 4, 10);

    assertThat(market.place(2, order -> order.limit(BUY, 6, 10).allOrNone()))
        .containsExactly("accepted 2");
    assertThat(market.sell(3, 6, 8)).containsExactly("accepted 3", "traded 3 2 6@10");
  }

  @Test
  void givesAMinimumQuantityAtLeastItsMinimumOrItsRest() {
    market.place(1, order -> order.limit(SELL, 10, 10).minimum(6));

    assertThat(market.buy(2, 5, 9)).containsExactly("accepted 2");
    assertThat(market.place(3, order -> order.limit(BUY, 5, 10).immediateOrCancel()))
        .containsExactly("accepted 3", "cancelled 3 5 UNFILLED");
    assertThat(market.buy(4, 7, 10)).containsExactly("accepted 4", "traded 4 1 7@10");
    assertThat(market.buy(5, 2, 10)).containsExactly("accepted 5");
    assertThat(market.place(6, order -> order.limit(BUY, 3, 10).immediateOrCancel()))
        .containsExactly("accepted 6", "traded 6 1 3@10");
  }

  @Test
  void refillsAnIcebergBehindTheQueueOfItsPrice() {
    market.place(1, order -> order.limit(SELL, 10, 10).peak(3));
    market.sell(2, 5, 10);

    assertThat(levels()).containsExactly("10: 8 of 2");
    assertThat(market.buy(3, 4, 10))
        .containsExactly("accepted 3", "traded 3 1 3@10", "traded 3 2 1@10");
    assertThat(levels()).containsExactly("10: 7 of 2");
    assertThat(market.buy(4, 6, 10))
        .containsExactly("accepted 4", "traded 4 2 4@10", "traded 4 1 2@10");
    assertThat(market.buy(5, 9, 10))
        .containsExactly("accepted 5", "traded 5 1 1@10", "traded 5 1 3@10", "traded 5 1 1@10");
  }

  @Test
  void keepsPriorityOnlyWhenTheEnergyShrinks() {
    market.sell(1, 5, 10);
    market.sell(2, 5, 10);

    assertThat(market.amend(1, 4, 10)).containsExactly("amended 1 4@10");
    assertThat(market.buy(3, 1, 10)).contains("traded 3 1 1@10");
    assertThat(market.amend(1, 4, 10)).containsExactly("amended 1 4@10");
    assertThat(market.buy(4, 1, 10)).contains("traded 4 2 1@10");
  }

  @Test
  void letsAnAmendedOrderTrade() {
    market.sell(1, 5, 10);
    market.buy(2, 3, 8);

    assertThat(market.amend(2, 7, 10)).containsExactly("amended 2 7@10", "traded 2 1 5@10");
    assertThat(market.book.openEnergy(2)).isEqualTo(2);
  }

  @Test
  void anAmendmentOwesNothingToWhatAKilledOrderWouldHaveTaken() {
    market.place(1, order -> order.limit(SELL, 10, 10).allOrNone());
    market.place(2, order -> order.limit(BUY, 15, 10).fillOrKill());
    market.buy(3, 10, 5);
    market.buy(4, 10, 4);
    market.amend(4, 10, 3);

    assertThat(market.amend(3, 10, 10)).containsExactly("amended 3 10@10", "traded 3 1 10@10");
  }

  @Test
  void anAmendmentOwesNothingToWhatAnArrivingOrderHasTaken() {
    market.place(1, order -> order.limit(SELL, 20, 10).minimum(2));
    market.buy(2, 6, 10);
    market.buy(3, 5, 4);
    market.amend(3, 6, 5);

    assertThat(market.amend(3, 14, 10)).containsExactly("amended 3 14@10", "traded 3 1 14@10");
  }

  @Test
  void anArrivingOrderOwesNothingToWhatAnAmendedOneHasTaken() {
    market.buy(1, 1, 1);
    market.place(2, order -> order.limit(SELL, 20, 10).minimum(2));
    market.amend(1, 6, 10);

    assertThat(market.buy(3, 14, 10)).containsExactly("accepted 3", "traded 3 2 14@10");
  }

  @Test
  void tradesWithManyOrdersThatTakeAllOrNothingAndPassesOverTheLarge() {
    market.place(1, order -> order.limit(SELL, 9, 10).allOrNone());
    market.place(2, order -> order.limit(SELL, 2, 10).allOrNone());
    market.place(3, order -> order.limit(SELL, 5, 11).minimum(3));
    market.place(4, order -> order.limit(SELL, 2, 12).allOrNone());
    market.sell(5, 1, 12);
    market.place(6, order -> order.limit(SELL, 2, 13).allOrNone());

    assertThat(market.buy(7, 8, 12))
        .containsExactly("accepted 7", "traded 7 2 2@10", "traded 7 3 5@11", "traded 7 5 1@12");
  }

  @Test
  void takesHiddenEnergyFirstFromAnIcebergThatIsAmended() {
    market.place(1, order -> order.limit(SELL, 10, 10).peak(4));

    market.amend(1, 5, 10);
    assertThat(levels()).containsExactly("10: 4 of 1");
    market.amend(1, 3, 10);
    assertThat(levels()).containsExactly("10: 3 of 1");
  }

  @Test
  void cancelsAllOrdersOfAnOwner() {
    market.place(1, order -> order.limit(SELL, 5, 12).owner(7, CANCEL_NEWEST));
    market.place(2, order -> order.limit(BUY, 5, 10).owner(7, CANCEL_NEWEST));
    market.place(3, order -> order.limit(BUY, 5, 10).owner(8, CANCEL_NEWEST));
    market.place(4, order -> order.limit(BUY, 5, 11).owner(7, CANCEL_NEWEST).allOrNone());

    market.book.cancelAll(7, market.events);

    assertThat(market.events.take())
        .containsExactly(
            "cancelled 2 5 MASS_CANCEL", "cancelled 4 5 MASS_CANCEL", "cancelled 1 5 MASS_CANCEL");
    assertThat(market.book.size()).isEqualTo(1);
  }

  @Test
  void cancelsEverythingAtGateClosure() {
    market.sell(1, 5, 12);
    market.buy(2, 5, 10);
    market.buy(3, 5, 11);

    market.book.closeSlot(0, market.events);

    assertThat(market.events.take())
        .containsExactly(
            "cancelled 3 5 GATE_CLOSED", "cancelled 2 5 GATE_CLOSED", "cancelled 1 5 GATE_CLOSED");
    assertThat(market.buy(4, 5, 11)).containsExactly("rejected 4 SLOT_NOT_OPEN");
  }

  private List<String> levels() {
    List<String> levels = new ArrayList<>();
    market.book.levels(
        0, 0, SELL, (price, energy, orders) -> levels.add(price + ": " + energy + " of " + orders));
    return levels;
  }
}
