package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.AuctionTerms;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.Reduced;
import org.commonwatt.model.Event.WindowCleared;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedAuction.Arrival;
import org.commonwatt.model.StatedAuction.Figures;
import org.commonwatt.model.StatedAuction.Kind;
import org.commonwatt.model.StatedSlots;
import org.commonwatt.model.StatedSlots.Block;
import org.commonwatt.model.StatedSlots.Portion;
import org.jspecify.annotations.Nullable;

/**
 * The auction of slots behind one gate that blocks join: the case by the open orders, and for it
 * what the market states, which is judged by {@link SlotsCheck}. It does not search for a better
 * acceptance of the blocks, but knows that there is none where {@link SlotsBound} says so.
 */
final class WindowRecount {
  private final List<SlotState> slots;
  private final StatedAuctions stated;
  private final SortedMap<Long, List<AuditedOrder>> blocks;
  private final List<String> areas;
  private final Map<Long, Long> participating = new HashMap<>();
  private final @Nullable WindowCleared said;

  /** Slots of one rulebook that hold their auction, by start; not none. */
  WindowRecount(List<SlotState> slots, StatedAuctions stated) {
    this.slots = slots;
    this.stated = stated;
    this.blocks = GateBlocks.takingPart(slots);
    this.areas = slots.get(0).rules.areas().ids().stream().sorted().toList();
    this.said = stated.window(slots.get(0).slot);
    if (said != null) {
      for (Reduced one : said.reduced()) {
        participating.put(one.orderId(), one.participatingWh());
      }
    }
  }

  /** Whether any block takes part. */
  boolean hasBlocks() {
    return !blocks.isEmpty();
  }

  /** What an order is said to have got, Wh; nothing where it cannot be so much. */
  long fill(AuditedOrder order) {
    boolean out = GateBlocks.terms(order) != null && !blocks.containsKey(GateBlocks.first(order));
    long fill = out ? 0 : stated.fillWh(order.id());
    return fill < 0 || fill > order.energy() ? 0 : fill;
  }

  /** What must be told of all slots together. */
  WindowCleared together() {
    BigInteger welfare = BigInteger.ZERO;
    for (SlotState slot : slots) {
      welfare = welfare.add(welfare(slot));
    }
    return new WindowCleared(
        slots.get(0).slot,
        slots.size(),
        welfare,
        said == null || said.optimal() ? welfare : said.welfareBoundNano().max(welfare),
        said == null || said.optimal(),
        said == null ? List.of() : said.reduced(),
        said == null ? List.of() : rejected());
  }

  /** The result of a slot as it must be told, for the prices and flows that are stated. */
  AuctionCleared cleared(SlotState slot) {
    AuctionCleared given = given(slot);
    List<AreaCleared> results = new ArrayList<>();
    for (String area : areas) {
      AreaCleared of = figures(given, area);
      results.add(
          new AreaCleared(
              area,
              of.priceMicroPerKwh(),
              of.minPriceMicroPerKwh(),
              of.maxPriceMicroPerKwh(),
              filledWh(slot, area, true),
              filledWh(slot, area, false)));
    }
    List<LinkFlow> flows = new ArrayList<>();
    for (AreaLink link : slot.links) {
      flows.add(new LinkFlow(link.from(), link.to(), flowWh(given, link)));
    }
    return new AuctionCleared(
        slot.slot, results, flows, welfare(slot), said == null || said.optimal());
  }

  /** What is wrong with what is stated; empty when nothing is. */
  List<String> complaints() {
    for (SlotState slot : slots) {
      for (AuditedOrder order : slot.open.values()) {
        if (stated.fillWh(order.id()) != fill(order)) {
          return List.of(
              "order " + order.id() + " cannot have got " + stated.fillWh(order.id()) + " Wh");
        }
      }
    }
    return new SlotsCheck(asStated(together().paradoxicallyRejected())).complaints();
  }

  /** Whether no other acceptance of the blocks can have more welfare. */
  boolean isProven() {
    return new SlotsBound(asStated(List.of())).nano().compareTo(together().welfareNano()) <= 0;
  }

  private List<Long> rejected() {
    return new SlotsCheck(asStated(List.of()))
        .paradoxicallyRejected().stream().map(Long::valueOf).sorted().toList();
  }

  private StatedSlots asStated(List<Long> rejected) {
    List<StatedAuction> each = new ArrayList<>();
    List<Block> joined = new ArrayList<>();
    BigInteger fees = BigInteger.ZERO;
    BigInteger rent = BigInteger.ZERO;
    boolean cleared = false;
    for (int s = 0; s < slots.size(); s++) {
      StatedAuction one = slot(slots.get(s));
      SlotSums sums = new SlotSums(one);
      fees = fees.add(sums.fees());
      rent = rent.add(sums.rent());
      each.add(one);
      for (AuditedOrder order : slots.get(s).open.values()) {
        cleared |= fill(order) > 0;
        if (GateBlocks.terms(order) == null && order.minimumWh() > 0) {
          joined.add(block(order, List.of(order)));
        }
      }
    }
    blocks.values().forEach(legs -> joined.add(block(legs.get(0), legs)));
    BigInteger welfare = BigInteger.ZERO;
    for (SlotState slot : slots) {
      welfare = welfare.add(welfare(slot));
    }
    Set<String> names = new TreeSet<>();
    rejected.forEach(id -> names.add(Long.toString(id)));
    return new StatedSlots(
        each,
        joined,
        new StatedAuction.Totals(cleared, welfare, fees, rent, BigInteger.ZERO, names));
  }

  private StatedAuction slot(SlotState slot) {
    AuctionCleared given = given(slot);
    List<StatedAuction.Area> all = new ArrayList<>();
    for (String area : areas) {
      AreaCleared of = figures(given, area);
      Figures figures =
          new Figures(
              of.priceMicroPerKwh(),
              of.minPriceMicroPerKwh(),
              of.maxPriceMicroPerKwh(),
              of.buyWh(),
              of.sellWh(),
              of.netExportWh());
      all.add(new StatedAuction.Area(area, Kind.NORMAL, 0, figures));
    }
    List<StatedAuction.Link> links = new ArrayList<>();
    for (AreaLink link : slot.links) {
      links.add(
          new StatedAuction.Link(
              areas.indexOf(link.from()),
              areas.indexOf(link.to()),
              link.minFlowWh(),
              link.maxFlowWh(),
              link.feeMicroPerKwh(),
              flowWh(given, link)));
    }
    List<StatedAuction.Order> orders = new ArrayList<>();
    for (AuditedOrder order : slot.open.values()) {
      if (GateBlocks.terms(order) == null && order.minimumWh() == 0) {
        orders.add(simple(order));
      }
    }
    StatedAuction.Rules rules =
        new StatedAuction.Rules("midpoint", "pro-rata", slot.rules.safeguards().cleanFirst());
    return new StatedAuction(rules, all, links, orders, StatedAuction.Totals.NONE);
  }

  private StatedAuction.Order simple(AuditedOrder order) {
    return new StatedAuction.Order(
        Long.toString(order.id()),
        areas.indexOf(order.content().area()),
        order.content().side(),
        order.price(),
        order.energy(),
        0,
        new Arrival(order.content().participant(), order.arrival(), order.terms().source() != null),
        participating.getOrDefault(order.id(), order.energy()),
        fill(order));
  }

  /** A block, or an order of one slot with a minimum. */
  private Block block(AuditedOrder first, List<AuditedOrder> legs) {
    List<Portion> portions = new ArrayList<>();
    for (AuditedOrder leg : legs) {
      int slot = 0;
      while (slots.get(slot).slot.startMillis() != leg.content().slotStartMillis()) {
        slot++;
      }
      portions.add(new Portion(slot, leg.energy(), fill(leg)));
    }
    String owner = first.content().participant();
    AuctionTerms terms = GateBlocks.terms(first);
    Long parent = GateBlocks.parent(first, blocks);
    String group = terms == null ? null : terms.exclusiveGroup();
    return new Block(
        Long.toString(first.id()),
        areas.indexOf(first.content().area()),
        first.content().side(),
        first.price(),
        portions,
        new StatedSlots.Terms(
            terms == null ? 0 : terms.minRatioPpm(),
            terms == null ? first.minimumWh() : 0,
            parent == null ? null : parent.toString(),
            group == null ? null : owner + "/" + group,
            owner),
        participating.getOrDefault(first.id(), 1L) == 0,
        first.arrival());
  }

  /** Accepted buys less accepted sells at their limits, and fees; of a slot. */
  private BigInteger welfare(SlotState slot) {
    BigInteger sum = BigInteger.ZERO;
    for (AuditedOrder order : slot.open.values()) {
      BigInteger worth = SlotSums.product(fill(order), order.price());
      sum = order.isBuy() ? sum.add(worth) : sum.subtract(worth);
    }
    AuctionCleared given = given(slot);
    for (AreaLink link : slot.links) {
      sum = sum.subtract(SlotSums.product(Math.abs(flowWh(given, link)), link.feeMicroPerKwh()));
    }
    return sum;
  }

  private long filledWh(SlotState slot, String area, boolean buys) {
    return slot.open.values().stream()
        .filter(order -> order.isBuy() == buys && order.content().area().equals(area))
        .mapToLong(this::fill)
        .reduce(0, Math::addExact);
  }

  private AuctionCleared given(SlotState slot) {
    AuctionCleared given = stated.result(slot.slot);
    return given == null ? GateRules.empty(slot) : given;
  }

  private static AreaCleared figures(AuctionCleared given, String area) {
    return given.areas().stream()
        .filter(one -> one.area().equals(area))
        .findFirst()
        .orElse(new AreaCleared(area, null, null, null, 0, 0));
  }

  private static long flowWh(AuctionCleared given, AreaLink link) {
    return given.links().stream()
        .filter(one -> one.party().equals(link.party()))
        .mapToLong(LinkFlow::flowWh)
        .findFirst()
        .orElse(0);
  }
}
