package org.commonwatt.core.coupled;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.commonwatt.core.coupled.CaseFault.Code;

/**
 * The call auction of several slots that block orders join: greatest welfare, then largest volume,
 * then the earliest blocks, with prices at which nobody is accepted at a loss. Rules, algorithm and
 * proof stand in {@code docs/market-rules.md} and {@code docs/market-core.md}, "Blocks".
 */
public final class MultiSlotAuction {
  private final MultiSlotCase input;
  private final SlotClearings clearings;

  private MultiSlotAuction(MultiSlotCase input) {
    this.input = input;
    clearings = new SlotClearings(input);
  }

  /**
   * Clears a case. While assertions are on, {@link org.commonwatt.model.AuctionVerifier}s judge
   * every result before it is given out.
   *
   * @return the result, or the fault {@code INFEASIBLE} naming the areas that cannot be balanced
   */
  public static MultiSlotOutcome clear(MultiSlotCase input) {
    MultiSlotOutcome outcome = new MultiSlotAuction(input).clear();
    assert !(outcome instanceof MultiSlotResult result)
        || Verification.passes(StatedBlocks.of(result));
    return outcome;
  }

  private MultiSlotOutcome clear() {
    BlockOwners owners = new BlockOwners(input, clearings);
    while (true) {
      BlockSearch search = search(owners.out(), owners.takeSteps());
      if (search.best().isNone()) {
        return infeasible(search);
      }
      if (!owners.reduceFurther(search.best())) {
        return result(search, owners.out());
      }
    }
  }

  private BlockSearch search(boolean[] out, long spent) {
    SlotDual[] slots = new SlotDual[input.slots.size()];
    for (int s = 0; s < slots.length; s++) {
      slots[s] = new SlotDual(input.slots.get(s), clearings.clearing(s), clearings.energy(s));
    }
    BlockMarket market = new BlockMarket(input.blocks, slots);
    market.look(spent);
    BlockSearch search = new BlockSearch(input, market, clearings, out);
    search.run();
    return search;
  }

  private MultiSlotResult result(BlockSearch search, boolean[] out) {
    BlockChoice best = search.best();
    long[] units = best.units();
    SlotPricing pricing = new SlotPricing(best.prices(units), input, best);
    List<ClearingResult> slots = new ArrayList<>();
    for (int s = 0; s < input.slots.size(); s++) {
      Solution solution = clearings.solution(s, best.supplied(units, s));
      ClearingResult.Search said =
          new ClearingResult.Search(!search.isExhausted(), clearings.energy(s), List.of());
      slots.add(
          new ClearingResult(
              input.slots.get(s), clearings.network(s), solution, pricing.of(s), said));
    }
    MultiSlotResult.Proof found =
        new MultiSlotResult.Proof(!search.isExhausted(), search.bound(), best.welfare());
    return new MultiSlotResult(input, slots, new MultiSlotResult.Blocks(units, out, found));
  }

  private CaseFault infeasible(BlockSearch search) {
    Set<String> areas = new TreeSet<>();
    Set<String> slots = new TreeSet<>();
    for (int s = 0; s < input.slots.size(); s++) {
      ClearingCase slot = input.slots.get(s);
      Clearing clearing = clearings.clearing(s);
      clearing.inject(new long[clearing.network().nodes]);
      Participation part =
          Participation.of(slot.orders, clearings.energy(s), new int[0], new byte[0]);
      boolean[] stuck = clearing.stuckNodes(part);
      for (int n = 0; n < stuck.length; n++) {
        if (stuck[n]) {
          areas.add(slot.areaId(clearing.network().area[n]));
          slots.add(input.slotIds.get(s));
        }
      }
    }
    String how =
        search.isExhausted() ? ", with blocks as far as was searched" : ", whatever blocks";
    return new CaseFault(
        Code.INFEASIBLE,
        "no flow within the limits of the links balances "
            + String.join(", ", areas)
            + " in "
            + String.join(", ", slots)
            + how,
        "lower the forced flows, widen the limits or add orders there",
        List.copyOf(areas));
  }
}
