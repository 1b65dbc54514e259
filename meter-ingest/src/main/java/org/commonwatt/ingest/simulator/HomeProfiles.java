package org.commonwatt.ingest.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import org.commonwatt.model.DeliverySlot;

/**
 * What real homes consume and generate, by quarter-hour and exact to the Wh.
 *
 * <p>The profile has 56 days from 1 August (local time) and repeats for ever in both directions.
 * The energy of an hour is divided into four quarter-hours whose sum is exact: of a remainder the
 * first quarter-hours get one Wh each. Homes count from 1. All methods are pure functions of the
 * instant.
 */
public final class HomeProfiles {
  /** Minutes of a slot of the profile. */
  public static final int SLOT_MINUTES = 15;

  /** Days until the profile repeats. */
  public static final int DAYS = 56;

  private static final String BUNDLED = "/profiles/citylearn_homes_56d.csv";
  private static final int QUARTERS = 4;
  private static final int HOURS = DAYS * 24;
  private static final int SLOTS = HOURS * QUARTERS;
  private static final long SLOT_MILLIS = SLOT_MINUTES * 60_000L;
  private static final long FIRST_DAY_MILLIS =
      LocalDate.of(2022, 8, 1).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();

  private final ProfileTable table;
  private final long offsetMillis;
  private final HomeTotals[] totals;

  private HomeProfiles(ProfileTable table, int utcOffsetMinutes) {
    this.table = table;
    this.offsetMillis = utcOffsetMinutes * 60_000L;
    this.totals = new HomeTotals[table.homes()];
    for (int home = 1; home <= totals.length; home++) {
      int index = home;
      totals[home - 1] = new HomeTotals(SLOTS, slot -> netOfSlot(index, slot));
    }
  }

  /**
   * The 17 homes that come with the product.
   *
   * @param utcOffsetMinutes local time minus UTC, a multiple of 15 from −840 to 840, without
   *     daylight saving
   */
  public static HomeProfiles bundled(int utcOffsetMinutes) {
    try (InputStream in =
        Objects.requireNonNull(HomeProfiles.class.getResourceAsStream(BUNDLED), BUNDLED)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), utcOffsetMinutes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + BUNDLED + " from the class path", e);
    }
  }

  /**
   * Reads a profile of {@value #DAYS} days.
   *
   * @param csv header {@code month,hour_1_24,day_type,b1_load_kwh,b1_pv_kwh,…,tariff_usd_kwh}, then
   *     one row an hour
   * @param utcOffsetMinutes as in {@link #bundled}
   * @throws IllegalArgumentException naming the line and what is wrong there
   */
  public static HomeProfiles parse(String csv, int utcOffsetMinutes) {
    if (utcOffsetMinutes % SLOT_MINUTES != 0 || Math.abs(utcOffsetMinutes) > 14 * 60) {
      throw new IllegalArgumentException(
          "the UTC offset is a multiple of 15 minutes from -840 to 840, not " + utcOffsetMinutes);
    }
    return new HomeProfiles(ProfileTable.parse(csv, HOURS), utcOffsetMinutes);
  }

  /** The number of homes. */
  public int homes() {
    return table.homes();
  }

  /** Consumption of a home in the quarter-hour that starts at an instant, Wh, not negative. */
  public long loadWh(int home, long slotStartMillis) {
    return quarter(table.loadWh(require(home)), position(slotStartMillis));
  }

  /** Solar generation of a home in the quarter-hour, Wh, not negative. */
  public long pvWh(int home, long slotStartMillis) {
    return quarter(table.pvWh(require(home)), position(slotStartMillis));
  }

  /** What a home injects in the quarter-hour: generation minus consumption; negative: withdraws. */
  public long netWh(int home, long slotStartMillis) {
    return netOfSlot(require(home), position(slotStartMillis));
  }

  /** The retail tariff at the quarter-hour, micro-currency per kWh. */
  public long tariffMicroPerKwh(long slotStartMillis) {
    return table.tariffMicroPerKwh(position(slotStartMillis) / QUARTERS);
  }

  /**
   * Energy withdrawn by a home from local midnight of 1 August 2022 to an instant; before that it
   * is negative. Exact at borders of quarter-hours, floored in between.
   *
   * @param home from 1
   * @param timeMillis instant
   * @param unitsPerWh resolution of the result: 1 for Wh, 10 for tenths of a Wh
   */
  public long importedUnits(int home, long timeMillis, int unitsPerWh) {
    long net = netWh(home, slotStart(timeMillis));
    HomeTotals total = totals[require(home) - 1];
    return units(total.importedBefore(slotNumber(timeMillis)), -net, timeMillis, unitsPerWh);
  }

  /** Energy injected by a home, as in {@link #importedUnits}. */
  public long exportedUnits(int home, long timeMillis, int unitsPerWh) {
    long net = netWh(home, slotStart(timeMillis));
    HomeTotals total = totals[require(home) - 1];
    return units(total.exportedBefore(slotNumber(timeMillis)), net, timeMillis, unitsPerWh);
  }

  private static long units(long beforeWh, long slotWh, long timeMillis, int unitsPerWh) {
    long elapsed = timeMillis - slotStart(timeMillis);
    long inSlot = Math.max(slotWh, 0) * unitsPerWh * elapsed / SLOT_MILLIS;
    return Math.addExact(Math.multiplyExact(beforeWh, unitsPerWh), inSlot);
  }

  private long netOfSlot(int home, int position) {
    return quarter(table.pvWh(home), position) - quarter(table.loadWh(home), position);
  }

  private static long quarter(int[] hours, int position) {
    long hour = hours[position / QUARTERS];
    return hour / QUARTERS + (position % QUARTERS < hour % QUARTERS ? 1 : 0);
  }

  private int position(long slotStartMillis) {
    if (!DeliverySlot.isBorder(slotStartMillis, SLOT_MINUTES)) {
      throw new IllegalArgumentException(
          slotStartMillis + " ms is not the start of a quarter-hour");
    }
    return (int) Math.floorMod(slotNumber(slotStartMillis), (long) SLOTS);
  }

  /** Quarter-hours since local midnight of the first day; rounds down. */
  private long slotNumber(long timeMillis) {
    return Math.floorDiv(timeMillis + offsetMillis - FIRST_DAY_MILLIS, SLOT_MILLIS);
  }

  private static long slotStart(long timeMillis) {
    return Math.floorDiv(timeMillis, SLOT_MILLIS) * SLOT_MILLIS;
  }

  private int require(int home) {
    if (home < 1 || home > table.homes()) {
      throw new IllegalArgumentException(
          "homes are 1 to " + table.homes() + ", there is no home " + home);
    }
    return home;
  }
}
