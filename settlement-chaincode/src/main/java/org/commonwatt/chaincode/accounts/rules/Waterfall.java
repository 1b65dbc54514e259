package org.commonwatt.chaincode.accounts.rules;

import static java.math.BigInteger.ZERO;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.chaincode.accounts.rules.AccountRows.Share;
import org.commonwatt.chaincode.accounts.rules.Fund.Part;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.model.LargestRemainder;
import org.commonwatt.model.LedgerAccounts.Claim;
import org.commonwatt.model.LedgerAccounts.Move;
import org.commonwatt.model.LedgerAccounts.Pot;
import org.commonwatt.model.LedgerAccounts.Step;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is when a member cannot pay, and when it pays back, computed from what the accounts
 * have: own collateral, own share of the default fund, the exchange's share, the other shares pro
 * rata, and the exchange for what is left; back in the reverse order. How much is missing, or paid
 * back, the step says.
 */
final class Waterfall {
  private final Step step;
  private final SortedMap<String, Part> fund;
  private final Map<String, BigInteger> moves = new TreeMap<>();
  private final Map<String, BigInteger> claims = new TreeMap<>();

  /**
   * Holds a step against the waterfall.
   *
   * @param fund every share of the market's default fund
   */
  Waterfall(Step step, SortedMap<String, Part> fund) {
    this.step = step;
    this.fund = fund;
  }

  /**
   * Refuses a default that others bear than whose turn it is.
   *
   * @param own what the member has in the market
   * @throws Refusal {@code WATERFALL_DIFFERS}
   */
  void requireDefault(Share own) {
    BigInteger left = moved(step.account(), Pot.SETTLED).max(ZERO);
    expect(step.account(), Pot.SETTLED, left);
    left = take(step.account(), Pot.COLLATERAL, left, own.collateral());
    left = take(step.account(), Pot.FUND, left, own.fund());
    @Nullable String exchange = exchange();
    if (exchange != null) {
      BigInteger after = take(exchange, Pot.FUND, left, nano(exchange));
      claim(exchange, left.subtract(after));
      left = after;
    }
    List<String> others = others(exchange);
    List<BigInteger> weights = others.stream().map(this::nano).toList();
    BigInteger byFund = left.min(sum(weights));
    List<BigInteger> parts = LargestRemainder.share(byFund, weights);
    for (int i = 0; i < parts.size(); i++) {
      take(others.get(i), Pot.FUND, parts.get(i), parts.get(i));
      claim(others.get(i), parts.get(i));
    }
    BigInteger uncovered = left.subtract(byFund);
    if (exchange != null) {
      take(exchange, Pot.SETTLED, uncovered, uncovered);
      claim(exchange, uncovered);
    } else if (uncovered.signum() != 0) {
      throw new Refusal(
          RefusalCode.PARTICIPANT_NOT_FOUND,
          "nobody covers "
              + uncovered
              + " nano-currency: register the exchange, who bears it, with the role EXCHANGE");
    }
    requireExpected();
  }

  /**
   * Refuses a payment back that others get than whose turn it is.
   *
   * @param owed what the member owes to each
   * @throws Refusal {@code WATERFALL_DIFFERS}
   */
  void requireRepayment(SortedMap<String, BigInteger> owed) {
    BigInteger left = ZERO;
    for (Pot pot : List.of(Pot.SETTLED, Pot.COLLATERAL)) {
      BigInteger paid = moved(step.account(), pot).negate().max(ZERO);
      expect(step.account(), pot, paid.negate());
      left = left.add(paid);
    }
    @Nullable String exchange = exchange();
    List<String> others =
        owed.keySet().stream().filter(creditor -> !creditor.equals(exchange)).toList();
    List<BigInteger> weights = others.stream().map(owed::get).toList();
    BigInteger toFund = left.min(sum(weights));
    List<BigInteger> parts = LargestRemainder.share(toFund, weights);
    for (int i = 0; i < parts.size(); i++) {
      expect(others.get(i), Pot.FUND, parts.get(i));
      claim(others.get(i), parts.get(i).negate());
    }
    left = left.subtract(toFund);
    if (exchange != null) {
      BigInteger borne = moved(exchange, Pot.SETTLED).max(ZERO).min(left);
      expect(exchange, Pot.SETTLED, borne);
      expect(exchange, Pot.FUND, left.subtract(borne));
      claim(exchange, left.negate());
    }
    requireExpected();
  }

  /** The exchange of the market, null while none has a part in what happens. */
  private @Nullable String exchange() {
    List<String> known =
        fund.values().stream().filter(Part::isExchange).map(Part::account).toList();
    return known.stream()
        .filter(one -> step.moves().stream().anyMatch(move -> move.account().equals(one)))
        .findFirst()
        .orElse(known.isEmpty() ? null : known.get(0));
  }

  private List<String> others(@Nullable String exchange) {
    return fund.keySet().stream()
        .filter(account -> !account.equals(step.account()) && !account.equals(exchange))
        .toList();
  }

  private BigInteger nano(String account) {
    Part part = fund.get(account);
    return part == null ? ZERO : part.nano();
  }

  private BigInteger moved(String account, Pot pot) {
    return step.moves().stream()
        .filter(move -> move.account().equals(account) && move.pot() == pot)
        .map(Move::amountNano)
        .reduce(ZERO, BigInteger::add);
  }

  /** Takes of a pot what it has, and returns what is left to be found elsewhere. */
  private BigInteger take(String account, Pot pot, BigInteger wanted, BigInteger has) {
    BigInteger taken = wanted.min(has.max(ZERO));
    expect(account, pot, taken.negate());
    return wanted.subtract(taken);
  }

  private void expect(String account, Pot pot, BigInteger nano) {
    merge(moves, pot + " of " + account, nano);
  }

  private void claim(String creditor, BigInteger nano) {
    merge(claims, creditor, nano);
  }

  private static void merge(Map<String, BigInteger> to, String key, BigInteger nano) {
    to.merge(key, nano, BigInteger::add);
    to.remove(key, ZERO);
  }

  private static BigInteger sum(List<BigInteger> all) {
    return all.stream().reduce(ZERO, BigInteger::add);
  }

  private void requireExpected() {
    Map<String, BigInteger> stated = new TreeMap<>();
    for (Move move : step.moves()) {
      merge(stated, move.pot() + " of " + move.account(), move.amountNano());
    }
    requireSame("moves", moves, stated);
    Map<String, BigInteger> claimed = new TreeMap<>();
    for (Claim claim : step.claims()) {
      merge(claimed, claim.creditor(), claim.amountNano());
    }
    requireSame("claims", claims, claimed);
  }

  private void requireSame(
      String what, Map<String, BigInteger> expected, Map<String, BigInteger> stated) {
    List<String> all = new ArrayList<>(expected.keySet());
    stated.keySet().stream().filter(key -> !expected.containsKey(key)).forEach(all::add);
    for (String key : all) {
      BigInteger wanted = expected.getOrDefault(key, ZERO);
      BigInteger found = stated.getOrDefault(key, ZERO);
      if (!wanted.equals(found)) {
        throw new Refusal(
            RefusalCode.WATERFALL_DIFFERS,
            "%s: by what the accounts have, %s must be %s, not %s"
                .formatted(what, key, wanted, found));
      }
    }
  }
}
