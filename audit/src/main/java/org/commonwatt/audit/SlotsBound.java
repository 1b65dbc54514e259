package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedAuction.Link;
import org.commonwatt.model.StatedAuction.Order;
import org.commonwatt.model.StatedSlots;
import org.commonwatt.model.StatedSlots.Block;
import org.commonwatt.model.StatedSlots.Portion;

/**
 * What no set of blocks can pass, by the stated prices: every order and link gains the most that it
 * can at them, and so does every family and exclusive group of blocks. By weak duality that is a
 * bound whatever the prices are, so it proves a set best that reaches it. A set that falls short
 * may be best all the same: the rule that nobody is accepted at a loss can cost welfare. The blocks
 * are those that the rules took, so that no chain of parents is without end.
 */
final class SlotsBound {
  private final StatedSlots stated;
  private final Map<String, List<Block>> children = new HashMap<>();

  SlotsBound(StatedSlots stated) {
    this.stated = stated;
    for (Block block : stated.blocks()) {
      String parent = block.terms().parent();
      if (parent != null) {
        children.computeIfAbsent(parent, first -> new ArrayList<>()).add(block);
      }
    }
  }

  /** The bound, nano-currency. */
  BigInteger nano() {
    BigInteger sum = BigInteger.ZERO;
    for (StatedAuction slot : stated.slots()) {
      for (Order order : slot.orders()) {
        long above = price(slot, order.area()) - order.priceMicroPerKwh();
        long gain = Math.max(0, order.isBuy() ? -above : above);
        sum = sum.add(SlotSums.product(order.participatingWh(), gain));
      }
      for (Link link : slot.links()) {
        sum = sum.add(gain(slot, link));
      }
    }
    Map<String, BigInteger> groups = new HashMap<>();
    for (Block block : stated.blocks()) {
      String group = block.terms().exclusiveGroup();
      if (group != null) {
        groups.merge(group, family(block), BigInteger::max); // ratios are at most 1 in sum
      } else if (block.terms().parent() == null) {
        sum = sum.add(family(block));
      }
    }
    return groups.values().stream().reduce(sum, BigInteger::add);
  }

  /** The most of a link: at one of its limits, or with as little flow as it may have. */
  private static BigInteger gain(StatedAuction slot, Link link) {
    long least = link.minFlowWh();
    long most = link.maxFlowWh();
    BigInteger found = gain(slot, link, Math.max(least, Math.min(most, 0)));
    return found.max(gain(slot, link, least)).max(gain(slot, link, most));
  }

  private static BigInteger gain(StatedAuction slot, Link link, long flowWh) {
    long spread = price(slot, link.to()) - price(slot, link.from());
    return SlotSums.product(flowWh, spread)
        .subtract(SlotSums.product(Math.abs(flowWh), link.feeMicroPerKwh()));
  }

  /** A child's ratio is at most its parent's: the most is had with all of both, or none. */
  private BigInteger family(Block block) {
    if (block.leftOut()) {
      return BigInteger.ZERO;
    }
    BigInteger sum = BigInteger.ZERO;
    for (Portion portion : block.portions()) {
      long above =
          price(stated.slots().get(portion.slot()), block.area()) - block.priceMicroPerKwh();
      sum = sum.add(SlotSums.product(portion.energyWh(), block.isBuy() ? -above : above));
    }
    for (Block child : children.getOrDefault(block.id(), List.of())) {
      sum = sum.add(family(child));
    }
    return sum.max(BigInteger.ZERO);
  }

  /** The stated price; any other, such as 0 where none is stated, gives a bound, too. */
  private static long price(StatedAuction slot, int area) {
    Long price = slot.areas().get(area).stated().priceMicroPerKwh();
    return price == null ? 0 : price;
  }
}
