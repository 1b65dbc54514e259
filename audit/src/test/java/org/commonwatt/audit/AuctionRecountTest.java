package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

class AuctionRecountTest {
  private final List<AuditedOrder> orders = new ArrayList<>();

  @Test
  void theExampleOfTheRules() {
    buy("a", 300_000, 2000);
    buy("b", 250_000, 1000);
    sell("c", 100_000, 1500);
    sell("d", 250_000, 3000);
    VillageRecount auction = new VillageRecount(orders);
    assertThat(fills(auction)).containsExactly(2000L, 1000L, 1500L, 1500L);
    assertThat(auction.price()).isEqualTo(250_000);
    assertThat(auction.lowest()).isEqualTo(auction.highest());
    assertThat(auction.welfareNano()).isEqualTo(BigInteger.valueOf(325_000_000));
  }

  @Test
  void noOrdersGiveNoPrice() {
    VillageRecount auction = new VillageRecount(orders);
    assertThat(auction.price()).isNull();
    assertThat(auction.volumeWh()).isZero();
  }

  @Test
  void oneSidedOrdersGiveTheirOnlyEnd() {
    buy("a", 100, 10);
    buy("b", 300, 10);
    VillageRecount auction = new VillageRecount(orders);
    assertThat(auction.lowest()).isEqualTo(300);
    assertThat(auction.highest()).isNull();
    assertThat(auction.price()).isEqualTo(300);
  }

  @Test
  void ordersThatDoNotMeetArePricedBetweenThem() {
    buy("a", 100, 10);
    sell("b", 301, 10);
    VillageRecount auction = new VillageRecount(orders);
    assertThat(auction.volumeWh()).isZero();
    assertThat(auction.price()).isEqualTo(200);
  }

  @Test
  void aNegativeMidpointIsFloored() {
    buy("a", -100, 10);
    sell("b", -103, 10);
    assertThat(new VillageRecount(orders).price()).isEqualTo(-102);
  }

  @Test
  void theLastWattHoursGoToTheLargestRemaindersThenTheEarlier() {
    buy("a", 200, 100);
    sell("b", 200, 70, 5);
    sell("c", 200, 70, 4);
    sell("d", 200, 71, 9);
    // 100 of 211: 33.18, 33.18 and 33.65: the last one Wh goes to the largest remainder.
    assertThat(fills(new VillageRecount(orders))).containsExactly(100L, 33L, 33L, 34L);
    orders.clear();
    buy("a", 200, 100);
    sell("b", 200, 70, 5);
    sell("c", 200, 70, 4);
    sell("d", 200, 70, 5);
    assertThat(fills(new VillageRecount(orders))).containsExactly(100L, 33L, 34L, 33L);
    orders.clear();
    buy("a", 200, 100);
    sell("b", 200, 70, 5);
    sell("c", 200, 70, 5);
    sell("d", 200, 70, 5);
    assertThat(fills(new VillageRecount(orders))).containsExactly(100L, 34L, 33L, 33L);
  }

  @Test
  void betterPricesComeBeforeTheMarginalOnes() {
    buy("a", 500, 100);
    sell("b", 300, 60);
    sell("c", 100, 60);
    assertThat(fills(new VillageRecount(orders))).containsExactly(100L, 40L, 60L);
  }

  @Test
  void anOrderThatCrossesAnEarlierOneOfItsOwnerIsReducedByIt() {
    sell("a", 100, 50);
    buy("a", 100, 50);
    buy("b", 90, 50);
    VillageRecount auction = new VillageRecount(orders);
    assertThat(fills(auction)).containsExactly(0L, 0L, 0L);
    assertThat(auction.price()).isEqualTo(95);
  }

  @Test
  void anOrderThatIsReducedToNothingReducesNoOther() {
    sell("a", 100, 50);
    buy("a", 300, 50);
    sell("a", 200, 50);
    buy("b", 250, 80);
    assertThat(fills(new VillageRecount(orders))).containsExactly(50L, 0L, 30L, 80L);
  }

  @Test
  void whoCouldOnlyBePairedWithItselfIsReducedFurther() {
    sell("home", 50, 10);
    buy("home", 50, 13);
    sell("other", 50, 40);
    // Of the 3 Wh left, home would sell 1 and buy 3, with 2 of others to buy: the later is cut to
    // 2.
    assertThat(fills(new VillageRecount(orders))).containsExactly(0L, 2L, 2L);
  }

  private List<Long> fills(VillageRecount auction) {
    return orders.stream().map(auction::fill).toList();
  }

  private void buy(String owner, long price, long energy) {
    add(owner, Side.BUY, price, new long[] {energy, 0});
  }

  private void sell(String owner, long price, long energy) {
    add(owner, Side.SELL, price, new long[] {energy, 0});
  }

  private void sell(String owner, long price, long energy, long time) {
    add(owner, Side.SELL, price, new long[] {energy, time});
  }

  private void add(String owner, Side side, long price, long[] energyAndTime) {
    long id = orders.size() + 1L;
    PlaceOrder order = new PlaceOrder(owner, "o" + id, "village", 0, side, price, energyAndTime[0]);
    orders.add(new AuditedOrder(id, order, energyAndTime[1] * 1000 + id));
  }
}
