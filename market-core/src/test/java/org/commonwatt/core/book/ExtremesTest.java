package org.commonwatt.core.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.model.SelfTradeMode.CANCEL_NEWEST;
import static org.commonwatt.model.SelfTradeMode.DECREMENT_AND_CANCEL;
import static org.commonwatt.model.Side.BUY;
import static org.commonwatt.model.Side.SELL;

import org.junit.jupiter.api.Test;

/** Orders at the ends of what an order may hold: its fields share words, 64 bits each. */
class ExtremesTest {
  private static final long PRICE = 10_000_000_000L;
  private static final long ENERGY = 1_000_000_000_000L;
  private static final int OWNER = OrderTicket.MAX_OWNER;
  private static final long[] IDS = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32};

  @Test
  void holdsTheLargestPricesBesideTheLargestOwner() {
    BookPair pair = allPrices();
    pair.place(1, order -> order.limit(SELL, 5, PRICE).owner(OWNER, CANCEL_NEWEST));
    pair.place(2, order -> order.limit(BUY, 5, -PRICE).owner(OWNER, CANCEL_NEWEST));
    pair.place(3, order -> order.limit(SELL, 5, PRICE - 1).owner(1, CANCEL_NEWEST));
    pair.place(4, order -> order.limit(BUY, 5, 1 - PRICE).owner(1, CANCEL_NEWEST));

    assertThat(pair.place(5, order -> order.limit(BUY, 7, PRICE)))
        .containsExactly("accepted 5", "traded 5 3 5@9999999999", "traded 5 1 2@10000000000");
    assertThat(pair.place(6, order -> order.limit(SELL, 7, -PRICE)))
        .containsExactly("accepted 6", "traded 6 4 5@-9999999999", "traded 6 2 2@-10000000000");
    assertThat(pair.amend(1, 2, PRICE)).containsExactly("amended 1 2@10000000000");
    assertThat(pair.amend(2, 9, -PRICE)).containsExactly("amended 2 9@-10000000000");
  }

  @Test
  void knowsTheLargestOwnerAtEitherEndOfThePrices() {
    BookPair pair = allPrices();
    pair.place(1, order -> order.limit(SELL, 5, -PRICE).owner(OWNER, CANCEL_NEWEST));

    assertThat(pair.place(2, order -> order.limit(BUY, 2, 0).owner(OWNER, DECREMENT_AND_CANCEL)))
        .containsExactly("accepted 2", "reduced 1 2", "cancelled 2 2 SELF_TRADE");
    assertThat(pair.place(3, order -> order.limit(BUY, 2, 0).owner(OWNER - 1, CANCEL_NEWEST)))
        .containsExactly("accepted 3", "traded 3 1 2@-10000000000");
    pair.place(4, order -> order.limit(SELL, 5, PRICE).owner(OWNER, CANCEL_NEWEST));
    pair.place(5, order -> order.limit(SELL, 5, PRICE).owner(OWNER - 1, CANCEL_NEWEST));
    assertThat(pair.cancelAll(OWNER))
        .containsExactly("cancelled 1 1 MASS_CANCEL", "cancelled 4 5 MASS_CANCEL");
  }

  @Test
  void holdsTheLargestEnergyAndTradesAllOfIt() {
    BookPair pair = new BookPair(BookNetwork.SINGLE, SlotRules.plain(-1_000, 1_000));
    pair.place(1, order -> order.limit(SELL, ENERGY, 3).owner(OWNER, CANCEL_NEWEST));
    pair.place(2, order -> order.limit(SELL, ENERGY, 4).peak(ENERGY / 1_000).goodTill(9));
    pair.place(3, order -> order.limit(BUY, ENERGY, -3).minimum(ENERGY - 1));

    assertThat(pair.amend(1, ENERGY - 1, 3)).containsExactly("amended 1 999999999999@3");
    assertThat(pair.place(4, order -> order.limit(BUY, ENERGY, 4)))
        .containsExactly("accepted 4", "traded 4 1 999999999999@3", "traded 4 2 1@4");
    assertThat(pair.place(5, order -> order.limit(SELL, ENERGY - 2, -5).immediateOrCancel()))
        .as("less than the minimum")
        .containsExactly("accepted 5", "cancelled 5 999999999998 UNFILLED");
    assertThat(pair.place(6, order -> order.limit(SELL, ENERGY, -5).fillOrKill()))
        .containsExactly("accepted 6", "traded 6 3 1000000000000@-3");
    assertThat(pair.amend(2, ENERGY, -1_000)).containsExactly("amended 2 1000000000000@-1000");
    assertThat(pair.cancel(2)).containsExactly("cancelled 2 1000000000000 BY_OWNER");
  }

  @Test
  void findsAnyNumberAsAnId() {
    BookPair pair = new BookPair(BookNetwork.SINGLE, SlotRules.plain(-1_000, 1_000));
    for (long id : IDS) {
      assertThat(pair.cancel(id)).containsExactly("rejected " + id + " UNKNOWN_ORDER");
      assertThat(pair.place(id, order -> order.limit(SELL, 5, 10)))
          .containsExactly("accepted " + id);
      assertThat(pair.place(id, order -> order.limit(SELL, 5, 10)))
          .containsExactly("rejected " + id + " ORDER_ID_REUSED");
    }
    for (long id : IDS) {
      assertThat(pair.amend(id, 4, 10)).containsExactly("amended " + id + " 4@10");
      assertThat(pair.amend(id, 4, 9)).containsExactly("amended " + id + " 4@9");
      assertThat(pair.place(7, order -> order.limit(BUY, 3, 9)))
          .containsExactly("accepted 7", "traded 7 " + id + " 3@9");
      assertThat(pair.cancel(id)).containsExactly("cancelled " + id + " 1 BY_OWNER");
    }
  }

  /** A market that takes every price; its money allows 922,337,203 Wh. */
  private static BookPair allPrices() {
    return new BookPair(BookNetwork.SINGLE, SlotRules.plain(-PRICE, PRICE));
  }
}
