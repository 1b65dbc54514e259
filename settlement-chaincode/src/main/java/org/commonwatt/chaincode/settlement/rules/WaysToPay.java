package org.commonwatt.chaincode.settlement.rules;

import java.util.List;

/**
 * How a market's batches are paid for: by invoices or by accounts, whichever came first. A market
 * that had both would have everybody pay twice.
 */
public final class WaysToPay {
  private WaysToPay() {}

  /** The number of a market's last invoice. */
  public static StateKey invoices(String market) {
    return new StateKey("invoices", List.of(market));
  }

  /** How far the batches of a market have come to the accounts. */
  public static StateKey accounts(String market) {
    return new StateKey("account-posted", List.of(market));
  }

  /**
   * Refuses invoices where batches have come to the accounts.
   *
   * @throws Refusal {@code COLLECTED_BY_ACCOUNTS}
   */
  public static void requireInvoices(String market, State state) {
    if (state.get(accounts(market)) != null) {
      throw new Refusal(
          RefusalCode.COLLECTED_BY_ACCOUNTS,
          "batches of " + market + " have come to the accounts: who pays there gets no invoice");
    }
  }

  /**
   * Refuses postings to the accounts where invoices were issued.
   *
   * @throws Refusal {@code COLLECTED_BY_INVOICES}
   */
  public static void requireAccounts(String market, State state) {
    if (state.get(invoices(market)) != null) {
      throw new Refusal(
          RefusalCode.COLLECTED_BY_INVOICES,
          "invoices of " + market + " were issued: its batches do not come to the accounts, too");
    }
  }
}
