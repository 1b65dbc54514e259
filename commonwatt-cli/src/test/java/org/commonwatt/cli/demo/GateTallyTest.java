package org.commonwatt.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.junit.jupiter.api.Test;

/** Two blocks at gates, of which one is accepted. */
class GateTallyTest {
  private static final DeliverySlot SLOT = new DeliverySlot(0, 15);

  @Test
  void blocksAndWhatTheirAuctionsSaidAreCounted() {
    GateTally tally = new GateTally();
    tally.add(new Event.BlockAccepted("home-02", "early", 4, 2));
    tally.add(window(true, List.of()));
    tally.add(new Event.BlockAccepted("home-02", "late", 9, 2));
    tally.add(window(false, List.of(4L, 7L)));
    tally.add(new Event.OrderFilled(8, 50, 100));
    tally.add(new Event.OrderFilled(9, 300, 100));
    tally.add(new Event.OrderFilled(10, 200, 100));
    tally.add(new Event.OrderFilled(11, 70, 100));
    GateTotals totals = tally.totals();
    assertThat(totals).isEqualTo(new GateTotals(2, 1, 500, 2, 1, 2));
    assertThat(totals.describe())
        .isEqualTo(
            "Blocks at the gates: 2 waited, 1 accepted with 500 Wh; 2 auctions joined by blocks, 1"
                + " proven optimal, 2 paradoxically rejected");
  }

  private static Event window(boolean optimal, List<Long> rejected) {
    return new Event.WindowCleared(
        SLOT, 2, BigInteger.ONE, BigInteger.TEN, optimal, List.of(), rejected);
  }
}
