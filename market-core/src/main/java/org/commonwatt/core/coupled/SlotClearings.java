package org.commonwatt.core.coupled;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The slots of a case, each with the solution for what blocks supplied last. */
final class SlotClearings {
  private static final int[] NONE = {};

  private final MultiSlotCase input;
  private final List<Clearing> clearings = new ArrayList<>();
  private final long[][] energy; // per slot and row, with how much an order takes part
  private final @Nullable Solution[] solution;
  private final long[][] supplied;

  SlotClearings(MultiSlotCase input) {
    this.input = input;
    int slots = input.slots.size();
    input.slots.forEach(slot -> clearings.add(new Clearing(slot)));
    energy = new long[slots][];
    solution = new Solution[slots];
    supplied = new long[slots][];
  }

  /** Sets with how much the orders of a slot take part. */
  void setEnergy(int slot, long[] wh) {
    energy[slot] = wh;
    solution[slot] = null;
  }

  /** With how much the orders of a slot take part. */
  long[] energy(int slot) {
    return energy[slot];
  }

  Clearing clearing(int slot) {
    return clearings.get(slot);
  }

  Network network(int slot) {
    return clearings.get(slot).network();
  }

  /** The best solution of a slot for what blocks supply, which orders and links can balance. */
  Solution solution(int slot, long[] suppliedWh) {
    Solution last = solution[slot];
    if (last != null && Arrays.equals(supplied[slot], suppliedWh)) {
      return last;
    }
    Clearing clearing = clearings.get(slot);
    clearing.inject(suppliedWh);
    Participation part =
        Participation.of(input.slots.get(slot).orders, energy[slot], NONE, new byte[0]);
    Solution found = requireNonNull(clearing.solve(part));
    solution[slot] = found;
    supplied[slot] = suppliedWh.clone();
    return found;
  }

  /** The prices that support a solution of a slot, blocks not asked. */
  PriceSet prices(int slot, Solution of) {
    return new PriceSet(input.slots.get(slot), network(slot), of);
  }

  /** How many orders, areas and links were looked at. */
  long steps() {
    return clearings.stream().mapToLong(Clearing::steps).sum();
  }
}
