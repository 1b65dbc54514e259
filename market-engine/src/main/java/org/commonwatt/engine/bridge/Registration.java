package org.commonwatt.engine.bridge;

import org.jspecify.annotations.Nullable;

/**
 * What an operator has on file of an account.
 *
 * @param account a member of the market, or the exchange
 * @param connection what its connection may carry, null when nothing is registered
 * @param pledge what it has paid in, null when nothing is on file
 */
public record Registration(
    String account, @Nullable Connection connection, @Nullable Pledge pledge) {
  /**
   * Limits of a connection.
   *
   * @param feedInW the most power it may inject, W
   * @param loadW the most power it may withdraw, W
   */
  public record Connection(long feedInW, long loadW) {}

  /**
   * Totals paid in less paid out, nano-currency.
   *
   * @param collateralNano collateral
   * @param fundShareNano share of the default fund
   */
  public record Pledge(long collateralNano, long fundShareNano) {}
}
