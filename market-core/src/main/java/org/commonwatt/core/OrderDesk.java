package org.commonwatt.core;

import org.commonwatt.core.book.BookRejection;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.OrderRepeated;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** Takes orders. */
final class OrderDesk {
  private final SlotSchedule schedule;
  private final Orders orders;
  private final ContinuousDesk continuous;
  private final PreTrade preTrade;
  private final RoomChecks room;
  private final SourceDesk sources;
  private long lastOrderId;
  private long lastArrival;

  OrderDesk(
      SlotSchedule schedule,
      Orders orders,
      ContinuousDesk continuous,
      PreTrade preTrade,
      RoomChecks room,
      SourceDesk sources) {
    this.schedule = schedule;
    this.orders = orders;
    this.continuous = continuous;
    this.preTrade = preTrade;
    this.room = room;
    this.sources = sources;
  }

  void place(PlaceOrder command, long timeMillis, EventSink sink) {
    Rejection malformed = OrderChecks.malformed(command);
    if (malformed == null && command.terms().leg() != null) {
      malformed =
          new Rejection(RejectionCode.MALFORMED, "a leg comes with its basket: send the basket");
    }
    Rules rules = schedule.rulesOf(command.slotStartMillis());
    if (malformed != null || rules == null) {
      refuse(command, malformed == null ? Refusals.notReady() : malformed, sink);
      return;
    }
    Rejection rejection = OrderChecks.content(command, rules, schedule.roster());
    rejection = rejection == null ? sources.refusal(command) : rejection;
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

  /** The next place in time before the gate. */
  long nextArrival() {
    return ++lastArrival;
  }

  void save(StateWriter out) {
    out.number(lastOrderId);
    out.number(lastArrival);
  }

  void restore(StateReader in) {
    lastOrderId = in.number();
    lastArrival = in.number();
  }

  /** The id that the next order gets. */
  long nextOrderId() {
    return lastOrderId + 1;
  }

  /** The order that a command would be, at a place in time behind the last one's. */
  OrderEntry entry(PlaceOrder command, SlotState slot, int place, long timeMillis) {
    OrderAccepted accepted = accepted(lastOrderId + place, command, slot, timeMillis);
    return new OrderEntry(accepted, slot, lastArrival + place);
  }

  /** Refuses an order for a slot that is not kept, or that takes no orders like it. */
  @Nullable Rejection bySlot(
      PlaceOrder command, Rules rules, @Nullable SlotState slot, long timeMillis) {
    return slot == null
        ? slotNotKept(command, rules, timeMillis)
        : OrderChecks.slot(command, slot, timeMillis);
  }

  private void placeNew(PlaceOrder command, Rules rules, long timeMillis, EventSink sink) {
    SlotState slot = schedule.slot(command.slotStartMillis());
    if (slot == null) {
      refuse(command, slotNotKept(command, rules, timeMillis), sink);
      return;
    }
    Rejection rejection = OrderChecks.slot(command, slot, timeMillis);
    if (rejection == null) {
      rejection = room.refusal(command.participant(), slot, RoomChecks.Before.NONE);
    }
    if (rejection == null) {
      rejection = OrderChecks.volume(command.energyWh(), slot);
    }
    rejection = rejection == null ? preTrade.check(command, slot) : rejection;
    if (rejection != null) {
      refuse(command, rejection, sink);
      return;
    }
    OrderAccepted accepted = accepted(lastOrderId + 1, command, slot, timeMillis);
    OrderEntry entry = new OrderEntry(accepted, slot, lastArrival + 1);
    if (slot.phase() == SlotPhase.OPEN) {
      take(entry, sink);
      continuous.watch(entry);
      return;
    }
    BookRejection byBook = continuous.place(entry, sink, () -> take(entry, sink));
    if (byBook != null) {
      refuse(command, Refusals.byBook(byBook, accepted), sink);
    }
  }

  /** An order is open from now on. */
  void take(OrderEntry entry, EventSink sink) {
    lastOrderId = entry.orderId();
    lastArrival = entry.arrival();
    entry.slot().add(entry);
    orders.add(entry);
    sink.emit(entry.accepted());
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
        slot.rules().sharedId(command.participant()),
        command.clientOrderId(),
        slot.rules().sharedId(command.area()),
        slot.slot(),
        command.side(),
        command.priceMicroPerKwh(),
        command.energyWh(),
        timeMillis,
        command.terms().equals(OrderTerms.DEFAULT) ? OrderTerms.DEFAULT : command.terms());
  }

  private static void refuse(PlaceOrder command, Rejection rejection, EventSink sink) {
    sink.emit(new OrderRejected(command.participant(), command.clientOrderId(), rejection));
  }
}
