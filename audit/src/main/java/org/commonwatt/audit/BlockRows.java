package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.model.StatedSlots;
import org.commonwatt.model.StatedSlots.Block;
import org.commonwatt.model.StatedSlots.Portion;
import org.jspecify.annotations.Nullable;

/**
 * What accepted blocks ask of prices: that none of them, with all that is accepted below it, loses.
 * Each is a sum of prices that must be at least a number.
 */
final class BlockRows {
  /** No price is farther from 0 than 2 to this, µ/kWh. */
  private static final int PRICE_BITS = 45;

  private final StatedSlots stated;
  private final List<Row> rows = new ArrayList<>();
  private final Map<String, List<Block>> children = new HashMap<>(); // that are accepted

  /** The rows of all accepted blocks. */
  BlockRows(StatedSlots stated) {
    this.stated = stated;
    for (Block block : stated.blocks()) {
      String parent = block.terms().parent();
      if (parent != null && block.isAccepted()) {
        children.computeIfAbsent(parent, first -> new ArrayList<>()).add(block);
      }
    }
    for (Block block : stated.blocks()) {
      if (block.isAccepted()) {
        Row row = new Row(block.id(), new TreeMap<>(), new BigInteger[] {BigInteger.ZERO});
        add(block, row);
        row.factors.values().removeIf(factor -> factor.signum() == 0);
        rows.add(row);
      }
    }
  }

  private record Place(int slot, int area) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int bySlot = Integer.compare(slot, other.slot);
      return bySlot != 0 ? bySlot : Integer.compare(area, other.area);
    }
  }

  private record Row(String block, Map<Place, BigInteger> factors, BigInteger[] bound) {}

  /** Adds a block with all that is accepted below it, each once, however deep or forged. */
  private void add(Block top, Row row) {
    Deque<Block> todo = new ArrayDeque<>(List.of(top));
    Set<String> added = new HashSet<>(Set.of(top.id()));
    while (!todo.isEmpty()) {
      Block block = todo.remove();
      for (Portion portion : block.portions()) {
        BigInteger wh = BigInteger.valueOf(block.isBuy() ? -portion.fillWh() : portion.fillWh());
        row.factors.merge(new Place(portion.slot(), block.area()), wh, BigInteger::add);
        row.bound[0] = row.bound[0].add(wh.multiply(BigInteger.valueOf(block.priceMicroPerKwh())));
      }
      for (Block child : children.getOrDefault(block.id(), List.of())) {
        if (added.add(child.id())) {
          todo.add(child);
        }
      }
    }
  }

  /** Per slot, whether a row joins one of its prices to another. */
  boolean[] joined() {
    boolean[] joined = new boolean[stated.slots().size()];
    for (Row row : rows) {
      if (row.factors.size() > 1) {
        row.factors.keySet().forEach(place -> joined[place.slot] = true);
      }
    }
    return joined;
  }

  /** Adds to the bounds of a slot what rows of a single price ask. */
  void bound(int slot, PriceBounds bounds) {
    int ground = stated.slots().get(slot).areas().size() + 1; // behind the blocks' own area
    for (Row row : rows) {
      row.factors.forEach(
          (place, factor) -> {
            if (row.factors.size() == 1 && place.slot == slot) {
              bound(ground, place.area, row.bound[0], factor, bounds);
            }
          });
    }
  }

  /** Where no price is beyond the bound it says nothing; where all are, there are none. */
  private static void bound(
      int ground, int area, BigInteger sum, BigInteger factor, PriceBounds bounds) {
    BigInteger[] parts = sum.divideAndRemainder(factor);
    int up = parts[1].signum() == 0 ? 0 : sum.signum() * factor.signum();
    boolean fromBelow = factor.signum() > 0;
    BigInteger end =
        parts[0].add(BigInteger.valueOf(fromBelow ? Math.max(0, up) : Math.min(0, up)));
    if (end.bitLength() > PRICE_BITS) {
      if (end.signum() == factor.signum()) {
        bounds.bound(ground, ground, -1);
      }
    } else if (fromBelow) {
      bounds.bound(ground, area, -end.longValueExact());
    } else {
      bounds.bound(area, ground, end.longValueExact());
    }
  }

  /** Blocks that lose at the stated prices, with what is accepted below them. */
  List<String> losers() {
    return rows.stream().filter(row -> loses(row)).map(Row::block).toList();
  }

  private boolean loses(Row row) {
    BigInteger sum = row.bound[0].negate();
    for (Map.Entry<Place, BigInteger> entry : row.factors.entrySet()) {
      Long price = price(entry.getKey().slot, entry.getKey().area);
      if (price == null) {
        return true;
      }
      sum = sum.add(entry.getValue().multiply(BigInteger.valueOf(price)));
    }
    return sum.signum() < 0;
  }

  private @Nullable Long price(int slot, int area) {
    return stated.slots().get(slot).areas().get(area).stated().priceMicroPerKwh();
  }

  /** What a block gains by all of its energy at the stated prices; null where one is missing. */
  @Nullable BigInteger gainOfWhole(Block block) {
    BigInteger sum = BigInteger.ZERO;
    for (Portion portion : block.portions()) {
      Long price = price(portion.slot(), block.area());
      if (price == null) {
        return null;
      }
      long above = price - block.priceMicroPerKwh();
      sum =
          sum.add(
              BigInteger.valueOf(portion.energyWh())
                  .multiply(BigInteger.valueOf(block.isBuy() ? -above : above)));
    }
    return sum;
  }
}
