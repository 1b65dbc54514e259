package org.commonwatt.chaincode.accounts.rules;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.chaincode.accounts.rules.AccountRows.Delta;
import org.commonwatt.chaincode.accounts.rules.AccountRows.Share;
import org.commonwatt.chaincode.accounts.rules.AccountRows.Wallet;
import org.commonwatt.model.LedgerAccounts.Pot;

/**
 * What an account has at its disposal. In a market that has guarantees the core counts with what is
 * settled: gains are security there and are not paid out, and debts count as far as collateral does
 * not cover them. It does not with suppliers and grid operators, who secure nothing. There, and in
 * markets without guarantees, what is settled counts as it is. What was posted as disposable is
 * cash that waits to be folded.
 */
final class Available {
  private final AccountRows rows;

  Available(AccountRows rows) {
    this.rows = rows;
  }

  /**
   * How much may be paid out; less than 0 for who owes.
   *
   * @param shares the account's rows of markets
   * @param deltas its rows that wait, as stored
   */
  BigInteger toPayOut(Wallet wallet, List<String> shares, List<String> deltas) {
    boolean secured = rows.isSecured(wallet.account());
    BigInteger sum = cash(wallet, deltas);
    for (Share share : all(wallet.account(), shares, deltas)) {
      BigInteger own = share.settled().add(share.collateral());
      boolean stays = secured && rows.hasGuarantees(share.market());
      sum = sum.add(stays ? own.min(BigInteger.ZERO) : share.settled());
    }
    return sum;
  }

  /**
   * How much may be allocated to a market, which secures what is settled there itself. What other
   * markets settled counts, so cash may become less than 0.
   */
  AccountRows.Limit toAllocate(String market) {
    return (wallet, shares, deltas) -> {
      boolean secured = rows.isSecured(wallet.account());
      BigInteger sum = cash(wallet, deltas);
      for (Share share : all(wallet.account(), shares, deltas)) {
        boolean stays = secured && rows.hasGuarantees(share.market());
        sum = share.market().equals(market) || stays ? sum : sum.add(share.settled());
      }
      return sum;
    };
  }

  /** How much may leave a market that secures what is settled: all that is, its core says more. */
  AccountRows.Limit settledIn(String market) {
    return (wallet, shares, deltas) -> {
      BigInteger sum = BigInteger.ZERO;
      for (Share share : all(wallet.account(), shares, deltas)) {
        sum = share.market().equals(market) ? sum.add(share.settled()) : sum;
      }
      return sum;
    };
  }

  private static BigInteger cash(Wallet wallet, List<String> deltas) {
    return deltas.stream()
        .map(AccountRows::delta)
        .filter(Delta::disposable)
        .map(Delta::amount)
        .reduce(wallet.cash(), BigInteger::add);
  }

  private static Iterable<Share> all(String account, List<String> shares, List<String> deltas) {
    Map<String, Share> byMarket = new TreeMap<>();
    for (String stored : shares) {
      Share share = Share.read(stored);
      byMarket.put(share.market(), share);
    }
    for (String stored : deltas) {
      Delta delta = AccountRows.delta(stored);
      if (delta.disposable()) {
        continue;
      }
      Share before =
          byMarket.getOrDefault(
              delta.market(),
              new Share(
                  delta.market(), account, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, 0));
      byMarket.put(delta.market(), before.moved(Pot.SETTLED, delta.amount()));
    }
    return byMarket.values();
  }
}
