package org.commonwatt.model;

/**
 * How a market secures what its members owe: collateral, a default fund, and the exchange's share
 * that stands before the fund. A market without this has no collateral and refuses no order for it.
 *
 * @param exchange the account that holds the exchange's share and bears what nobody else covers; no
 *     member, no supplier, no grid operator
 * @param referencePriceMicroPerKwh price at which the registered load of slots that are delivered
 *     and not settled is secured, µ/kWh, not negative
 * @param revisionPpm part of what a settled slot posted to a member that stays reserved for a
 *     revision, parts per million, 0 to 1,000,000
 * @param revisionHours how long after the end of its slot that part stays reserved, 0 to {@value
 *     #MAX_REVISION_HOURS}
 * @param securesUndelivered whether orders and trades also reserve what their energy costs when it
 *     is not delivered, or not taken; without it a sell at a positive price reserves nothing
 */
public record Guarantees(
    String exchange,
    long referencePriceMicroPerKwh,
    int revisionPpm,
    int revisionHours,
    boolean securesUndelivered) {
  /** The longest time for which a revision may be secured: 366 days. */
  public static final int MAX_REVISION_HOURS = 366 * 24;

  private static final int MILLION = 1_000_000;

  /** Guarantees that leave undelivered energy unsecured. */
  public Guarantees(
      String exchange, long referencePriceMicroPerKwh, int revisionPpm, int revisionHours) {
    this(exchange, referencePriceMicroPerKwh, revisionPpm, revisionHours, false);
  }

  /** Checks the ranges; the message says what to change. */
  public Guarantees {
    Ids.require("exchange", exchange);
    if (referencePriceMicroPerKwh < 0 || !Amounts.isPrice(referencePriceMicroPerKwh)) {
      throw new IllegalArgumentException(
          "guarantees: referencePriceMicroPerKwh must be 0 to "
              + Amounts.MAX_ABS_PRICE_MICRO_PER_KWH);
    }
    if (revisionPpm < 0 || revisionPpm > MILLION) {
      throw new IllegalArgumentException("guarantees: revisionPpm must be 0 to " + MILLION);
    }
    if (revisionHours < 0 || revisionHours > MAX_REVISION_HOURS) {
      throw new IllegalArgumentException(
          "guarantees: revisionHours must be 0 to " + MAX_REVISION_HOURS);
    }
  }

  /** The same that secure undelivered energy. */
  public Guarantees withUndelivered() {
    return new Guarantees(exchange, referencePriceMicroPerKwh, revisionPpm, revisionHours, true);
  }
}
