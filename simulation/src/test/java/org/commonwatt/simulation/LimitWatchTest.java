package org.commonwatt.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.commonwatt.core.MarketBounds;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watch passes what the rules do with limits of connections, and finds what passes them. */
class LimitWatchTest {
  private static final String HOME = Community.HOMES.get(0);

  private final ToldLog log = new ToldLog(MarketBounds.USUAL);
  private final Sights sights = new Sights();

  /** 4,000 W are 1,000 Wh of a slot. */
  @BeforeEach
  void trade() {
    log.apply(new Command.ActivateRulebook(Rulebooks.of(1).get(0)));
    log.apply(new Command.ReportCollateral(HOME, 1L << 50, 0));
    log.apply(new Command.ReportCapability(HOME, 0, 4_000, 8_000));
    log.apply(new Command.Tick(Community.START - 45 * Community.MINUTE));
    order("sell", Side.SELL, 600);
    order("too-much", Side.SELL, 401);
    order("just-so", Side.SELL, 400);
    order("buy", Side.BUY, 2_000);
    log.apply(new Command.ReportCapability(HOME, 0, 2_000, 2_000));
    order("less-now", Side.BUY, 1);
  }

  @Test
  void theRealRulesPass() {
    assertThat(log.of(Event.OrderRejected.class))
        .extracting(refused -> refused.rejection().code())
        .containsExactly(RejectionCode.FEED_IN_EXCEEDED, RejectionCode.LOAD_EXCEEDED);
    assertThat(problem(event -> event)).isEmpty();
    assertThat(sights.counts())
        .containsKeys(Sight.LIMITS_CHANGED, Sight.FEED_IN_EXCEEDED, Sight.LOAD_EXCEEDED);
  }

  @Test
  void anOrderBeyondALimitIsFound() {
    assertThat(
            problem(
                event ->
                    event instanceof Event.OrderAccepted order && order.energyWh() == 400
                        ? new Event.OrderAccepted(
                            order.orderId(),
                            HOME,
                            order.clientOrderId(),
                            order.area(),
                            order.slot(),
                            order.side(),
                            order.priceMicroPerKwh(),
                            401,
                            order.timeMillis(),
                            order.terms())
                        : event))
        .startsWith("an order passes its owner's limit");
  }

  @Test
  void aRefusalWithoutAReasonIsFound() {
    assertThat(
            problem(
                event ->
                    event instanceof Event.OrderAccepted order && order.energyWh() == 600
                        ? null
                        : event))
        .startsWith("refused although the limit is not passed");
  }

  @Test
  void anotherRegistrationThanTheCommandsIsFound() {
    assertThat(
            problem(
                event ->
                    event instanceof Event.CapabilityRegistered now
                        ? new Event.CapabilityRegistered(HOME, 0, now.feedInW() + 1, now.loadW())
                        : event))
        .startsWith("its command registers something else");
  }

  private void order(String id, Side side, long energyWh) {
    log.apply(
        new Command.PlaceOrder(
            HOME, id, Community.areaOf(HOME), Community.START, side, 100_000, energyWh));
  }

  private String problem(UnaryOperator<@Nullable Event> change) {
    LimitWatch watch = new LimitWatch(sights);
    return log.problem((told, command) -> watch.take(told.event(), command), change);
  }
}
