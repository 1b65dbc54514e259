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
 * What an account has at its disposal. Where a market's core secures what is settled, its gains are
 * security there and are not paid out, and its debts count as far as collateral does not cover
 * them. Elsewhere what is settled counts as it is.
 */
final class Available {
  private Available() {}

  /**
   * How much may be paid out; less than 0 for who owes.
   *
   * @param shares the account's rows of markets
   * @param deltas its rows that wait, as stored
   */
  static BigInteger toPayOut(Wallet wallet, List<String> shares, List<String> deltas) {
    BigInteger sum = wallet.cash();
    for (Share share : all(wallet.account(), shares, deltas)) {
      BigInteger own = share.settled().add(share.collateral());
      sum = sum.add(share.isGuaranteed() ? own.min(BigInteger.ZERO) : share.settled());
    }
    return sum;
  }

  /** How much may be allocated to a market, which secures what is settled there itself. */
  static AccountRows.Limit toAllocate(String market) {
    return (wallet, shares, deltas) -> {
      BigInteger sum = wallet.cash();
      for (Share share : all(wallet.account(), shares, deltas)) {
        boolean counts = !share.market().equals(market) && !share.isGuaranteed();
        sum = counts ? sum.add(share.settled()) : sum;
      }
      return sum;
    };
  }

  private static Iterable<Share> all(String account, List<String> shares, List<String> deltas) {
    Map<String, Share> byMarket = new TreeMap<>();
    for (String stored : shares) {
      Share share = Share.read(stored);
      byMarket.put(share.market(), share);
    }
    for (String stored : deltas) {
      Delta delta = AccountRows.delta(stored);
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
