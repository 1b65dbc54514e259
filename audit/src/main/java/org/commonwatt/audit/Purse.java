package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.SortedMap;
import java.util.TreeMap;

/** The money of one account as the rules have it, nano-currency. */
final class Purse {
  /** What settlement posted and defaults moved. */
  BigInteger balance = BigInteger.ZERO;

  /** Collateral that was not used up. */
  BigInteger pledge = BigInteger.ZERO;

  /** Share of the fund that was not used up. */
  BigInteger fund = BigInteger.ZERO;

  /** Totals as reported last. */
  long pledgeReported;

  long fundReported;

  /** What is owed to those who paid, none of it 0. */
  final SortedMap<String, BigInteger> debts = new TreeMap<>();

  BigInteger debt() {
    return debts.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
  }

  BigInteger means() {
    return balance.add(pledge);
  }

  void addDebt(String creditor, BigInteger amount) {
    debts.merge(creditor, amount, BigInteger::add);
    debts.values().removeIf(owed -> owed.signum() == 0);
  }
}
