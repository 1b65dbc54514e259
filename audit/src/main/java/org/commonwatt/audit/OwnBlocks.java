package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedAuction.Link;
import org.commonwatt.model.StatedAuction.Order;
import org.commonwatt.model.StatedSlots;
import org.commonwatt.model.StatedSlots.Block;
import org.commonwatt.model.StatedSlots.Portion;
import org.jspecify.annotations.Nullable;

/**
 * Whether in one slot of several, in which blocks have owners, nobody trades with itself: of two
 * that cross the later gave way, a simple order by the earlier one's energy and a block as a whole;
 * what an owner got can all be paired with others; and only who has orders or blocks on both sides
 * was reduced. How much further than that depends on auctions held before, and is not judged.
 */
final class OwnBlocks {
  private final StatedSlots stated;
  private final int slot;
  private final List<Order> orders;
  private final Set<String> judged = new HashSet<>(); // areas with owners
  private final List<String> complaints = new ArrayList<>();

  private OwnBlocks(StatedSlots stated, int slot) {
    this.stated = stated;
    this.slot = slot;
    this.orders = stated.slots().get(slot).orders().stream().sorted(OwnReductions.ARRIVAL).toList();
  }

  /** What is wrong with the reductions of a slot; empty when nothing is. */
  static List<String> complaints(StatedSlots stated, int slot) {
    OwnBlocks check = new OwnBlocks(stated, slot);
    check.orders.forEach(check::judge);
    stated.blocks().forEach(check::judge);
    return check.complaints;
  }

  private void judge(Order order) {
    String owner = order.owner().participant();
    long part = order.participatingWh();
    if (part < 0 || part > order.energyWh()) {
      complaints.add(order.id() + " takes part with other than 0 to its energy");
    }
    List<Order> own = orders.stream().filter(other -> isOwn(other, owner, order.area())).toList();
    if (order.isReduced() && !hasOther(slot, owner, order.area(), order.isBuy())) {
      complaints.add(order.id() + " is reduced, but its owner has nothing on the other side");
    }
    if (owner == null) {
      return;
    }
    long most = OwnReductions.most(own).getOrDefault(order.id(), 0L);
    for (Block block : stated.blocks()) {
      boolean earlier = isEarlier(block.time(), block.id(), order.owner().time(), order.id());
      if (earlier && !block.leftOut() && crosses(block, order)) {
        most -= energyWh(block);
      }
    }
    if (part > Math.max(0, most)) {
      complaints.add(
          order.id() + " takes part with more than crosses nothing earlier: " + Math.max(0, most));
    }
    judgePartners(owner, order.area());
  }

  private void judge(Block block) {
    String owner = block.terms().participant();
    boolean here = energyWh(block) > 0;
    if (block.leftOut()) {
      boolean hasOther =
          block.portions().stream()
              .anyMatch(part -> hasOther(part.slot(), owner, block.area(), block.isBuy()));
      if (here && !hasOther) {
        complaints.add(block.id() + " is left out, but its owner has nothing on the other side");
      }
    } else if (here && owner != null) {
      judgeEarlier(block);
      judgePartners(owner, block.area());
    }
  }

  private void judgeEarlier(Block block) {
    for (Block other : stated.blocks()) {
      boolean earlier = isEarlier(other.time(), other.id(), block.time(), block.id());
      if (earlier && !other.leftOut() && crosses(block, other)) {
        complaints.add(block.id() + " crosses the earlier block " + other.id() + " of its owner");
      }
    }
    for (Order other : orders) {
      boolean earlier = isEarlier(other.owner().time(), other.id(), block.time(), block.id());
      if (earlier && other.participatingWh() > 0 && crosses(block, other)) {
        complaints.add(block.id() + " crosses the earlier order " + other.id() + " of its owner");
      }
    }
  }

  /** Buys and sells together can be paired with others if the area passes on so much energy. */
  private void judgePartners(String owner, int area) {
    if (!judged.add(area + ":" + owner)) {
      return;
    }
    long[] wh = new long[2]; // bought, sold
    long through = 0; // sold in the area or flown into it
    for (Order order : orders) {
      through += order.area() == area && !order.isBuy() ? order.fillWh() : 0;
      wh[order.isBuy() ? 0 : 1] += isOwn(order, owner, area) ? order.fillWh() : 0;
    }
    for (Block block : stated.blocks()) {
      if (block.area() == area) {
        long fill = fillWh(block);
        through += block.isBuy() ? 0 : fill;
        wh[block.isBuy() ? 0 : 1] += owner.equals(block.terms().participant()) ? fill : 0;
      }
    }
    StatedAuction given = stated.slots().get(slot);
    for (Link link : given.links()) {
      through +=
          (link.flowWh() > 0 ? link.to() : link.from()) == area ? Math.abs(link.flowWh()) : 0;
    }
    if (wh[0] > 0 && wh[1] > 0 && wh[0] + wh[1] > through) {
      complaints.add(owner + " trades with itself in " + given.areas().get(area).id());
    }
  }

  private boolean hasOther(int ofSlot, @Nullable String owner, int area, boolean buys) {
    if (owner == null) {
      return false;
    }
    boolean order =
        stated.slots().get(ofSlot).orders().stream()
            .anyMatch(other -> isOwn(other, owner, area) && other.isBuy() != buys);
    return order
        || stated.blocks().stream()
            .filter(other -> owner.equals(other.terms().participant()) && other.area() == area)
            .anyMatch(other -> other.isBuy() != buys && energyWh(other, ofSlot) > 0);
  }

  private static boolean isOwn(Order order, @Nullable String owner, int area) {
    return order.area() == area && owner != null && owner.equals(order.owner().participant());
  }

  private static boolean isEarlier(long time, String id, long than, String thanId) {
    return time != than ? time < than : id.compareTo(thanId) < 0;
  }

  private boolean crosses(Block block, Order order) {
    return energyWh(block) > 0
        && isOwn(order, block.terms().participant(), block.area())
        && order.isBuy() != block.isBuy()
        && meet(block.isBuy(), block.priceMicroPerKwh(), order.priceMicroPerKwh());
  }

  private boolean crosses(Block block, Block other) {
    return energyWh(block) > 0
        && energyWh(other) > 0
        && block.area() == other.area()
        && block.isBuy() != other.isBuy()
        && Objects.equals(block.terms().participant(), other.terms().participant())
        && meet(block.isBuy(), block.priceMicroPerKwh(), other.priceMicroPerKwh());
  }

  private static boolean meet(boolean buys, long limit, long other) {
    return buys ? limit >= other : limit <= other;
  }

  private long energyWh(Block block) {
    return energyWh(block, slot);
  }

  private static long energyWh(Block block, int ofSlot) {
    return block.portions().stream()
        .filter(part -> part.slot() == ofSlot)
        .mapToLong(Portion::energyWh)
        .sum();
  }

  private long fillWh(Block block) {
    return block.portions().stream()
        .filter(part -> part.slot() == slot)
        .mapToLong(Portion::fillWh)
        .sum();
  }
}
