package org.commonwatt.core;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.Ids;

/**
 * The guarantees of one account, what settlement posted to it, and what it owes after a default.
 */
final class Account {
  private final String id;

  /** Total paid in less paid out, as reported. */
  private long paidCollateralNano;

  private long paidFundNano;
  private BigInteger usedCollateral = BigInteger.ZERO;
  private BigInteger usedFund = BigInteger.ZERO;
  private BigInteger balance = BigInteger.ZERO;
  private final TreeMap<String, BigInteger> owed = new TreeMap<>(); // by creditor, none 0

  Account(String id) {
    this.id = Ids.require("account", id);
  }

  String id() {
    return id;
  }

  long paidCollateralNano() {
    return paidCollateralNano;
  }

  long paidFundNano() {
    return paidFundNano;
  }

  void paid(long collateralNano, long fundShareNano) {
    paidCollateralNano = collateralNano;
    paidFundNano = fundShareNano;
  }

  /** Collateral that is left, not negative. */
  BigInteger collateral() {
    return collateralOf(paidCollateralNano);
  }

  /** What would be left of another total of collateral. */
  BigInteger collateralOf(long totalNano) {
    return BigInteger.valueOf(totalNano).subtract(usedCollateral);
  }

  /** What is left of the share of the default fund, not negative. */
  BigInteger fundShare() {
    return fundShareOf(paidFundNano);
  }

  /** What would be left of another total of the fund share. */
  BigInteger fundShareOf(long totalNano) {
    return BigInteger.valueOf(totalNano).subtract(usedFund);
  }

  /** What settlement posted, with what defaults moved. */
  BigInteger balance() {
    return balance;
  }

  /** Balance and collateral together. */
  BigInteger own() {
    return balance.add(collateral());
  }

  void post(BigInteger amount) {
    balance = balance.add(amount);
  }

  void useCollateral(BigInteger amount) {
    usedCollateral = usedCollateral.add(amount);
  }

  /** Uses the fund share, or gives back to it when negative. */
  void useFund(BigInteger amount) {
    usedFund = usedFund.add(amount);
  }

  /** What the account owes to those who paid for it, by creditor. */
  Map<String, BigInteger> owed() {
    return owed;
  }

  BigInteger totalOwed() {
    return owed.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** Owes a creditor more, or less when negative. */
  void owe(String creditor, BigInteger amount) {
    BigInteger sum = owed.getOrDefault(creditor, BigInteger.ZERO).add(amount);
    if (sum.signum() == 0) {
      owed.remove(creditor);
    } else {
      owed.put(creditor, sum);
    }
  }

  void save(StateWriter out) {
    out.text(id);
    out.number(paidCollateralNano);
    out.number(paidFundNano);
    out.text(usedCollateral.toString());
    out.text(usedFund.toString());
    out.text(balance.toString());
    out.number(owed.size());
    owed.forEach(
        (creditor, amount) -> {
          out.text(creditor);
          out.text(amount.toString());
        });
  }

  static Account restore(StateReader in) {
    Account account = new Account(in.text());
    account.paidCollateralNano = in.number();
    account.paidFundNano = in.number();
    account.usedCollateral = new BigInteger(in.text());
    account.usedFund = new BigInteger(in.text());
    account.balance = new BigInteger(in.text());
    for (int left = in.count(); left > 0; left--) {
      account.owed.put(in.text(), new BigInteger(in.text()));
    }
    return account;
  }
}
