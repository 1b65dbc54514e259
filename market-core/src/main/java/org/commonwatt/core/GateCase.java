package org.commonwatt.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.core.coupled.CaseBuilder;
import org.commonwatt.core.coupled.CaseLink;
import org.commonwatt.core.coupled.CaseOrder;
import org.commonwatt.core.coupled.ClearingOutcome;
import org.commonwatt.core.coupled.ClearingResult;
import org.commonwatt.core.coupled.ClearingRules;
import org.commonwatt.core.coupled.CoupledAuction;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Rulebook;

/** The open orders of a slot as a case of the coupled auction. */
final class GateCase {
  private final SlotState slot;
  private final List<OrderEntry> open;

  /** A case of the slot's open orders, without blocks, which take part with all their slots. */
  GateCase(SlotState slot) {
    this.slot = slot;
    this.open = slot.openOrders().stream().filter(order -> !AuctionBlocks.isLeg(order)).toList();
  }

  /**
   * Clears the case. The rulebook lets no flow be forced and bounds all energies, so that there is
   * always a result.
   */
  GateResult clear() {
    CaseBuilder builder = new CaseBuilder(rules(slot.rules().rulebook()));
    slot.links().areas().ids().forEach(builder::area);
    List<AreaLink> links = links(slot);
    links.forEach(link -> builder.link(link(link)));
    open.forEach(entry -> builder.order(order(entry)));
    ClearingOutcome outcome = CoupledAuction.clear(builder.build());
    if (!(outcome instanceof ClearingResult result)) {
      throw new IllegalStateException("an auction without forced flows has a result: " + outcome);
    }
    List<AreaCleared> areas = new ArrayList<>();
    for (int a = 0; a < result.input().areaCount(); a++) {
      areas.add(area(result, a, result.buyWh(a), result.sellWh(a)));
    }
    Map<OrderEntry, Long> fills = new HashMap<>();
    for (int i = 0; i < open.size(); i++) {
      fills.put(open.get(i), result.fillWh(i));
    }
    AuctionCleared cleared =
        new AuctionCleared(
            slot.slot(), areas, flows(links, result), result.welfareNano(), result.isOptimal());
    return new GateResult(cleared, entry -> fills.getOrDefault(entry, 0L));
  }

  /** The rules of the auctions of a rulebook. */
  static ClearingRules rules(Rulebook rulebook) {
    ClearingRules usual = ClearingRules.DEFAULT;
    return new ClearingRules(
        usual.price(),
        usual.ties(),
        rulebook.safeguards().cleanFirst(),
        usual.nodeBudget(),
        usual.workBudget());
  }

  /** The links of a slot, with the limits that they have there, in order of (from, to). */
  static List<AreaLink> links(SlotState slot) {
    return slot.links().areas().links().stream()
        .sorted(Comparator.comparing(AreaLink::from).thenComparing(AreaLink::to))
        .toList();
  }

  static CaseLink link(AreaLink link) {
    return new CaseLink(
        link.from(), link.to(), link.minFlowWh(), link.maxFlowWh(), link.feeMicroPerKwh());
  }

  /** An area's result with the energies that are bought and sold in it, Wh. */
  static AreaCleared area(ClearingResult result, int area, long buyWh, long sellWh) {
    return new AreaCleared(
        result.input().areaId(area),
        result.priceMicroPerKwh(area),
        result.lowestPriceMicroPerKwh(area),
        result.highestPriceMicroPerKwh(area),
        buyWh,
        sellWh);
  }

  static List<LinkFlow> flows(List<AreaLink> links, ClearingResult result) {
    List<LinkFlow> flows = new ArrayList<>();
    for (int l = 0; l < links.size(); l++) {
      flows.add(new LinkFlow(links.get(l).from(), links.get(l).to(), result.flowWh(l)));
    }
    return flows;
  }

  /** An open order as one of a case. */
  static CaseOrder order(OrderEntry entry) {
    OrderAccepted order = entry.accepted();
    long minimum = entry.terms().allOrNone() ? entry.openWh() : entry.terms().minEnergyWh();
    return new CaseOrder(
        Long.toString(order.orderId()),
        order.area(),
        order.side(),
        entry.priceMicroPerKwh(),
        entry.openWh(),
        entry.arrival(),
        order.participant(),
        entry.terms().source() != null,
        Math.min(minimum, entry.openWh()));
  }
}
