package org.commonwatt.core.storage.auction;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.core.storage.FirmSchedule;
import org.commonwatt.core.storage.auction.AuctionResult.AreaPrice;
import org.commonwatt.core.storage.auction.AuctionResult.Fill;
import org.commonwatt.core.storage.auction.AuctionResult.LinkFlow;
import org.commonwatt.core.storage.auction.AuctionResult.Value;
import org.jspecify.annotations.Nullable;

/** States what a candidate comes to: who is stored where, at which prices. */
final class StatedAuction {
  private final Ordered in;
  private final Candidate chosen;
  private final int[] zone; // per area: areas that links join have the same
  private final List<Fill> fills = new ArrayList<>();
  private final @Nullable Long[][] prices; // per area and slot
  private final long[][][] injection; // per bid that has one, per unit: of the horizon's slots

  private StatedAuction(Ordered in, Candidate chosen) {
    this.in = in;
    this.chosen = chosen;
    zone = zones();
    prices = new Long[in.areas.size()][in.slots];
    injection = new long[in.bids.size()][in.offers.size()][];
  }

  static AuctionResult of(Ordered in, Candidate chosen, BigInteger boundNano) {
    return new StatedAuction(in, chosen).state(boundNano);
  }

  private AuctionResult state(BigInteger boundNano) {
    SortedMap<String, List<AreaPrice>> areas = areaPrices();
    for (int s = 0; s < in.slots; s++) {
      pair(s);
    }
    return new AuctionResult(
        new Value(chosen.welfareNano(), boundNano),
        List.copyOf(fills),
        areas,
        flows(),
        paradoxes(),
        commitments());
  }

  private SortedMap<String, List<AreaPrice>> areaPrices() {
    SortedMap<String, List<AreaPrice>> areas = new TreeMap<>();
    for (int a = 0; a < in.areas.size(); a++) {
      List<AreaPrice> list = new ArrayList<>();
      for (int s = 0; s < in.slots; s++) {
        int node = chosen.network().area(a, s);
        Long lowest = chosen.bounds().lowest(node);
        Long highest = chosen.bounds().highest(node);
        if (lowest != null && highest != null) {
          prices[a][s] = Math.floorDiv(lowest + highest, 2L);
        }
        list.add(new AreaPrice(in.window.from() + s, prices[a][s], lowest, highest));
      }
      areas.put(in.areas.get(a), list);
    }
    return areas;
  }

  private int[] zones() {
    int[] zones = new int[in.areas.size()];
    Arrays.setAll(zones, a -> a);
    for (ServiceLink link : in.links) {
      int one = zones[in.area(link.from())];
      int other = zones[in.area(link.to())];
      for (int a = 0; a < zones.length; a++) {
        zones[a] = zones[a] == Math.max(one, other) ? Math.min(one, other) : zones[a];
      }
    }
    return zones;
  }

  /** Says which unit stores which bid's energy of a slot: those of a bid's own area first. */
  private void pair(int s) {
    long[] left = new long[in.offers.size()];
    Arrays.setAll(left, u -> chosen.network().usedWh(u, s));
    long[] wants = new long[in.bids.size()];
    for (int b = 0; b < wants.length; b++) {
      int where = in.bids.get(b).release() == null ? Placement.OUT : chosen.placement().of(b);
      if (where >= 0) {
        fill(b, where, s, in.surplusWh(b, s));
      } else {
        wants[b] = chosen.network().acceptedWh(b, s);
        for (int u = 0; u < left.length; u++) {
          if (in.areaOfUnit(u) == in.areaOfBid(b)) {
            give(b, u, s, wants, left);
          }
        }
      }
    }
    for (int b = 0; b < wants.length; b++) {
      for (int u = 0; wants[b] > 0 && u < left.length; u++) {
        if (zone[in.areaOfUnit(u)] == zone[in.areaOfBid(b)]) {
          give(b, u, s, wants, left);
        }
      }
    }
  }

  private void give(int b, int u, int s, long[] wants, long[] left) {
    long wh = Math.min(wants[b], left[u]);
    if (wh > 0) {
      wants[b] -= wh;
      left[u] -= wh;
      fill(b, u, s, wh);
    }
  }

  private void fill(int b, int u, int s, long wh) {
    if (wh > 0) {
      fills.add(new Fill(in.bids.get(b).id(), in.offers.get(u).unit(), in.window.from() + s, wh));
      if (injection[b][u] == null) {
        injection[b][u] = new long[in.slots];
      }
      injection[b][u][s] = -wh;
    }
  }

  private List<LinkFlow> flows() {
    List<LinkFlow> flows = new ArrayList<>();
    for (int l = 0; l < in.links.size(); l++) {
      ServiceLink link = in.links.get(l);
      for (int s = 0; s < in.slots; s++) {
        long wh = chosen.network().flowWh(l, s);
        Long from = prices[in.area(link.from())][s];
        Long to = prices[in.area(link.to())][s];
        if (wh != 0 && from != null && to != null) {
          BigInteger flow = BigInteger.valueOf(wh);
          BigInteger fee = flow.abs().multiply(BigInteger.valueOf(link.feeMicroPerKwh()));
          BigInteger rent = flow.multiply(BigInteger.valueOf(from - to)).subtract(fee);
          flows.add(new LinkFlow(link.from(), link.to(), in.window.from() + s, wh, fee, rent));
        }
      }
    }
    return flows;
  }

  private List<String> paradoxes() {
    List<String> found = new ArrayList<>();
    for (int b : in.linked) {
      if (chosen.placement().of(b) < 0 && isInTheMoney(b)) {
        found.add(in.bids.get(b).id());
      }
    }
    return found;
  }

  private boolean isInTheMoney(int b) {
    boolean below = false;
    for (int s = 0; s < in.slots; s++) {
      if (in.surplusWh(b, s) > 0) {
        Long price = prices[in.areaOfBid(b)][s];
        if (price == null || price > in.bids.get(b).limitMicroPerKwh()) {
          return false;
        }
        below |= price < in.bids.get(b).limitMicroPerKwh();
      }
    }
    return below;
  }

  private SortedMap<String, List<FirmSchedule>> commitments() {
    SortedMap<String, List<FirmSchedule>> commitments = new TreeMap<>();
    for (int b = 0; b < in.bids.size(); b++) {
      for (int u = 0; u < in.offers.size(); u++) {
        if (injection[b][u] != null) {
          ServiceOffer unit = in.offers.get(u);
          FirmSchedule one =
              in.bids.get(b).release() == null
                  ? in.trimmed(
                      in.bids.get(b), unit, Arrays.stream(injection[b][u]).boxed().toList())
                  : in.schedule(b, unit);
          commitments.computeIfAbsent(unit.unit(), k -> new ArrayList<>()).add(one);
        }
      }
    }
    return commitments;
  }
}
