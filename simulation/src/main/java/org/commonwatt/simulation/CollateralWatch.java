package org.commonwatt.simulation;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AccountDefaulted;
import org.commonwatt.model.Event.CollateralRecorded;
import org.commonwatt.model.Event.GainsPaidOut;
import org.commonwatt.model.Event.ReceivablePaid;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/**
 * Keeps accounts of its own from event to event, and looks after each that no money was made or
 * lost, that no pot is overdrawn, and that no order was taken beyond what its owner could pay.
 */
final class CollateralWatch {
  private static final BigInteger ZERO = BigInteger.ZERO;

  private final String exchange;
  private final List<String> members;
  private final OpenCosts costs;
  private final Map<String, Pots> accounts = new TreeMap<>();
  private int defaults;

  /** What an account has; a balance may be negative. */
  private static final class Pots {
    private BigInteger paidIn = ZERO;
    private BigInteger paidOut = ZERO; // gains
    private BigInteger balance = ZERO;
    private BigInteger collateral = ZERO;
    private BigInteger fund = ZERO;
    private BigInteger usedCollateral = ZERO;
    private BigInteger usedFund = ZERO;

    BigInteger own() {
      return balance.add(collateral);
    }
  }

  /**
   * Nobody has anything.
   *
   * @param versions the rulebooks that may be activated, by version; exchange and members stay
   */
  CollateralWatch(List<Rulebook> versions) {
    Rulebook rulebook = versions.get(0);
    this.exchange = requireNonNull(rulebook.guarantees()).exchange();
    this.members = rulebook.members().stream().map(member -> member.participant()).toList();
    this.costs = new OpenCosts(versions);
  }

  /** How many defaults there were. */
  int defaults() {
    return defaults;
  }

  /** What is wrong after an event, null when nothing is. */
  @Nullable String take(Event event) {
    String problem = null;
    if (event instanceof CollateralRecorded recorded) {
      record(recorded);
    } else if (event instanceof Event.SlotSettled settled) {
      settled
          .batch()
          .postings()
          .forEach(p -> post(p.account(), BigInteger.valueOf(p.amountNano())));
    } else if (event instanceof AccountDefaulted defaulted) {
      problem = cover(defaulted);
    } else if (event instanceof GainsPaidOut paid) {
      problem = payOut(paid);
    } else if (event instanceof ReceivablePaid paid) {
      problem = payBack(paid);
    } else if (event instanceof Event.SlotPhaseChanged changed
        && changed.phase() == SlotPhase.SETTLED) {
      problem = nobodyOwes();
    }
    String raised = costs.take(event);
    problem = problem == null && raised != null ? withinMeans(raised) : problem;
    problem = problem == null ? conserved() : problem;
    return problem == null ? null : problem + " after " + event;
  }

  private void record(CollateralRecorded recorded) {
    Pots pots = at(recorded.account());
    BigInteger collateral = BigInteger.valueOf(recorded.collateralNano());
    BigInteger fund = BigInteger.valueOf(recorded.fundShareNano());
    pots.paidIn = collateral.add(fund);
    pots.collateral = collateral.subtract(pots.usedCollateral);
    pots.fund = fund.subtract(pots.usedFund);
  }

  private @Nullable String cover(AccountDefaulted defaulted) {
    defaults++;
    Pots member = at(defaulted.account());
    if (!member.balance.negate().equals(defaulted.shortfallNano())
        || !member.collateral.equals(defaulted.collateralNano())) {
      return "a default is not of all that is owed, less all collateral";
    }
    useCollateral(member, defaulted.collateralNano());
    useFund(member, defaulted.ownFundNano());
    post(defaulted.account(), defaulted.shortfallNano());
    boolean others = defaulted.exchangeNano().signum() > 0 || !defaulted.fund().isEmpty();
    if ((others || defaulted.uncoveredNano().signum() > 0) && member.fund.signum() > 0) {
      return "others pay before the defaulter's own share of the fund is used up";
    }
    useFund(at(exchange), defaulted.exchangeNano());
    if (!defaulted.fund().isEmpty() && at(exchange).fund.signum() > 0) {
      return "the fund pays before the share of the exchange is used up";
    }
    defaulted.fund().forEach(share -> useFund(at(share.account()), share.nano()));
    boolean left = accounts.values().stream().anyMatch(pots -> pots.fund.signum() > 0);
    if (defaulted.uncoveredNano().signum() > 0 && left) {
      return "something is uncovered before the fund is used up";
    }
    post(exchange, defaulted.uncoveredNano().negate());
    return null;
  }

  private @Nullable String payOut(GainsPaidOut paid) {
    Pots member = at(paid.participant());
    BigInteger amount = BigInteger.valueOf(paid.amountNano());
    member.paidOut = member.paidOut.add(amount);
    post(paid.participant(), amount.negate());
    return member.balance.signum() < 0 ? "more was paid out than was gained" : null;
  }

  private @Nullable String payBack(ReceivablePaid paid) {
    Pots member = at(paid.account());
    if (!paid.to().stream()
        .map(CreditShare::nano)
        .reduce(ZERO, BigInteger::add)
        .equals(paid.paidNano())) {
      return "what is paid back is not what others get";
    }
    BigInteger fromBalance = paid.paidNano().min(member.balance.max(ZERO));
    post(paid.account(), fromBalance.negate());
    useCollateral(member, paid.paidNano().subtract(fromBalance));
    for (CreditShare share : paid.to()) {
      BigInteger borne =
          share.account().equals(exchange)
              ? share.nano().min(at(exchange).balance.negate().max(ZERO))
              : ZERO;
      post(share.account(), borne);
      useFund(at(share.account()), share.nano().subtract(borne).negate());
    }
    return null;
  }

  /** Balances, collateral and the fund are together what was paid in, less gains paid out. */
  private @Nullable String conserved() {
    BigInteger paidIn = ZERO;
    BigInteger held = ZERO;
    for (Map.Entry<String, Pots> entry : accounts.entrySet()) {
      Pots pots = entry.getValue();
      paidIn = paidIn.add(pots.paidIn).subtract(pots.paidOut);
      held = held.add(pots.own()).add(pots.fund);
      if (pots.collateral.signum() < 0 || pots.fund.signum() < 0) {
        return entry.getKey() + " has less than nothing in a pot";
      }
    }
    return held.equals(paidIn) ? null : "paid in were " + paidIn + ", held are " + held;
  }

  /** Once a slot is settled, defaults have covered all that members could not pay. */
  private @Nullable String nobodyOwes() {
    return members.stream()
        .filter(member -> at(member).own().signum() < 0)
        .findFirst()
        .map(member -> member + " owes beyond its collateral, and nobody covered it")
        .orElse(null);
  }

  private @Nullable String withinMeans(String owner) {
    BigInteger reserved = costs.of(owner);
    BigInteger own = at(owner).own();
    return reserved.compareTo(own) <= 0
        ? null
        : owner + " has reserved " + reserved + " at least, beyond its " + own;
  }

  private Pots at(String account) {
    return accounts.computeIfAbsent(account, first -> new Pots());
  }

  private void post(String account, BigInteger nano) {
    Pots pots = at(account);
    pots.balance = pots.balance.add(nano);
  }

  private static void useCollateral(Pots pots, BigInteger nano) {
    pots.usedCollateral = pots.usedCollateral.add(nano);
    pots.collateral = pots.collateral.subtract(nano);
  }

  private static void useFund(Pots pots, BigInteger nano) {
    pots.usedFund = pots.usedFund.add(nano);
    pots.fund = pots.fund.subtract(nano);
  }
}
