package org.commonwatt.core.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.model.Side.BUY;
import static org.commonwatt.model.Side.SELL;

import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.model.SelfTradeMode;
import org.junit.jupiter.api.Test;

/** One arriving order makes a bounded number of trades, and leaves no crossed book behind. */
class TradeLimitTest {
  private final TestBook market =
      new TestBook(
          new ContinuousBook(BookNetwork.SINGLE, ContinuousBook.DEFAULT_MAX_ORDERS, 2),
          TestBook.RULES);

  @Test
  void whatCouldTradeOnBeyondTheLimitEndsAndDoesNotRest() {
    threeSells();
    assertThat(market.buy(4, 30, 10))
        .containsExactly(
            "accepted 4", "traded 4 1 5@8", "traded 4 2 5@9", "cancelled 4 20 TRADE_LIMIT");
    assertThat(market.book.size()).isEqualTo(1);
  }

  @Test
  void whatCouldNotTradeOnRests() {
    threeSells();
    assertThat(market.buy(4, 30, 9))
        .as("the third sell is dearer")
        .containsExactly("accepted 4", "traded 4 1 5@8", "traded 4 2 5@9");
    assertThat(market.book.openEnergy(4)).isEqualTo(20);
  }

  @Test
  void whoIsFilledByTheLastTradeIsNotLimited() {
    threeSells();
    assertThat(market.buy(4, 10, 10))
        .containsExactly("accepted 4", "traded 4 1 5@8", "traded 4 2 5@9");
  }

  @Test
  void ordersUnderSpecialRulesAreLimitedLikePlainOnes() {
    for (UnaryOperator<OrderTicket> kind :
        List.<UnaryOperator<OrderTicket>>of(
            OrderTicket::immediateOrCancel,
            order -> order.goodTill(5),
            order -> order.peak(7),
            order -> order.minimum(10),
            order -> order.market(BUY, 30).immediateOrCancel())) {
      market.book.clear();
      market.book.openSlot(0, TestBook.RULES);
      threeSells();
      assertThat(market.place(4, order -> kind.apply(order.limit(BUY, 30, 10))))
          .containsExactly(
              "accepted 4", "traded 4 1 5@8", "traded 4 2 5@9", "cancelled 4 20 TRADE_LIMIT");
    }
  }

  @Test
  void whoMustHaveMoreThanTheLimitGivesTradesNothing() {
    threeSells();
    assertThat(market.place(4, order -> order.limit(BUY, 15, 10).fillOrKill()))
        .containsExactly("accepted 4", "cancelled 4 15 TRADE_LIMIT");
    assertThat(market.place(5, order -> order.limit(BUY, 15, 10).allOrNone()))
        .as("it would rest beside the orders that fill it")
        .containsExactly("accepted 5", "cancelled 5 15 TRADE_LIMIT");
    assertThat(market.place(6, order -> order.limit(BUY, 20, 10).minimum(11)))
        .containsExactly("accepted 6", "cancelled 6 20 TRADE_LIMIT");
    assertThat(market.place(7, order -> order.limit(BUY, 10, 10).fillOrKill()))
        .containsExactly("accepted 7", "traded 7 1 5@8", "traded 7 2 5@9");
  }

  @Test
  void everyRefillOfAnIcebergIsATrade() {
    market.place(1, order -> order.limit(SELL, 5, 10).peak(1));
    assertThat(market.buy(2, 5, 10))
        .containsExactly(
            "accepted 2", "traded 2 1 1@10", "traded 2 1 1@10", "cancelled 2 3 TRADE_LIMIT");
    assertThat(market.book.openEnergy(1)).isEqualTo(3);
  }

  @Test
  void anAmendedOrderThatEntersAgainIsLimited() {
    threeSells();
    market.buy(4, 30, 7);
    assertThat(market.amend(4, 30, 10))
        .containsExactly(
            "amended 4 30@10", "traded 4 1 5@8", "traded 4 2 5@9", "cancelled 4 20 TRADE_LIMIT");
  }

  @Test
  void ownOrdersOnTheWayAreNoTrades() {
    for (long id = 1; id <= 4; id++) {
      market.place(id, order -> order.limit(SELL, 5, 10).owner(7, SelfTradeMode.CANCEL_NEWEST));
    }
    market.sell(5, 5, 10);
    assertThat(
            market.place(6, order -> order.limit(BUY, 6, 10).owner(7, SelfTradeMode.CANCEL_OLDEST)))
        .hasSize(6)
        .endsWith("cancelled 4 5 SELF_TRADE", "traded 6 5 5@10");
    assertThat(market.book.openEnergy(6)).isEqualTo(1);
  }

  @Test
  void aTicketMayBeLimitedFurtherToNoTradeAtAll() {
    threeSells();
    assertThat(market.place(4, order -> order.limit(BUY, 5, 10).limitTrades(0)))
        .containsExactly("accepted 4", "cancelled 4 5 TRADE_LIMIT");
    assertThat(market.place(5, order -> order.limit(BUY, 5, 7).limitTrades(0)))
        .as("it meets nobody")
        .containsExactly("accepted 5");
    assertThat(market.buy(6, 5, 8)).as("the next ticket is not limited").hasSize(2);
  }

  @Test
  void theLimitOfEveryBookIsTenThousand() {
    TestBook usual = new TestBook();
    for (long id = 1; id <= 11; id++) {
      usual.place(id, order -> order.limit(SELL, 1_000, 10).peak(1));
    }
    List<String> events = usual.buy(100, 11_000, 10);
    assertThat(events).filteredOn(event -> event.startsWith("traded")).hasSize(10_000);
    assertThat(events).last().isEqualTo("cancelled 100 1000 TRADE_LIMIT");
    assertThat(usual.book.openEnergy(100)).isZero();
  }

  private void threeSells() {
    market.sell(1, 5, 8);
    market.sell(2, 5, 9);
    market.sell(3, 5, 10);
  }
}
