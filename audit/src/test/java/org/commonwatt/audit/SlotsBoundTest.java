package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.commonwatt.model.Side;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedAuction.Area;
import org.commonwatt.model.StatedAuction.Arrival;
import org.commonwatt.model.StatedAuction.Figures;
import org.commonwatt.model.StatedAuction.Kind;
import org.commonwatt.model.StatedAuction.Link;
import org.commonwatt.model.StatedAuction.Order;
import org.commonwatt.model.StatedSlots;
import org.commonwatt.model.StatedSlots.Block;
import org.commonwatt.model.StatedSlots.Portion;
import org.commonwatt.model.StatedSlots.Terms;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What no set of blocks can pass, by prices that were stated. */
class SlotsBoundTest {
  private static final StatedAuction.Rules RULES =
      new StatedAuction.Rules("midpoint", "pro-rata", false);
  private static final Terms NONE = new Terms(1_000_000, 0, null, null, "p");

  @Test
  void aSetThatGivesEachWhatItGainsAtThePricesReachesIt() {
    StatedSlots stated = slots(slot(50L, buy(60, 100)), block("b", 40, null, null, 100));
    assertThat(new SlotsBound(stated).nano()).as("100 Wh at 60 - 40").isEqualTo(2_000);
  }

  @Test
  void aBlockThatLosesAndOneThatIsLeftOutAddNothing() {
    StatedSlots stated =
        slots(
            slot(50L, buy(60, 100)),
            block("dear", 70, null, null, 100),
            new Block("out", 0, Side.SELL, 40, List.of(new Portion(0, 100, 0)), NONE, true, 1));
    assertThat(new SlotsBound(stated).nano()).isEqualTo(1_000);
  }

  @Test
  void aGroupAddsTheMostOfItsBlocks() {
    StatedSlots stated =
        slots(
            slot(50L),
            block("a", 40, null, "g", 100),
            block("b", 20, null, "g", 100),
            block("c", 45, null, "h", 100));
    assertThat(new SlotsBound(stated).nano()).isEqualTo(3_000 + 500);
  }

  @Test
  void aFamilyCarriesAParentThatLosesOnlyIfItGainsTogether() {
    assertThat(family(60, 30)).as("loses 1,000, and gains 2,000").isEqualTo(1_000);
    assertThat(family(80, 30)).as("loses 3,000, and gains 2,000").isZero();
    assertThat(family(40, 60)).as("the parent alone").isEqualTo(1_000);
  }

  private static long family(long parent, long child) {
    return new SlotsBound(
            slots(
                slot(50L),
                block("up", parent, null, null, 100),
                block("run", child, "up", null, 100)))
        .nano()
        .longValueExact();
  }

  @Test
  void aLinkGainsTheSpreadLessItsFeeAtItsLimitOrNothing() {
    assertThat(link(10L, 50, 5)).isEqualTo(35 * 20);
    assertThat(link(50L, 10, 5)).isEqualTo(35 * 30);
    assertThat(link(48L, 50, 5)).isZero();
    assertThat(link(null, 10, 0)).as("without a price any other will do").isEqualTo(10 * 20);
  }

  /** Up to 20 Wh there and 30 back. */
  private static long link(@Nullable Long from, long to, long fee) {
    StatedAuction slot =
        new StatedAuction(
            RULES,
            List.of(area("A", from), area("B", to)),
            List.of(new Link(0, 1, -30, 20, fee, 0)),
            List.of(),
            StatedAuction.Totals.NONE);
    return new SlotsBound(new StatedSlots(List.of(slot), List.of(), StatedAuction.Totals.NONE))
        .nano()
        .longValueExact();
  }

  private static StatedSlots slots(StatedAuction slot, Block... blocks) {
    return new StatedSlots(List.of(slot), Arrays.asList(blocks), StatedAuction.Totals.NONE);
  }

  private static StatedAuction slot(Long price, Order... orders) {
    return new StatedAuction(
        RULES,
        List.of(area("A", price)),
        List.of(),
        Arrays.asList(orders),
        StatedAuction.Totals.NONE);
  }

  private static Area area(String id, @Nullable Long price) {
    return new Area(id, Kind.NORMAL, 0, new Figures(price, price, price, 0, 0, 0));
  }

  private static Order buy(long price, long wh) {
    return new Order("o", 0, Side.BUY, price, wh, 0, new Arrival("q", 1, false), wh, wh);
  }

  private static Block block(
      String id, long price, @Nullable String parent, @Nullable String group, long wh) {
    Terms terms = new Terms(1_000_000, 0, parent, group, "p");
    return new Block(id, 0, Side.SELL, price, List.of(new Portion(0, wh, wh)), terms, false, 1);
  }
}
