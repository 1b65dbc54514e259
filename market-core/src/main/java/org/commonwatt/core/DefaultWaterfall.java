package org.commonwatt.core;

import static java.math.BigInteger.ZERO;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AccountDefaulted;
import org.commonwatt.model.Event.ReceivablePaid;
import org.commonwatt.model.LargestRemainder;

/**
 * Who pays when a member cannot, and who is paid back first: own collateral, own share of the
 * default fund, the exchange's share, the fund pro rata, and the exchange for what is left. Paid
 * back is in the reverse order. Money only moves: balances, collateral and fund shares together
 * stay what they were.
 */
final class DefaultWaterfall {
  private final Accounts accounts;
  private final Account exchange;

  DefaultWaterfall(Accounts accounts, String exchange) {
    this.accounts = accounts;
    this.exchange = accounts.at(exchange);
  }

  /** Covers what a member owes beyond its balance and collateral; it must owe that. */
  AccountDefaulted cover(Account member, DeliverySlot slot) {
    BigInteger shortfall = member.balance().negate();
    BigInteger collateral = member.collateral();
    BigInteger left = shortfall.subtract(collateral);
    BigInteger ownFund = left.min(member.fundShare());
    left = left.subtract(ownFund);
    BigInteger ofExchange = left.min(exchange.fundShare());
    left = left.subtract(ofExchange);
    member.useCollateral(collateral);
    member.useFund(ownFund);
    exchange.useFund(ofExchange);
    List<CreditShare> fund = shareAmongFund(member, left);
    BigInteger uncovered = left.subtract(sum(fund));
    exchange.post(uncovered.negate());
    member.post(shortfall);
    member.owe(exchange.id(), ofExchange.add(uncovered));
    return new AccountDefaulted(
        member.id(), slot, shortfall, collateral, ownFund, ofExchange, fund, uncovered);
  }

  /** Pays back what a member can of what it owes; it must owe and have something. */
  ReceivablePaid payBack(Account member) {
    BigInteger paid = member.own().min(member.totalOwed());
    BigInteger fromBalance = paid.min(member.balance().max(ZERO));
    member.post(fromBalance.negate());
    member.useCollateral(paid.subtract(fromBalance));
    List<CreditShare> to = payFund(member, paid);
    BigInteger left = paid.subtract(sum(to));
    if (left.signum() > 0) {
      member.owe(exchange.id(), left.negate());
      BigInteger borne = left.min(exchange.balance().negate().max(ZERO));
      exchange.post(borne);
      exchange.useFund(left.subtract(borne).negate());
      to.add(new CreditShare(exchange.id(), left));
    }
    return new ReceivablePaid(member.id(), paid, to);
  }

  private List<CreditShare> shareAmongFund(Account member, BigInteger wanted) {
    List<Account> others =
        accounts.all().stream()
            .filter(account -> account != member && account != exchange)
            .filter(account -> account.fundShare().signum() > 0)
            .toList();
    List<BigInteger> shares = others.stream().map(Account::fundShare).toList();
    BigInteger paid = wanted.min(shares.stream().reduce(ZERO, BigInteger::add));
    List<BigInteger> parts = LargestRemainder.share(paid, shares);
    List<CreditShare> fund = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).signum() > 0) {
        others.get(i).useFund(parts.get(i));
        member.owe(others.get(i).id(), parts.get(i));
        fund.add(new CreditShare(others.get(i).id(), parts.get(i)));
      }
    }
    return fund;
  }

  private List<CreditShare> payFund(Account member, BigInteger available) {
    List<Map.Entry<String, BigInteger>> owed =
        member.owed().entrySet().stream()
            .filter(entry -> !entry.getKey().equals(exchange.id()))
            .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
            .toList();
    List<BigInteger> amounts = owed.stream().map(Map.Entry::getValue).toList();
    BigInteger paid = available.min(amounts.stream().reduce(ZERO, BigInteger::add));
    List<BigInteger> parts = LargestRemainder.share(paid, amounts);
    List<CreditShare> to = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).signum() > 0) {
        String creditor = owed.get(i).getKey();
        member.owe(creditor, parts.get(i).negate());
        accounts.at(creditor).useFund(parts.get(i).negate());
        to.add(new CreditShare(creditor, parts.get(i)));
      }
    }
    return to;
  }

  private static BigInteger sum(List<CreditShare> shares) {
    return shares.stream().map(CreditShare::nano).reduce(ZERO, BigInteger::add);
  }
}
