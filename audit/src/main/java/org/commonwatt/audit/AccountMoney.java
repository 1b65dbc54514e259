package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.ledger.AccountsLedger;
import org.commonwatt.model.LedgerAccounts.Pot;

/** What an account on the ledger has; nano-currency. */
final class AccountMoney {
  private final Map<String, Share> markets = new TreeMap<>();
  private BigInteger cash = BigInteger.ZERO;
  private BigInteger held = BigInteger.ZERO;
  private BigInteger coming = BigInteger.ZERO; // rows that wait and become cash

  /** What it has in a market. */
  private static final class Share {
    private BigInteger settled = BigInteger.ZERO;
    private BigInteger waiting = BigInteger.ZERO;
    private BigInteger collateral = BigInteger.ZERO;
    private BigInteger fund = BigInteger.ZERO;

    private BigInteger posted() {
      return settled.add(waiting);
    }

    @Override
    public String toString() {
      return "settled %s, waiting %s, collateral %s, fund share %s"
          .formatted(settled, waiting, collateral, fund);
    }
  }

  /** As the contract answers. */
  static AccountMoney of(AccountsLedger.Account account) {
    AccountMoney money = new AccountMoney();
    money.cash = account.cashNano();
    money.held = account.heldNano();
    for (AccountsLedger.Share share : account.markets()) {
      Share own = money.in(share.market());
      own.settled = share.settledNano();
      own.collateral = share.collateralNano();
      own.fund = share.fundShareNano();
    }
    for (AccountsLedger.Row row : account.rows()) {
      money.wait(row.market(), row.amountNano(), row.disposable());
    }
    return money;
  }

  /** Cash comes in, and is held; negative for less. */
  void pay(BigInteger moreCash, BigInteger moreHeld) {
    cash = cash.add(moreCash);
    held = held.add(moreHeld);
  }

  /** A row of a market that waits, to become cash if it is disposable. */
  void wait(String market, BigInteger nano, boolean disposable) {
    if (disposable) {
      coming = coming.add(nano);
      return;
    }
    Share share = in(market);
    share.waiting = share.waiting.add(nano);
  }

  /** A row of a market is folded. */
  void fold(String market, BigInteger nano, boolean disposable) {
    wait(market, nano.negate(), disposable);
    if (disposable) {
      cash = cash.add(nano);
      return;
    }
    Share share = in(market);
    share.settled = share.settled.add(nano);
  }

  /** A part of a step. */
  void move(String market, Pot pot, BigInteger nano) {
    Share share = in(market);
    switch (pot) {
      case CASH -> cash = cash.add(nano);
      case SETTLED -> share.settled = share.settled.add(nano);
      case COLLATERAL -> share.collateral = share.collateral.add(nano);
      case FUND -> share.fund = share.fund.add(nano);
    }
  }

  /** Whether collateral or fund share of a market were taken that were not there. */
  boolean lacks(String market) {
    return in(market).collateral.signum() < 0 || in(market).fund.signum() < 0;
  }

  /** What a market settled, rows that wait included. */
  BigInteger settledIn(String market) {
    return in(market).posted();
  }

  /**
   * What may be paid out, less than 0 for who owes.
   *
   * @param securing markets whose cores count with what is settled for this account: there counts
   *     what collateral leaves uncovered, elsewhere all
   */
  BigInteger toPayOut(Set<String> securing) {
    BigInteger sum = cash.add(coming);
    for (Map.Entry<String, Share> one : markets.entrySet()) {
      BigInteger posted = one.getValue().posted();
      sum =
          sum.add(
              securing.contains(one.getKey())
                  ? posted.add(one.getValue().collateral).min(BigInteger.ZERO)
                  : posted);
    }
    return sum;
  }

  /** What may be allocated to a market: cash, and what others settled that do not count with it. */
  BigInteger toAllocate(String market, Set<String> securing) {
    BigInteger sum = cash.add(coming);
    for (Map.Entry<String, Share> one : markets.entrySet()) {
      boolean counts = !one.getKey().equals(market) && !securing.contains(one.getKey());
      sum = counts ? sum.add(one.getValue().posted()) : sum;
    }
    return sum;
  }

  private Share in(String market) {
    return markets.computeIfAbsent(market, first -> new Share());
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder("cash " + cash + ", coming " + coming + ", held " + held);
    String none = new Share().toString();
    markets.forEach(
        (market, share) -> {
          String own = share.toString();
          text.append(own.equals(none) ? "" : "; in " + market + " " + own);
        });
    return text.toString();
  }
}
