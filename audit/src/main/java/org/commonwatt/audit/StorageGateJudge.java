package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.commonwatt.model.Event.StorageAuctionCleared;
import org.commonwatt.model.Event.StorageServiceWon;
import org.commonwatt.model.StorageAuctionRules.Share;
import org.commonwatt.model.StorageBid;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageOffer;
import org.commonwatt.model.StoragePrices;
import org.jspecify.annotations.Nullable;

/**
 * Judges the stated result of an auction of storage services: it is within all limits, units can
 * keep it, nothing is worth more with the same linked bids, and the prices are the lowest and the
 * highest that support it. Which set of linked bids is best it does not judge.
 */
final class StorageGateJudge {
  private final StorageGateCase in;
  private final StorageAuctionCleared cleared;
  private final List<String> wrong = new ArrayList<>();
  private final StorageGateFills fills;
  private final UnitRoom[] rooms;
  private final long[][] flows; // per link and slot, Wh

  StorageGateJudge(StorageGateCase in, StorageAuctionCleared cleared, List<StorageServiceWon> won) {
    this.in = in;
    this.cleared = cleared;
    fills = StorageGateFills.of(in, won, wrong);
    flows = flows();
    rooms = new UnitRoom[in.units.size()];
    if (!cleared.leftOut().equals(in.leftOut)) {
      wrong.add("expected " + in.leftOut + " to be left out");
    }
    if (!fills.isPaired(zones())) {
      wrong.add("a bid is stored in another unit than the rule says");
    }
    for (int u = 0; u < rooms.length; u++) {
      UnitRecount unit = in.units.get(u);
      rooms[u] = UnitRoom.of(unit, fills.linked.get(u), in.shift(unit));
      checkDirections(u);
    }
    balance();
    if (wrong.isEmpty()) {
      judge(won);
    }
  }

  /** What is wrong, empty when nothing is. */
  List<String> wrong() {
    return wrong;
  }

  /** In a slot a unit goes one way. */
  private void checkDirections(int u) {
    long[] firm = rooms[u].firmWh().clone();
    int shift = in.shift(in.units.get(u));
    for (StorageCommitment one : fills.all.get(u)) {
      int from = shift + (int) ((one.fromMillis() - in.window) / in.length);
      for (int i = 0; i < one.injectionWh().size() && from + i < firm.length; i++) {
        long charge = -one.injectionWh().get(i);
        if (Long.signum(charge) * Long.signum(firm[from + i]) < 0) {
          wrong.add("unit " + in.offers.get(u).offer().unit() + " goes both ways in a slot");
          return;
        }
        firm[from + i] += charge;
      }
    }
  }

  private long[][] flows() {
    long[][] found = new long[in.links.size()][in.slots];
    long last = -1;
    for (StoragePrices.Flow flow : cleared.flows()) {
      int l = link(flow.from(), flow.to());
      long place = (long) l * in.slots + flow.slot();
      boolean good = l >= 0 && flow.slot() >= 0 && flow.slot() < in.slots && place > last;
      if (good) {
        Share share = in.links.get(l);
        good =
            flow.wh() != 0
                && flow.wh() <= share.forwardWh()
                && -flow.wh() <= share.backwardWh()
                && flow.feeMicroPerKwh() == in.fee(share);
        found[l][flow.slot()] = flow.wh();
      }
      if (!good) {
        wrong.add("the flow " + flow);
      }
      last = place;
    }
    return found;
  }

  private int link(String from, String to) {
    for (int l = 0; l < in.links.size(); l++) {
      if (in.links.get(l).from().equals(from) && in.links.get(l).to().equals(to)) {
        return l;
      }
    }
    return -1;
  }

  private int[] zones() {
    int[] zones = new int[in.areas.size()];
    Arrays.setAll(zones, a -> a);
    for (Share link : in.links) {
      int one = zones[in.areas.indexOf(link.from())];
      int other = zones[in.areas.indexOf(link.to())];
      for (int a = 0; a < zones.length; a++) {
        zones[a] = zones[a] == Math.max(one, other) ? Math.min(one, other) : zones[a];
      }
    }
    return zones;
  }

  /** In each area and slot what is accepted is charged there or flows out. */
  private void balance() {
    for (int s = 0; s < in.slots; s++) {
      long[] rest = new long[in.areas.size()];
      for (int b = 0; b < in.bids.size(); b++) {
        rest[in.areaOfBid(b)] += fills.accepted[b][s];
      }
      for (int u = 0; u < in.offers.size(); u++) {
        rest[in.areaOfUnit(u)] -= fills.charged[u][s];
      }
      for (int l = 0; l < in.links.size(); l++) {
        rest[in.areas.indexOf(in.links.get(l).from())] -= flows[l][s];
        rest[in.areas.indexOf(in.links.get(l).to())] += flows[l][s];
      }
      if (Arrays.stream(rest).anyMatch(wh -> wh != 0)) {
        wrong.add("slot " + s + " does not balance");
        return;
      }
    }
  }

  private void judge(List<StorageServiceWon> won) {
    StoredFlow flow = flow();
    if (flow.canBeBetter()) {
      wrong.add("another result is worth more, or comes first of those that are worth as much");
      return;
    }
    long[] lowest = flow.lowest();
    long[] highest = flow.highest();
    if (lowest.length == 0 || highest.length == 0) {
      wrong.add("no prices support the linked bids");
      return;
    }
    List<StoragePrices> prices = prices(lowest, highest);
    if (!prices.equals(cleared.prices())) {
      wrong.add("expected the prices " + prices);
    }
    checkWorth();
    won.forEach(one -> checkPrices(one, lowest, highest));
    List<String> paradoxes = paradoxes(lowest, highest);
    if (!paradoxes.equals(cleared.paradoxicallyRejected())) {
      wrong.add("expected " + paradoxes + " to be rejected paradoxically");
    }
  }

  private StoredFlow flow() {
    StoredFlow flow = new StoredFlow();
    for (int i = 0; i < in.areas.size() * in.slots; i++) {
      flow.node();
    }
    long nodes = 1 + (long) in.areas.size() * in.slots + in.bids.size();
    for (UnitRecount unit : in.units) {
      nodes += unit.spec.horizonSlots();
    }
    long linkTie = (long) in.offers.size() * in.slots + 1;
    long bidTie = (linkTie + 1) * nodes; // more than what other ties of a way come to
    for (int b = 0; b < in.bids.size(); b++) {
      bid(flow, b, bidTie * (b - in.bids.size() - 1L));
    }
    for (int l = 0; l < in.links.size(); l++) {
      Share link = in.links.get(l);
      int from = in.areas.indexOf(link.from());
      int to = in.areas.indexOf(link.to());
      for (int s = 0; s < in.slots; s++) {
        long wh = flows[l][s];
        long fee = in.fee(link);
        flow.arc(node(from, s), node(to, s), link.forwardWh(), Math.max(0, wh), fee, linkTie);
        flow.arc(node(to, s), node(from, s), link.backwardWh(), Math.max(0, -wh), fee, linkTie);
      }
    }
    for (int u = 0; u < in.offers.size(); u++) {
      unit(flow, u);
    }
    return flow;
  }

  private void bid(StoredFlow flow, int b, long tie) {
    StorageBid bid = in.bids.get(b).bid();
    long limit = bid.limitMicroPerKwh();
    if (bid.isLinked()) {
      int u = fills.placed[b];
      for (int s = 0; u >= 0 && s < in.slots; s++) {
        if (bid.surplusWh().get(s) > 0) {
          flow.atMost(node(in.areaOfBid(b), s), limit);
          flow.atLeast(node(in.areaOfUnit(u), s), asked(u, s));
        }
      }
      return;
    }
    int from = StoredFlow.MONEY;
    boolean bounded = bid.energyWh() < bid.surplusWh().stream().mapToLong(Long::longValue).sum();
    if (bounded) {
      from = flow.node();
      flow.arc(StoredFlow.MONEY, from, bid.energyWh(), fills.acceptedWh(b), -limit, tie);
    }
    for (int s = 0; s < in.slots; s++) {
      flow.arc(
          from,
          node(in.areaOfBid(b), s),
          bid.surplusWh().get(s),
          fills.accepted[b][s],
          bounded ? 0 : -limit,
          bounded ? 0 : tie);
    }
  }

  /** A unit's slots in a row: what enters, and what has entered by then. */
  private void unit(StoredFlow flow, int u) {
    UnitRoom room = rooms[u];
    StorageOffer offer = in.offers.get(u).offer();
    int shift = in.shift(in.units.get(u));
    long energy = offer.energyWh() - Arrays.stream(fills.linkedWh[u]).sum();
    int node = -1;
    long most = Long.MAX_VALUE;
    long entered = 0;
    for (int s = 0; s < room.slotWh().length - shift; s++) {
      long enters = 0;
      if (s < in.slots) {
        long offered = offer.slots().get(s).mostWh() - fills.linkedWh[u][s];
        enters = Math.min(offered, room.slotWh()[s + shift]);
      }
      if (enters > 0) {
        int next = flow.node();
        if (node >= 0) {
          flow.arc(node, next, most, entered, 0, 0);
        }
        long used = fills.charged[u][s] - fills.linkedWh[u][s];
        long tie = (long) u * in.slots + s;
        flow.arc(node(in.areaOfUnit(u), s), next, enters, used, asked(u, s), tie);
        entered += used;
        node = next;
        most = Long.MAX_VALUE;
      }
      most = Math.min(most, room.stateWh()[s + shift]);
    }
    if (node >= 0) {
      long last = Math.min(most, Math.min(energy, room.dayWh()));
      flow.arc(node, StoredFlow.MONEY, last, entered, 0, 0);
    }
  }

  private long asked(int u, int slot) {
    return in.offers.get(u).offer().slots().get(slot).priceMicroPerKwh();
  }

  private int node(int area, int slot) {
    return 1 + area * in.slots + slot;
  }

  private List<StoragePrices> prices(long[] lowest, long[] highest) {
    TreeSet<String> areas = new TreeSet<>();
    in.bids.forEach(one -> areas.add(one.bid().area()));
    in.units.forEach(unit -> areas.add(unit.spec.area()));
    cleared.flows().forEach(flow -> areas.addAll(List.of(flow.from(), flow.to())));
    List<StoragePrices> prices = new ArrayList<>();
    for (String area : areas) {
      int a = in.areas.indexOf(area);
      List<StoragePrices.Slot> slots = new ArrayList<>();
      for (int s = 0; s < in.slots; s++) {
        long accepted = 0;
        for (int b = 0; b < in.bids.size(); b++) {
          accepted += in.areaOfBid(b) == a ? fills.accepted[b][s] : 0;
        }
        long charged = 0;
        for (int u = 0; u < in.units.size(); u++) {
          charged += in.areaOfUnit(u) == a ? fills.charged[u][s] : 0;
        }
        slots.add(
            new StoragePrices.Slot(
                end(lowest[node(a, s)]), end(highest[node(a, s)]), accepted, charged));
      }
      prices.add(new StoragePrices(area, slots));
    }
    return prices;
  }

  private static @Nullable Long end(long price) {
    return Math.abs(price) == StoredFlow.FAR ? null : (Long) price;
  }

  private @Nullable Long price(int area, int slot, long[] lowest, long[] highest) {
    int node = node(area, slot);
    return new StoragePrices.Slot(end(lowest[node]), end(highest[node]), 0, 0).price();
  }

  private void checkWorth() {
    BigInteger worth = BigInteger.ZERO;
    for (int s = 0; s < in.slots; s++) {
      for (int b = 0; b < in.bids.size(); b++) {
        long limit = in.bids.get(b).bid().limitMicroPerKwh();
        worth = worth.add(times(fills.accepted[b][s], limit));
      }
      for (int u = 0; u < in.offers.size(); u++) {
        worth = worth.subtract(times(fills.charged[u][s], asked(u, s)));
      }
      for (int l = 0; l < in.links.size(); l++) {
        worth = worth.subtract(times(Math.abs(flows[l][s]), in.fee(in.links.get(l))));
      }
    }
    boolean isLinked = in.bids.stream().anyMatch(one -> one.bid().isLinked());
    int gap = cleared.boundNano().compareTo(worth);
    if (!worth.equals(cleared.welfareNano()) || gap < 0 || (gap > 0 && !isLinked)) {
      wrong.add("expected a welfare of " + worth + ", and a bound that is not less");
    }
  }

  private static BigInteger times(long wh, long microPerKwh) {
    return Objects.requireNonNull(BigInteger.valueOf(wh).multiply(BigInteger.valueOf(microPerKwh)));
  }

  private void checkPrices(StorageServiceWon won, long[] lowest, long[] highest) {
    StorageCommitment one = won.commitment();
    int bidArea = in.areaOfBid(Objects.requireNonNull(in.bidOf.get(won.bid())));
    int unitArea = in.areaOfUnit(Objects.requireNonNull(in.unitOf.get(won.unit())));
    int from = (int) ((one.fromMillis() - in.window) / in.length);
    List<Long> pays = new ArrayList<>();
    List<Long> gets = new ArrayList<>();
    for (int i = 0; i < one.injectionWh().size(); i++) {
      boolean charges = one.injectionWh().get(i) < 0;
      Long pay = charges ? price(bidArea, from + i, lowest, highest) : (Long) 0L;
      Long get = charges ? price(unitArea, from + i, lowest, highest) : (Long) 0L;
      if (pay == null || get == null) {
        wrong.add("the service of " + won.unit() + " for " + won.bid() + " has no price");
        return;
      }
      pays.add(pay);
      gets.add(get);
    }
    if (!pays.equals(won.paysMicroPerKwh()) || !gets.equals(won.getsMicroPerKwh())) {
      wrong.add("the prices of the service of " + won.unit() + " for " + won.bid());
    }
  }

  private List<String> paradoxes(long[] lowest, long[] highest) {
    List<String> found = new ArrayList<>();
    for (int b = 0; b < in.bids.size(); b++) {
      StorageBid bid = in.bids.get(b).bid();
      if (!bid.isLinked() || fills.placed[b] >= 0) {
        continue;
      }
      boolean below = false;
      boolean above = false;
      for (int s = 0; s < in.slots; s++) {
        if (bid.surplusWh().get(s) > 0) {
          Long price = price(in.areaOfBid(b), s, lowest, highest);
          above |= price == null || price > bid.limitMicroPerKwh();
          below |= price != null && price < bid.limitMicroPerKwh();
        }
      }
      if (below && !above) {
        found.add(bid.bid());
      }
    }
    return found;
  }
}
