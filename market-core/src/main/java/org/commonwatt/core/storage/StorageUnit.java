package org.commonwatt.core.storage;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A storage unit as the market knows it.
 *
 * @param id its name in the market
 * @param area where it is connected
 * @param rating what it can do
 * @param horizon for which slots it may be committed, and its outages
 * @param stock what it holds when the horizon begins
 */
public record StorageUnit(String id, String area, Rating rating, Horizon horizon, Stock stock) {
  /** No limit to the cycles of a day. */
  public static final long NO_CYCLE_LIMIT = Long.MAX_VALUE;

  /** The greatest power, W, and energy, Wh. */
  public static final long MOST = 100_000_000_000L;

  /** The most cycles of a day, ppm. */
  public static final long MOST_CYCLES = 50_000_000;

  /** Checks that what it holds is within what it can hold. */
  public StorageUnit {
    if (stock.storedWh() < rating.reserveWh() || stock.storedWh() > rating.usableWh()) {
      throw new IllegalArgumentException(
          "the state of charge is outside reserve and usable energy");
    }
  }

  /**
   * What a unit can do.
   *
   * @param chargeW greatest power of charging at its connection, 0 to 10¹¹ W
   * @param dischargeW the same of discharging
   * @param usableWh most energy that it holds, 0 to 10¹¹ Wh; nothing is stored in a unit of 0
   * @param reserveWh least that it must hold, 0 to {@code usableWh}
   * @param efficiency what it loses
   * @param dailyCyclesPpm most energy that it may store in a local day, in millionths of the usable
   *     energy, or {@link #NO_CYCLE_LIMIT}
   */
  public record Rating(
      long chargeW,
      long dischargeW,
      long usableWh,
      long reserveWh,
      Efficiency efficiency,
      long dailyCyclesPpm) {
    /** Checks the ranges. */
    public Rating {
      if (chargeW < 0 || chargeW > MOST || dischargeW < 0 || dischargeW > MOST) {
        throw new IllegalArgumentException("a power is 0 to 10¹¹ W");
      }
      if (usableWh < 0 || usableWh > MOST || reserveWh < 0 || reserveWh > usableWh) {
        throw new IllegalArgumentException("usable energy is 0 to 10¹¹ Wh, the reserve within it");
      }
      boolean limited = dailyCyclesPpm != NO_CYCLE_LIMIT;
      if (dailyCyclesPpm < 0 || limited && dailyCyclesPpm > MOST_CYCLES) {
        throw new IllegalArgumentException("cycles of a day are 0 to 50,000,000 ppm, or unlimited");
      }
    }

    /** Most energy that a share of the unit may store in a day, µWh; the greatest number: any. */
    long storedOfDayMicroWh(long shareWh) {
      return dailyCyclesPpm == NO_CYCLE_LIMIT
          ? Long.MAX_VALUE
          : Math.multiplyExact(shareWh, dailyCyclesPpm);
    }
  }

  /**
   * What a unit holds.
   *
   * @param storedWh state of charge, Wh
   * @param storedTodayWh what it has stored before since the local day began, Wh, not negative: it
   *     counts for the cycles of the day, as far as they allow it
   * @param lotsWh of it, what the lots of each owner hold as metered, Wh, by owner
   */
  public record Stock(long storedWh, long storedTodayWh, SortedMap<String, Long> lotsWh) {
    /** A unit that has stored nothing today. */
    public Stock(long storedWh, SortedMap<String, Long> lotsWh) {
      this(storedWh, 0, lotsWh);
    }

    /** Checks that lots are within what is stored. */
    public Stock {
      lotsWh = new TreeMap<>(lotsWh);
      long sum = 0;
      for (long lot : lotsWh.values()) {
        if (lot < 0) {
          throw new IllegalArgumentException("a lot is not negative");
        }
        sum = Math.addExact(sum, lot);
      }
      if (sum > storedWh) {
        throw new IllegalArgumentException("lots are more than the state of charge");
      }
    }
  }
}
