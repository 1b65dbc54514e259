package org.commonwatt.core.coupled;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Keeps orders of one owner from trading with each other where blocks are among them. Within a slot
 * and area an order crosses one of the other side when the buy's limit is at least the sell's; of
 * two that cross, the later gives way: a simple order by the energy of the earlier one, a block as
 * a whole. And as long as an owner's fills could not all be paired with others, its latest filled
 * order is reduced, or the block left out.
 */
final class BlockOwners {
  /** Rounds in which single orders are reduced, before the owner's other side drops out. */
  private static final int PATIENCE = 8;

  private final MultiSlotCase input;
  private final SlotClearings clearings;
  private final boolean[] out; // per block
  private final Map<String, List<Integer>> earlier = new HashMap<>(); // blocks, by owner and node
  private int rounds;
  private long steps;

  BlockOwners(MultiSlotCase input, SlotClearings clearings) {
    this.input = input;
    this.clearings = clearings;
    out = new boolean[input.blocks.length];
    for (int s = 0; s < input.slots.size(); s++) {
      clearings.setEnergy(s, new OwnTrades(input.slots.get(s)).energy().clone());
    }
    for (int b = 0; b < out.length; b++) {
      Block block = input.blocks[b];
      if (block.owner != null) {
        List<Integer> own =
            earlier.computeIfAbsent(block.node + ":" + block.owner, first -> new ArrayList<>());
        out[b] = crossesEarlier(b, own);
        if (!out[b]) {
          reduceLater(b);
          own.add(b);
        }
      }
    }
  }

  /** How many orders, and slots of blocks, were looked at since it was asked last. */
  long takeSteps() {
    long taken = steps;
    steps = 0;
    return taken;
  }

  /** Per block, whether it does not take part. */
  boolean[] out() {
    return out;
  }

  private boolean crossesEarlier(int b, List<Integer> own) {
    Block block = input.blocks[b];
    for (int other : own) {
      steps += block.slots.length;
      if (crosses(block, input.blocks[other])) {
        return true;
      }
    }
    for (int slot : block.slots) {
      OrderTable orders = input.slots.get(slot).orders;
      long[] energy = clearings.energy(slot);
      if (rows(block, slot).anyMatch(i -> energy[i] > 0 && !isLater(orders, i, block))) {
        return true;
      }
    }
    return false;
  }

  private void reduceLater(int b) {
    Block block = input.blocks[b];
    for (int s = 0; s < block.slots.length; s++) {
      int slot = block.slots[s];
      OrderTable orders = input.slots.get(slot).orders;
      long[] energy = clearings.energy(slot);
      long whole = block.units * block.unitWh[s];
      rows(block, slot)
          .filter(i -> isLater(orders, i, block))
          .forEach(i -> energy[i] = Math.max(0, energy[i] - whole));
    }
  }

  /** The owner's simple orders of the other side that a block crosses in a slot. */
  private IntStream rows(Block block, int slot) {
    OrderTable orders = input.slots.get(slot).orders;
    int area = clearings.network(slot).area[block.node];
    int owner = orders.ownerNames.indexOf(String.valueOf(block.owner));
    steps += orders.ownerNames.size();
    steps += owner < 0 ? 0 : orders.first[area + 1] - orders.first[area];
    return owner < 0
        ? IntStream.empty()
        : IntStream.range(orders.first[area], orders.first[area + 1])
            .filter(i -> orders.owner[i] == owner && orders.isBuy(i) != block.isBuy())
            .filter(i -> block.sign * orders.price[i] >= block.sign * block.price);
  }

  private static boolean isLater(OrderTable orders, int row, Block than) {
    int byTime = Long.compare(orders.time[row], than.time);
    return byTime != 0 ? byTime > 0 : orders.ids[row].compareTo(than.id) > 0;
  }

  private static boolean crosses(Block a, Block b) {
    boolean sameOwner = Objects.equals(a.owner, b.owner) && a.node == b.node;
    boolean limits = a.sign != b.sign && a.sign * b.price >= a.sign * a.price;
    return sameOwner
        && limits
        && IntStream.of(a.slots).anyMatch(s -> IntStream.of(b.slots).anyMatch(t -> s == t));
  }

  /**
   * Reduces what would have to be paired with fills of the same owner.
   *
   * @return whether anything was reduced, so that the case must be cleared again
   */
  boolean reduceFurther(BlockChoice best) {
    rounds++;
    boolean reduced = false;
    for (int s = 0; s < input.slots.size(); s++) {
      if (input.slots.get(s).orders.ownerNames.isEmpty() && !anyOwnedBlock()) {
        continue;
      }
      Solution solution = clearings.solution(s, best.supplied(best.units(), s));
      for (List<Fill> group : groups(s, solution, best.units()).values()) {
        reduced |= reduce(s, group, through(s, group.get(0).node(), solution, best.units()));
      }
    }
    return reduced;
  }

  private boolean anyOwnedBlock() {
    for (Block block : input.blocks) {
      if (block.owner != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * What an order or a block of an owner got in a slot.
   *
   * @param row of an order; -1 for a block
   * @param block of a block; -1 for an order
   */
  private record Fill(int node, int row, int block, boolean buy, long wh, long time, String id) {
    int compareArrival(Fill other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : id.compareTo(other.id);
    }
  }

  /** Fills by owner and node, in order of arrival. */
  private Map<String, List<Fill>> groups(int slot, Solution solution, long[] units) {
    OrderTable orders = input.slots.get(slot).orders;
    Network net = clearings.network(slot);
    Map<String, List<Fill>> groups = new TreeMap<>();
    steps += orders.count + units.length;
    for (int i = 0; i < orders.count; i++) {
      if (orders.owner[i] >= 0 && solution.fills()[i] > 0) {
        int node = net.node[orders.area[i]];
        long wh = solution.fills()[i];
        Fill fill = new Fill(node, i, -1, orders.isBuy(i), wh, orders.time[i], orders.ids[i]);
        add(groups, orders.ownerNames.get(orders.owner[i]), fill);
      }
    }
    for (int b = 0; b < units.length; b++) {
      Block block = input.blocks[b];
      for (int s = 0; s < block.slots.length; s++) {
        if (block.owner != null && units[b] > 0 && block.slots[s] == slot) {
          long wh = units[b] * block.unitWh[s];
          Fill fill = new Fill(block.node, -1, b, block.isBuy(), wh, block.time, block.id);
          add(groups, block.owner, fill);
        }
      }
    }
    groups.values().forEach(group -> group.sort(Fill::compareArrival));
    return groups;
  }

  private static void add(Map<String, List<Fill>> groups, String owner, Fill fill) {
    groups.computeIfAbsent(fill.node() + ":" + owner, name -> new ArrayList<>()).add(fill);
  }

  private boolean reduce(int slot, List<Fill> group, long through) {
    long buys = group.stream().filter(Fill::buy).mapToLong(Fill::wh).sum();
    long sells = group.stream().filter(fill -> !fill.buy()).mapToLong(Fill::wh).sum();
    long excess = buys + sells - through;
    if (excess <= 0 || buys == 0 || sells == 0) {
      return false;
    }
    if (rounds > PATIENCE) {
      dropOtherSide(slot, group);
    } else {
      Fill last = group.get(group.size() - 1);
      cut(slot, last, Math.max(0, last.wh() - excess));
    }
    return true;
  }

  /**
   * Drops what an owner fills on the other side than its earliest fill; where a block has an owner
   * also what it does not fill yet, so that no more rounds follow than there are slots × owners ×
   * areas.
   */
  private void dropOtherSide(int slot, List<Fill> group) {
    Fill first = group.get(0);
    group.stream().filter(fill -> fill.buy() != first.buy()).forEach(fill -> cut(slot, fill, 0));
    if (!anyOwnedBlock()) {
      return; // an order that crosses no earlier one may not be reduced
    }
    OrderTable orders = input.slots.get(slot).orders;
    String owner = owner(orders, first);
    int area = clearings.network(slot).area[first.node()];
    long[] energy = clearings.energy(slot).clone();
    for (int i = orders.first[area]; i < orders.first[area + 1]; i++) {
      boolean own = orders.owner[i] >= 0 && orders.ownerNames.get(orders.owner[i]).equals(owner);
      energy[i] = own && orders.isBuy(i) != first.buy() ? 0 : energy[i];
    }
    clearings.setEnergy(slot, energy);
    for (int b = 0; b < out.length; b++) {
      Block block = input.blocks[b];
      boolean own = owner.equals(block.owner) && block.node == first.node();
      boolean here = IntStream.of(block.slots).anyMatch(s -> s == slot);
      out[b] |= own && here && block.isBuy() != first.buy();
    }
  }

  private String owner(OrderTable orders, Fill fill) {
    return fill.row() >= 0
        ? orders.ownerNames.get(orders.owner[fill.row()])
        : String.valueOf(input.blocks[fill.block()].owner);
  }

  private void cut(int slot, Fill fill, long toWh) {
    if (fill.block() >= 0) {
      out[fill.block()] = true;
    } else {
      long[] energy = clearings.energy(slot).clone();
      energy[fill.row()] = toWh;
      clearings.setEnergy(slot, energy);
    }
  }

  /** What is sold at a node and flows into it, Wh. */
  private long through(int slot, int node, Solution solution, long[] units) {
    ClearingCase of = input.slots.get(slot);
    int area = clearings.network(slot).area[node];
    steps += of.linkCount() + units.length;
    long sum = solution.nodes().sellWh()[node];
    for (int l = 0; l < of.linkCount(); l++) {
      long flow = solution.flows()[l];
      sum += (flow > 0 ? of.linkTo[l] : of.linkFrom[l]) == area ? Math.abs(flow) : 0;
    }
    for (int b = 0; b < units.length; b++) {
      Block block = input.blocks[b];
      for (int s = 0; s < block.slots.length; s++) {
        boolean here = block.slots[s] == slot && block.node == node && !block.isBuy();
        sum += here ? units[b] * block.unitWh[s] : 0;
      }
    }
    return sum;
  }
}
