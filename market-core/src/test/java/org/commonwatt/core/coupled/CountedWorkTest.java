package org.commonwatt.core.coupled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commonwatt.core.coupled.BlockOrder.Portion;
import org.commonwatt.core.coupled.BlockOrder.Terms;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** Work beside the search itself is in its budget, too: of owners' blocks, and of sweeps. */
class CountedWorkTest {
  private static final int BLOCKS = 200;

  /** So many blocks of one owner that buy in two slots, and somebody who sells in each. */
  private static MultiSlotCase input(long workBudget) {
    MultiSlotBuilder builder =
        new MultiSlotBuilder(
            new ClearingRules(PriceRule.MIDPOINT, TieRule.PRO_RATA, false, 1_000, workBudget));
    builder.slot("s0").slot("s1").area("A");
    for (int i = 0; i < BLOCKS; i++) {
      builder.block(
          new BlockOrder(
              "b" + i,
              "A",
              Side.BUY,
              100_000 + i,
              List.of(new Portion("s0", 10), new Portion("s1", 10)),
              Terms.ALL_OR_NOTHING,
              (long) i,
              "ann"));
    }
    for (String slot : List.of("s0", "s1")) {
      builder.order(
          slot, new CaseOrder("o" + slot, "A", Side.SELL, 50_000, 1_005, 1_000L, "bob", false, 0));
    }
    return builder.build();
  }

  @Test
  void comparingTheBlocksOfAnOwnerCounts() {
    MultiSlotCase input = input(ClearingRules.DEFAULT_WORK_BUDGET);
    BlockOwners owners = new BlockOwners(input, new SlotClearings(input));
    assertThat(owners.takeSteps())
        .as("each with those before it, in two slots")
        .isGreaterThanOrEqualTo(BLOCKS * (BLOCKS - 1));
    assertThat(owners.takeSteps()).as("once").isZero();
  }

  @Test
  void itCountsInTheBudgetOfTheSearch() {
    MultiSlotResult result = (MultiSlotResult) MultiSlotAuction.clear(input(BLOCKS * (BLOCKS - 1)));
    assertThat(result.isOptimal()).as("the comparisons alone take the budget").isFalse();
    assertThat(result.welfareBoundNano()).isGreaterThan(result.welfareNano());
  }

  @Test
  void sweepsCount() {
    MultiSlotCase input = input(ClearingRules.DEFAULT_WORK_BUDGET);
    SlotClearings clearings = new SlotClearings(input);
    SlotDual[] slots = new SlotDual[input.slots.size()];
    for (int s = 0; s < slots.length; s++) {
      clearings.setEnergy(s, new OwnTrades(input.slots.get(s)).energy());
      slots[s] = new SlotDual(input.slots.get(s), clearings.clearing(s), clearings.energy(s));
    }
    BlockMarket market = new BlockMarket(input.blocks, slots);
    int[][] groups = BlockDomain.groups(input.blocks, input.groups);
    BlockDomain domain = BlockDomain.of(input.blocks, groups, new boolean[BLOCKS]);
    domain.propagate();
    long bounds = 2L * BLOCKS; // the bound that it begins with looks at each block in two slots
    long before = market.steps();
    new BlockSweep(market, domain).run();
    assertThat(market.steps() - before).isGreaterThan(bounds + 4L * BLOCKS);
  }
}
