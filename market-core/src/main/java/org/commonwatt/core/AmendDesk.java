package org.commonwatt.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.commonwatt.core.book.BookRejection;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command.AmendOrder;
import org.commonwatt.model.Command.CancelAll;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Event.AmendRejected;
import org.commonwatt.model.Event.CancelRejected;
import org.commonwatt.model.Event.MassCancelled;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderAmended;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** Amends and cancels open orders, before the gate and in continuous trading. */
final class AmendDesk {
  private final SlotSchedule schedule;
  private final Orders orders;
  private final ContinuousDesk continuous;
  private final OrderDesk orderDesk;
  private final PreTrade preTrade;
  private final RoomChecks room;
  private final AuctionBlocks blocks;

  AmendDesk(
      SlotSchedule schedule,
      Orders orders,
      ContinuousDesk continuous,
      OrderDesk orderDesk,
      PreTrade preTrade,
      RoomChecks room,
      AuctionBlocks blocks) {
    this.schedule = schedule;
    this.orders = orders;
    this.continuous = continuous;
    this.orderDesk = orderDesk;
    this.preTrade = preTrade;
    this.room = room;
    this.blocks = blocks;
  }

  void cancel(CancelOrder command, EventSink sink) {
    OrderEntry entry = own(command.participant(), command.orderId());
    if (entry == null) {
      refuse(command, unknownOrder(command.participant(), command.orderId()), sink);
    } else if (!entry.isOpen()) {
      refuse(command, OrderChecks.orderNotOpen(entry, "cancelled"), sink);
    } else {
      cancelAll(blocks.whole(List.of(entry)), CancelReason.BY_OWNER, sink);
    }
  }

  void cancelAll(CancelAll command, EventSink sink) {
    List<OrderEntry> open = openOrders(command.participant());
    Rejection rejection = refusal(command, open);
    if (rejection != null) {
      sink.emit(new CancelRejected(command.participant(), 0, rejection));
      return;
    }
    Long start = command.slotStartMillis();
    open.removeIf(entry -> !isMeant(command, entry));
    List<OrderEntry> meant = blocks.whole(open);
    cancelAll(meant, CancelReason.MASS_CANCEL, sink);
    sink.emit(
        new MassCancelled(
            command.participant(), start, command.area(), command.side(), meant.size()));
  }

  /** Cancels what a participant has open that did not renew its switch; returns how much it was. */
  int cancelSilent(String participant, EventSink sink) {
    List<OrderEntry> open = openOrders(participant);
    cancelAll(open, CancelReason.NOT_RENEWED, sink);
    return open.size();
  }

  /** Cancels open orders, in the order given, with the other legs of their blocks. */
  void cancelWhole(List<OrderEntry> open, CancelReason reason, EventSink sink) {
    cancelAll(blocks.whole(open), reason, sink);
  }

  /** Cancels open orders, in the order given. */
  void cancelAll(List<OrderEntry> open, CancelReason reason, EventSink sink) {
    open.forEach(entry -> cancel(entry, reason, sink));
  }

  void amend(AmendOrder command, EventSink sink) {
    OrderEntry entry = own(command.participant(), command.orderId());
    Rejection rejection =
        entry == null ? unknownToAmend(command) : AmendChecks.refusal(command, entry);
    if (entry != null && rejection == null) {
      rejection = byRoom(command, entry);
    }
    if (entry != null && rejection == null) {
      rejection = OrderChecks.volume(command.energyWh() - entry.openWh(), entry.slot());
    }
    if (entry != null && rejection == null) {
      rejection = preTrade.check(command, entry);
    }
    if (entry != null && rejection == null) {
      rejection = amend(entry, command, sink);
    }
    if (rejection != null) {
      sink.emit(new AmendRejected(command.participant(), command.orderId(), rejection));
    }
  }

  /** An order that enters its book again may trade like a new one, and trades need room. */
  private @Nullable Rejection byRoom(AmendOrder command, OrderEntry entry) {
    boolean entersAgain =
        entry.slot().phase() == SlotPhase.CONTINUOUS
            && !entry.keepsPlace(command.energyWh(), command.priceMicroPerKwh());
    return entersAgain
        ? room.refusal(command.participant(), entry.slot(), RoomChecks.Before.NONE)
        : null;
  }

  private @Nullable Rejection amend(OrderEntry entry, AmendOrder command, EventSink sink) {
    long energy = command.energyWh();
    long price = command.priceMicroPerKwh();
    if (entry.slot().phase() == SlotPhase.CONTINUOUS) {
      BookRejection rejection = continuous.amend(entry, energy, price, sink);
      return rejection == null ? null : Refusals.byBook(rejection, entry.accepted());
    }
    boolean kept = entry.keepsPlace(energy, price);
    entry.slot().count(energy - entry.openWh());
    entry.amend(energy, price);
    if (!kept) {
      entry.arriveAgain(orderDesk.nextArrival());
    }
    sink.emit(new OrderAmended(entry.orderId(), price, energy, kept));
    return null;
  }

  private void cancel(OrderEntry entry, CancelReason reason, EventSink sink) {
    SlotState slot = entry.slot();
    if (slot.phase() == SlotPhase.CONTINUOUS) {
      continuous.remove(entry);
    }
    if (slot.rules().isContinuous() || reason != CancelReason.BY_OWNER) {
      continuous.cancel(entry, reason, sink);
    } else {
      continuous.cancel(entry, reason, event -> sink.emit(new OrderCancelled(entry.orderId())));
    }
  }

  private static void refuse(CancelOrder command, Rejection rejection, EventSink sink) {
    sink.emit(new CancelRejected(command.participant(), command.orderId(), rejection));
  }

  private @Nullable OrderEntry own(String participant, long orderId) {
    OrderEntry entry = orders.find(orderId);
    return entry == null || !entry.accepted().participant().equals(participant) ? null : entry;
  }

  /** A participant's open orders, by id. */
  List<OrderEntry> openOrders(String participant) {
    List<OrderEntry> open = new ArrayList<>();
    for (SlotState slot : schedule.slots()) {
      if (slot.takesOrders()) {
        open.addAll(slot.openOrders(participant));
      }
    }
    open.sort(Comparator.comparingLong(OrderEntry::orderId));
    return open;
  }

  private static boolean isMeant(CancelAll command, OrderEntry entry) {
    Long start = command.slotStartMillis();
    OrderAccepted order = entry.accepted();
    return (start == null || start == entry.slot().slot().startMillis())
        && (command.area() == null || command.area().equals(order.area()))
        && (command.side() == null || command.side() == order.side());
  }

  /** Who has an open order may cancel it, also when the rulebook in force does not name it. */
  private @Nullable Rejection refusal(CancelAll command, List<OrderEntry> open) {
    Rules rules = schedule.rules();
    String area = command.area();
    Rejection refusal = area == null ? null : Refusals.unlessId("area", area);
    if (refusal == null && open.isEmpty()) {
      refusal = OrderChecks.stranger(command.participant(), schedule);
    }
    Long start = command.slotStartMillis();
    if (refusal == null && start != null && rules != null) {
      refusal = OrderChecks.misaligned(start, rules);
    }
    return refusal == null && area != null && rules != null
        ? OrderChecks.unknownArea(area, rules, open)
        : refusal;
  }

  private Rejection unknownOrder(String participant, long orderId) {
    Rejection stranger = OrderChecks.stranger(participant, schedule);
    return stranger == null
        ? new Rejection(
            RejectionCode.UNKNOWN_ORDER, "participant " + participant + " has no order " + orderId)
        : stranger;
  }

  private Rejection unknownToAmend(AmendOrder command) {
    Rejection rejection = OrderChecks.stranger(command.participant(), schedule);
    if (rejection == null) {
      rejection = OrderChecks.notPositive(command.energyWh());
    }
    return rejection == null ? unknownOrder(command.participant(), command.orderId()) : rejection;
  }
}
