package org.commonwatt.core.coupled;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.commonwatt.model.Side;

/** With one area, however many orders, the auction gives what sorting and matching gives. */
class OneAreaTest {

  @Property(tries = 100)
  void agreesWithSortingAndMatching(
      @ForAll long seed,
      @ForAll @IntRange(max = 6000) int count,
      @ForAll @IntRange(min = 1, max = 1_000_000_000) int priceRange) {
    List<AuctionOrder> orders = orders(new Random(seed), count, priceRange);
    OneArea result = OneArea.clear(orders);
    List<AuctionOrder> buys = side(orders, Side.BUY);
    List<AuctionOrder> sells = side(orders, Side.SELL);
    long volume = 0;
    BigInteger welfare = BigInteger.ZERO;
    int sell = 0;
    long sellLeft = sells.isEmpty() ? 0 : sells.get(0).energyWh();
    for (AuctionOrder buy : buys) {
      long buyLeft = buy.energyWh();
      while (buyLeft > 0
          && sell < sells.size()
          && buy.priceMicroPerKwh() >= sells.get(sell).priceMicroPerKwh()) {
        long energy = Math.min(buyLeft, sellLeft);
        volume += energy;
        long gain = buy.priceMicroPerKwh() - sells.get(sell).priceMicroPerKwh();
        welfare = welfare.add(BigInteger.valueOf(energy).multiply(BigInteger.valueOf(gain)));
        buyLeft -= energy;
        sellLeft -= energy;
        if (sellLeft == 0 && ++sell < sells.size()) {
          sellLeft = sells.get(sell).energyWh();
        }
      }
    }
    assertThat(result.volumeWh()).isEqualTo(volume);
    assertThat(result.welfareNano()).isEqualTo(welfare);
  }

  private static List<AuctionOrder> orders(Random random, int count, int priceRange) {
    List<AuctionOrder> orders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
      long price = random.nextInt(priceRange) - priceRange / 4;
      long energy = 1 + (random.nextLong() >>> 24) % 1_000_000_000_000L;
      orders.add(new AuctionOrder(i, "p" + i, side, price, energy));
    }
    return orders;
  }

  /** Best price first. */
  private static List<AuctionOrder> side(List<AuctionOrder> orders, Side side) {
    Comparator<AuctionOrder> byPrice = Comparator.comparingLong(AuctionOrder::priceMicroPerKwh);
    return orders.stream()
        .filter(order -> order.side() == side)
        .sorted(side == Side.BUY ? byPrice.reversed() : byPrice)
        .toList();
  }
}
