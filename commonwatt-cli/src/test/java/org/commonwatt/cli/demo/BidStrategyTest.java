package org.commonwatt.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.commonwatt.model.Rulebook.TariffStep;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

class BidStrategyTest {
  private static final TariffStep TARIFF = new TariffStep(0, 220_000, 80_000);

  @Property
  void aBidLiesBetweenFeedInAndRetail(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 17) int home, @ForAll Side side) {
    long price = new BidStrategy(seed).priceMicroPerKwh("home-" + home, 0, side, TARIFF);
    assertThat(price).isBetween(80_000L, 220_000L);
  }

  @Property
  void everyBuyerCrossesEverySellerOfTheSlot(
      @ForAll long seed, @ForAll long slot, @ForAll @IntRange(min = 1, max = 17) int home) {
    BidStrategy strategy = new BidStrategy(seed);
    long buy = strategy.priceMicroPerKwh("home-" + home, slot, Side.BUY, TARIFF);
    long sell = strategy.priceMicroPerKwh("home-" + (home + 1), slot, Side.SELL, TARIFF);
    assertThat(buy).isGreaterThanOrEqualTo(sell);
  }

  @Test
  void theSameSeedGivesTheSameBidAndAnotherSeedAnother() {
    long price = price(1);
    assertThat(price(1)).isEqualTo(price);
    assertThat(price(2)).isNotEqualTo(price);
  }

  @Test
  void surplusIsSoldAndDemandIsBought() {
    BidStrategy strategy = new BidStrategy(1);
    assertThat(strategy.side(5)).isEqualTo(Side.SELL);
    assertThat(strategy.side(-5)).isEqualTo(Side.BUY);
  }

  @Test
  void aTariffWithoutASpanIsBidAsItIs() {
    TariffStep flat = new TariffStep(0, 100, 100);
    assertThat(new BidStrategy(1).priceMicroPerKwh("home-01", 0, Side.BUY, flat)).isEqualTo(100);
  }

  private static long price(long seed) {
    return new BidStrategy(seed).priceMicroPerKwh("home-01", 900_000, Side.SELL, TARIFF);
  }
}
