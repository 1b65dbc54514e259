package org.commonwatt.core;

import java.math.BigInteger;
import java.util.Map;
import org.commonwatt.model.Command.AmendOrder;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * What an order must pass after all checks of its own: registered limits, then collateral. The
 * continuous book checks after it.
 */
record PreTrade(LimitDesk limits, CollateralDesk collateral) {

  /** More energy that a participant wants of a slot. */
  record Wish(String participant, Side side, long moreWh) {}

  @Nullable Rejection check(PlaceOrder order, SlotState slot) {
    return check(
        new Wish(order.participant(), order.side(), order.energyWh()), slot, need(order, slot));
  }

  /** Of an amendment, what it adds counts; one that adds neither energy nor money passes. */
  @Nullable Rejection check(AmendOrder amended, OrderEntry entry) {
    Exposure exposure = entry.slot().exposure(amended.participant());
    Need before = exposure.need(entry, entry.openWh(), entry.priceMicroPerKwh());
    Need after = exposure.need(entry, amended.energyWh(), amended.priceMicroPerKwh());
    return check(
        new Wish(
            amended.participant(), entry.accepted().side(), amended.energyWh() - entry.openWh()),
        entry.slot(),
        after.minus(before));
  }

  /** Whether a connection carries an order, with others that are wanted beside it. */
  @Nullable Rejection checkLimits(PlaceOrder order, SlotState slot, long besideWh) {
    long wanted = Math.addExact(order.energyWh(), besideWh);
    return limits.check(new Wish(order.participant(), order.side(), wanted), slot);
  }

  /** What an order may cost at its worst price. */
  static Need need(PlaceOrder order, SlotState slot) {
    long worst =
        Exposure.worst(
            order.side(), order.priceMicroPerKwh(), order.terms(), slot.rules().rulebook());
    return slot.exposure(order.participant()).need(order.side(), order.energyWh(), worst);
  }

  /** Refuses what reserves more than is available, in all slots together. */
  @Nullable Rejection checkCollateral(String participant, Map<SlotState, Need> wanted) {
    BigInteger more = BigInteger.ZERO;
    for (Map.Entry<SlotState, Need> one : wanted.entrySet()) {
      more = more.add(one.getKey().exposure(participant).moreNano(one.getValue()));
    }
    return more.signum() > 0 ? collateral.check(participant, more) : null;
  }

  private @Nullable Rejection check(Wish wish, SlotState slot, Need need) {
    Rejection rejection = wish.moreWh() > 0 ? limits.check(wish, slot) : null;
    return rejection == null ? checkCollateral(wish.participant(), Map.of(slot, need)) : rejection;
  }
}
