package org.commonwatt.core.storage;

import java.util.Arrays;

/**
 * The slots for which a unit is committed, numbered from 0: how long they are, in which local day
 * each is, and how much of the unit's power is there.
 */
public final class Horizon {
  /** The most slots: ten weeks of quarter-hours. */
  public static final int MAX_SLOTS = 6_720;

  private final int slotMinutes;
  private final int[] day;
  private final int[] availablePpm;

  private Horizon(int slotMinutes, int[] day, int[] availablePpm) {
    this.slotMinutes = slotMinutes;
    this.day = day;
    this.availablePpm = availablePpm;
  }

  /**
   * Days of slots in which all of the unit is there.
   *
   * @param slotMinutes length of a slot, 1 to 60
   * @param slotsOfDay number of slots of each local day: 92, 96 or 100 of quarter-hours, fewer for
   *     a part of a day; 1 to {@link #MAX_SLOTS} together
   */
  public static Horizon ofDays(int slotMinutes, int... slotsOfDay) {
    if (slotMinutes < 1 || slotMinutes > 60) {
      throw new IllegalArgumentException("a slot has 1 to 60 minutes");
    }
    long slots = Arrays.stream(slotsOfDay).asLongStream().sum();
    if (slots < 1 || slots > MAX_SLOTS || Arrays.stream(slotsOfDay).anyMatch(n -> n < 0)) {
      throw new IllegalArgumentException("a horizon has 1 to " + MAX_SLOTS + " slots");
    }
    int[] day = new int[(int) slots];
    int from = 0;
    for (int d = 0; d < slotsOfDay.length; d++) {
      Arrays.fill(day, from, from + slotsOfDay[d], d);
      from += slotsOfDay[d];
    }
    int[] available = new int[day.length];
    Arrays.fill(available, Efficiency.MILLION);
    return new Horizon(slotMinutes, day, available);
  }

  /**
   * The same slots, in some of which less of the unit is there; 0 is an outage.
   *
   * @param availablePpm share of charge and discharge power, 0 to 1,000,000 ppm
   */
  public Horizon with(Window window, int availablePpm) {
    if (window.to() > slots() || availablePpm < 0 || availablePpm > Efficiency.MILLION) {
      throw new IllegalArgumentException("no share of power in slots of the horizon");
    }
    int[] changed = this.availablePpm.clone();
    Arrays.fill(changed, window.from(), window.to(), availablePpm);
    return new Horizon(slotMinutes, day, changed);
  }

  /** Number of slots. */
  public int slots() {
    return day.length;
  }

  /** Number of local days. */
  int days() {
    return day[day.length - 1] + 1;
  }

  /** The local day of a slot, from 0. */
  public int day(int slot) {
    return day[slot];
  }

  /**
   * The energy of a power in a slot, as far as the unit is there.
   *
   * @param watts not negative
   * @return Wh, rounded down after the length of the slot and after the share
   */
  public long energyWh(int slot, long watts) {
    long whole = Math.multiplyExact(watts, (long) slotMinutes) / 60;
    return Math.multiplyExact(whole, (long) availablePpm[slot]) / Efficiency.MILLION;
  }
}
