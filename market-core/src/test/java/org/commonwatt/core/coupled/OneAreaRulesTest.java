package org.commonwatt.core.coupled;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The worked examples of the call auction, on books of one area. */
class OneAreaRulesTest {
  private final List<AuctionOrder> orders = new ArrayList<>();

  @Test
  void theExampleOfTheMarketRulesHolds() {
    buy(300_000, 2_000);
    buy(250_000, 1_000);
    sell(100_000, 1_500);
    sell(250_000, 3_000);
    OneArea result = OneArea.clear(orders);
    assertThat(fills(result)).containsExactly(2_000L, 1_000L, 1_500L, 1_500L);
    assertThat(result.volumeWh()).isEqualTo(3_000);
    assertInterval(result, 250_000L, 250_000L);
    assertThat(result.welfareNano())
        .isEqualTo(2_000L * 300_000 + 1_000L * 250_000 - 1_500L * 100_000 - 1_500L * 250_000);
  }

  @Test
  void buysAndSellsAtTheSamePriceTrade() {
    buy(100, 5);
    sell(100, 5);
    OneArea result = OneArea.clear(orders);
    assertThat(fills(result)).containsExactly(5L, 5L);
    assertThat(result.welfareNano()).isZero();
  }

  @Test
  void thePriceIsTheFlooredMiddleOfTheSupportingPrices() {
    buy(8, 1);
    sell(5, 1);
    assertThat(price()).isEqualTo(6);
  }

  @Test
  void theMiddleOfNegativePricesIsFlooredTowardsMinusInfinity() {
    buy(-5, 1);
    sell(-8, 1);
    assertThat(price()).isEqualTo(-7);
  }

  @Test
  void withoutATradeThePriceLiesBetweenTheBestBuyAndTheBestSell() {
    buy(10, 1);
    buy(20, 1);
    sell(41, 1);
    OneArea result = OneArea.clear(orders);
    assertThat(result.volumeWh()).isZero();
    assertInterval(result, 20L, 41L);
    assertThat(price()).isEqualTo(30);
  }

  @Test
  void withBuysOnlyThePriceIsTheBestBuy() {
    buy(10, 1);
    buy(20, 1);
    assertInterval(OneArea.clear(orders), 20L, null);
    assertThat(price()).isEqualTo(20);
  }

  @Test
  void withSellsOnlyThePriceIsTheBestSell() {
    sell(10, 1);
    sell(20, 1);
    assertInterval(OneArea.clear(orders), null, 10L);
    assertThat(price()).isEqualTo(10);
  }

  @Test
  void withoutOrdersThereIsNoPrice() {
    OneArea result = OneArea.clear(orders);
    assertInterval(result, null, null);
    assertThat(result.price()).isNull();
    assertThat(result.welfareNano()).isZero();
  }

  @Test
  void equalsAreCutProRataByLargestRemainder() {
    buy(100, 10);
    buy(100, 20);
    buy(100, 40);
    sell(50, 33);
    // 33 × 10 ÷ 70 = 4.71, 33 × 20 ÷ 70 = 9.43, 33 × 40 ÷ 70 = 18.86: two Wh are left over.
    assertThat(fills(OneArea.clear(orders))).containsExactly(5L, 9L, 19L, 33L);
  }

  @Test
  void equalRemaindersGoByOrderId() {
    buy(100, 2);
    buy(100, 2);
    buy(100, 2);
    sell(50, 4);
    assertThat(fills(OneArea.clear(orders))).containsExactly(2L, 1L, 1L, 4L);
  }

  @Test
  void aSmallOrderAtTheMarginMayGetNothingAndStillSetsThePrice() {
    buy(100, 1);
    buy(100, 1_000);
    sell(50, 1);
    OneArea result = OneArea.clear(orders);
    assertThat(fills(result)).containsExactly(0L, 1L, 1L);
    assertInterval(result, 100L, 100L);
  }

  @Test
  void sharesAndWelfareAreExactBeyondSixtyFourBits() {
    long energy = Amounts.MAX_ORDER_WH;
    long price = Amounts.MAX_ABS_PRICE_MICRO_PER_KWH;
    buy(price, energy);
    buy(price, energy - 1);
    buy(price, energy - 2);
    sell(-price, energy);
    OneArea result = OneArea.clear(orders);
    // A third each of 10¹² Wh up to rounding: 333,333,333,333.67, …333.33 and …333.00.
    assertThat(fills(result))
        .containsExactly(333_333_333_334L, 333_333_333_333L, 333_333_333_333L, energy);
    assertThat(result.welfareNano())
        .isEqualTo(BigInteger.valueOf(2 * price).multiply(BigInteger.valueOf(energy)));
  }

  @Test
  void ofTwoCrossingOrdersOfOneOwnerTheLaterIsReducedByTheEarlier() {
    order("home", Side.SELL, 50, 10);
    order("home", Side.BUY, 50, 13);
    order("other", Side.SELL, 50, 40);
    // Three Wh of the buy are left. The sells would share them 1 to 2, and home would have to buy
    // 1 Wh of its own: the buy is reduced by it, and of 2 Wh the shares of 0.4 and 1.6 are 0 and 2.
    assertThat(fills(OneArea.clear(orders))).containsExactly(0L, 2L, 2L);
  }

  @Test
  void anOrderThatIsReducedToNothingReducesNoOther() {
    order("home", Side.BUY, 50, 10);
    order("home", Side.SELL, 40, 10); // crosses the first: nothing left
    order("home", Side.BUY, 45, 10); // would cross the second, which is out: stays
    order("other", Side.SELL, 45, 20);
    assertThat(fills(OneArea.clear(orders))).containsExactly(10L, 0L, 10L, 20L);
  }

  @Test
  void ordersOfOneOwnerThatDoNotCrossBothTakePart() {
    order("home", Side.BUY, 40, 10);
    order("home", Side.SELL, 50, 10);
    order("a", Side.SELL, 40, 10);
    order("b", Side.BUY, 60, 5);
    assertThat(fills(OneArea.clear(orders))).containsExactly(5L, 0L, 10L, 5L);
  }

  @Test
  void anOrderThatIsReducedToNothingSetsNoPrice() {
    order("home", Side.SELL, 50, 10);
    order("home", Side.BUY, 90, 10);
    assertInterval(OneArea.clear(orders), null, 50L);
  }

  @Test
  void anEarlierOrderReducesALaterOneAlsoWhenItWouldNotHaveTraded() {
    order("p", Side.BUY, 80, 10);
    order("p", Side.SELL, 60, 10);
    order("d", Side.BUY, 90, 10);
    OneArea result = OneArea.clear(orders);
    assertThat(fills(result)).containsExactly(0L, 0L, 0L);
    assertThat(result.price()).isEqualTo(90);
    orders.remove(0);
    assertThat(fills(OneArea.clear(orders))).containsExactly(10L, 10L);
  }

  private void buy(long price, long energyWh) {
    order("owner-" + orders.size(), Side.BUY, price, energyWh);
  }

  private void sell(long price, long energyWh) {
    order("owner-" + orders.size(), Side.SELL, price, energyWh);
  }

  private void order(String owner, Side side, long price, long energyWh) {
    orders.add(new AuctionOrder(orders.size() + 1L, owner, side, price, energyWh));
  }

  private static void assertInterval(
      OneArea result, @Nullable Long lowest, @Nullable Long highest) {
    assertThat(result.lowest()).isEqualTo(lowest);
    assertThat(result.highest()).isEqualTo(highest);
  }

  private @Nullable Long price() {
    return OneArea.clear(orders).price();
  }

  private static List<Long> fills(OneArea result) {
    List<Long> fills = new ArrayList<>();
    for (int i = 0; i < result.orders().size(); i++) {
      fills.add(result.filledWh(i));
    }
    return fills;
  }
}
