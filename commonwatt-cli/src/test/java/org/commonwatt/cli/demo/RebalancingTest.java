package org.commonwatt.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.commonwatt.cli.demo.Rebalancing.Cancel;
import org.commonwatt.cli.demo.Rebalancing.Place;
import org.commonwatt.cli.demo.Rebalancing.Shrink;
import org.commonwatt.cli.demo.Rebalancing.Standing;
import org.commonwatt.cli.demo.Rebalancing.Step;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

class RebalancingTest {
  private static final Standing SELL_300 = new Standing(7, Side.SELL, 300, 120_000);
  private static final Standing SELL_100 = new Standing(8, Side.SELL, 100, 110_000);
  private static final Standing BUY_200 = new Standing(9, Side.BUY, 200, 180_000);

  @Test
  void whatIsMissingIsOrdered() {
    assertThat(Rebalancing.steps(250, List.of())).containsExactly(new Place(Side.SELL, 250));
    assertThat(Rebalancing.steps(-250, List.of())).containsExactly(new Place(Side.BUY, 250));
    assertThat(Rebalancing.steps(380, List.of(SELL_300))).containsExactly(new Place(Side.SELL, 80));
  }

  @Test
  void aSmallDifferenceIsLeftAlone() {
    assertThat(Rebalancing.steps(49, List.of())).isEmpty();
    assertThat(Rebalancing.steps(330, List.of(SELL_300))).isEmpty();
    assertThat(Rebalancing.steps(260, List.of(SELL_300))).isEmpty();
  }

  @Test
  void tooMuchIsTakenBackFromTheNewestOrders() {
    assertThat(Rebalancing.steps(200, List.of(SELL_300)))
        .containsExactly(new Shrink(7, Side.SELL, 200, 120_000));
    assertThat(Rebalancing.steps(200, List.of(SELL_300, SELL_100)))
        .containsExactly(new Cancel(8), new Shrink(7, Side.SELL, 200, 120_000));
  }

  @Test
  void theWrongSideIsCancelledFirst() {
    assertThat(Rebalancing.steps(-120, List.of(SELL_300)))
        .containsExactly(new Cancel(7), new Place(Side.BUY, 120));
    assertThat(Rebalancing.steps(10, List.of(SELL_300))).containsExactly(new Cancel(7));
    assertThat(Rebalancing.steps(-200, List.of(SELL_100, BUY_200))).containsExactly(new Cancel(8));
  }

  @Property
  void afterTheStepsAlmostTheNeedStandsOnOneSide(
      @ForAll @LongRange(min = -2_000, max = 2_000) long need,
      @ForAll @Size(max = 4) List<@LongRange(min = -900, max = 900) Long> orders) {
    List<Standing> open = new ArrayList<>();
    for (long signed : orders) {
      if (signed != 0) {
        open.add(
            new Standing(
                open.size() + 1L, signed > 0 ? Side.SELL : Side.BUY, Math.abs(signed), 100));
      }
    }
    long stands = 0;
    List<Standing> left = new ArrayList<>(open);
    for (Step step : Rebalancing.steps(need, open)) {
      if (step instanceof Cancel cancel) {
        left.removeIf(order -> order.orderId() == cancel.orderId());
      } else if (step instanceof Shrink shrink) {
        Standing old =
            left.stream().filter(o -> o.orderId() == shrink.orderId()).findFirst().orElseThrow();
        assertThat(shrink.openWh()).isBetween(1L, old.openWh() - 1);
        left.remove(old);
        left.add(new Standing(old.orderId(), old.side(), shrink.openWh(), 100));
      } else if (step instanceof Place place) {
        stands += place.side() == Side.SELL ? place.energyWh() : -place.energyWh();
      }
    }
    assertThat(left.stream().map(Standing::side).distinct().count()).isLessThanOrEqualTo(1);
    for (Standing order : left) {
      stands += order.side() == Side.SELL ? order.openWh() : -order.openWh();
    }
    assertThat(Math.abs(need - stands)).isLessThan(Rebalancing.LEAST_WH);
  }
}
