package org.commonwatt.core.auction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.commonwatt.core.auction.AuctionResult.PriceInterval;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallAuctionTest {
  private final List<AuctionOrder> orders = new ArrayList<>();

  @Test
  void theExampleOfTheMarketRulesHolds() {
    buy(300_000, 2_000);
    buy(250_000, 1_000);
    sell(100_000, 1_500);
    sell(250_000, 3_000);
    AuctionResult result = CallAuction.clear(orders);
    assertThat(fills(result)).containsExactly(2_000L, 1_000L, 1_500L, 1_500L);
    assertThat(result.volumeWh()).isEqualTo(3_000);
    assertThat(result.interval()).isEqualTo(new PriceInterval(250_000L, 250_000L));
    assertThat(result.welfareNano())
        .isEqualTo(2_000L * 300_000 + 1_000L * 250_000 - 1_500L * 100_000 - 1_500L * 250_000);
    assertThat(result.trades())
        .containsExactly(trade(1, 3, 1_500), trade(1, 4, 500), trade(2, 4, 1_000));
  }

  @Test
  void buysAndSellsAtTheSamePriceTrade() {
    buy(100, 5);
    sell(100, 5);
    AuctionResult result = CallAuction.clear(orders);
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
    AuctionResult result = CallAuction.clear(orders);
    assertThat(result.volumeWh()).isZero();
    assertThat(result.trades()).isEmpty();
    assertThat(result.interval()).isEqualTo(new PriceInterval(20L, 41L));
    assertThat(price()).isEqualTo(30);
  }

  @Test
  void withBuysOnlyThePriceIsTheBestBuy() {
    buy(10, 1);
    buy(20, 1);
    assertThat(CallAuction.clear(orders).interval()).isEqualTo(new PriceInterval(20L, null));
    assertThat(price()).isEqualTo(20);
  }

  @Test
  void withSellsOnlyThePriceIsTheBestSell() {
    sell(10, 1);
    sell(20, 1);
    assertThat(CallAuction.clear(orders).interval()).isEqualTo(new PriceInterval(null, 10L));
    assertThat(price()).isEqualTo(10);
  }

  @Test
  void withoutOrdersThereIsNoPrice() {
    AuctionResult result = CallAuction.clear(orders);
    assertThat(result.interval()).isEqualTo(new PriceInterval(null, null));
    assertThat(result.interval().midpointMicroPerKwh()).isNull();
    assertThat(result.welfareNano()).isZero();
  }

  @Test
  void equalsAreCutProRataByLargestRemainder() {
    buy(100, 10);
    buy(100, 20);
    buy(100, 40);
    sell(50, 33);
    // 33 × 10 ÷ 70 = 4.71, 33 × 20 ÷ 70 = 9.43, 33 × 40 ÷ 70 = 18.86: two Wh are left over.
    assertThat(fills(CallAuction.clear(orders))).containsExactly(5L, 9L, 19L, 33L);
  }

  @Test
  void equalRemaindersGoByOrderId() {
    buy(100, 2);
    buy(100, 2);
    buy(100, 2);
    sell(50, 4);
    assertThat(fills(CallAuction.clear(orders))).containsExactly(2L, 1L, 1L, 4L);
  }

  @Test
  void aSmallOrderAtTheMarginMayGetNothingAndStillSetsThePrice() {
    buy(100, 1);
    buy(100, 1_000);
    sell(50, 1);
    AuctionResult result = CallAuction.clear(orders);
    assertThat(fills(result)).containsExactly(0L, 1L, 1L);
    assertThat(result.interval()).isEqualTo(new PriceInterval(100L, 100L));
  }

  @Test
  void sharesAndWelfareAreExactBeyondSixtyFourBits() {
    long energy = Amounts.MAX_ORDER_WH;
    long price = Amounts.MAX_ABS_PRICE_MICRO_PER_KWH;
    buy(price, energy);
    buy(price, energy - 1);
    buy(price, energy - 2);
    sell(-price, energy);
    AuctionResult result = CallAuction.clear(orders);
    // A third each of 10¹² Wh up to rounding: 333,333,333,333.67, …333.33 and …333.00.
    assertThat(fills(result))
        .containsExactly(333_333_333_334L, 333_333_333_333L, 333_333_333_333L, energy);
    assertThat(result.welfareNano())
        .isEqualTo(BigInteger.valueOf(2 * price).multiply(BigInteger.valueOf(energy)));
  }

  @Test
  void ofTwoCrossingOrdersOfOneOwnerTheLaterTakesNoPart() {
    order("home", Side.SELL, 50, 10);
    order("home", Side.BUY, 50, 10);
    order("other", Side.BUY, 60, 4);
    AuctionResult result = CallAuction.clear(orders);
    assertThat(fills(result)).containsExactly(4L, 0L, 4L);
    assertThat(result.interval()).isEqualTo(new PriceInterval(50L, 50L));
  }

  @Test
  void anOrderThatTakesNoPartExcludesNoOther() {
    order("home", Side.BUY, 50, 10);
    order("home", Side.SELL, 40, 10); // crosses the first: out
    order("home", Side.BUY, 45, 10); // would cross the second, which is out: stays
    order("other", Side.SELL, 45, 20);
    assertThat(fills(CallAuction.clear(orders))).containsExactly(10L, 0L, 10L, 20L);
  }

  @Test
  void ordersOfOneOwnerThatDoNotCrossBothTakePart() {
    order("home", Side.BUY, 40, 10);
    order("home", Side.SELL, 50, 10);
    order("a", Side.SELL, 40, 10);
    order("b", Side.BUY, 60, 5);
    assertThat(fills(CallAuction.clear(orders))).containsExactly(5L, 0L, 10L, 5L);
  }

  @Test
  void anOrderThatTakesNoPartSetsNoPrice() {
    order("home", Side.SELL, 50, 10);
    order("home", Side.BUY, 90, 10);
    assertThat(CallAuction.clear(orders).interval()).isEqualTo(new PriceInterval(null, 50L));
  }

  @Test
  void oneIdTwiceIsRefused() {
    orders.add(new AuctionOrder(7, "a", Side.BUY, 1, 1));
    orders.add(new AuctionOrder(7, "b", Side.SELL, 1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CallAuction.clear(orders))
        .withMessage("two orders have the id 7");
  }

  @Test
  void energyBeyondSixtyFourBitsIsAnError() {
    AuctionOrder order = new AuctionOrder(1, "a", Side.BUY, 1, Amounts.MAX_ORDER_WH);
    List<AuctionOrder> many = Collections.nCopies(9_300_000, order);
    assertThatThrownBy(() -> new OrderQueue(many, Side.BUY, new int[many.size()]))
        .isInstanceOf(ArithmeticException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-1, 0",
    "1000000000001, 0",
    "1, 10000000001",
    "1, -10000000001",
    "1, -9223372036854775808"
  })
  void anOrderOutOfRangeIsRefused(long energyWh, long price) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AuctionOrder(1, "a", Side.BUY, price, energyWh))
        .withMessageStartingWith("order 1: ");
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

  private AuctionTrade trade(int buy, int sell, long energyWh) {
    return new AuctionTrade(orders.get(buy - 1), orders.get(sell - 1), energyWh);
  }

  private @Nullable Long price() {
    return CallAuction.clear(orders).interval().midpointMicroPerKwh();
  }

  private static List<Long> fills(AuctionResult result) {
    List<Long> fills = new ArrayList<>();
    for (int i = 0; i < result.orders().size(); i++) {
      fills.add(result.filledWh(i));
    }
    return fills;
  }
}
