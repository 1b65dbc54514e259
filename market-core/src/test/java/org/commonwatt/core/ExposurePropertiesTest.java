package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.commonwatt.model.CommandFrame.Entry;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;

/**
 * What members may still have to deliver and take, kept up with every change, equals the plain sum
 * over their open orders and the trades that stand: after every command of any stream.
 */
class ExposurePropertiesTest {
  private static final int TRIES = 20;
  private static final List<String> HOMES = List.of("home-01", "home-02", "home-03", "home-04");

  private final WatchedMarket market = new WatchedMarket();
  private long exposed; // comparisons of something that is not 0

  /** Whether the market never restarts or goes on from its saved state again and again. */
  @Property(tries = TRIES)
  void worstNetEnergiesAreTheSumsOverOpenOrdersAndTrades(
      @ForAll long seed, @ForAll @IntRange(min = 20, max = 800) int between) {
    run(seed, between);
  }

  /** The streams must reach what the properties are about. */
  @Example
  void theStreamsEnterAmendFillCancelExpireBustAndHoldAuctions() {
    Set<String> seen = new HashSet<>();
    for (long seed = 0; seed < TRIES; seed++) {
      for (Entry entry : market.start(seed)) {
        market.apply(entry).forEach(event -> seen.add(event.getClass().getSimpleName()));
      }
    }
    assertThat(seen)
        .contains(
            named(Event.OrderAccepted.class),
            named(Event.OrderAmended.class),
            named(Event.OrderReduced.class),
            named(Event.OrderCancelled.class),
            named(Event.OrderExpired.class),
            named(Event.TradeMade.class),
            named(Event.ContinuousTrade.class),
            named(Event.TradeBusted.class),
            named(Event.AuctionCancelled.class),
            named(Event.GateMissed.class));
    exposed = 0;
    run(1, 25);
    assertThat(exposed).isGreaterThan(300);
  }

  private void run(long seed, int between) {
    int applied = 0;
    for (Entry entry : market.start(seed)) {
      market.apply(entry);
      if (++applied % between == 0) {
        market.restart();
      }
      List<DeliverySlot> slots =
          market.machine().slots().stream().filter(this::isUnsettled).toList();
      for (String home : HOMES) {
        List<Order> open = market.open(home);
        slots.forEach(slot -> assertRecounted(open, home, slot.startMillis()));
      }
    }
  }

  private boolean isUnsettled(DeliverySlot slot) {
    return market
        .machine()
        .phase(slot.startMillis())
        .filter(phase -> phase.compareTo(SlotPhase.SETTLED) < 0)
        .isPresent();
  }

  private void assertRecounted(List<Order> open, String home, long slotStart) {
    Exposure kept = market.machine().exposure(home, slotStart);
    long buys = market.worst(open, home, slotStart, Side.BUY);
    long sells = market.worst(open, home, slotStart, Side.SELL);
    if (kept.worstNetBuyWh() != buys || kept.worstNetSellWh() != sells) { // asserting takes longer
      assertThat(List.of(kept.worstNetBuyWh(), kept.worstNetSellWh()))
          .as("buys and sells of %s in %d", home, slotStart)
          .isEqualTo(List.of(buys, sells));
    }
    exposed += buys == 0 && sells == 0 ? 0 : 1;
  }

  private static String named(Class<? extends Event> kind) {
    return kind.getSimpleName();
  }
}
