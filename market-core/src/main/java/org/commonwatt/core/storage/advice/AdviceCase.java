package org.commonwatt.core.storage.advice;

import java.util.List;
import org.commonwatt.core.storage.Efficiency;
import org.commonwatt.core.storage.advice.AdviceFault.Code;
import org.jspecify.annotations.Nullable;

/**
 * A battery and the prices that it meets.
 *
 * @param battery what it can do
 * @param startWh what it holds at first, within its limits
 * @param leastEndWh what it must hold at the end at least, below the most that it can hold
 * @param prices of each slot
 */
public record AdviceCase(Battery battery, long startWh, long leastEndWh, List<Price> prices) {
  /** The most slots. */
  public static final int MAX_SLOTS = 1_000;

  /** The greatest price either way, µ/kWh. */
  public static final long MAX_PRICE = 10_000_000_000L;

  private static final long MOST = 100_000_000_000L; // Wh

  /** Copies the prices. */
  public AdviceCase {
    prices = List.copyOf(prices);
  }

  /**
   * What a battery can do.
   *
   * @param chargeSlotWh most that it charges in a slot, at its connection, 0 to 10¹¹ Wh
   * @param dischargeSlotWh most that it discharges in a slot, 0 to 10¹¹ Wh
   * @param leastWh least that it may hold, from 0 Wh on
   * @param mostWh most that it can hold, above {@code leastWh}, at most 10¹¹ Wh
   * @param efficiency what it loses
   */
  public record Battery(
      long chargeSlotWh, long dischargeSlotWh, long leastWh, long mostWh, Efficiency efficiency) {}

  /**
   * Prices of a slot.
   *
   * @param buyMicroPerKwh what is paid for what is charged, −10¹⁰ to 10¹⁰ µ/kWh
   * @param sellMicroPerKwh what is got for what is discharged, in the same range
   */
  public record Price(long buyMicroPerKwh, long sellMicroPerKwh) {}

  /** What is wrong with the case, null when nothing is. */
  @Nullable AdviceFault fault() {
    if (!isWithin(battery.chargeSlotWh, 0, MOST) || !isWithin(battery.dischargeSlotWh, 0, MOST)) {
      return outOfRange("a slot's energy is 0 to 10¹¹ Wh");
    }
    if (!isWithin(battery.leastWh, 0, MOST) || !isWithin(battery.mostWh, 0, MOST)) {
      return outOfRange("a state of charge is 0 to 10¹¹ Wh");
    }
    if (battery.leastWh >= battery.mostWh) {
      return outOfRange("the least state of charge is not below the most");
    }
    if (!isWithin(startWh, battery.leastWh, battery.mostWh)) {
      return outOfRange("the state of charge at first is outside its limits");
    }
    if (!isWithin(leastEndWh, battery.leastWh, battery.mostWh - 1)) {
      return outOfRange(
          "the least state of charge at the end is outside its limits, or no Wh below");
    }
    if (!isWithin(prices.size(), 1, MAX_SLOTS)) {
      return outOfRange("there are 1 to " + MAX_SLOTS + " slots");
    }
    for (Price price : prices) {
      if (!isWithin(price.buyMicroPerKwh, -MAX_PRICE, MAX_PRICE)
          || !isWithin(price.sellMicroPerKwh, -MAX_PRICE, MAX_PRICE)) {
        return outOfRange("a price is −10¹⁰ to 10¹⁰ µ/kWh");
      }
    }
    return null;
  }

  private static boolean isWithin(long value, long least, long most) {
    return value >= least && value <= most;
  }

  private static AdviceFault outOfRange(String message) {
    return new AdviceFault(Code.OUT_OF_RANGE, message, "see docs/formats/storage-advice.md");
  }
}
