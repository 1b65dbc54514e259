package org.commonwatt.core.storage.auction;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.util.Arrays;
import org.commonwatt.core.storage.Efficiency;
import org.commonwatt.core.storage.FreeCharge;
import org.commonwatt.core.storage.auction.FlowNetwork.Cost;
import org.commonwatt.core.storage.auction.SurplusBid.LinkedRelease;

/**
 * An auction with a placement of its linked bids as a flow of energy: from money to bids, to areas
 * in slots, over links, into units, along the slots of a unit, and back. An open linked bid may be
 * accepted in parts and in many units, and all that open ones would release makes room in every
 * unit that may take them: more than is possible, and never less.
 */
final class ServiceNetwork {
  static final int MONEY = 0;
  private static final long NO_LIMIT = Long.MAX_VALUE / 4;

  final FlowNetwork net = new FlowNetwork();
  private final Ordered in;
  private final Placement placement;
  private final boolean[][] eligible;
  private final int[][] bidArcs; // per bid and slot
  private final int[][] useArcs; // per unit and slot
  private final int[][][] linkArcs; // per link, slot and direction
  private final long linkTie;
  private final long bidTie;

  /**
   * Builds a network.
   *
   * @param eligible per bid and unit, whether a linked bid may be there
   */
  ServiceNetwork(Ordered in, Placement placement, boolean[][] eligible) {
    this.in = in;
    this.placement = placement;
    this.eligible = eligible;
    bidArcs = table(in.bids.size());
    useArcs = table(in.offers.size());
    linkArcs = new int[in.links.size()][in.slots][2];
    linkTie = (long) in.offers.size() * in.slots + 1;
    long nodes = 1 + (long) in.areas.size() * in.slots + in.bids.size();
    for (ServiceOffer offer : in.offers) {
      nodes += offer.horizonEnd();
    }
    bidTie = Math.multiplyExact(linkTie + 1, nodes); // more than all other ties of a cycle
    for (int i = 0; i <= in.areas.size() * in.slots; i++) {
      net.node();
    }
    for (int b = 0; b < in.bids.size(); b++) {
      bid(b);
    }
    for (int l = 0; l < in.links.size(); l++) {
      link(l);
    }
    for (int u = 0; u < in.offers.size(); u++) {
      unit(u);
    }
  }

  private int[][] table(int rows) {
    int[][] table = new int[rows][in.slots];
    for (int[] row : table) {
      Arrays.fill(row, -1);
    }
    return table;
  }

  /** The node of an area in a slot of the auction. */
  int area(int area, int slot) {
    return 1 + area * in.slots + slot;
  }

  private void bid(int b) {
    SurplusBid bid = in.bids.get(b);
    int area = in.areaOfBid(b);
    int where = bid.release() == null ? Placement.OPEN : placement.of(b);
    if (where == Placement.OUT) {
      return;
    }
    if (where >= 0) {
      for (int s = 0; s < in.slots; s++) {
        net.supplyWh[area(area, s)] += in.surplusWh(b, s);
        net.supplyWh[area(in.areaOfUnit(where), s)] -= in.surplusWh(b, s);
      }
      return;
    }
    Cost cost = new Cost(-bid.limitMicroPerKwh(), bidTie * b - bidTie * (in.bids.size() + 1L));
    long sum = bid.surplus().slotWh().stream().mapToLong(Long::longValue).sum();
    int node = MONEY;
    if (bid.surplus().energyWh() < sum) {
      node = net.node();
      net.arc(MONEY, node, bid.surplus().energyWh(), cost);
      cost = Cost.NONE;
    }
    for (int s = 0; s < in.slots; s++) {
      bidArcs[b][s] = net.arc(node, area(area, s), in.surplusWh(b, s), cost);
    }
  }

  private void link(int l) {
    ServiceLink link = in.links.get(l);
    int from = in.area(link.from());
    int to = in.area(link.to());
    Cost cost = new Cost(link.feeMicroPerKwh(), linkTie);
    for (int s = 0; s < in.slots; s++) {
      linkArcs[l][s][0] = net.arc(area(from, s), area(to, s), link.forwardWh().get(s), cost);
      linkArcs[l][s][1] = net.arc(area(to, s), area(from, s), link.backwardWh().get(s), cost);
    }
  }

  private void unit(int u) {
    ServiceOffer offer = in.offers.get(u);
    FreeCharge room = placement.room(u);
    long energy = offer.energyWh();
    for (int b : placement.in(u)) {
      energy -= in.bids.get(b).surplus().slotWh().stream().mapToLong(Long::longValue).sum();
    }
    long[] charged = placement.chargedWh(u);
    int node = -1;
    long most = NO_LIMIT;
    for (int s = in.window.from(); s < offer.horizonEnd(); s++) {
      int slot = s - in.window.from();
      long enters = in.window.has(s) ? entersWh(u, slot, charged[slot], room) : 0;
      long leaves = node >= 0 || enters > 0 ? releasedWh(u, s) : 0;
      if (enters > 0 || leaves > 0) {
        int next = net.node();
        if (node >= 0) {
          net.arc(node, next, most, Cost.NONE);
        }
        node = next;
        most = NO_LIMIT;
        enter(u, s, node, enters);
        net.arc(node, MONEY, leaves, Cost.NONE);
      }
      most = Math.min(most, room.stateWh(offer.own(s)));
    }
    if (node >= 0) {
      net.arc(node, MONEY, Math.min(most, Math.min(energy, placement.dayWh(u))), Cost.NONE);
    }
  }

  private void enter(int u, int horizonSlot, int node, long most) {
    int s = horizonSlot - in.window.from();
    if (most > 0) {
      Cost cost = new Cost(in.askedMicroPerKwh(u, s), (long) u * in.slots + s);
      useArcs[u][s] = net.arc(area(in.areaOfUnit(u), s), node, most, cost);
    }
  }

  private long entersWh(int u, int slot, long chargedWh, FreeCharge room) {
    ServiceOffer offer = in.offers.get(u);
    long offered = offer.slots().get(slot).mostWh() - chargedWh;
    return Math.min(offered, room.slotWh(offer.own(in.window.from() + slot)));
  }

  /** What open linked bids may make room for in a unit, Wh charged at the connection. */
  private long releasedWh(int u, int horizonSlot) {
    Efficiency efficiency = in.offers.get(u).book().unit().rating().efficiency();
    long sum = 0;
    for (int b : in.linked) {
      LinkedRelease release = in.bids.get(b).release();
      if (placement.of(b) == Placement.OPEN && eligible[b][u] && release != null) {
        long removed = efficiency.removedMicroWh(release.wh(horizonSlot));
        sum += (removed + efficiency.chargePpm() - 1) / efficiency.chargePpm();
      }
    }
    return sum;
  }

  /** Finds the best flow; whether there is any. */
  boolean solve() {
    return NetworkSimplex.solve(net);
  }

  /** What is accepted of a bid that is not placed, in a slot, Wh. */
  long acceptedWh(int bid, int slot) {
    return net.flow(bidArcs[bid][slot]);
  }

  /** What a unit charges for bids that are not placed, in a slot, Wh. */
  long usedWh(int unit, int slot) {
    return net.flow(useArcs[unit][slot]);
  }

  /** What flows through a link in a slot, Wh; negative: backward. */
  long flowWh(int link, int slot) {
    return net.flow(linkArcs[link][slot][0]) - net.flow(linkArcs[link][slot][1]);
  }

  /** What of an open bid is accepted, Wh. */
  long acceptedWh(int bid) {
    long sum = 0;
    for (int s = 0; s < in.slots; s++) {
      sum += acceptedWh(bid, s);
    }
    return sum;
  }

  /** What the flow is worth, with linked bids that are placed, nano-currency. */
  BigInteger welfareNano() {
    BigInteger sum = BigInteger.ZERO;
    for (int a = 0; a < net.arcs; a++) {
      if (net.flowWh[a] != 0 && net.price[a] != 0) {
        sum = sum.subtract(product(net.flowWh[a], net.price[a]));
      }
    }
    for (int b : in.linked) {
      int where = placement.of(b);
      for (int s = 0; where >= 0 && s < in.slots; s++) {
        long worth = in.bids.get(b).limitMicroPerKwh() - in.askedMicroPerKwh(where, s);
        sum = sum.add(product(in.surplusWh(b, s), worth));
      }
    }
    return requireNonNull(sum);
  }

  private static BigInteger product(long wh, long microPerKwh) {
    return BigInteger.valueOf(wh).multiply(BigInteger.valueOf(microPerKwh));
  }
}
