package org.commonwatt.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.commonwatt.core.MarketBounds;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CancelAfterPassed;
import org.commonwatt.model.Event.MassCancelled;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watch passes what the real rules cancel, and finds each thing that is wrong with it. */
class CancelWatchTest {
  private static final String HOME = Community.HOMES.get(0);
  private static final String OTHER = Community.HOMES.get(1);

  private final ToldLog log = new ToldLog(MarketBounds.USUAL);
  private final Sights sights = new Sights();

  /** Two of three orders fall to a mass cancel, two to a switch that was renewed once. */
  @BeforeEach
  void cancel() {
    log.apply(new Command.ActivateRulebook(Rulebooks.plain()));
    Community.HOMES.forEach(home -> log.apply(new Command.ReportCollateral(home, 1L << 50, 0)));
    tick(-50);
    place("a", Side.BUY, 0);
    place("b", Side.BUY, 0);
    place("c", Side.SELL, 0);
    log.apply(new Command.CancelAll(HOME, Community.START, Community.areaOf(HOME), Side.BUY));
    log.apply(new Command.CancelAfter(OTHER, 600));
    log.apply(new Command.CancelAfter(OTHER, 0));
    log.apply(new Command.CancelAfter(HOME, 10));
    log.apply(new Command.CancelAfter(HOME, 300));
    tick(-49);
    place("d", Side.BUY, 0);
    tick(-45);
  }

  @Test
  void theRealRulesPass() {
    assertThat(log.of(MassCancelled.class)).extracting(MassCancelled::orders).containsExactly(2);
    assertThat(log.of(CancelAfterPassed.class))
        .extracting(CancelAfterPassed::orders)
        .containsExactly(2);
    assertThat(problem(event -> event)).isEmpty();
    assertThat(sights.counts())
        .containsKeys(
            Sight.CANCELLED_IN_SLOT,
            Sight.CANCELLED_IN_AREA,
            Sight.CANCELLED_ON_SIDE,
            Sight.CANCEL_SPARED_ORDERS,
            Sight.SWITCH_RENEWED,
            Sight.SWITCH_TAKEN_AWAY,
            Sight.SWITCH_PASSED);
  }

  @Test
  void aMassCancelOfOtherOrdersIsFound() {
    assertThat(problem(event -> event instanceof MassCancelled all ? with(all, 3) : event))
        .startsWith("a mass cancel took other orders");
    assertThat(
            problem(
                event ->
                    event instanceof MassCancelled all
                        ? new MassCancelled(
                            all.participant(),
                            all.slotStartMillis(),
                            all.area(),
                            Side.SELL,
                            all.orders())
                        : event))
        .startsWith("a mass cancel took other orders");
  }

  @Test
  void anOrderThatAMassCancelLeavesIsFound() {
    assertThat(
            problem(
                event ->
                    event instanceof MassCancelled all
                        ? with(all, 1)
                        : isFirst(event, CancelReason.MASS_CANCEL) ? null : event))
        .startsWith("a mass cancel left an order");
  }

  @Test
  void ordersThatFallForNobodyAreFound() {
    assertThat(problem(event -> event instanceof MassCancelled ? null : event))
        .startsWith("orders were cancelled, and nobody says for whom");
    assertThat(problem(event -> event instanceof CancelAfterPassed ? null : event))
        .startsWith("orders were cancelled, and nobody says for whom");
  }

  @Test
  void aSwitchThatDoesNotPassIsFound() {
    assertThat(
            problem(
                event ->
                    event instanceof CancelAfterPassed || is(event, CancelReason.NOT_RENEWED)
                        ? null
                        : event))
        .startsWith("the clock passed a switch");
  }

  @Test
  void aSwitchThatPassesAtAnotherTimeIsFound() {
    assertThat(
            problem(
                event ->
                    event instanceof CancelAfterPassed passed
                        ? new CancelAfterPassed(
                            passed.participant(), passed.deadlineMillis() + 1, passed.orders())
                        : event))
        .startsWith("a switch passed that was not set");
    assertThat(
            problem(
                event ->
                    event instanceof Event.CancelAfterSet set && set.deadlineMillis() != 0
                        ? new Event.CancelAfterSet(
                            set.participant(), set.deadlineMillis() - 299_000)
                        : event))
        .startsWith("the clock passed a switch");
  }

  @Test
  void anOrderThatASwitchLeavesIsFound() {
    assertThat(
            problem(
                event ->
                    event instanceof CancelAfterPassed passed
                        ? new CancelAfterPassed(passed.participant(), passed.deadlineMillis(), 1)
                        : isFirst(event, CancelReason.NOT_RENEWED) ? null : event))
        .startsWith("a switch left an order");
  }

  private String problem(UnaryOperator<@Nullable Event> change) {
    CancelWatch watch = new CancelWatch(sights);
    return log.problem((envelope, command) -> watch.take(envelope), change);
  }

  private static MassCancelled with(MassCancelled all, int orders) {
    return new MassCancelled(
        all.participant(), all.slotStartMillis(), all.area(), all.side(), orders);
  }

  private static boolean is(@Nullable Event event, CancelReason reason) {
    return event instanceof OrderCancelled order && order.reason() == reason;
  }

  private boolean isFirst(@Nullable Event event, CancelReason reason) {
    return log.of(OrderCancelled.class).stream()
        .filter(order -> order.reason() == reason)
        .findFirst()
        .orElseThrow()
        .equals(event);
  }

  private void place(String id, Side side, int slot) {
    long price = side == Side.BUY ? 100_000 : 200_000;
    log.apply(
        new Command.PlaceOrder(
            HOME,
            id,
            Community.areaOf(HOME),
            Community.slot(slot).startMillis(),
            side,
            price,
            100));
  }

  private void tick(int minutes) {
    log.apply(new Command.Tick(Community.START + minutes * Community.MINUTE));
  }
}
