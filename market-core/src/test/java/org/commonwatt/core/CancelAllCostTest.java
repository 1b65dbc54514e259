package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.START;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.commonwatt.model.Command.CancelAll;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.CommandFrame.Entry;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.MassCancelled;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** A mass cancel costs what its owner has open, however many orders others have. */
class CancelAllCostTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int OTHERS = 20_000;

  private final TestMarket market = TestMarket.open();

  @Test
  void theOrdersOfOthersAndThoseThatEndedAreNotLookedAt() {
    bytesOfMassCancel();
    long alone = bytesOfMassCancel();
    for (int i = 0; i < OTHERS; i++) {
      market.apply(TestMarket.order("home-02", "o-" + i, Side.SELL, 10, 1));
    }
    assertThat(bytesOfMassCancel()).isLessThan(alone + OTHERS); // a list of them has 4 bytes each
  }

  @Test
  void theOrdersAreCancelledByTheirIds() {
    market.tick(START - 45 * TestMarket.MINUTE); // the next slot opens
    market.place("home-01", Side.SELL, 10, 1);
    market.place("home-02", Side.SELL, 10, 1);
    market.apply(
        new PlaceOrder("home-01", "next", "village", START + TestMarket.QUARTER, Side.SELL, 10, 1));
    market.place("home-01", Side.SELL, 10, 1);
    market.place("home-01", Side.SELL, 10, 1);
    market.apply(new CancelOrder("home-01", 4));
    List<Event> events = market.apply(new CancelAll("home-01", null));
    assertThat(events)
        .filteredOn(OrderCancelled.class::isInstance)
        .extracting(event -> ((OrderCancelled) event).orderId())
        .containsExactly(1L, 3L, 5L);
    assertThat(events).last().isEqualTo(new MassCancelled("home-01", null, 3));
    assertThat(market.machine().openOrders("home-01")).isEmpty();
    assertThat(market.machine().openOrders("home-02")).hasSize(1);
  }

  /** Three orders of home-01 are placed and cancelled together. */
  private long bytesOfMassCancel() {
    for (int i = 0; i < 3; i++) {
      market.place("home-01", Side.SELL, 10, 1);
    }
    Entry cancel = new Entry(CommandOrigin.NONE, new CancelAll("home-01", null));
    long before = THREADS.getCurrentThreadAllocatedBytes();
    market.machine().apply(cancel, event -> {});
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
