package org.commonwatt.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the limits of a preference: with whom it trades, and at which price at most. Fields are as
 * the participant sent them: the core validates.
 *
 * @param priceMicroPerKwh limit price, µ/kWh
 * @param sources the seller's order must declare one of these; empty: it need not declare any
 * @param area where the seller's order must be; null: anywhere
 */
public record Alternative(
    long priceMicroPerKwh, List<EnergySource> sources, @Nullable String area) {
  /** The most alternatives of an order. */
  public static final int MAX = 8;

  /** Copies the list. */
  public Alternative {
    sources = List.copyOf(sources);
  }
}
