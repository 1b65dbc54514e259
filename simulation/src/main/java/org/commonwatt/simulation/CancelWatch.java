package org.commonwatt.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CancelAfterPassed;
import org.commonwatt.model.Event.CancelAfterSet;
import org.commonwatt.model.Event.MassCancelled;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/**
 * Follows what ends many orders at once: a mass cancel takes all that it means and nothing else; a
 * dead man's switch passes with the first tick that reaches its deadline, not before, once, and
 * takes everything that its owner has open.
 */
final class CancelWatch {
  private final Sights sights;
  private final OpenEnergy energy = new OpenEnergy();
  private final Map<Long, OrderAccepted> orders = new HashMap<>();
  private final Map<DeliverySlot, SlotPhase> phases = new HashMap<>();
  private final Map<String, Long> switches = new HashMap<>(); // deadlines, by participant
  private final List<OrderAccepted> taken = new ArrayList<>(); // and nobody has said why
  private long timeMillis;

  /** Nobody has an order or a switch. */
  CancelWatch(Sights sights) {
    this.sights = sights;
  }

  /** What is wrong after an event, null when nothing is. */
  @Nullable String take(EventEnvelope envelope) {
    String problem = follow(envelope.event());
    if (problem == null && envelope.index() == envelope.count() - 1) {
      problem = atTheEndOfACommand();
    }
    return problem == null ? null : problem + ": " + envelope.event();
  }

  private @Nullable String follow(Event event) {
    energy.take(event);
    if (event instanceof OrderAccepted order) {
      orders.put(order.orderId(), order);
    } else if (event instanceof Event.SlotPhaseChanged changed) {
      phases.put(changed.slot(), changed.phase());
    } else if (event instanceof Event.TimeAdvanced advanced) {
      timeMillis = advanced.timeMillis();
    } else if (event instanceof Event.OrderCancelled order && isOfMany(order.reason())) {
      taken.add(orders.get(order.orderId()));
    } else if (event instanceof MassCancelled all) {
      return all(all);
    } else if (event instanceof CancelAfterSet set) {
      return set(set);
    } else if (event instanceof CancelAfterPassed passed) {
      return pass(passed);
    }
    return null;
  }

  private static boolean isOfMany(CancelReason reason) {
    return reason == CancelReason.MASS_CANCEL || reason == CancelReason.NOT_RENEWED;
  }

  private @Nullable String all(MassCancelled all) {
    List<OrderAccepted> done = List.copyOf(taken);
    taken.clear();
    if (done.size() != all.orders() || !done.stream().allMatch(order -> means(all, order))) {
      return "a mass cancel took other orders than it says";
    }
    List<OrderAccepted> left = open(all.participant());
    if (left.stream().anyMatch(order -> means(all, order))) {
      return "a mass cancel left an order that it means";
    }
    boolean some = !done.isEmpty();
    sights.seeIf(some && all.slotStartMillis() != null, Sight.CANCELLED_IN_SLOT);
    sights.seeIf(some && all.area() != null, Sight.CANCELLED_IN_AREA);
    sights.seeIf(some && all.side() != null, Sight.CANCELLED_ON_SIDE);
    sights.seeIf(some && !left.isEmpty(), Sight.CANCEL_SPARED_ORDERS);
    return null;
  }

  private static boolean means(MassCancelled all, OrderAccepted order) {
    Long start = all.slotStartMillis();
    return order.participant().equals(all.participant())
        && (start == null || start == order.slot().startMillis())
        && (all.area() == null || all.area().equals(order.area()))
        && (all.side() == null || all.side() == order.side());
  }

  private @Nullable String set(CancelAfterSet set) {
    boolean before = switches.containsKey(set.participant());
    boolean takenAway = set.deadlineMillis() == 0;
    sights.seeIf(before && !takenAway, Sight.SWITCH_RENEWED);
    sights.seeIf(before && takenAway, Sight.SWITCH_TAKEN_AWAY);
    if (takenAway) {
      switches.remove(set.participant());
    } else {
      switches.put(set.participant(), set.deadlineMillis());
    }
    return null;
  }

  private @Nullable String pass(CancelAfterPassed passed) {
    List<OrderAccepted> done = List.copyOf(taken);
    taken.clear();
    Long deadline = switches.remove(passed.participant());
    if (deadline == null
        || deadline != passed.deadlineMillis()
        || passed.deadlineMillis() > timeMillis) {
      return "a switch passed that was not set, or too early";
    }
    if (done.size() != passed.orders()
        || !done.stream().allMatch(order -> order.participant().equals(passed.participant()))) {
      return "a switch took other orders than it says";
    }
    sights.seeIf(!done.isEmpty(), Sight.SWITCH_PASSED);
    return open(passed.participant()).isEmpty() ? null : "a switch left an order open";
  }

  private @Nullable String atTheEndOfACommand() {
    if (!taken.isEmpty()) {
      return "orders were cancelled, and nobody says for whom: " + taken;
    }
    return switches.values().stream().anyMatch(deadline -> deadline <= timeMillis)
        ? "the clock passed a switch, and its orders stand"
        : null;
  }

  /** What a participant has open in slots that take orders. */
  private List<OrderAccepted> open(String participant) {
    return orders.values().stream()
        .filter(order -> order.participant().equals(participant))
        .filter(order -> energy.isOpen(order.orderId()) && takesOrders(order.slot()))
        .toList();
  }

  private boolean takesOrders(DeliverySlot slot) {
    SlotPhase phase = phases.get(slot);
    return phase == SlotPhase.OPEN || phase == SlotPhase.CONTINUOUS;
  }
}
