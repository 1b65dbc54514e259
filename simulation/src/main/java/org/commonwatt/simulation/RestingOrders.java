package org.commonwatt.simulation;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.commonwatt.model.TimeInForce;

/** Counts the orders that rest in the continuous book of each rulebook. */
final class RestingOrders {
  private static final Set<TimeInForce> IMMEDIATE =
      EnumSet.of(TimeInForce.IMMEDIATE_OR_CANCEL, TimeInForce.FILL_OR_KILL);

  private final OpenEnergy energy = new OpenEnergy();
  private final SlotRules rules;
  private final Map<Long, DeliverySlot> slots = new HashMap<>(); // by order
  private final Map<DeliverySlot, SlotPhase> phases = new HashMap<>();

  /**
   * Nothing rests.
   *
   * @param versions the rulebooks that may be activated, by version
   */
  RestingOrders(List<Rulebook> versions) {
    this.rules = new SlotRules(versions);
  }

  void take(Event event) {
    rules.take(event);
    energy.take(event);
    if (event instanceof Event.OrderAccepted order) {
      slots.put(order.orderId(), order.slot());
    } else if (event instanceof Event.SlotPhaseChanged changed) {
      phases.put(changed.slot(), changed.phase());
    }
  }

  /** How many rest in the book of a slot, which is that of all slots under its rules. */
  long beside(DeliverySlot slot) {
    int version = rules.of(slot).version();
    return slots.entrySet().stream()
        .filter(order -> isContinuous(order.getValue()))
        .filter(order -> rules.of(order.getValue()).version() == version)
        .filter(order -> energy.isOpen(order.getKey()))
        .count();
  }

  /** Whether an order that comes now rests in a book if it does not trade. */
  boolean wouldHold(Event.OrderAccepted order) {
    return isContinuous(order.slot()) && !IMMEDIATE.contains(order.terms().timeInForce());
  }

  private boolean isContinuous(DeliverySlot slot) {
    return phases.get(slot) == SlotPhase.CONTINUOUS;
  }
}
