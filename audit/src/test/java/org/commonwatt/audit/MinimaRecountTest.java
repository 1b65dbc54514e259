package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.commonwatt.audit.StatedAuctions.Stated;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** Orders with a minimum quantity in the auction: "Clearing coupled areas", 6. */
class MinimaRecountTest {
  private static final DeliverySlot SLOT = new DeliverySlot(0, 15);

  private final List<AuditedOrder> orders = new ArrayList<>();

  @Test
  void anOrderWhoseMinimumCannotBeMetGetsNothing() {
    sell(100, 10, OrderTerms.DEFAULT.wholly());
    sell(200, 4, OrderTerms.DEFAULT);
    buy(300, 6, OrderTerms.DEFAULT);
    assertThat(fills()).containsExactly(0L, 4L, 4L);
  }

  @Test
  void aMinimumThatIsWorthItIsTaken() {
    sell(100, 6, OrderTerms.DEFAULT.wholly());
    sell(200, 4, OrderTerms.DEFAULT);
    buy(300, 6, OrderTerms.DEFAULT);
    assertThat(fills()).containsExactly(6L, 0L, 6L);
  }

  @Test
  void nobodyIsTakenAtALoss() {
    sell(100, 10, OrderTerms.DEFAULT.atLeast(8)); // would make 8 − 2 of them worth 50
    buy(300, 6, OrderTerms.DEFAULT);
    buy(50, 4, OrderTerms.DEFAULT);
    assertThat(fills()).containsExactly(0L, 0L, 0L);
  }

  @Test
  void equalsAtTheMarginKeepTheirMinimaAndShareTheRest() {
    sell(100, 10, OrderTerms.DEFAULT.atLeast(4));
    sell(100, 12, OrderTerms.DEFAULT);
    buy(300, 10, OrderTerms.DEFAULT);
    assertThat(fills()).containsExactly(6L, 4L, 10L); // 6 left for 6 and 12: 2 and 4
  }

  @Test
  void whoDeclaresASourceComesFirstWhereTheRulesWantThat() {
    OrderTerms solar = OrderTerms.DEFAULT.declaring(EnergySource.SOLAR);
    sell(100, 10, OrderTerms.DEFAULT.atLeast(4));
    sell(100, 12, OrderTerms.DEFAULT);
    sell(100, 3, solar);
    sell(100, 4, solar.atLeast(1));
    buy(300, 14, OrderTerms.DEFAULT);
    assertThat(fills(true))
        .containsExactly(5L, 2L, 3L, 4L, 14L); // 5 and 6 more, then 3 for 6 and 12
    assertThat(fills(false)).containsExactly(6L, 5L, 1L, 2L, 14L); // 9 more for 6, 12, 3 and 3
  }

  @Test
  void ofEqualSetsTheEarliestIsTaken() {
    sell(100, 6, OrderTerms.DEFAULT.wholly());
    sell(100, 6, OrderTerms.DEFAULT.wholly());
    buy(300, 6, OrderTerms.DEFAULT);
    assertThat(fills()).containsExactly(6L, 0L, 6L);
    orders.set(0, orders.get(0).amended(99, 100, 6)); // lost its place
    assertThat(fills()).containsExactly(0L, 6L, 6L);
  }

  @Test
  void reducedBelowItsMinimumAnOrderDropsOut() {
    order("p", Side.BUY, 300, 2, OrderTerms.DEFAULT);
    order("p", Side.SELL, 100, 6, OrderTerms.DEFAULT.atLeast(5));
    buy(300, 6, OrderTerms.DEFAULT);
    assertThat(fills()).containsExactly(0L, 0L, 0L);
  }

  @Test
  void whereTheMarketDidNotProveItsSetBestItIsTakenIfItIsAdmissibleAndBetterThanNone() {
    sell(100, 6, OrderTerms.DEFAULT.wholly());
    sell(90, 6, OrderTerms.DEFAULT.wholly());
    buy(300, 6, OrderTerms.DEFAULT);
    AuctionRecount gap = recount(new Stated(false, Set.of(1L, 3L)));
    assertThat(gap.fill(orders.get(0))).isEqualTo(6);
    assertThat(gap.isProven()).isFalse();
    assertThat(gap.cleared(SLOT).optimal()).isFalse();
    AuctionRecount proven = recount(new Stated(true, Set.of(1L, 3L)));
    assertThat(proven.fill(orders.get(0))).isZero();
    assertThat(proven.isProven()).isTrue();
    assertThat(recount(new Stated(false, Set.of(1L, 2L))).fill(orders.get(0))).isZero();
  }

  private AuctionRecount recount(Stated stated) {
    return new AuctionRecount(Areas.single("village"), orders, false, stated);
  }

  private List<Long> fills() {
    return fills(false);
  }

  private List<Long> fills(boolean cleanFirst) {
    AuctionRecount recount =
        new AuctionRecount(Areas.single("village"), orders, cleanFirst, new Stated(true, Set.of()));
    return orders.stream().map(recount::fill).toList();
  }

  private void sell(long price, long energy, OrderTerms terms) {
    order("s" + orders.size(), Side.SELL, price, energy, terms);
  }

  private void buy(long price, long energy, OrderTerms terms) {
    order("b" + orders.size(), Side.BUY, price, energy, terms);
  }

  private void order(String who, Side side, long price, long energy, OrderTerms terms) {
    long id = orders.size() + 1L;
    PlaceOrder order = new PlaceOrder(who, "c" + id, "village", 0, side, price, energy, terms);
    orders.add(new AuditedOrder(id, order, id));
  }
}
