package org.commonwatt.model;

/**
 * What the grid operator calls of storage units. A value as it was sent; the core validates.
 *
 * @param call its id, once in the market
 * @param area where the units are
 * @param fromMillis start of its first slot, UTC
 * @param toMillis end of its last slot, UTC
 * @param injectionSlotWh what all units together discharge in each slot, Wh, negative what they
 *     charge; not 0
 * @param priceMicroPerKwh the most that is paid, µ/kWh, 0 or more: the regulated price
 * @param answerMinutes how long a unit that is called has time to answer
 * @param reason why, for everybody who is called and for the regulator
 */
public record DispatchCall(
    String call,
    String area,
    long fromMillis,
    long toMillis,
    long injectionSlotWh,
    long priceMicroPerKwh,
    int answerMinutes,
    String reason) {
  /** The greatest price, µ/kWh. */
  public static final long MOST_PRICE = 10_000_000_000L;

  /** The longest time to answer: a day. */
  public static final int MOST_MINUTES = 1_440;

  /** What becomes of the call of a unit. */
  public enum Answer {
    /** The unit is committed. */
    ACCEPTED,
    /** Its owner has said no. */
    REFUSED,
    /** Its owner has not answered in time. */
    TIMED_OUT,
    /** Its owner has said yes, and the unit cannot keep it any more. */
    NOT_FEASIBLE
  }

  /** How a call ends. */
  public enum End {
    /** Units have promised all of it. */
    FILLED,
    /** Nobody is left to be called, or the first slot has begun. */
    EXHAUSTED,
    /** The grid operator has taken it back. */
    CANCELLED
  }
}
