package org.commonwatt.core;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * An account as it stands now; amounts in nano-currency, at most 128 bits.
 *
 * @param account id
 * @param capability what is registered last, null when nothing is
 * @param balanceNano what settlement posted, with what defaults moved; received is positive
 * @param collateralNano collateral that is left, not negative
 * @param fundShareNano what is left of its share of the default fund, not negative
 * @param reserved what of balance and collateral is spoken for
 * @param receivableNano what it owes to those who paid for it, not negative
 * @param provisionalNano what it gained in slots whose settlement may still change, not negative;
 *     it may have such as were settled for good since the last slot was settled
 */
public record MemberAccount(
    String account,
    @Nullable Capability capability,
    BigInteger balanceNano,
    BigInteger collateralNano,
    BigInteger fundShareNano,
    Reserved reserved,
    BigInteger receivableNano,
    BigInteger provisionalNano) {

  /**
   * Reservations, none negative.
   *
   * @param ordersNano for open orders, at their limits
   * @param tradesNano for trades of slots that are not settled
   * @param loadNano for the registered load of slots that are delivered and not settled
   * @param revisionsNano for possible revisions of settled slots
   */
  public record Reserved(
      BigInteger ordersNano, BigInteger tradesNano, BigInteger loadNano, BigInteger revisionsNano) {
    /** All together. */
    public BigInteger totalNano() {
      return ordersNano.add(tradesNano).add(loadNano).add(revisionsNano);
    }
  }

  /** What orders and withdrawals may still use; negative when settlement or time used it up. */
  public BigInteger availableNano() {
    return balanceNano.add(collateralNano).subtract(reserved.totalNano());
  }

  /** What of its gains may leave the market; not negative. */
  public BigInteger payableNano() {
    return balanceNano.subtract(provisionalNano).min(availableNano()).max(BigInteger.ZERO);
  }
}
