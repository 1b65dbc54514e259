package org.commonwatt.model;

/**
 * A storage unit as it is registered. Fields are as they were sent: the core validates.
 *
 * @param unit its id in the market
 * @param owner the participant that runs it
 * @param area where it is connected
 * @param rating what it can do
 * @param horizonSlots for how many slots from its last state of charge on it may be committed, 1 to
 *     {@value #MAX_SLOTS}
 * @param provenance where its provenance record is found; at most {@value #MAX_PROVENANCE}
 *     characters, empty without one
 */
public record StorageSpec(
    String unit, String owner, String area, Rating rating, int horizonSlots, String provenance) {
  /** The longest horizon: four weeks of quarter-hours. */
  public static final int MAX_SLOTS = 2_688;

  /** The most characters of a reference to a provenance record. */
  public static final int MAX_PROVENANCE = 200;

  /** The greatest power of a unit, W, and energy of a unit or a commitment, Wh. */
  public static final long MOST = 10_000_000_000L;

  /** The least efficiency, ppm. */
  public static final int LEAST_PPM = 100_000;

  /** All of something, ppm. */
  public static final int MILLION = 1_000_000;

  /** The most cycles of a day, ppm. */
  public static final long MOST_CYCLES = 50_000_000;

  /** No limit to the cycles of a day. */
  public static final long NO_CYCLE_LIMIT = -1;

  /**
   * What a unit can do.
   *
   * @param chargeW greatest power of charging at its connection, W, 0 to 10¹⁰
   * @param dischargeW the same of discharging
   * @param usableWh most energy that it holds, Wh, 1 to 10¹⁰
   * @param reserveWh least that it keeps, Wh, 0 to {@code usableWh}
   * @param chargePpm stored of what is charged, 100,000 to 1,000,000 ppm
   * @param dischargePpm discharged of what is removed, 100,000 to 1,000,000 ppm
   * @param dailyCyclesPpm most energy that it may store in a local day, in millionths of the usable
   *     energy, 0 to 50,000,000; {@link #NO_CYCLE_LIMIT}: any
   */
  public record Rating(
      long chargeW,
      long dischargeW,
      long usableWh,
      long reserveWh,
      int chargePpm,
      int dischargePpm,
      long dailyCyclesPpm) {}
}
