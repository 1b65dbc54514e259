package org.commonwatt.core.coupled;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.commonwatt.core.coupled.BlockOrder.Portion;
import org.commonwatt.core.coupled.BlockOrder.Terms;
import org.commonwatt.core.coupled.BlockTable.Given;
import org.commonwatt.core.coupled.CaseFault.Code;
import org.jspecify.annotations.Nullable;

/**
 * Collects and checks the parts of a case of several slots: slots first, then areas, then links,
 * orders and blocks. The first fault stands; what is added after it is ignored.
 */
public final class MultiSlotBuilder {
  /** The most areas and slots. */
  public static final int MAX_PLACES = 1_000;

  /** What orders and links of a slot may have together, Wh: so that sums over areas stay exact. */
  public static final long MAX_SLOT_WH = 1L << 50;

  final ClearingRules rules;
  final List<String> slotIds = new ArrayList<>();
  private final List<CaseBuilder> cases = new ArrayList<>();
  private final List<Given> given = new ArrayList<>();
  private final Map<String, Integer> slots = new HashMap<>();
  private final Map<String, BlockOrder> blocks = new HashMap<>();
  private final Set<String> ids = new HashSet<>();
  private final List<Long> slotWh = new ArrayList<>();
  private @Nullable CaseFault fault;

  /** Starts a case with rules, whose price rule must be {@link PriceRule#MIDPOINT}. */
  public MultiSlotBuilder(ClearingRules rules) {
    this.rules = rules;
    if (rules.price() != PriceRule.MIDPOINT) {
      refuse(
          Code.OUT_OF_RANGE,
          "rules.price is " + rules.price().label() + " in a case of several slots",
          "prices at which no block loses are found by the rule midpoint alone");
    }
  }

  /** Adds a slot; slots follow each other as they are added. */
  public MultiSlotBuilder slot(String id) {
    if (slots.putIfAbsent(id, slots.size()) != null) {
      return refuse(Code.DUPLICATE_ID, "two slots have the id " + id, "give each its own id");
    }
    if (slots.size() > MAX_PLACES) {
      return refuse(
          Code.OUT_OF_RANGE, "a case has more than 1000 slots", "clear fewer of them together");
    }
    slotIds.add(id);
    cases.add(new CaseBuilder(rules));
    slotWh.add(0L);
    return this;
  }

  /** Adds an area with orders, and in every slot a balance and a price. */
  public MultiSlotBuilder area(String id) {
    return toAll(slot -> slot.area(id));
  }

  /** Adds a neighbour that buys and sells at its price in every slot, µ/kWh. */
  public MultiSlotBuilder neighbour(String id, long fixedPriceMicroPerKwh) {
    return toAll(slot -> slot.neighbour(id, fixedPriceMicroPerKwh));
  }

  /** Adds an area without balance and price. */
  public MultiSlotBuilder external(String id) {
    return toAll(slot -> slot.external(id));
  }

  /** Adds a link in every slot. */
  public MultiSlotBuilder link(CaseLink link) {
    for (int s = 0; s < cases.size(); s++) {
      link(s, link);
    }
    return this;
  }

  /** Adds a link in one slot. */
  public MultiSlotBuilder link(String slot, CaseLink link) {
    Integer place = slots.get(slot);
    return place == null
        ? unknownSlot("link " + link.from() + "-" + link.to(), slot)
        : link(place, link);
  }

  /** Adds an order in a slot; one with a minimum quantity is a block of one slot. */
  public MultiSlotBuilder order(String slot, CaseOrder order) {
    String name = "order " + order.id();
    Integer place = slots.get(slot);
    if (place == null) {
      return unknownSlot(name, slot);
    }
    if (!ids.add(order.id())) {
      return duplicate(order.id());
    }
    if (order.minEnergyWh() == 0) {
      cases.get(place).order(order);
    } else {
      take(cases.get(place).check(order));
      given.add(new Given(asBlock(slot, order), order.minEnergyWh()));
    }
    if (take(cases.get(place).fault()) == null) {
      count(place, order.energyWh(), name);
    }
    return this;
  }

  private static BlockOrder asBlock(String slot, CaseOrder order) {
    return new BlockOrder(
        order.id(),
        order.area(),
        order.side(),
        order.priceMicroPerKwh(),
        List.of(new Portion(slot, order.energyWh())),
        Terms.ALL_OR_NOTHING,
        order.time(),
        order.participant());
  }

  /** Adds a block; its parent may follow later. */
  public MultiSlotBuilder block(BlockOrder block) {
    String name = "block " + block.id();
    if (!ids.add(block.id())) {
      return duplicate(block.id());
    }
    if (block.profile().isEmpty()) {
      return refuse(
          Code.BAD_BLOCK, name + " has an empty profile", "name the energy of one slot at least");
    }
    int ppm = block.terms().minRatioPpm();
    if (ppm < 0 || ppm > Terms.WHOLE_PPM) {
      return refuse(
          Code.OUT_OF_RANGE, name + ": minRatioPpm is out of range", "allowed: 0 to 1000000 ppm");
    }
    Set<String> seen = new HashSet<>();
    for (Portion portion : block.profile()) {
      Integer slot = slots.get(portion.slot());
      if (slot == null) {
        return unknownSlot(name, portion.slot());
      }
      if (!seen.add(portion.slot())) {
        return refuse(
            Code.BAD_BLOCK,
            name + " names the slot " + portion.slot() + " twice",
            "give each slot one energy");
      }
      portion(block, portion, slot);
    }
    given.add(new Given(block, 0));
    blocks.put(block.id(), block);
    return this;
  }

  private void portion(BlockOrder block, Portion portion, int slot) {
    if (portion.energyWh() == 0) {
      refuse(
          Code.OUT_OF_RANGE,
          "block " + block.id() + ": energyWh of slot " + portion.slot() + " is 0",
          "leave the slot out, or give it 1 to 1000000000000 Wh");
    }
    CaseOrder like =
        new CaseOrder(
            block.id() + "", // its id is checked here, not there
            block.area(),
            block.side(),
            block.priceMicroPerKwh(),
            portion.energyWh(),
            block.time(),
            block.participant(),
            false,
            0);
    if (take(cases.get(slot).check(like)) == null) {
      count(slot, portion.energyWh(), "block " + block.id());
    }
  }

  /** The first fault of what was added, null when there is none. */
  public @Nullable CaseFault fault() {
    if (fault == null && slots.isEmpty()) {
      refuse(Code.OUT_OF_RANGE, "the case has no slot", "name one slot at least in \"slots\"");
    }
    for (Given one : given) {
      if (fault == null) {
        take(BlockFamilies.fault(one.order(), blocks));
      }
    }
    return fault;
  }

  /**
   * Makes the case; the builder must not be used again.
   *
   * @throws IllegalStateException when there is a fault
   */
  public MultiSlotCase build() {
    CaseFault wrong = fault();
    if (wrong != null) {
      throw new IllegalStateException(wrong.message());
    }
    List<ClearingCase> made = cases.stream().map(CaseBuilder::build).toList();
    Network net = new Network(made.get(0));
    Map<String, Integer> nodes = new HashMap<>();
    for (int n = 0; n < net.nodes; n++) {
      nodes.put(made.get(0).areaId(net.area[n]), n);
    }
    return new MultiSlotCase(this, made, BlockTable.of(given, slots, nodes));
  }

  private MultiSlotBuilder toAll(Consumer<CaseBuilder> addition) {
    cases.forEach(addition);
    for (CaseBuilder slot : cases) {
      take(slot.fault());
      if (slot.areaIds.size() > MAX_PLACES) {
        refuse(
            Code.OUT_OF_RANGE,
            "a case of several slots has more than 1000 areas",
            "clear fewer of them together");
      }
    }
    return this;
  }

  private MultiSlotBuilder link(int slot, CaseLink link) {
    cases.get(slot).link(link);
    if (take(cases.get(slot).fault()) == null) {
      long most = Math.max(Math.abs(link.minFlowWh()), Math.abs(link.maxFlowWh()));
      count(slot, most, "link " + link.from() + "-" + link.to());
    }
    return this;
  }

  private void count(int slot, long energyWh, String name) {
    slotWh.set(slot, slotWh.get(slot) + Math.min(energyWh, 2 * MAX_SLOT_WH));
    if (slotWh.get(slot) > MAX_SLOT_WH) {
      refuse(
          Code.OVERFLOW,
          "with "
              + name
              + " the energies and limits of slot "
              + slotIds.get(slot)
              + " pass 2^50 Wh",
          "use a limit of a plausible size for links without one");
      slotWh.set(slot, 0L);
    }
  }

  private @Nullable CaseFault take(@Nullable CaseFault wrong) {
    if (fault == null) {
      fault = wrong;
    }
    return wrong;
  }

  private MultiSlotBuilder unknownSlot(String name, String slot) {
    return refuse(
        Code.UNKNOWN_SLOT,
        name + " names the unknown slot " + slot,
        "add it to \"slots\" or correct the name");
  }

  private MultiSlotBuilder duplicate(String id) {
    return refuse(Code.DUPLICATE_ID, "two orders have the id " + id, "give each its own id");
  }

  private MultiSlotBuilder refuse(Code code, String message, String hint) {
    take(CaseFault.of(code, message, hint));
    return this;
  }
}
