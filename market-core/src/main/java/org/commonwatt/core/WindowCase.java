package org.commonwatt.core;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.core.coupled.BlockOrder;
import org.commonwatt.core.coupled.CaseOrder;
import org.commonwatt.core.coupled.ClearingResult;
import org.commonwatt.core.coupled.MultiSlotAuction;
import org.commonwatt.core.coupled.MultiSlotBuilder;
import org.commonwatt.core.coupled.MultiSlotOutcome;
import org.commonwatt.core.coupled.MultiSlotResult;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.Reduced;
import org.commonwatt.model.Event.WindowCleared;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;

/**
 * The open orders of slots behind one gate as a case of the auction of several slots. A block takes
 * part when all of its legs are open in these slots, and its parent, if it has one, takes part.
 */
final class WindowCase {
  /**
   * So many steps the search over blocks may take, one to several seconds: the market stands still
   * meanwhile. For {@code clear} it is twenty times as much.
   */
  static final long MOST_WORK = 50_000_000;

  private final List<SlotState> slots;
  private final WindowBlocks blocks;
  private final MultiSlotBuilder builder;
  private final Map<OrderEntry, Place> places = new HashMap<>();
  private int blockCount;

  /**
   * What an auction of several slots gave.
   *
   * @param cleared what is told of all of them
   * @param slots what it gave in each
   */
  record Results(WindowCleared cleared, Map<SlotState, GateResult> slots) {}

  /**
   * Where an order is in the case.
   *
   * @param slot place of its slot
   * @param number as a simple order of the slot, or as a block
   * @param portion as a leg of a block, from 0; -1 of a simple order
   */
  private record Place(int slot, int number, int portion) {
    boolean isSimple() {
      return portion < 0;
    }
  }

  /**
   * A case of slots, by start; there may be none.
   *
   * @param rulebook that of all of them
   */
  WindowCase(Rulebook rulebook, List<SlotState> slots) {
    this.slots = slots;
    this.blocks = new WindowBlocks(slots);
    this.builder = new MultiSlotBuilder(GateCase.rules(rulebook).within(MOST_WORK));
  }

  /** Whether any block takes part. */
  boolean hasBlocks() {
    return !blocks.all().isEmpty();
  }

  /** Clears the case; rulebook and limits leave nothing that could be wrong with it. */
  Results clear() {
    build();
    MultiSlotOutcome outcome = MultiSlotAuction.clear(builder.build());
    if (!(outcome instanceof MultiSlotResult result)) {
      throw new IllegalStateException("an auction without forced flows has a result: " + outcome);
    }
    Map<SlotState, GateResult> results = new LinkedHashMap<>();
    for (int s = 0; s < slots.size(); s++) {
      results.put(slots.get(s), new GateResult(cleared(s, result), entry -> fill(entry, result)));
    }
    return new Results(together(result), results);
  }

  private void build() {
    slots.forEach(slot -> builder.slot(id(slot)));
    slots.get(0).links().areas().ids().forEach(builder::area);
    for (int s = 0; s < slots.size(); s++) {
      SlotState slot = slots.get(s);
      GateCase.links(slot).forEach(link -> builder.link(id(slot), GateCase.link(link)));
      addSimple(s);
    }
    blocks.all().forEach(this::addBlock);
  }

  private void addSimple(int s) {
    int simple = 0;
    for (OrderEntry entry : slots.get(s).openOrders()) {
      if (AuctionBlocks.isLeg(entry)) {
        continue;
      }
      CaseOrder order = GateCase.order(entry);
      builder.order(id(slots.get(s)), order);
      boolean isBlock = order.minEnergyWh() > 0; // one of a single slot
      places.put(entry, isBlock ? new Place(s, blockCount++, 0) : new Place(s, simple++, -1));
    }
  }

  private void addBlock(WindowBlocks.Block block) {
    List<BlockOrder.Portion> profile = new ArrayList<>();
    for (OrderEntry leg : block.legs()) {
      places.put(leg, new Place(slots.indexOf(leg.slot()), blockCount, profile.size()));
      profile.add(new BlockOrder.Portion(id(leg.slot()), leg.openWh()));
    }
    blockCount++;
    OrderEntry first = block.legs().get(0);
    String group = block.terms().exclusiveGroup();
    builder.block(
        new BlockOrder(
            Long.toString(first.orderId()),
            first.accepted().area(),
            first.accepted().side(),
            first.priceMicroPerKwh(),
            profile,
            new BlockOrder.Terms(
                block.terms().minRatioPpm(),
                block.parent() == 0 ? null : Long.toString(block.parent()),
                group == null ? null : first.accepted().participant() + "/" + group),
            first.arrival(),
            first.accepted().participant()));
  }

  private AuctionCleared cleared(int s, MultiSlotResult result) {
    ClearingResult slot = result.slot(s);
    List<AreaCleared> areas = new ArrayList<>();
    for (int a = 0; a < slot.input().areaCount(); a++) {
      areas.add(
          GateCase.area(
              slot,
              a,
              slot.buyWh(a) + result.blocksBuyWh(s, a),
              slot.sellWh(a) + result.blocksSellWh(s, a)));
    }
    return new AuctionCleared(
        slots.get(s).slot(),
        areas,
        GateCase.flows(GateCase.links(slots.get(s)), slot),
        slot.welfareNano().add(worthOfBlocks(s, result)),
        result.isOptimal());
  }

  /** What accepted blocks add to a slot's welfare at their limits, nano-currency. */
  private BigInteger worthOfBlocks(int s, MultiSlotResult result) {
    BigInteger sum = BigInteger.ZERO;
    for (Map.Entry<OrderEntry, Place> one : places.entrySet()) {
      if (one.getValue().slot() == s && !one.getValue().isSimple()) {
        OrderEntry entry = one.getKey();
        BigInteger worth =
            BigInteger.valueOf(fill(entry, result))
                .multiply(BigInteger.valueOf(entry.priceMicroPerKwh()));
        sum = entry.accepted().side() == Side.BUY ? sum.add(worth) : sum.subtract(worth);
      }
    }
    return sum;
  }

  private long fill(OrderEntry entry, MultiSlotResult result) {
    Place place = places.get(entry);
    if (place == null) {
      return 0; // a leg of a block that does not take part
    }
    return place.isSimple()
        ? result.slot(place.slot()).fillWh(place.number())
        : result.blockFillWh(place.number(), place.portion());
  }

  private WindowCleared together(MultiSlotResult result) {
    TreeMap<Long, Long> reduced = new TreeMap<>();
    places.forEach(
        (entry, place) -> {
          if (place.isSimple()) {
            long part = result.slot(place.slot()).participatingWh(place.number());
            if (part != entry.openWh()) {
              reduced.put(entry.orderId(), part);
            }
          } else if (place.portion() == 0 && result.isLeftOut(place.number())) {
            reduced.put(entry.orderId(), 0L);
          }
        });
    return new WindowCleared(
        slots.get(0).slot(),
        slots.size(),
        result.welfareNano(),
        result.welfareBoundNano(),
        result.isOptimal(),
        reduced.entrySet().stream().map(e -> new Reduced(e.getKey(), e.getValue())).toList(),
        result.paradoxicallyRejected().stream()
            .map(number -> Long.valueOf(result.input().blockId(number)))
            .sorted(Comparator.naturalOrder())
            .toList());
  }

  private static String id(SlotState slot) {
    return Long.toString(slot.slot().startMillis());
  }
}
