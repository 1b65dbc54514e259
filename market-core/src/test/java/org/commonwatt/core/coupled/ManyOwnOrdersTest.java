package org.commonwatt.core.coupled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** Owners who have far more orders that cross than are taken back one by one. */
class ManyOwnOrdersTest {
  private final List<AuctionOrder> orders = new ArrayList<>();

  @Test
  void afterEightRoundsAllThatCrossesAnEarlierOrderOfItsOwnerDropsOut() {
    order("home", Side.SELL, 10, 20);
    for (int i = 0; i < 100; i++) {
      order("home", Side.BUY, 50 + i, 1); // the first ten are used up by the sell
    }
    order("other", Side.BUY, 60, 5);
    OneArea result = OneArea.clear(orders);
    // Eight rounds took one buy each, the latest; the ninth all of them.
    assertThat(filledWh(result, "home", Side.BUY)).isZero();
    assertThat(filledWh(result, "home", Side.SELL)).isEqualTo(5);
    assertThat(filledWh(result, "other", Side.BUY)).isEqualTo(5);
  }

  @Test
  void anOwnerWithoutAnExcessKeepsItsReducedOrders() {
    order("home", Side.SELL, 10, 20);
    order("calm", Side.SELL, 40, 1);
    order("calm", Side.BUY, 90, 3); // 2 Wh of it take part
    for (int i = 0; i < 100; i++) {
      order("home", Side.BUY, 50, 1);
    }
    OneArea result = OneArea.clear(orders);
    assertThat(filledWh(result, "home", Side.BUY)).isZero();
    assertThat(filledWh(result, "calm", Side.BUY)).isEqualTo(2);
    assertThat(filledWh(result, "home", Side.SELL)).isEqualTo(2);
  }

  /** An algorithm that looks at all pairs, or clears once per order, does not come back. */
  @Test
  void fiftyThousandCrossingOrdersOfOneOwnerAreNoBurden() {
    for (int i = 0; i < 25_000; i++) {
      order("home", Side.SELL, 1 + i % 100, 3 + i % 5);
      order("home", Side.BUY, 50 + i % 80, 1 + i % 11);
    }
    order("other", Side.BUY, 500, 1_000);
    OneArea result = OneArea.clear(orders);
    long sold = filledWh(result, "home", Side.SELL);
    assertThat(sold).isPositive().isEqualTo(filledWh(result, "other", Side.BUY));
    assertThat(filledWh(result, "home", Side.BUY)).isZero();
  }

  @Property(tries = 300)
  void nobodyTradesWithItself(@ForAll long seed) {
    Random random = new Random(seed);
    int owners = 1 + random.nextInt(4);
    for (int i = 20 + random.nextInt(100); i > 0; i--) {
      order(
          "owner-" + random.nextInt(owners),
          random.nextBoolean() ? Side.BUY : Side.SELL,
          random.nextInt(12),
          1 + random.nextInt(random.nextBoolean() ? 3 : 60));
    }
    OneArea result = OneArea.clear(orders);
    for (int owner = 0; owner < owners; owner++) {
      long bought = filledWh(result, "owner-" + owner, Side.BUY);
      long sold = filledWh(result, "owner-" + owner, Side.SELL);
      assertThat(bought == 0 || sold == 0 || bought + sold <= result.volumeWh()).isTrue();
    }
  }

  private long filledWh(OneArea result, String owner, Side side) {
    long sum = 0;
    for (int i = 0; i < orders.size(); i++) {
      AuctionOrder order = result.orders().get(i);
      if (order.owner().equals(owner) && order.side() == side) {
        sum += result.filledWh(i);
      }
    }
    return sum;
  }

  private void order(String owner, Side side, long price, long energyWh) {
    orders.add(new AuctionOrder(orders.size() + 1L, owner, side, price, energyWh));
  }
}
