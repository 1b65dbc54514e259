package org.commonwatt.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** What is told of the whole market. */
class MarketTotalsTest {
  private static final DeliverySlot SLOT = new DeliverySlot(900_000, 15);

  private static ContinuousTrade trade(long taker, long energyWh) {
    return new ContinuousTrade(
        1, SLOT, taker, taker, Side.BUY, "a", "b", "x", "x", energyWh, 0, 0, List.of(), null);
  }

  /** The sums less the public list of trades would tell each contract. */
  @Test
  void bilateralContractsAreNotAmongThem() {
    MarketTotals totals = MarketTotals.NONE.plus(trade(7, 300)).plus(trade(0, 500));
    assertThat(totals).isEqualTo(new MarketTotals(0, 1, 300));
  }
}
