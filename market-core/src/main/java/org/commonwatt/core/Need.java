package org.commonwatt.core;

import org.commonwatt.model.Amounts;
import org.commonwatt.model.Side;

/**
 * What orders or trades of one participant in one slot may cost: buys and sells, and each in the
 * two worst cases that it has. The energy limits of a slot keep all of it within 64 bits.
 *
 * @param buysNano what buys cost that are taken
 * @param unusedNano what buys cost that are not taken
 * @param sellsNano what sells cost that are delivered: at a negative price
 * @param undeliveredNano what sells cost that are not delivered, less what they bring
 */
record Need(long buysNano, long unusedNano, long sellsNano, long undeliveredNano) {
  static final Need NONE = new Need(0, 0, 0, 0);

  /** That of energy at a price, which for a buyer has all fees in it. */
  static Need of(Side side, long energyWh, long priceMicroPerKwh, UncoveredPrices uncovered) {
    if (side == Side.BUY) {
      long unused = Math.addExact(priceMicroPerKwh, uncovered.surplusMicroPerKwh());
      return new Need(owed(energyWh, priceMicroPerKwh), owed(energyWh, unused), 0, 0);
    }
    long undelivered = Math.subtractExact(uncovered.missingMicroPerKwh(), priceMicroPerKwh);
    return new Need(
        0, 0, owed(energyWh, Math.negateExact(priceMicroPerKwh)), owed(energyWh, undelivered));
  }

  Need plus(Need other) {
    return new Need(
        Math.addExact(buysNano, other.buysNano),
        Math.addExact(unusedNano, other.unusedNano),
        Math.addExact(sellsNano, other.sellsNano),
        Math.addExact(undeliveredNano, other.undeliveredNano));
  }

  Need minus(Need other) {
    return new Need(
        Math.subtractExact(buysNano, other.buysNano),
        Math.subtractExact(unusedNano, other.unusedNano),
        Math.subtractExact(sellsNano, other.sellsNano),
        Math.subtractExact(undeliveredNano, other.undeliveredNano));
  }

  /**
   * The most that all of it costs, whatever of it trades and is delivered and taken. What was
   * bought need not be delivered out of one's own, and what was sold is taken of what was bought.
   *
   * @param boughtWh what trades have bought in the slot, Wh
   * @param soldWh what trades have sold in the slot, Wh
   */
  long worstNano(long boughtWh, long soldWh, UncoveredPrices uncovered) {
    long covered = Amounts.moneyNano(boughtWh, uncovered.missingMicroPerKwh());
    long taken = Amounts.moneyNano(soldWh, uncovered.surplusMicroPerKwh());
    return Math.addExact(
        Math.max(buysNano, unusedNano - taken), Math.max(sellsNano, undeliveredNano - covered));
  }

  private static long owed(long energyWh, long paidMicroPerKwh) {
    return Amounts.moneyNano(energyWh, Math.max(paidMicroPerKwh, 0));
  }
}
