package org.commonwatt.core.coupled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.commonwatt.core.auction.AuctionOrder;
import org.commonwatt.core.auction.AuctionResult;
import org.commonwatt.core.auction.CallAuction;
import org.commonwatt.model.Side;

/** With one area the coupled auction gives what the auction of one area gives. */
class OneAreaTest {

  @Property(tries = 150)
  void agreesWithTheAuctionOfOneArea(
      @ForAll long seed,
      @ForAll @IntRange(max = 6000) int count,
      @ForAll @IntRange(min = 1, max = 1_000_000_000) int priceRange) {
    Random random = new Random(seed);
    List<AuctionOrder> orders = new ArrayList<>();
    CaseBuilder builder = new CaseBuilder(ClearingRules.DEFAULT).area("A");
    for (int i = 0; i < count; i++) {
      Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
      long price = random.nextInt(priceRange) - priceRange / 4;
      long energy = 1 + (random.nextLong() >>> 24) % 1_000_000_000_000L;
      orders.add(new AuctionOrder(i, "p" + i, side, price, energy));
      String id = String.format(Locale.ROOT, "%06d", i);
      builder.order(new CaseOrder(id, "A", side, price, energy, null, null, false, 0));
    }
    AuctionResult expected = CallAuction.clear(orders);
    ClearingResult result = (ClearingResult) CoupledAuction.clear(builder.build());
    for (int i = 0; i < count; i++) {
      assertThat(result.fillWh(i)).isEqualTo(expected.filledWh(i));
    }
    assertThat(result.welfareNano()).isEqualTo(expected.welfareNano());
    assertThat(result.lowestPriceMicroPerKwh(0)).isEqualTo(expected.interval().minMicroPerKwh());
    assertThat(result.highestPriceMicroPerKwh(0)).isEqualTo(expected.interval().maxMicroPerKwh());
    assertThat(result.priceMicroPerKwh(0)).isEqualTo(expected.interval().midpointMicroPerKwh());
  }
}
