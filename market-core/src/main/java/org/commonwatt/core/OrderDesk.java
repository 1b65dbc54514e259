package org.commonwatt.core;

import org.commonwatt.model.Command.AmendOrder;
import org.commonwatt.model.Command.CancelAll;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Event.AmendRejected;
import org.commonwatt.model.Event.CancelRejected;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.OrderRepeated;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;

/** Takes and cancels orders. */
final class OrderDesk {
  private final SlotSchedule schedule;
  private final Orders orders;
  private long lastOrderId;

  OrderDesk(SlotSchedule schedule, Orders orders) {
    this.schedule = schedule;
    this.orders = orders;
  }

  void place(PlaceOrder command, long timeMillis, EventSink sink) {
    if (!command.terms().equals(OrderTerms.DEFAULT)) {
      refuse(command, notYet(), sink);
      return;
    }
    Rejection malformed = OrderChecks.malformed(command);
    Rules rules = schedule.rulesOf(command.slotStartMillis());
    if (malformed != null || rules == null) {
      refuse(command, malformed == null ? Refusals.notReady() : malformed, sink);
      return;
    }
    Rejection rejection = OrderChecks.content(command, rules);
    if (rejection != null) {
      refuse(command, rejection, sink);
      return;
    }
    OrderEntry known = orders.find(command.participant(), command.clientOrderId());
    if (known == null) {
      placeNew(command, rules, timeMillis, sink);
    } else if (known.isSameAs(command)) {
      sink.emit(
          new OrderRepeated(
              known.accepted().orderId(), command.participant(), command.clientOrderId()));
    } else {
      refuse(command, OrderChecks.clientOrderIdReused(known.accepted()), sink);
    }
  }

  void cancel(CancelOrder command, EventSink sink) {
    OrderEntry entry = orders.find(command.orderId());
    if (entry == null || !entry.accepted().participant().equals(command.participant())) {
      refuse(command, OrderChecks.unknownOrder(command, schedule.rules()), sink);
    } else if (!entry.isOpen()) {
      refuse(command, OrderChecks.orderNotOpen(entry), sink);
    } else {
      entry.slot().cancel(entry);
      sink.emit(new OrderCancelled(command.orderId()));
    }
  }

  void amend(AmendOrder command, EventSink sink) {
    sink.emit(new AmendRejected(command.participant(), command.orderId(), notYet()));
  }

  void cancelAll(CancelAll command, EventSink sink) {
    sink.emit(new CancelRejected(command.participant(), 0, notYet()));
  }

  private static Rejection notYet() {
    return new Rejection(RejectionCode.NOT_IN_THIS_PHASE, "the market does not take this yet");
  }

  void save(StateWriter out) {
    out.number(lastOrderId);
  }

  void restore(StateReader in) {
    lastOrderId = in.number();
  }

  private void placeNew(PlaceOrder command, Rules rules, long timeMillis, EventSink sink) {
    SlotState slot = schedule.slot(command.slotStartMillis());
    if (slot == null) {
      refuse(command, slotNotKept(command, rules, timeMillis), sink);
      return;
    }
    Rejection rejection = OrderChecks.slot(command, slot);
    if (rejection != null) {
      refuse(command, rejection, sink);
      return;
    }
    OrderAccepted accepted = accepted(++lastOrderId, command, slot, timeMillis);
    orders.add(slot.add(accepted));
    sink.emit(accepted);
  }

  /** Refuses an order for a slot that is not open yet, is before trading, or was dropped. */
  private Rejection slotNotKept(PlaceOrder command, Rules rules, long timeMillis) {
    boolean dropped =
        command.slotStartMillis() >= rules.rulebook().timing().tradingStartMillis()
            && command.slotStartMillis() < schedule.nextStartMillis();
    return dropped
        ? OrderChecks.slotOver(command)
        : OrderChecks.slotNotOpen(command, rules, timeMillis);
  }

  private static OrderAccepted accepted(
      long orderId, PlaceOrder command, SlotState slot, long timeMillis) {
    return new OrderAccepted(
        orderId,
        command.participant(),
        command.clientOrderId(),
        command.area(),
        slot.slot(),
        command.side(),
        command.priceMicroPerKwh(),
        command.energyWh(),
        timeMillis);
  }

  private static void refuse(PlaceOrder command, Rejection rejection, EventSink sink) {
    sink.emit(new OrderRejected(command.participant(), command.clientOrderId(), rejection));
  }

  private static void refuse(CancelOrder command, Rejection rejection, EventSink sink) {
    sink.emit(new CancelRejected(command.participant(), command.orderId(), rejection));
  }
}
