package org.commonwatt.core.storage.auction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.commonwatt.core.storage.FirmSchedule;
import org.commonwatt.core.storage.Replan;
import org.commonwatt.core.storage.StorageBook;
import org.commonwatt.core.storage.auction.SurplusBid.LinkedRelease;
import org.jspecify.annotations.Nullable;

/**
 * An auction of two areas and two slots by trying everything: every placement of linked bids, every
 * acceptance in whole Wh, every price. A unit can do what its book takes. Prices support a result
 * if nobody would rather have another amount at them.
 */
final class AuctionOracle {
  private static final int SLOTS = 2;

  final StorageAuctionCase input;
  private final List<SurplusBid> simple;
  private final List<SurplusBid> linked;
  private final int mostPrice;

  AuctionOracle(StorageAuctionCase input, int mostPrice) {
    this.input = input;
    this.mostPrice = mostPrice;
    List<SurplusBid> order = new ArrayList<>(input.bids());
    order.sort(
        Comparator.comparingLong((SurplusBid b) -> b.bidder().time())
            .thenComparing(SurplusBid::id));
    simple = order.stream().filter(b -> b.release() == null).toList();
    linked = order.stream().filter(b -> b.release() != null).toList();
  }

  /**
   * What is best with one placement.
   *
   * @param units per linked bid, -1 for none
   * @param fills per simple bid, of each slot
   * @param uses per unit, of each slot
   */
  record Best(
      int[] units, long welfare, long volume, long positions, long[][] fills, long[][] uses) {}

  /** The best placement for which there are prices. */
  Best best() {
    Best best = null;
    int[] units = new int[linked.size()];
    Arrays.fill(units, -1);
    boolean more = true;
    while (more) {
      Best one = of(units.clone());
      boolean better = one != null && (best == null || one.welfare() > best.welfare());
      if (one != null && better && hasPrices(one)) {
        best = one;
      }
      more = count(units);
    }
    if (best == null) {
      throw new IllegalStateException("nothing accepted is a result, too");
    }
    return best;
  }

  private boolean count(int[] units) {
    for (int i = 0; i < units.length; i++) {
      units[i]++;
      if (units[i] < input.offers().size()) {
        return true;
      }
      units[i] = -1;
    }
    return false;
  }

  /**
   * The best acceptance beside placed linked bids; null when the units or links cannot keep them.
   */
  @Nullable Best of(int[] units) {
    List<List<long[]>> uses = new ArrayList<>();
    for (int u = 0; u < input.offers().size(); u++) {
      uses.add(uses(u, units));
      if (uses.get(u).isEmpty()) {
        return null;
      }
    }
    Map<List<Long>, long[][]> cheapest = new HashMap<>(); // by what areas use in slots
    product(uses, new long[uses.size()][], 0, chosen -> keep(cheapest, chosen));
    List<List<long[]>> fills = new ArrayList<>();
    for (SurplusBid bid : simple) {
      fills.add(fills(bid));
    }
    Best[] best = new Best[1];
    product(fills, new long[fills.size()][], 0, chosen -> compare(best, units, cheapest, chosen));
    return best[0];
  }

  private interface Chosen {
    void take(long[][] rows);
  }

  private static void product(List<List<long[]>> choices, long[][] rows, int at, Chosen chosen) {
    if (at == rows.length) {
      chosen.take(rows);
      return;
    }
    for (long[] row : choices.get(at)) {
      rows[at] = row;
      product(choices, rows, at + 1, chosen);
    }
  }

  private int areaOf(String id) {
    return id.equals("A") ? 0 : 1;
  }

  private int areaOfUnit(int u) {
    return areaOf(input.offers().get(u).book().unit().area());
  }

  private long costOf(long[][] uses) {
    long cost = 0;
    for (int u = 0; u < uses.length; u++) {
      for (int s = 0; s < SLOTS; s++) {
        cost += uses[u][s] * input.offers().get(u).slots().get(s).priceMicroPerKwh();
      }
    }
    return cost;
  }

  private void keep(Map<List<Long>, long[][]> cheapest, long[][] uses) {
    Long[] sums = {0L, 0L, 0L, 0L};
    for (int u = 0; u < uses.length; u++) {
      for (int s = 0; s < SLOTS; s++) {
        sums[2 * areaOfUnit(u) + s] += uses[u][s];
      }
    }
    long[][] before = cheapest.get(List.of(sums));
    if (before == null || costOf(uses) < costOf(before)) {
      cheapest.put(List.of(sums), uses.clone());
    }
  }

  private void compare(
      Best[] best, int[] units, Map<List<Long>, long[][]> cheapest, long[][] fills) {
    long volume = 0;
    long worth = 0;
    long positions = 0;
    for (int b = 0; b < fills.length; b++) {
      long sum = fills[b][0] + fills[b][1];
      volume += sum;
      positions += sum * b;
      worth += sum * simple.get(b).limitMicroPerKwh();
    }
    for (Map.Entry<List<Long>, long[][]> entry : cheapest.entrySet()) {
      long[] flows = flows(units, fills, entry.getValue());
      if (flows.length == 0) {
        continue;
      }
      long welfare = worth - costOf(entry.getValue()) - fees(flows) + worthOfLinked(units);
      Best one = new Best(units, welfare, volume, positions, fills.clone(), entry.getValue());
      if (best[0] == null || isBetter(one, best[0])) {
        best[0] = one;
      }
    }
  }

  private static boolean isBetter(Best one, Best other) {
    if (one.welfare() != other.welfare()) {
      return one.welfare() > other.welfare();
    }
    return one.volume() != other.volume()
        ? one.volume() > other.volume()
        : one.positions() < other.positions();
  }

  private long fees(long[] flows) {
    return (Math.abs(flows[0]) + Math.abs(flows[1])) * input.links().get(0).feeMicroPerKwh();
  }

  private long worthOfLinked(int[] units) {
    long sum = 0;
    for (int i = 0; i < units.length; i++) {
      for (int s = 0; units[i] >= 0 && s < SLOTS; s++) {
        long price = input.offers().get(units[i]).slots().get(s).priceMicroPerKwh();
        SurplusBid bid = linked.get(i);
        sum += bid.surplus().slotWh().get(s) * (bid.limitMicroPerKwh() - price);
      }
    }
    return sum;
  }

  /** Flows from A to B in each slot that balance both areas; nothing when the link cannot. */
  long[] flows(int[] units, long[][] fills, long[][] uses) {
    long[] flows = new long[SLOTS];
    for (int s = 0; s < SLOTS; s++) {
      long[] surplus = new long[2];
      for (int b = 0; b < fills.length; b++) {
        surplus[areaOf(simple.get(b).bidder().area())] += fills[b][s];
      }
      for (int u = 0; u < uses.length; u++) {
        surplus[areaOfUnit(u)] -= uses[u][s];
      }
      for (int i = 0; i < units.length; i++) {
        if (units[i] >= 0) {
          long wh = linked.get(i).surplus().slotWh().get(s);
          surplus[areaOf(linked.get(i).bidder().area())] += wh;
          surplus[areaOfUnit(units[i])] -= wh;
        }
      }
      ServiceLink link = input.links().get(0);
      boolean carries =
          surplus[0] <= link.forwardWh().get(s) && -surplus[0] <= link.backwardWh().get(s);
      if (surplus[0] + surplus[1] != 0 || !carries) {
        return new long[0];
      }
      flows[s] = surplus[0];
    }
    return flows;
  }

  /** All that a unit can do for simple bids beside its placed ones. */
  private List<long[]> uses(int u, int[] units) {
    List<long[]> uses = new ArrayList<>();
    ServiceOffer offer = input.offers().get(u);
    for (long first = 0; first <= offer.slots().get(0).mostWh(); first++) {
      for (long second = 0; second <= offer.slots().get(1).mostWh(); second++) {
        if (isPossible(u, units, new long[] {first, second})) {
          uses.add(new long[] {first, second});
        }
      }
    }
    return uses;
  }

  private boolean isPossible(int u, int[] units, long[] use) {
    ServiceOffer offer = input.offers().get(u);
    StorageBook book = copy(offer.book());
    List<FirmSchedule> all = new ArrayList<>();
    all.add(new FirmSchedule("use", "any", input.window().from(), List.of(-use[0], -use[1])));
    long[] charged = use.clone();
    for (int i = 0; i < units.length; i++) {
      if (units[i] == u) {
        SurplusBid bid = linked.get(i);
        charged[0] += bid.surplus().slotWh().get(0);
        charged[1] += bid.surplus().slotWh().get(1);
        all.add(schedule(bid));
      }
    }
    return charged[0] <= offer.slots().get(0).mostWh()
        && charged[1] <= offer.slots().get(1).mostWh()
        && charged[0] + charged[1] <= offer.energyWh()
        && isOneWay(book, all)
        && book.commitAll(all) == null;
  }

  static StorageBook copy(StorageBook book) {
    return Replan.of(book.unit(), book.commitments()).book();
  }

  private FirmSchedule schedule(SurplusBid bid) {
    LinkedRelease release = bid.release();
    List<Long> injection = new ArrayList<>();
    for (int s = 0; s < 4 && release != null; s++) {
      long charged = s < SLOTS ? bid.surplus().slotWh().get(s) : 0;
      injection.add(release.wh(s + input.window().from()) - charged);
    }
    return new FirmSchedule(bid.id(), bid.bidder().participant(), input.window().from(), injection);
  }

  /** Whether no slot of a unit has firm charges and discharges, what was firm before taken net. */
  private static boolean isOneWay(StorageBook book, List<FirmSchedule> all) {
    for (int s = 0; s < book.unit().horizon().slots(); s++) {
      long before = book.plan().injectionWh(s);
      boolean charges = before < 0;
      boolean discharges = before > 0;
      for (FirmSchedule one : all) {
        long wh = one.window().has(s) ? one.injectionWh().get(s - one.from()) : 0;
        charges |= wh < 0;
        discharges |= wh > 0;
      }
      if (charges && discharges) {
        return false;
      }
    }
    return true;
  }

  private List<long[]> fills(SurplusBid bid) {
    List<long[]> fills = new ArrayList<>();
    for (long first = 0; first <= bid.surplus().slotWh().get(0); first++) {
      for (long second = 0; second <= bid.surplus().slotWh().get(1); second++) {
        if (first + second <= bid.surplus().energyWh()) {
          fills.add(new long[] {first, second});
        }
      }
    }
    return fills;
  }

  private boolean hasPrices(Best one) {
    for (int code = 0; code < Math.pow(mostPrice + 3, 4); code++) {
      long[][] prices = new long[2][SLOTS];
      int rest = code;
      for (int i = 0; i < 4; i++) {
        prices[i / 2][i % 2] = rest % (mostPrice + 3) - 1L;
        rest /= mostPrice + 3;
      }
      if (supports(one, prices)) {
        return true;
      }
    }
    return false;
  }

  /** Whether nobody would have another amount at prices, and no linked bid or its unit loses. */
  boolean supports(Best one, long[][] prices) {
    for (int s = 0; s < SLOTS; s++) {
      long spread = prices[0][s] - prices[1][s];
      ServiceLink link = input.links().get(0);
      long flow = flows(one.units(), one.fills(), one.uses())[s];
      LongUnaryOperator earns = wh -> wh * spread - Math.abs(wh) * link.feeMicroPerKwh();
      for (long wh = -link.backwardWh().get(s); wh <= link.forwardWh().get(s); wh++) {
        if (earns.applyAsLong(wh) > earns.applyAsLong(flow)) {
          return false;
        }
      }
    }
    for (int b = 0; b < simple.size(); b++) {
      SurplusBid bid = simple.get(b);
      long[] price = prices[areaOf(bid.bidder().area())];
      long now =
          gain(
              one.fills()[b], bid.limitMicroPerKwh() - price[0], bid.limitMicroPerKwh() - price[1]);
      for (long[] other : fills(bid)) {
        if (gain(other, bid.limitMicroPerKwh() - price[0], bid.limitMicroPerKwh() - price[1])
            > now) {
          return false;
        }
      }
    }
    return unitsAgree(one, prices) && linkedAgree(one, prices);
  }

  private static long gain(long[] wh, long first, long second) {
    return wh[0] * first + wh[1] * second;
  }

  private boolean unitsAgree(Best one, long[][] prices) {
    for (int u = 0; u < one.uses().length; u++) {
      ServiceOffer offer = input.offers().get(u);
      long[] price = prices[areaOfUnit(u)];
      long first = price[0] - offer.slots().get(0).priceMicroPerKwh();
      long second = price[1] - offer.slots().get(1).priceMicroPerKwh();
      long now = gain(one.uses()[u], first, second);
      for (long[] other : uses(u, one.units())) {
        if (gain(other, first, second) > now) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean linkedAgree(Best one, long[][] prices) {
    for (int i = 0; i < linked.size(); i++) {
      int u = one.units()[i];
      SurplusBid bid = linked.get(i);
      for (int s = 0; u >= 0 && s < SLOTS; s++) {
        long asked = input.offers().get(u).slots().get(s).priceMicroPerKwh();
        boolean charges = bid.surplus().slotWh().get(s) > 0;
        boolean pays = prices[areaOf(bid.bidder().area())][s] <= bid.limitMicroPerKwh();
        if (charges && (!pays || prices[areaOfUnit(u)][s] < asked)) {
          return false;
        }
      }
    }
    return true;
  }

  /** A result in the oracle's terms, to be judged by it. */
  Best stated(AuctionResult result) {
    int[] units = new int[linked.size()];
    Arrays.fill(units, -1);
    long[][] fills = new long[simple.size()][SLOTS];
    long[][] uses = new long[input.offers().size()][SLOTS];
    long volume = 0;
    long positions = 0;
    List<String> unitIds = input.offers().stream().map(ServiceOffer::unit).toList();
    for (AuctionResult.Fill fill : result.fills()) {
      int u = unitIds.indexOf(fill.unit());
      int s = fill.slot() - input.window().from();
      int b = simple.stream().map(SurplusBid::id).toList().indexOf(fill.bid());
      if (b < 0) {
        units[linked.stream().map(SurplusBid::id).toList().indexOf(fill.bid())] = u;
      } else {
        fills[b][s] += fill.wh();
        uses[u][s] += fill.wh();
        volume += fill.wh();
        positions += fill.wh() * b;
      }
    }
    long welfare = result.value().welfareNano().longValueExact();
    return new Best(units, welfare, volume, positions, fills, uses);
  }
}
