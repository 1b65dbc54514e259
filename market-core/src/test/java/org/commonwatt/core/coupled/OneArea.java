package org.commonwatt.core.coupled;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A book of one area, cleared by the coupled auction. Fills are asked in order of order id. */
final class OneArea {
  private final List<AuctionOrder> orders;
  private final ClearingResult result;
  private final Map<String, Integer> places;

  private OneArea(List<AuctionOrder> given, ClearingResult result) {
    this.orders = given.stream().sorted(Comparator.comparingLong(AuctionOrder::orderId)).toList();
    this.result = result;
    this.places =
        IntStream.range(0, given.size())
            .boxed()
            .collect(Collectors.toMap(i -> result.input().orderId(i), i -> i));
  }

  static OneArea clear(List<AuctionOrder> given) {
    CaseBuilder builder = new CaseBuilder(ClearingRules.DEFAULT).area("A");
    for (AuctionOrder order : given) {
      builder.order(
          new CaseOrder(
              Long.toString(order.orderId()),
              "A",
              order.side(),
              order.priceMicroPerKwh(),
              order.energyWh(),
              order.orderId(),
              order.owner(),
              false,
              0));
    }
    ClearingOutcome outcome = CoupledAuction.clear(builder.build());
    assertThat(outcome).isInstanceOf(ClearingResult.class);
    return new OneArea(given, (ClearingResult) outcome);
  }

  /** The orders by id. */
  List<AuctionOrder> orders() {
    return orders;
  }

  long filledWh(int index) {
    return result.fillWh(places.getOrDefault(Long.toString(orders.get(index).orderId()), -1));
  }

  long volumeWh() {
    return result.volumeWh() / 2;
  }

  BigInteger welfareNano() {
    return result.welfareNano();
  }

  @Nullable Long price() {
    return result.priceMicroPerKwh(0);
  }

  @Nullable Long lowest() {
    return result.lowestPriceMicroPerKwh(0);
  }

  @Nullable Long highest() {
    return result.highestPriceMicroPerKwh(0);
  }
}
