package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedAuction.Area;
import org.commonwatt.model.StatedAuction.Figures;
import org.commonwatt.model.StatedAuction.Kind;
import org.commonwatt.model.StatedAuction.Link;
import org.commonwatt.model.StatedAuction.Order;
import org.commonwatt.model.StatedSlots;
import org.commonwatt.model.StatedSlots.Block;
import org.commonwatt.model.StatedSlots.Portion;

/**
 * Judges an auction of several slots for the blocks that it accepted. To a slot a block is a given
 * flow from, or to, an area without balance and price; with it each slot is proven best, and its
 * ties and figures judged, as an auction alone. Blocks must keep their terms, and no family may
 * lose at the stated prices. In slots that blocks join, the intervals and the choice within them
 * are not found again, but the prices must lie in them and support all.
 */
final class SlotsCheck {
  private final StatedSlots stated;
  private final BlockRows rows;
  private final List<String> complaints = new ArrayList<>();

  SlotsCheck(StatedSlots stated) {
    this.stated = stated;
    rows = new BlockRows(stated);
  }

  /** What is wrong; empty when nothing is. */
  List<String> complaints() {
    complaints.addAll(BlockTerms.complaints(stated));
    boolean[] joined = rows.joined();
    for (int s = 0; s < joined.length; s++) {
      judge(s, joined[s]);
    }
    rows.losers().forEach(block -> complaints.add("block " + block + " loses with its family"));
    rejected();
    sums();
    return complaints;
  }

  private void judge(int slot, boolean joined) {
    StatedAuction alone = alone(slot);
    if (stated.blocks().stream().allMatch(block -> block.terms().participant() == null)) {
      complaints.addAll(OwnReductions.complaints(alone));
    } else {
      complaints.addAll(OwnBlocks.complaints(stated, slot));
    }
    OptimalityProof proof = new OptimalityProof(alone, Ties.ANY);
    complaints.addAll(proof.complaints());
    if (proof.complaints().isEmpty()) {
      Ties ties = Ties.broken(alone.areas().size());
      complaints.addAll(new OptimalityProof(alone, ties).complaints());
      rows.bound(slot, proof.prices());
      if (!proof.prices().exist()) {
        complaints.add("no prices support a block of slot " + slot);
      } else if (joined) {
        complaints.addAll(joinedPrices(alone, proof.prices()));
      } else {
        complaints.addAll(new FigureCheck(alone).prices(proof.prices()));
      }
    }
    complaints.addAll(EqualShares.complaints(alone));
    energies(alone);
  }

  /** A slot in which blocks are given flows. */
  private StatedAuction alone(int slot) {
    StatedAuction given = stated.slots().get(slot);
    int outside = given.areas().size();
    long[] buys = new long[outside];
    long[] sells = new long[outside];
    List<Link> links = new ArrayList<>(given.links());
    for (Block block : stated.blocks()) {
      for (Portion portion : block.portions()) {
        if (portion.slot() == slot) {
          (block.isBuy() ? buys : sells)[block.area()] += portion.fillWh();
          long flow = block.isBuy() ? -portion.fillWh() : portion.fillWh();
          links.add(new Link(outside, block.area(), flow, flow, 0, flow));
        }
      }
    }
    List<Area> areas = new ArrayList<>();
    for (int a = 0; a < outside; a++) {
      areas.add(without(given.areas().get(a), buys[a], sells[a]));
    }
    areas.add(new Area("blocks", Kind.EXTERNAL, 0, Figures.NONE));
    return new StatedAuction(
        given.rules(), areas, links, given.orders(), StatedAuction.Totals.NONE);
  }

  private static Area without(Area area, long buys, long sells) {
    Figures all = area.stated();
    Figures simple =
        new Figures(
            all.priceMicroPerKwh(),
            all.lowestMicroPerKwh(),
            all.highestMicroPerKwh(),
            all.buyWh() - buys,
            all.sellWh() - sells,
            all.netExportWh() - sells + buys);
    return new Area(area.id(), area.kind(), area.fixedPriceMicroPerKwh(), simple);
  }

  private List<String> joinedPrices(StatedAuction alone, PriceBounds bounds) {
    List<String> wrong = new ArrayList<>();
    PriceBounds all = bounds.copy();
    for (int a = 0; a < alone.areas().size(); a++) {
      Figures of = alone.areas().get(a).stated();
      Long price = of.priceMicroPerKwh();
      if (alone.areas().get(a).kind() == Kind.NORMAL && price != null) {
        Long low = of.lowestMicroPerKwh();
        Long high = of.highestMicroPerKwh();
        Long own = bounds.lowest(a);
        Long ownHigh = bounds.highest(a);
        boolean within = (low == null || low <= price) && (high == null || price <= high);
        boolean inside =
            (own == null || (low != null && low >= own))
                && (ownHigh == null || (high != null && high <= ownHigh));
        if (!within || !inside) {
          wrong.add("the price of " + alone.areas().get(a).id() + " or its interval is wrong");
        }
        all.fix(a, price);
      }
    }
    if (!all.exist()) {
      wrong.add("the stated prices together do not support the fills and flows");
    }
    return wrong;
  }

  private void energies(StatedAuction alone) {
    for (int a = 0; a < alone.areas().size(); a++) {
      Area area = alone.areas().get(a);
      long buys = 0;
      long sells = 0;
      for (Order order : alone.orders()) {
        buys += order.area() == a && order.isBuy() ? order.fillWh() : 0;
        sells += order.area() == a && !order.isBuy() ? order.fillWh() : 0;
      }
      Figures of = area.stated();
      boolean right =
          of.buyWh() == buys && of.sellWh() == sells && of.netExportWh() == sells - buys;
      if (area.kind() == Kind.NORMAL && !right) {
        complaints.add("the energies of area " + area.id() + " are wrong");
      }
    }
  }

  private void rejected() {
    Set<String> right = paradoxicallyRejected();
    if (!right.equals(stated.totals().paradoxicallyRejected())) {
      complaints.add("paradoxically rejected are " + right);
    }
  }

  /** Blocks that are in the money but rejected, wholly or in part, by what is stated. */
  Set<String> paradoxicallyRejected() {
    Set<String> right = new TreeSet<>();
    for (Block block : stated.blocks()) {
      BigInteger gain = rows.gainOfWhole(block);
      BigInteger least =
          block.isAccepted()
              ? block.portions().stream()
                  .map(portion -> BigInteger.valueOf(portion.energyWh()))
                  .reduce(BigInteger.ZERO, BigInteger::add)
              : BigInteger.ONE;
      boolean inTheMoney = gain != null && gain.compareTo(least) >= 0;
      if (inTheMoney && !block.leftOut() && !BlockTerms.isKeptOut(block, stated)) {
        right.add(block.id());
      }
    }
    return right;
  }

  private void sums() {
    BigInteger welfare = BigInteger.ZERO;
    BigInteger fees = BigInteger.ZERO;
    BigInteger rent = BigInteger.ZERO;
    boolean cleared = false;
    for (StatedAuction slot : stated.slots()) {
      SlotSums sums = new SlotSums(slot);
      welfare = welfare.add(sums.welfare());
      fees = fees.add(sums.fees());
      rent = rent.add(sums.rent());
      cleared |= slot.orders().stream().anyMatch(order -> order.fillWh() > 0);
    }
    for (Block block : stated.blocks()) {
      cleared |= block.isAccepted();
      for (Portion portion : block.portions()) {
        BigInteger worth = SlotSums.product(portion.fillWh(), block.priceMicroPerKwh());
        welfare = block.isBuy() ? welfare.add(worth) : welfare.subtract(worth);
      }
    }
    expect(stated.totals().cleared() == cleared, "the status is wrong: cleared is " + cleared);
    expect(stated.totals().welfareNano().equals(welfare), "welfare is " + welfare);
    expect(stated.totals().feeNano().equals(fees), "fees are " + fees);
    expect(stated.totals().congestionRentNano().equals(rent), "congestion rent is " + rent);
    expect(stated.totals().marketSurplusNano().signum() == 0, "market surplus is 0");
  }

  private void expect(boolean holds, String complaint) {
    if (!holds) {
      complaints.add(complaint);
    }
  }
}
