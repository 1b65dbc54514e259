package org.commonwatt.core.coupled;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.commonwatt.core.coupled.CaseFault.Code;
import org.commonwatt.model.Amounts;
import org.jspecify.annotations.Nullable;

/**
 * Collects and checks the parts of a case: areas first, then links and orders. The first fault
 * stands; what is added after it is ignored.
 */
public final class CaseBuilder {
  private static final long MAX_TOTAL_WH = 1L << 61; // so that sums of two totals stay exact

  final ClearingRules rules;
  final List<String> areaIds = new ArrayList<>();
  final List<AreaKind> kinds = new ArrayList<>();
  final List<Long> fixedPrices = new ArrayList<>();
  final List<CaseLink> links = new ArrayList<>();
  final OrderTable orders = new OrderTable();
  private final Map<String, Integer> areas = new HashMap<>();
  private final Set<String> orderIds = new HashSet<>();
  private long totalWh;
  private @Nullable CaseFault fault;

  /** Starts a case with rules. */
  public CaseBuilder(ClearingRules rules) {
    this.rules = rules;
  }

  /** Adds an area with orders, a balance and a price. */
  public CaseBuilder area(String id) {
    return add(id, AreaKind.NORMAL, 0);
  }

  /** Adds a neighbour that buys and sells at its price, µ/kWh. */
  public CaseBuilder neighbour(String id, long fixedPriceMicroPerKwh) {
    if (!Amounts.isPrice(fixedPriceMicroPerKwh)) {
      return refuse(outOfRange("area " + id + ": fixedPriceMicroPerKwh", PRICES));
    }
    return add(id, AreaKind.NEIGHBOUR, fixedPriceMicroPerKwh);
  }

  /** Adds an area without balance and price. */
  public CaseBuilder external(String id) {
    return add(id, AreaKind.EXTERNAL, 0);
  }

  /** Adds a link between two areas that were added before. */
  public CaseBuilder link(CaseLink link) {
    String name = "link " + link.from() + "-" + link.to();
    CaseFault wrong = wrongLink(link, name);
    if (wrong != null) {
      return refuse(wrong);
    }
    count(Math.max(Math.abs(link.minFlowWh()), Math.abs(link.maxFlowWh())), name);
    links.add(link);
    return this;
  }

  /** Adds an order in an area that was added before. */
  public CaseBuilder order(CaseOrder order) {
    CaseFault wrong = wrongOrder(order);
    if (wrong != null) {
      return refuse(wrong);
    }
    count(order.energyWh(), "order " + order.id());
    orders.add(order, areaIndex(order.area()));
    return this;
  }

  /** The first fault of what was added, null when there is none. */
  public @Nullable CaseFault fault() {
    return fault;
  }

  /**
   * Makes the case; the builder must not be used again.
   *
   * @throws IllegalStateException when there is a fault
   */
  public ClearingCase build() {
    if (fault != null) {
      throw new IllegalStateException(fault.message());
    }
    int[] byId =
        IntStream.range(0, areaIds.size())
            .boxed()
            .sorted(Comparator.comparing(areaIds::get))
            .mapToInt(Integer::intValue)
            .toArray();
    return new ClearingCase(this, byId);
  }

  /** Index of an area in the order it was added, -1 for none. */
  int areaIndex(String id) {
    return areas.getOrDefault(id, -1);
  }

  /** The fault of an order's fields, null when there is none; takes its id. */
  @Nullable CaseFault check(CaseOrder order) {
    return wrongOrder(order);
  }

  private CaseBuilder add(String id, AreaKind kind, long fixedPrice) {
    if (areas.putIfAbsent(id, areaIds.size()) != null) {
      return refuse(duplicate("areas", id));
    }
    areaIds.add(id);
    kinds.add(kind);
    fixedPrices.add(fixedPrice);
    return this;
  }

  private @Nullable CaseFault wrongLink(CaseLink link, String name) {
    int from = areaIndex(link.from());
    int to = areaIndex(link.to());
    if (from < 0 || to < 0) {
      return unknownArea(name, from < 0 ? link.from() : link.to());
    }
    if (from == to) {
      return CaseFault.of(
          Code.BAD_LINK, name + " joins an area to itself", "name two different areas");
    }
    if (link.minFlowWh() > link.maxFlowWh()) {
      return CaseFault.of(
          Code.BAD_LINK,
          name + " has a minFlowWh above its maxFlowWh",
          "a reverse flow is negative: minFlowWh -5000, maxFlowWh 5000");
    }
    if (link.feeMicroPerKwh() < 0 || !Amounts.isPrice(link.feeMicroPerKwh())) {
      return outOfRange(name + ": feeMicroPerKwh", "0 to 10000000000 µ/kWh");
    }
    if (link.minFlowWh() < -MAX_TOTAL_WH || link.maxFlowWh() > MAX_TOTAL_WH) {
      return overflow(name);
    }
    boolean atExternal = isExternal(from) || isExternal(to);
    if (atExternal && link.minFlowWh() != link.maxFlowWh()) {
      return CaseFault.of(
          Code.BAD_LINK,
          name + " leads to an external area but leaves its flow open",
          "give the schedule: minFlowWh equal to maxFlowWh");
    }
    return null;
  }

  private @Nullable CaseFault wrongOrder(CaseOrder order) {
    String name = "order " + order.id();
    int area = areaIndex(order.area());
    if (area < 0) {
      return unknownArea(name, order.area());
    }
    if (kinds.get(area) != AreaKind.NORMAL) {
      return CaseFault.of(
          Code.UNKNOWN_AREA,
          name + " is in " + order.area() + ", which takes no orders",
          "put it in an area that is neither a neighbour nor external");
    }
    if (order.energyWh() < 0 || order.energyWh() > Amounts.MAX_ORDER_WH) {
      return outOfRange(name + ": energyWh", "0 to 1000000000000 Wh; the side says buy or sell");
    }
    if (order.minEnergyWh() < 0 || order.minEnergyWh() > order.energyWh()) {
      return outOfRange(name + ": minEnergyWh", "0 to the order's energyWh");
    }
    if (!Amounts.isPrice(order.priceMicroPerKwh())) {
      return outOfRange(name + ": priceMicroPerKwh", PRICES);
    }
    return orderIds.add(order.id()) ? null : duplicate("orders", order.id());
  }

  private void count(long energyWh, String name) {
    totalWh += energyWh;
    if (totalWh > MAX_TOTAL_WH) {
      refuse(overflow(name));
      totalWh = 0;
    }
  }

  private boolean isExternal(int area) {
    return kinds.get(area) == AreaKind.EXTERNAL;
  }

  private CaseBuilder refuse(CaseFault wrong) {
    if (fault == null) {
      fault = wrong;
    }
    return this;
  }

  private static final String PRICES = "-10000000000 to 10000000000 µ/kWh";

  private static CaseFault outOfRange(String what, String range) {
    return CaseFault.of(Code.OUT_OF_RANGE, what + " is out of range", "allowed: " + range);
  }

  private static CaseFault duplicate(String what, String id) {
    return CaseFault.of(
        Code.DUPLICATE_ID, "two " + what + " have the id " + id, "give each its own id");
  }

  private static CaseFault unknownArea(String who, String area) {
    return new CaseFault(
        Code.UNKNOWN_AREA,
        who + " names the unknown area " + area,
        "add it to \"areas\" or correct the name",
        List.of(area));
  }

  private static CaseFault overflow(String name) {
    return CaseFault.of(
        Code.OVERFLOW,
        "with " + name + " the energies and limits of the case pass 2^61 Wh",
        "use a limit of a plausible size for links without one");
  }
}
