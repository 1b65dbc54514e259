package org.commonwatt.core;

import java.math.BigInteger;
import org.commonwatt.model.Command.AmendOrder;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * What an order must pass after all checks of its own: registered limits, then collateral. The
 * continuous book checks after it.
 */
record PreTrade(LimitDesk limits, CollateralDesk collateral) {

  /** More that a participant wants of a slot. */
  record Wish(String participant, Side side, long moreWh, BigInteger moreNano) {}

  @Nullable Rejection check(PlaceOrder order, SlotState slot) {
    long worst =
        Exposure.worst(
            order.side(), order.priceMicroPerKwh(), order.terms(), slot.rules().rulebook());
    long needed = Exposure.owedNano(order.side(), worst, order.energyWh());
    return check(
        new Wish(order.participant(), order.side(), order.energyWh(), BigInteger.valueOf(needed)),
        slot);
  }

  /** Of an amendment, what it adds counts; one that adds neither energy nor money passes. */
  @Nullable Rejection check(AmendOrder amended, OrderEntry entry) {
    long before = Exposure.reservedNano(entry, entry.openWh(), entry.priceMicroPerKwh());
    long after = Exposure.reservedNano(entry, amended.energyWh(), amended.priceMicroPerKwh());
    return check(
        new Wish(
            amended.participant(),
            entry.accepted().side(),
            amended.energyWh() - entry.openWh(),
            BigInteger.valueOf(after).subtract(BigInteger.valueOf(before))),
        entry.slot());
  }

  /** Whether a connection carries an order, with others that are wanted beside it. */
  @Nullable Rejection checkLimits(PlaceOrder order, SlotState slot, long besideWh) {
    long wanted = Math.addExact(order.energyWh(), besideWh);
    return limits.check(new Wish(order.participant(), order.side(), wanted, BigInteger.ZERO), slot);
  }

  /** What an order costs at worst, nano-currency; nothing where nothing is secured. */
  static BigInteger neededNano(PlaceOrder order, SlotState slot) {
    Rulebook rules = slot.rules().rulebook();
    long worst = Exposure.worst(order.side(), order.priceMicroPerKwh(), order.terms(), rules);
    return rules.guarantees() == null
        ? BigInteger.ZERO
        : BigInteger.valueOf(Exposure.owedNano(order.side(), worst, order.energyWh()));
  }

  /** Refuses what costs more than is available. */
  @Nullable Rejection checkCollateral(String participant, BigInteger neededNano) {
    return neededNano.signum() > 0 ? collateral.check(participant, neededNano) : null;
  }

  private @Nullable Rejection check(Wish wish, SlotState slot) {
    Rejection rejection = wish.moreWh() > 0 ? limits.check(wish, slot) : null;
    return rejection == null && wish.moreNano().signum() > 0
        ? collateral.check(wish, slot)
        : rejection;
  }
}
