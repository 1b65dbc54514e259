package org.commonwatt.core;

import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.SlotPhase;
import org.commonwatt.model.TimeInForce;
import org.jspecify.annotations.Nullable;

/** An accepted order and what became of it. */
final class OrderEntry {
  private final OrderAccepted accepted;
  private final SlotState slot;
  private OrderState state = OrderState.OPEN;
  private long priceMicroPerKwh;
  private long orderedWh;
  private long filledWh;
  private long arrival;
  private @Nullable CancelReason cancelReason;
  private @Nullable Exposure exposure; // of its owner, from when the slot keeps it

  /**
   * An open order.
   *
   * @param arrival its place in time before the gate: counts up with every order that takes or
   *     loses a place
   */
  OrderEntry(OrderAccepted accepted, SlotState slot, long arrival) {
    this.accepted = accepted;
    this.slot = slot;
    this.arrival = arrival;
    this.priceMicroPerKwh = accepted.priceMicroPerKwh();
    this.orderedWh = accepted.energyWh();
  }

  /** The order as it was accepted; price and energy may be others now. */
  OrderAccepted accepted() {
    return accepted;
  }

  long orderId() {
    return accepted.orderId();
  }

  OrderTerms terms() {
    return accepted.terms();
  }

  SlotState slot() {
    return slot;
  }

  boolean isOpen() {
    return state == OrderState.OPEN;
  }

  /** Its limit price now. */
  long priceMicroPerKwh() {
    return priceMicroPerKwh;
  }

  /** What is open of it, Wh. */
  long openWh() {
    return isOpen() ? orderedWh - filledWh : 0;
  }

  /** Checks that a book knows of the same open energy. */
  void requireOpen(long energyWh) {
    if (openWh() != energyWh) {
      throw new IllegalStateException(
          "order " + orderId() + " has " + openWh() + " Wh open, in the book " + energyWh);
    }
  }

  /** Whether an amendment leaves it its place in time. */
  boolean keepsPlace(long energyWh, long price) {
    return price == priceMicroPerKwh && energyWh <= openWh();
  }

  /** What it has traded, Wh. */
  long filledWh() {
    return filledWh;
  }

  /** Its place in time before the gate. */
  long arrival() {
    return arrival;
  }

  /** Whether it goes on to continuous trading with what its auction leaves. */
  boolean survivesAuction() {
    return slot.rules().isContinuous() && terms().timeInForce() != TimeInForce.GOOD_TILL_AUCTION;
  }

  /** What is open of it counts in its owner's exposure from now on. */
  void expose(Exposure ofOwner) {
    exposure = ofOwner;
    ofOwner.begin(this);
  }

  /** Trades a part of what is open, or all of it. */
  void fill(long energyWh) {
    beforeChange();
    filledWh += energyWh;
    if (filledWh == orderedWh) {
      state = OrderState.MATCHED;
    }
    afterChange();
  }

  /** Takes energy from what is open; some is left. */
  void reduce(long byWh) {
    beforeChange();
    orderedWh -= byWh;
    afterChange();
  }

  /** Loses what it had traded by a trade that fell away; no more is open of it than before. */
  void fallAway(long energyWh) {
    beforeChange();
    filledWh -= energyWh;
    orderedWh -= energyWh;
    if (filledWh == 0 && state == OrderState.MATCHED) {
      state = unfilled(cancelReason);
    }
    afterChange();
  }

  /** Gives what is open another price or energy. */
  void amend(long energyWh, long price) {
    beforeChange();
    orderedWh = Math.addExact(filledWh, energyWh);
    priceMicroPerKwh = price;
    afterChange();
  }

  /** Goes on with one of its limits. */
  void limit(long price) {
    beforeChange();
    priceMicroPerKwh = price;
    afterChange();
  }

  /** Loses its place in time before the gate. */
  void arriveAgain(long newArrival) {
    arrival = newArrival;
  }

  /** Ends the order at its auction. */
  void expire() {
    beforeChange();
    cancelReason = openWh() > 0 ? CancelReason.EXPIRED : null;
    state = filledWh > 0 ? OrderState.MATCHED : OrderState.EXPIRED;
    afterChange();
  }

  /** Takes what is left of the order out of the market. */
  void end(CancelReason reason) {
    beforeChange();
    cancelReason = reason;
    state = filledWh > 0 ? OrderState.MATCHED : unfilled(reason);
    afterChange();
  }

  private static OrderState unfilled(@Nullable CancelReason reason) {
    boolean overdue = reason == CancelReason.EXPIRED || reason == CancelReason.GATE_CLOSED;
    return overdue ? OrderState.EXPIRED : OrderState.CANCELLED;
  }

  private void beforeChange() {
    if (exposure != null) {
      exposure.remove(this);
    }
  }

  private void afterChange() {
    if (exposure != null) {
      exposure.add(this);
      if (!isOpen()) {
        exposure.end(this);
      }
    }
  }

  /** Whether a command asks for the very same order. */
  boolean isSameAs(PlaceOrder command) {
    return accepted.area().equals(command.area())
        && accepted.slot().startMillis() == command.slotStartMillis()
        && accepted.side() == command.side()
        && accepted.priceMicroPerKwh() == command.priceMicroPerKwh()
        && accepted.energyWh() == command.energyWh()
        && accepted.terms().equals(command.terms());
  }

  /**
   * The order as it stands.
   *
   * @param shownWh what the book shows of it, Wh
   */
  Order view(long shownWh) {
    return new Order(
        accepted.orderId(),
        accepted.participant(),
        accepted.clientOrderId(),
        accepted.area(),
        accepted.slot(),
        accepted.side(),
        priceMicroPerKwh,
        orderedWh,
        filledWh,
        shownWh,
        accepted.timeMillis(),
        state(),
        cancelReason,
        accepted.terms());
  }

  void save(StateWriter out) {
    out.event(accepted);
    out.text(state.name());
    out.number(priceMicroPerKwh);
    out.number(orderedWh);
    out.number(filledWh);
    out.number(arrival);
    out.text(cancelReason == null ? "" : cancelReason.name());
  }

  /** The same with the texts that all orders of the slot share. */
  private static OrderAccepted shared(OrderAccepted order, SlotState slot) {
    return new OrderAccepted(
        order.orderId(),
        slot.rules().sharedId(order.participant()),
        order.clientOrderId(),
        slot.rules().sharedId(order.area()),
        slot.slot(),
        order.side(),
        order.priceMicroPerKwh(),
        order.energyWh(),
        order.timeMillis(),
        order.terms().equals(OrderTerms.DEFAULT) ? OrderTerms.DEFAULT : order.terms());
  }

  static OrderEntry restore(StateReader in, SlotState slot) {
    OrderEntry entry = new OrderEntry(shared(in.event(OrderAccepted.class), slot), slot, 0);
    entry.state = OrderState.valueOf(in.text());
    entry.priceMicroPerKwh = in.number();
    entry.orderedWh = in.number();
    entry.filledWh = in.number();
    entry.arrival = in.number();
    String reason = in.text();
    entry.cancelReason = reason.isEmpty() ? null : CancelReason.valueOf(reason);
    return entry;
  }

  OrderState state() {
    boolean recorded = state == OrderState.MATCHED && slot.phase() == SlotPhase.RECORDED;
    return recorded ? OrderState.RECORDED : state;
  }
}
