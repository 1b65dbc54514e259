package org.commonwatt.core.coupled;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** The largest prices, energies and fees there are stay exact. */
class ExtremesTest {
  private static final long PRICE = Amounts.MAX_ABS_PRICE_MICRO_PER_KWH;
  private static final long ENERGY = Amounts.MAX_ORDER_WH;

  @Test
  void welfareMayPass64Bits() {
    CaseBuilder builder = new CaseBuilder(ClearingRules.DEFAULT).area("A").area("B");
    builder.link(new CaseLink("A", "B", -ENERGY, ENERGY, 0));
    builder.order(order("b", "B", Side.BUY, PRICE));
    builder.order(order("s", "A", Side.SELL, -PRICE));
    ClearingResult result = (ClearingResult) CoupledAuction.clear(builder.build());
    assertThat(result.welfareNano())
        .isEqualTo(BigInteger.valueOf(ENERGY).multiply(BigInteger.valueOf(2 * PRICE)));
    assertThat(result.fillWh(0)).isEqualTo(ENERGY);
  }

  @Test
  void feesAlongAForcedChainAddUpInThePrices() {
    CaseBuilder builder = new CaseBuilder(ClearingRules.DEFAULT);
    for (int a = 10; a < 60; a++) {
      builder.area("A" + a);
    }
    for (int a = 11; a < 60; a++) {
      builder.link(new CaseLink("A" + (a - 1), "A" + a, 0, ENERGY, PRICE));
    }
    builder.link(new CaseLink("A59", "A10", ENERGY / 2, ENERGY, 0));
    ClearingResult result = (ClearingResult) CoupledAuction.clear(builder.build());
    assertThat(result.flowWh(0)).isEqualTo(ENERGY / 2);
    assertThat(result.isCleared()).isFalse();
    assertThat(result.feeNano())
        .isEqualTo(BigInteger.valueOf(49 * (ENERGY / 2)).multiply(BigInteger.valueOf(PRICE)));
  }

  private static CaseOrder order(String id, String area, Side side, long price) {
    return new CaseOrder(id, area, side, price, ENERGY, null, null, false, 0);
  }
}
