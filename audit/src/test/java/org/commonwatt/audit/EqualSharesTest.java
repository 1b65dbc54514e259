package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Side;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedAuction.Area;
import org.commonwatt.model.StatedAuction.Arrival;
import org.commonwatt.model.StatedAuction.Figures;
import org.commonwatt.model.StatedAuction.Kind;
import org.commonwatt.model.StatedAuction.Order;
import org.commonwatt.model.StatedAuction.Rules;
import org.commonwatt.model.StatedAuction.Totals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Right shares pass; every other share of the same energy is found. */
class EqualSharesTest {
  private static final Rules PRO_RATA = new Rules("midpoint", "pro-rata", false);
  private static final Rules TIME = new Rules("midpoint", "time", false);
  private static final Rules CLEAN_PRO_RATA = new Rules("midpoint", "pro-rata", true);
  private static final Rules CLEAN_TIME = new Rules("midpoint", "time", true);

  private final List<Order> orders = new ArrayList<>();

  /** The example of the market rules: 10, 20 and 40 Wh share 33. */
  @Test
  void equalsShareInProportionByLargestRemainder() {
    add("a", Side.BUY, 10, 0, 5);
    add("b", Side.BUY, 20, 0, 9);
    add("c", Side.BUY, 40, 0, 19);
    assertOnlyTheseSharesPass(PRO_RATA);
  }

  @Test
  void ofEqualRemaindersTheEarlierIsRoundedUp() {
    add("a", Side.SELL, 10, 0, 5, 7);
    add("b", Side.SELL, 10, 0, 6, 3);
    assertOnlyTheseSharesPass(PRO_RATA);
    orders.clear();
    add("a", Side.SELL, 10, 0, 6, 3);
    add("b", Side.SELL, 10, 0, 5, 3); // then by id
    assertOnlyTheseSharesPass(PRO_RATA);
  }

  @Test
  void whoHasAMinimumKeepsItAndSharesWhatItCouldTakeBeyond() {
    add("a", Side.BUY, 30, 20, 24); // 10 beyond of 20, and 8 to share
    add("b", Side.BUY, 10, 0, 4);
    add("out", Side.BUY, 50, 40, 0); // not accepted: it has no share
    assertOnlyTheseSharesPass(PRO_RATA);
  }

  @Test
  void byTimeTheEarlierIsFullBeforeTheLaterGetsAnything() {
    add("late", Side.SELL, 10, 0, 0, 9);
    add("first", Side.SELL, 10, 0, 10, 1);
    add("second", Side.SELL, 10, 3, 6, 2);
    assertOnlyTheseSharesPass(TIME);
  }

  @Test
  void cleanSellsGoFirstByEitherRuleAndBuysDoNotCare() {
    addClean("wind", 10, 10);
    add("coal", Side.SELL, 10, 0, 3, 0);
    add("gas", Side.SELL, 20, 0, 6, 1);
    assertOnlyTheseSharesPass(CLEAN_PRO_RATA);
    orders.clear();
    addClean("wind", 10, 10);
    add("coal", Side.SELL, 10, 0, 9, 0);
    add("gas", Side.SELL, 20, 0, 0, 1);
    assertOnlyTheseSharesPass(CLEAN_TIME);
    orders.clear();
    add("a", Side.BUY, 10, 0, 5);
    orders.add(order("b", Side.BUY, new long[] {10, 0, 5}, new Arrival(null, 1, true)));
    assertOnlyTheseSharesPass(CLEAN_PRO_RATA);
  }

  @Test
  void whatSelfTradeTookIsNotShared() {
    Order reduced = order("a", Side.BUY, new long[] {10, 0, 2}, new Arrival("p", 1));
    orders.add(participating(reduced, 4, 2));
    add("b", Side.BUY, 16, 0, 8);
    assertOnlyTheseSharesPass(PRO_RATA);
  }

  @Test
  void sharesBeyondSixtyFourBitsAreExact() {
    long most = 1_000_000_000_000L;
    add("a", Side.BUY, most, 0, 333_333_333_333L);
    add("b", Side.BUY, most - 1, 0, 333_333_333_333L);
    add("c", Side.BUY, most - 2, 0, 333_333_333_332L);
    assertThat(complaints(PRO_RATA)).isEmpty();
    orders.set(0, participating(orders.get(0), most, 333_333_333_332L));
    orders.set(2, participating(orders.get(2), most - 2, 333_333_333_333L));
    assertThat(complaints(PRO_RATA)).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"-1", "11", "9223372036854775807", "-9223372036854775808"})
  void anImpossibleFillIsLeftToTheProof(long fillWh) {
    add("a", Side.BUY, 10, 0, fillWh);
    add("b", Side.BUY, 10, 0, 3);
    assertThat(complaints(PRO_RATA)).isEmpty();
  }

  @Test
  void anUnknownRuleIsFound() {
    assertThat(complaints(new Rules("midpoint", "by-weight", false)))
        .containsExactly("there is no such rule of ties: by-weight");
  }

  /** One Wh from any of them to any other, wherever both fills stay possible. */
  private void assertOnlyTheseSharesPass(Rules rules) {
    assertThat(complaints(rules)).isEmpty();
    List<Order> right = List.copyOf(orders);
    int moved = 0;
    for (int giver = 0; giver < right.size(); giver++) {
      for (int taker = 0; taker < right.size(); taker++) {
        Order less = right.get(giver);
        Order more = right.get(taker);
        boolean possible =
            less.fillWh() > less.minEnergyWh()
                && more.fillWh() < more.participatingWh()
                && (more.minEnergyWh() == 0 || more.fillWh() > 0);
        if (giver != taker && possible) {
          orders.set(giver, participating(less, less.participatingWh(), less.fillWh() - 1));
          orders.set(taker, participating(more, more.participatingWh(), more.fillWh() + 1));
          assertThat(complaints(rules)).as("from %s to %s", less.id(), more.id()).hasSize(2);
          orders.set(giver, less);
          orders.set(taker, more);
          moved++;
        }
      }
    }
    assertThat(moved).isPositive();
  }

  private List<String> complaints(Rules rules) {
    List<Area> areas = List.of(new Area("A", Kind.NORMAL, 0, Figures.NONE));
    return EqualShares.complaints(new StatedAuction(rules, areas, List.of(), orders, Totals.NONE));
  }

  private void add(String id, Side side, long energyWh, long minWh, long fillWh) {
    add(id, side, energyWh, minWh, fillWh, 1);
  }

  private void add(String id, Side side, long energyWh, long minWh, long fillWh, long time) {
    orders.add(order(id, side, new long[] {energyWh, minWh, fillWh}, new Arrival(null, time)));
  }

  private void addClean(String id, long energyWh, long fillWh) {
    orders.add(order(id, Side.SELL, new long[] {energyWh, 0, fillWh}, new Arrival(null, 9, true)));
  }

  /** Energy, minimum and fill. */
  private static Order order(String id, Side side, long[] wh, Arrival arrival) {
    return new Order(id, 0, side, 250_000, wh[0], wh[1], arrival, wh[0], wh[2]);
  }

  private static Order participating(Order order, long participatingWh, long fillWh) {
    return new Order(
        order.id(),
        order.area(),
        order.side(),
        order.priceMicroPerKwh(),
        order.energyWh(),
        order.minEnergyWh(),
        order.owner(),
        participatingWh,
        fillWh);
  }
}
