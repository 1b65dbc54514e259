package org.commonwatt.core.coupled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.commonwatt.core.coupled.BlockOrder.Portion;
import org.commonwatt.core.coupled.BlockOrder.Terms;

/**
 * The blocks of a case as the search wants them.
 *
 * @param byArrival by time, then id; parents and groups are places in it
 * @param place per block in the order of the case, its place in {@code byArrival}
 * @param groups number of exclusive groups
 */
record BlockTable(Block[] byArrival, int[] place, int groups) {

  /**
   * Sorts and links blocks that were checked.
   *
   * @param given in the order of the case
   * @param slots place of each slot
   * @param nodes node of each normal area
   */
  static BlockTable of(List<Given> given, Map<String, Integer> slots, Map<String, Integer> nodes) {
    List<Block> made = new ArrayList<>();
    for (Given one : given) {
      made.add(block(one, slots, nodes));
    }
    Integer[] sorted =
        IntStream.range(0, made.size())
            .boxed()
            .sorted((a, b) -> made.get(a).compareArrival(made.get(b)))
            .toArray(Integer[]::new);
    Block[] byArrival = new Block[sorted.length];
    int[] place = new int[sorted.length];
    for (int b = 0; b < sorted.length; b++) {
      byArrival[b] = made.get(sorted[b]);
      place[sorted[b]] = b;
    }
    return new BlockTable(byArrival, place, join(given, byArrival, place));
  }

  /**
   * A block, or an order of one slot with a minimum quantity.
   *
   * @param order what was given, an order as a block of one slot
   * @param minEnergyWh least energy of an order of one slot; 0 for a block
   */
  record Given(BlockOrder order, long minEnergyWh) {}

  private static Block block(Given given, Map<String, Integer> slots, Map<String, Integer> nodes) {
    List<Portion> profile = new ArrayList<>(given.order().profile());
    profile.sort((a, b) -> Integer.compare(slotOf(a, slots), slotOf(b, slots)));
    Block.Place where =
        new Block.Place(
            nodes.getOrDefault(given.order().area(), Block.NONE),
            profile.stream().mapToInt(portion -> slotOf(portion, slots)).toArray(),
            profile.stream().mapToLong(Portion::energyWh).toArray());
    return given.minEnergyWh() == 0
        ? Block.of(given.order(), where)
        : Block.ofOrder(given.order(), where, given.minEnergyWh());
  }

  private static int slotOf(Portion portion, Map<String, Integer> slots) {
    return slots.getOrDefault(portion.slot(), Block.NONE);
  }

  private static int join(List<Given> given, Block[] byArrival, int[] place) {
    Map<String, Integer> places = new HashMap<>();
    Map<String, Integer> groups = new HashMap<>();
    for (int b = 0; b < byArrival.length; b++) {
      places.put(byArrival[b].id, b);
    }
    for (int i = 0; i < place.length; i++) {
      Block block = byArrival[place[i]];
      Terms terms = given.get(i).order().terms();
      if (terms.parent() != null) {
        block.parent = places.getOrDefault(terms.parent(), Block.NONE);
      }
      if (terms.exclusiveGroup() != null) {
        block.group = groups.computeIfAbsent(terms.exclusiveGroup(), name -> groups.size());
      }
    }
    for (int b = 0; b < byArrival.length; b++) { // by arrival, whatever the order of the case
      if (byArrival[b].parent != Block.NONE) {
        Block parent = byArrival[byArrival[b].parent];
        parent.children = Arrays.copyOf(parent.children, parent.children.length + 1);
        parent.children[parent.children.length - 1] = b;
      }
    }
    return groups.size();
  }
}
