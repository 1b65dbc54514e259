package org.commonwatt.core;

import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.SlotPhase;

/** An accepted order and what became of it. */
final class OrderEntry {
  private final OrderAccepted accepted;
  private final SlotState slot;
  private OrderState state = OrderState.OPEN;
  private long filledWh;

  OrderEntry(OrderAccepted accepted, SlotState slot) {
    this.accepted = accepted;
    this.slot = slot;
  }

  OrderAccepted accepted() {
    return accepted;
  }

  SlotState slot() {
    return slot;
  }

  boolean isOpen() {
    return state == OrderState.OPEN;
  }

  void cancel() {
    state = OrderState.CANCELLED;
  }

  /** Ends the order at its gate. */
  void clear(long filled) {
    filledWh = filled;
    state = filled > 0 ? OrderState.MATCHED : OrderState.EXPIRED;
  }

  /** Whether a command asks for the very same order. */
  boolean isSameAs(PlaceOrder command) {
    return accepted.area().equals(command.area())
        && accepted.slot().startMillis() == command.slotStartMillis()
        && accepted.side() == command.side()
        && accepted.priceMicroPerKwh() == command.priceMicroPerKwh()
        && accepted.energyWh() == command.energyWh();
  }

  /** The order as it stands. */
  Order view() {
    return new Order(
        accepted.orderId(),
        accepted.participant(),
        accepted.clientOrderId(),
        accepted.area(),
        accepted.slot(),
        accepted.side(),
        accepted.priceMicroPerKwh(),
        accepted.energyWh(),
        filledWh,
        accepted.timeMillis(),
        state());
  }

  void save(StateWriter out) {
    out.event(accepted);
    out.text(state.name());
    out.number(filledWh);
  }

  static OrderEntry restore(StateReader in, SlotState slot) {
    OrderEntry entry = new OrderEntry(in.event(OrderAccepted.class), slot);
    entry.state = OrderState.valueOf(in.text());
    entry.filledWh = in.number();
    return entry;
  }

  OrderState state() {
    boolean recorded = state == OrderState.MATCHED && slot.phase() == SlotPhase.RECORDED;
    return recorded ? OrderState.RECORDED : state;
  }
}
