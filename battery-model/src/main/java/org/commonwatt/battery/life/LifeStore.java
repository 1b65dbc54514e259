package org.commonwatt.battery.life;

import org.jspecify.annotations.Nullable;

/**
 * What the state machine knows of earlier statements. It reads before it writes; a read need not
 * see the writes of the same statement.
 */
public interface LifeStore {
  /** An asset, null when none of this id is known. */
  @Nullable Asset asset(String id);

  /** The asset that a code is on, null when none is. */
  @Nullable String assetOfCode(String code);

  /** A passport, null when there is none of this id. */
  @Nullable Passport passport(String id);

  /** A window of an asset's metering as it was booked last, null when it was not. */
  MeterTotals.@Nullable Window window(String asset, String windowId);

  /** An event of an asset, null when there is none. */
  @Nullable LifeEvent event(String asset, long sequence);

  /** Keeps an asset in place of what was known of it. */
  void put(Asset asset);

  /** Keeps which asset a code is on. */
  void putCode(String code, String asset);

  /** Keeps a passport in place of what was known of it. */
  void put(Passport passport);

  /** Keeps a window in place of what was booked. */
  void putWindow(String asset, String windowId, MeterTotals.Window window);

  /** Keeps an event, once. */
  void put(LifeEvent event);
}
