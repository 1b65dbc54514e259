package org.commonwatt.simulation;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/**
 * Follows which rules each slot is under: orders are taken within their prices, and what neither
 * trade nor compensation covers is settled at their tariff, also when other rules came meanwhile.
 */
final class RulesWatch {
  private final SlotRules rules;
  private final Sights sights;
  private final Map<Long, Event.OrderAccepted> orders = new HashMap<>();
  private int inForce;

  /**
   * No slot is open.
   *
   * @param versions the rulebooks that may be activated, by version
   */
  RulesWatch(List<Rulebook> versions, Sights sights) {
    this.rules = new SlotRules(versions);
    this.sights = sights;
  }

  /** What is wrong after an event, null when nothing is; bills must be whole. */
  @Nullable String take(Event event) {
    rules.take(event);
    String problem = null;
    if (event instanceof Event.RulebookActivated activated) {
      problem = activated.version() == ++inForce ? null : "a rulebook came out of order";
    } else if (event instanceof Event.OrderAccepted order) {
      orders.put(order.orderId(), order);
      problem = order.terms().market() ? null : price(order, order.priceMicroPerKwh());
    } else if (event instanceof Event.OrderAmended order) {
      problem = price(requireNonNull(orders.get(order.orderId())), order.priceMicroPerKwh());
    } else if (event instanceof Event.SlotSettled settled) {
      problem = tariff(settled);
    }
    return problem == null ? null : problem + ": " + event;
  }

  private @Nullable String price(Event.OrderAccepted order, long priceMicroPerKwh) {
    Rulebook slot = rules.of(order.slot());
    return priceMicroPerKwh > slot.maxPriceMicroPerKwh()
            || priceMicroPerKwh < slot.minPriceMicroPerKwh()
        ? "an order has a price that its slot's rules do not allow"
        : null;
  }

  private @Nullable String tariff(Event.SlotSettled settled) {
    DeliverySlot slot = settled.batch().slot();
    Rulebook rulebook = rules.of(slot);
    Rulebook.TariffStep tariff = rulebook.tariffAt(slot);
    sights.seeIf(rulebook.version() < inForce, Sight.SETTLED_UNDER_FIRST_RULES);
    sights.seeIf(rulebook.version() > 1, Sight.SETTLED_UNDER_SECOND_RULES);
    for (BillLine line : settled.billLines()) {
      boolean fits =
          switch (line.kind()) {
            case RESIDUAL_WITHDRAWAL -> line.priceMicroPerKwh() == tariff.retailMicroPerKwh();
            case RESIDUAL_INJECTION -> line.priceMicroPerKwh() == tariff.feedInMicroPerKwh();
            default -> true;
          };
      if (!fits) {
        return "a line is not at the tariff of its slot's rules: " + line;
      }
    }
    return settled.batch().rulebookVersion() == rulebook.version()
        ? null
        : "a slot is settled under rulebook " + settled.batch().rulebookVersion();
  }
}
