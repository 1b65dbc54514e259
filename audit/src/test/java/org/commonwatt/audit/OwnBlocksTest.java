package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.commonwatt.model.Side;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedAuction.Area;
import org.commonwatt.model.StatedAuction.Arrival;
import org.commonwatt.model.StatedAuction.Figures;
import org.commonwatt.model.StatedAuction.Kind;
import org.commonwatt.model.StatedAuction.Order;
import org.commonwatt.model.StatedAuction.Totals;
import org.commonwatt.model.StatedSlots;
import org.commonwatt.model.StatedSlots.Block;
import org.commonwatt.model.StatedSlots.Portion;
import org.commonwatt.model.StatedSlots.Terms;
import org.junit.jupiter.api.Test;

/** What the audit says of owners whose orders and blocks could trade with each other. */
class OwnBlocksTest {
  private final List<Order> orders = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();

  private void order(String owner, Side side, long price, long[] energyPartFill) {
    int time = orders.size() + blocks.size();
    orders.add(
        new Order(
            "o" + time,
            0,
            side,
            price,
            energyPartFill[0],
            0,
            new Arrival(owner, time),
            energyPartFill[1],
            energyPartFill[2]));
  }

  private void block(String owner, Side side, long price, long energyWh, boolean out, long fill) {
    int time = orders.size() + blocks.size();
    blocks.add(
        new Block(
            "k" + time,
            0,
            side,
            price,
            List.of(new Portion(0, energyWh, fill)),
            new Terms(0, 0, null, null, owner),
            out,
            time));
  }

  private static long[] whole(long energyWh, long fill) {
    return new long[] {energyWh, energyWh, fill};
  }

  private List<String> complaints() {
    StatedAuction slot =
        new StatedAuction(
            StatedAuction.Rules.USUAL,
            List.of(new Area("A", Kind.NORMAL, 0, Figures.NONE)),
            List.of(),
            orders,
            Totals.NONE);
    Totals totals =
        new Totals(
            true, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, Set.of());
    return OwnBlocks.complaints(new StatedSlots(List.of(slot), blocks, totals), 0);
  }

  @Test
  void whoTradesWithOthersOnlyPasses() {
    block("ann", Side.SELL, 100, 50, false, 50);
    order("bob", Side.BUY, 200, whole(50, 50));
    assertThat(complaints()).isEmpty();
  }

  @Test
  void aLaterOrderGivesWayByTheEnergyOfTheBlock() {
    block("ann", Side.SELL, 100, 50, false, 50);
    order("ann", Side.BUY, 100, new long[] {80, 30, 0});
    order("bob", Side.BUY, 200, whole(50, 50));
    assertThat(complaints()).isEmpty();
    orders.set(0, withPart(orders.get(0), 31));
    assertThat(complaints())
        .containsExactly("o1 takes part with more than crosses nothing earlier: 30");
  }

  @Test
  void aLaterOrderThatDoesNotCrossIsWhole() {
    block("ann", Side.SELL, 100, 50, false, 50);
    order("ann", Side.BUY, 99, whole(80, 0));
    order("bob", Side.BUY, 200, whole(50, 50));
    assertThat(complaints()).isEmpty();
  }

  @Test
  void aLaterBlockIsLeftOut() {
    order("ann", Side.BUY, 100, whole(10, 10));
    block("ann", Side.SELL, 100, 50, false, 0);
    order("bob", Side.SELL, 50, whole(10, 10));
    assertThat(complaints()).containsExactly("k1 crosses the earlier order o0 of its owner");
    blocks.clear();
    block("ann", Side.SELL, 100, 50, true, 0);
    assertThat(complaints()).isEmpty();
  }

  @Test
  void ofTwoBlocksTheLaterIsLeftOut() {
    block("ann", Side.BUY, 100, 10, false, 0);
    block("ann", Side.SELL, 90, 10, false, 0);
    assertThat(complaints()).containsExactly("k1 crosses the earlier block k0 of its owner");
  }

  @Test
  void whatAnOwnerGotCanBePairedWithOthers() {
    block("ann", Side.BUY, 100, 30, false, 30);
    block("ann", Side.SELL, 110, 30, false, 30);
    order("bob", Side.SELL, 90, whole(20, 20));
    order("cat", Side.BUY, 120, whole(20, 20));
    assertThat(complaints()).as("60 of 50").containsExactly("ann trades with itself in A");
    orders.clear();
    order("bob", Side.SELL, 90, whole(30, 30));
    order("cat", Side.BUY, 120, whole(30, 30));
    assertThat(complaints()).as("60 of 60").isEmpty();
  }

  @Test
  void whoHasOneSideOnlyIsNotReduced() {
    order("ann", Side.BUY, 100, new long[] {10, 9, 0});
    block("ann", Side.BUY, 100, 50, true, 0);
    block("bob", Side.SELL, 100, 50, false, 0);
    assertThat(complaints())
        .containsExactly(
            "o0 is reduced, but its owner has nothing on the other side",
            "k1 is left out, but its owner has nothing on the other side");
  }

  private static Order withPart(Order order, long part) {
    return new Order(
        order.id(),
        order.area(),
        order.side(),
        order.priceMicroPerKwh(),
        order.energyWh(),
        order.minEnergyWh(),
        order.owner(),
        part,
        order.fillWh());
  }

  @Test
  void aChainOfParentsAsDeepAsYouLikeIsAddedUp() {
    int deep = 3_000;
    for (int i = 0; i < deep; i++) {
      String parent = i == 0 ? "k" + (deep - 1) : "k" + (i - 1); // a ring, which is forged
      blocks.add(
          new Block(
              "k" + i,
              0,
              Side.SELL,
              100,
              List.of(new Portion(0, 1, 1)),
              new Terms(0, 0, parent, null, "ann"),
              false,
              i));
    }
    StatedAuction slot =
        new StatedAuction(
            StatedAuction.Rules.USUAL,
            List.of(new Area("A", Kind.NORMAL, 0, new Figures(99L, null, null, 0, deep, deep))),
            List.of(),
            List.of(),
            Totals.NONE);
    BlockRows rows = new BlockRows(new StatedSlots(List.of(slot), blocks, Totals.NONE));
    assertThat(rows.losers()).as("each with all the others, once").hasSize(deep);
  }
}
