package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.START;

import org.commonwatt.core.OrderBook.Level;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

class BookTest {
  private final TestMarket market = TestMarket.open();

  @Test
  void openOrdersAreAddedUpByPriceBestFirst() {
    market.place("home-01", Side.BUY, 100, 10);
    market.place("home-02", Side.BUY, 200, 20);
    market.place("home-03", Side.BUY, 100, 30);
    market.place("home-02", Side.SELL, 500, 40);
    market.place("home-02", Side.SELL, 400, 50);
    assertThat(market.machine().book("village", START).buys())
        .containsExactly(new Level(200, 20, 1), new Level(100, 40, 2));
    assertThat(market.machine().book("village", START).sells())
        .containsExactly(new Level(400, 50, 1), new Level(500, 40, 1));
  }

  @Test
  void cancelledAndClearedOrdersAreNotInTheBook() {
    market.place("home-01", Side.BUY, 100, 10);
    market.place("home-02", Side.SELL, 500, 40);
    market.apply(new CancelOrder("home-01", 1));
    assertThat(market.machine().book("village", START).buys()).isEmpty();
    market.tick(START);
    assertThat(market.machine().book("village", START).sells()).isEmpty();
  }

  @Test
  void aSlotThatIsNotOpenHasAnEmptyBook() {
    assertThat(market.machine().book("village", START + 50 * QUARTER).buys()).isEmpty();
    assertThat(market.machine().auction(START)).isEmpty();
    assertThat(market.machine().trades(START)).isEmpty();
    assertThat(market.machine().order(1)).isEmpty();
    assertThat(market.machine().order("home-01", "none")).isEmpty();
  }
}
