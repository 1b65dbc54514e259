package org.commonwatt.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commonwatt.core.MarketBounds;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watch passes what the real rules take and refuse, and finds rules with other bounds. */
class RoomWatchTest {
  private static final MarketBounds BOUNDS =
      MarketBounds.USUAL.withPlaces(12, 20).withTradesAtOnce(2);
  private static final String TAKER = Community.HOMES.get(0);
  private static final List<String> MAKERS =
      List.of(Community.HOMES.get(2), Community.HOMES.get(1));

  private final ToldLog log = new ToldLog(BOUNDS);

  /** An order meets three in continuous trading; then everybody places orders until all is full. */
  @BeforeEach
  void fill() {
    log.apply(new Command.ActivateRulebook(Rulebooks.plain()));
    Community.HOMES.forEach(home -> log.apply(new Command.ReportCollateral(home, 1L << 50, 0)));
    tick(-30);
    place(MAKERS.get(0), "m-1", 0, Side.SELL);
    place(MAKERS.get(0), "m-2", 0, Side.SELL);
    place(MAKERS.get(1), "m-3", 0, Side.SELL);
    log.apply(order(TAKER, "taker", 0, Side.BUY, 1_000));
    for (String home : Community.HOMES) {
      for (int slot = 0; slot < 3; slot++) {
        for (int i = 0; i < 4; i++) {
          place(home, home + "-" + slot + "-" + i, slot, Side.BUY);
        }
      }
    }
  }

  @Test
  void theRealRulesPass() {
    assertThat(
            log.of(Event.OrderCancelled.class).stream()
                .filter(order -> order.reason() == CancelReason.TRADE_LIMIT))
        .hasSize(1);
    assertThat(log.of(Event.OrderRejected.class))
        .extracting(refused -> refused.rejection().code())
        .contains(RejectionCode.OWN_ORDERS_FULL, RejectionCode.MARKET_FULL);
    assertThat(problem(BOUNDS)).isEmpty();
  }

  @Test
  void ordersThatAreTakenBeyondTheBoundsAreFound() {
    assertThat(problem(BOUNDS.withPlaces(4, 20)))
        .startsWith("an order was taken although there is OWN_ORDERS_FULL");
    assertThat(problem(BOUNDS.withPlaces(1_000, 8)))
        .startsWith("an order was taken although there is");
  }

  @Test
  void ordersThatAreRefusedWithinTheBoundsAreFound() {
    assertThat(problem(BOUNDS.withPlaces(1_000, 20)))
        .startsWith("refused by OWN_ORDERS_FULL, and there is null");
    assertThat(problem(BOUNDS.withPlaces(12, 1_000)))
        .startsWith("refused by OWN_ORDERS_FULL, and there is null");
  }

  @Test
  void moreTradesThanOneOrderMayMakeAndFewerAreFound() {
    assertThat(problem(BOUNDS.withTradesAtOnce(1))).startsWith("more trades at once than 1");
    assertThat(problem(BOUNDS.withTradesAtOnce(3))).startsWith("stopped by the limit of trades");
  }

  private String problem(MarketBounds bounds) {
    return log.problem(new RoomWatch(bounds, Rulebooks.of(0), new Sights())::take, event -> event);
  }

  private void place(String home, String id, int slot, Side side) {
    log.apply(order(home, id, slot, side, 100));
  }

  private static Command order(String home, String id, int slot, Side side, long energyWh) {
    return new Command.PlaceOrder(
        home,
        id,
        Community.areaOf(home),
        Community.slot(slot).startMillis(),
        side,
        side == Side.BUY ? 200_000 : 100_000,
        energyWh);
  }

  private void tick(int minutes) {
    log.apply(new Command.Tick(Community.START + minutes * Community.MINUTE));
  }
}
