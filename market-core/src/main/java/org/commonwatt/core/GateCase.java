package org.commonwatt.core;

import java.util.Comparator;
import java.util.List;
import org.commonwatt.core.coupled.CaseBuilder;
import org.commonwatt.core.coupled.CaseLink;
import org.commonwatt.core.coupled.CaseOrder;
import org.commonwatt.core.coupled.ClearingOutcome;
import org.commonwatt.core.coupled.ClearingResult;
import org.commonwatt.core.coupled.ClearingRules;
import org.commonwatt.core.coupled.CoupledAuction;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Rulebook;

/** The open orders of a slot as a case of the coupled auction. */
final class GateCase {
  private final Areas areas;
  private final List<AreaLink> links;
  private final List<OrderEntry> open;
  private final ClearingRules rules;

  /**
   * A case.
   *
   * @param rulebook the slot's
   * @param areas its areas, and the links as they are in the slot
   * @param open the open orders, by order id
   */
  GateCase(Rulebook rulebook, Areas areas, List<OrderEntry> open) {
    this.areas = areas;
    this.links =
        areas.links().stream()
            .sorted(Comparator.comparing(AreaLink::from).thenComparing(AreaLink::to))
            .toList();
    this.open = open;
    ClearingRules usual = ClearingRules.DEFAULT;
    this.rules =
        new ClearingRules(
            usual.price(),
            usual.ties(),
            rulebook.safeguards().cleanFirst(),
            usual.nodeBudget(),
            usual.workBudget());
  }

  /** The links in order of (from, to), as in the result. */
  List<AreaLink> links() {
    return links;
  }

  /**
   * Clears the case; orders are in the order given. The rulebook lets no flow be forced and bounds
   * all energies, so that there is always a result.
   */
  ClearingResult clear() {
    CaseBuilder builder = new CaseBuilder(rules);
    areas.ids().forEach(builder::area);
    for (AreaLink link : links) {
      builder.link(
          new CaseLink(
              link.from(), link.to(), link.minFlowWh(), link.maxFlowWh(), link.feeMicroPerKwh()));
    }
    open.forEach(entry -> builder.order(order(entry)));
    ClearingOutcome outcome = CoupledAuction.clear(builder.build());
    if (outcome instanceof ClearingResult result) {
      return result;
    }
    throw new IllegalStateException("an auction without forced flows has a result: " + outcome);
  }

  private static CaseOrder order(OrderEntry entry) {
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
