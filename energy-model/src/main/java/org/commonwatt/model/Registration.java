package org.commonwatt.model;

/**
 * How accounts and meter points come into a market beside those that its rulebook names. Who
 * confirms is no member of the market; one account may have several of these duties.
 *
 * @param registrar who confirms, freezes and unfreezes accounts
 * @param accountsAtOnce whether an account is active as soon as it is asked for
 * @param meterOrganisation who confirms meter points and hands them over
 * @param meterPointsAtOnce whether a meter point holds as soon as it is asked for
 * @param bank who says that collateral has come
 * @param maxAccounts the most members and registered accounts together, without those that were
 *     refused, 1 to {@value #MAX_ACCOUNTS}
 */
public record Registration(
    String registrar,
    boolean accountsAtOnce,
    String meterOrganisation,
    boolean meterPointsAtOnce,
    String bank,
    int maxAccounts) {
  /** The most accounts that a rulebook may allow. */
  public static final int MAX_ACCOUNTS = 100_000;

  /** Checks ids and range; the message says what to change. */
  public Registration {
    Ids.require("registrar", registrar);
    Ids.require("meterOrganisation", meterOrganisation);
    Ids.require("bank", bank);
    if (maxAccounts < 1 || maxAccounts > MAX_ACCOUNTS) {
      throw new IllegalArgumentException("registration: maxAccounts must be 1 to " + MAX_ACCOUNTS);
    }
  }
}
