package org.commonwatt.cli.demo;

/**
 * What must hold whatever was traded.
 *
 * @param boughtEqualsSold per slot, energy bought equals energy sold
 * @param postingsSumToZero of every batch, and of all together
 * @param meteredEqualsProfile every home's metered net energy of every settled slot equals its
 *     recorded profile to 1 Wh
 * @param tradesSettledOnce every trade is on exactly two bill lines of one batch, and no other is
 */
public record Conservation(
    boolean boughtEqualsSold,
    boolean postingsSumToZero,
    boolean meteredEqualsProfile,
    boolean tradesSettledOnce) {

  /** Whether everything holds. */
  public boolean holds() {
    return boughtEqualsSold && postingsSumToZero && meteredEqualsProfile && tradesSettledOnce;
  }
}
