package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AccountDefaulted;
import org.commonwatt.model.Event.CollateralRecorded;
import org.commonwatt.model.Event.CollateralRejected;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.ReceivablePaid;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Ids;
import org.commonwatt.model.Posting;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** Collateral, what it secures, and who pays for a default. */
final class GuaranteeRules {
  private static final long HOUR = 3_600_000L;
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  private final MarketState state;
  private final Registrations registrations;
  private final SortedMap<String, Purse> purses = new TreeMap<>();
  private final List<Revision> revisions = new ArrayList<>();
  private final ProvisionalRecount provisional;

  /** What is reserved until an instant; of a slot with further runs until its final one. */
  private record Revision(String account, BigInteger amount, long until, SlotState slot) {}

  GuaranteeRules(MarketState state, Registrations registrations, ProvisionalRecount provisional) {
    this.state = state;
    this.provisional = provisional;
    this.registrations = registrations;
  }

  List<Event> report(ReportCollateral report) {
    RejectionCode code = refusal(report, state.rulebook);
    if (code != null) {
      return List.of(new CollateralRejected(report.account(), Expected.refusal(code)));
    }
    return take(report);
  }

  /** What an account would have paid in with a deposit on top; null when that does not fit. */
  @Nullable ReportCollateral withDeposit(String account, long amountNano) {
    Purse purse = purses.getOrDefault(account, new Purse());
    BigInteger sum = BigInteger.valueOf(purse.pledgeReported).add(BigInteger.valueOf(amountNano));
    return sum.bitLength() > 63
        ? null
        : new ReportCollateral(account, sum.longValueExact(), purse.fundReported);
  }

  /** New totals that nothing is against. */
  List<Event> take(ReportCollateral report) {
    Purse purse = purse(report.account());
    purse.pledge = purse.pledge.add(difference(report.collateralNano(), purse.pledgeReported));
    purse.fund = purse.fund.add(difference(report.fundShareNano(), purse.fundReported));
    purse.pledgeReported = report.collateralNano();
    purse.fundReported = report.fundShareNano();
    List<Event> out = new ArrayList<>();
    out.add(
        new CollateralRecorded(report.account(), report.collateralNano(), report.fundShareNano()));
    Guarantees rules = state.rulebook == null ? null : state.rulebook.guarantees();
    if (rules != null) {
      payBack(report.account(), rules.exchange(), out);
    }
    return out;
  }

  /**
   * Whether an order needs more than is available.
   *
   * @param before the open order that is amended, null for a new one
   */
  boolean isUnsecured(AuditedOrder wanted, @Nullable AuditedOrder before, SlotState slot) {
    if (slot.rules.guarantees() == null) {
      return false; // nothing of it is reserved, however many orders there are
    }
    String member = wanted.content().participant();
    SecuredCost with = ofSlot(member, slot, before == null ? 0 : before.id());
    with.order(lot(wanted, wanted.energy(), slot));
    return isTooMuch(member, with.nano().subtract(ofSlot(member, slot, 0).nano()));
  }

  /** Whether a participant has less available than all that is wanted reserves, by slot. */
  boolean isTooMuch(String participant, Map<SlotState, List<SecuredCost.Lot>> wanted) {
    BigInteger more = BigInteger.ZERO;
    for (Map.Entry<SlotState, List<SecuredCost.Lot>> one : wanted.entrySet()) {
      SecuredCost with = ofSlot(participant, one.getKey(), 0);
      one.getValue().forEach(with::order);
      more = more.add(with.nano().subtract(ofSlot(participant, one.getKey(), 0).nano()));
    }
    return isTooMuch(participant, more);
  }

  private boolean isTooMuch(String participant, BigInteger needed) {
    return needed.signum() > 0 && needed.compareTo(available(participant)) > 0;
  }

  /** An order at its worst price. */
  static SecuredCost.Lot lot(AuditedOrder order, long energyWh, SlotState slot) {
    return new SecuredCost.Lot(order.isBuy(), WorstPrice.of(order, slot.rules), energyWh);
  }

  /**
   * What follows from a settled slot, in order.
   *
   * @param postings of its batch
   */
  void settled(SlotState slot, List<Posting> postings, List<Event> out) {
    Guarantees rules = slot.rules.guarantees();
    if (rules == null) {
      return;
    }
    long end = slot.slot.endMillis() + rules.revisionHours() * HOUR;
    boolean once = slot.rules.settlement() == null;
    long until = once ? end : Long.MAX_VALUE;
    provisional.open(slot.slot, once ? end : Long.MIN_VALUE);
    for (Posting posting : postings) {
      BigInteger[] part =
          BigInteger.valueOf(posting.amountNano())
              .abs()
              .multiply(BigInteger.valueOf(rules.revisionPpm()))
              .divideAndRemainder(MILLION);
      if (isParty(slot, posting.account())) {
        BigInteger amount = part[0].add(BigInteger.valueOf(part[1].signum()));
        revisions.add(new Revision(posting.account(), amount, until, slot));
      }
    }
    post(slot, postings, rules, out);
  }

  /**
   * What follows from a later run of a slot, in order.
   *
   * @param postings of its batch
   */
  void revised(SlotState slot, List<Posting> postings, boolean isFinal, List<Event> out) {
    Guarantees rules = slot.rules.guarantees();
    if (rules == null) {
      return;
    }
    if (isFinal) {
      revisions.removeIf(revision -> revision.slot() == slot);
    }
    post(slot, postings, rules, out);
  }

  /** What follows from a correction of a slot under a rulebook with guarantees. */
  void corrected(DeliverySlot slot, Set<String> parties, List<Posting> postings, List<Event> out) {
    Guarantees rules = state.rulebook == null ? null : state.rulebook.guarantees();
    if (rules != null) {
      post(slot, parties::contains, postings, rules, out);
    }
  }

  private boolean isParty(SlotState slot, String account) {
    return state.isMember(slot.rules, account) || slot.formerOwners().contains(account);
  }

  private void post(SlotState slot, List<Posting> postings, Guarantees rules, List<Event> out) {
    post(slot.slot, account -> isParty(slot, account), postings, rules, out);
  }

  private void post(
      DeliverySlot slot,
      Predicate<String> isParty,
      List<Posting> postings,
      Guarantees rules,
      List<Event> out) {
    List<String> members = new ArrayList<>();
    provisional.post(slot, postings, isParty);
    for (Posting posting : postings) {
      Purse purse = purse(posting.account());
      purse.balance = purse.balance.add(BigInteger.valueOf(posting.amountNano()));
      if (isParty.test(posting.account())) {
        members.add(posting.account());
      }
    }
    members.forEach(member -> payBack(member, rules.exchange(), out));
    for (String member : members) {
      if (purse(member).means().signum() < 0) {
        out.add(cover(member, slot, rules.exchange()));
      }
    }
  }

  private AccountDefaulted cover(String member, DeliverySlot slot, String exchange) {
    Purse debtor = purse(member);
    Purse house = purse(exchange);
    BigInteger shortfall = debtor.balance.negate();
    BigInteger pledge = debtor.pledge;
    BigInteger ownFund = shortfall.subtract(pledge).min(debtor.fund);
    BigInteger rest = shortfall.subtract(pledge).subtract(ownFund);
    BigInteger ofHouse = rest.min(house.fund);
    rest = rest.subtract(ofHouse);
    debtor.pledge = BigInteger.ZERO;
    debtor.fund = debtor.fund.subtract(ownFund);
    house.fund = house.fund.subtract(ofHouse);
    SortedMap<String, BigInteger> others = new TreeMap<>();
    purses.forEach((id, purse) -> others.put(id, purse.fund));
    others.keySet().removeAll(List.of(member, exchange));
    BigInteger there = others.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    SortedMap<String, BigInteger> parts = ProRata.of(rest.min(there), others);
    parts.forEach(
        (id, part) -> {
          purse(id).fund = purse(id).fund.subtract(part);
          debtor.addDebt(id, part);
        });
    BigInteger uncovered = rest.subtract(rest.min(there));
    house.balance = house.balance.subtract(uncovered);
    debtor.balance = BigInteger.ZERO;
    debtor.addDebt(exchange, ofHouse.add(uncovered));
    return new AccountDefaulted(
        member, slot, shortfall, pledge, ownFund, ofHouse, shares(parts), uncovered);
  }

  private void payBack(String member, String exchange, List<Event> out) {
    Purse debtor = purse(member);
    BigInteger paid = debtor.means().min(debtor.debt());
    if (paid.signum() <= 0) {
      return;
    }
    BigInteger cash = debtor.balance.max(BigInteger.ZERO).min(paid);
    debtor.balance = debtor.balance.subtract(cash);
    debtor.pledge = debtor.pledge.subtract(paid.subtract(cash));
    SortedMap<String, BigInteger> owed = new TreeMap<>(debtor.debts);
    owed.remove(exchange);
    BigInteger first = owed.values().stream().reduce(BigInteger.ZERO, BigInteger::add).min(paid);
    SortedMap<String, BigInteger> parts = ProRata.of(first, owed);
    parts.forEach(
        (id, part) -> {
          purse(id).fund = purse(id).fund.add(part);
          debtor.addDebt(id, part.negate());
        });
    List<CreditShare> to = new ArrayList<>(shares(parts));
    BigInteger last = paid.subtract(first);
    if (last.signum() > 0) {
      Purse house = purse(exchange);
      BigInteger hole = house.balance.min(BigInteger.ZERO).negate().min(last);
      house.balance = house.balance.add(hole);
      house.fund = house.fund.add(last.subtract(hole));
      debtor.addDebt(exchange, last.negate());
      to.add(new CreditShare(exchange, last));
    }
    out.add(new ReceivablePaid(member, paid, to));
  }

  /** What settlement gave an account for good, as far as nothing is secured by it; or less. */
  BigInteger forGood(String account) {
    Purse purse = purses.getOrDefault(account, new Purse());
    return available(account).min(purse.balance.subtract(provisional.of(account)));
  }

  /** Money leaves the market. */
  void payOut(String account, long amountNano) {
    Purse purse = purse(account);
    purse.balance = purse.balance.subtract(BigInteger.valueOf(amountNano));
  }

  /** What an account may reserve more, or is short of, nano-currency. */
  BigInteger available(String member) {
    Purse purse = purses.getOrDefault(member, new Purse());
    BigInteger free = purse.means();
    for (SlotState slot : state.unsettled) {
      Guarantees rules = slot.rules.guarantees();
      if (rules != null) {
        free = free.subtract(ofSlot(member, slot, 0).nano());
        boolean delivered = slot.phase == SlotPhase.DELIVERY || slot.phase == SlotPhase.METERING;
        if (delivered) {
          free =
              free.subtract(
                  BigInteger.valueOf(registrations.loadWh(member, slot.slot))
                      .multiply(BigInteger.valueOf(rules.referencePriceMicroPerKwh())));
        }
      }
    }
    revisions.removeIf(revision -> revision.until() <= state.clock);
    for (Revision revision : revisions) {
      free = revision.account().equals(member) ? free.subtract(revision.amount()) : free;
    }
    return free;
  }

  /**
   * What orders and trades of a slot reserve.
   *
   * @param but id of an open order that is not looked at, 0 for none
   */
  private static SecuredCost ofSlot(String member, SlotState slot, long but) {
    SecuredCost cost = new SecuredCost(member, slot);
    for (AuditedOrder order : slot.open.values()) {
      if (order.content().participant().equals(member) && order.id() != but) {
        cost.order(lot(order, slot.openWh(order), slot));
      }
    }
    for (TradeMade trade : slot.trades) {
      long price = trade.priceMicroPerKwh();
      if (trade.buyer().equals(member)) {
        long paid = Math.addExact(price, trade.surplusMicroPerKwh());
        cost.trade(new SecuredCost.Lot(true, paid, trade.energyWh()));
      }
      if (trade.seller().equals(member)) {
        cost.trade(new SecuredCost.Lot(false, price, trade.energyWh()));
      }
    }
    for (ContinuousTrade trade : slot.continuousTrades) {
      long price = trade.priceMicroPerKwh();
      if (trade.buyer().equals(member)) {
        long paid = Math.addExact(price, trade.feeMicroPerKwh());
        cost.trade(new SecuredCost.Lot(true, paid, trade.energyWh()));
      }
      if (trade.seller().equals(member)) {
        cost.trade(new SecuredCost.Lot(false, price, trade.energyWh()));
      }
    }
    return cost;
  }

  private @Nullable RejectionCode refusal(ReportCollateral report, @Nullable Rulebook rules) {
    if (!Ids.isValid(report.account())) {
      return RejectionCode.MALFORMED;
    }
    if (rules == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    Guarantees guarantees = rules.guarantees();
    boolean house = guarantees != null && report.account().equals(guarantees.exchange());
    if (!house && !state.isKnown(report.account())) {
      return RejectionCode.UNKNOWN_PARTICIPANT;
    }
    if (Math.min(report.collateralNano(), report.fundShareNano()) < 0
        || (house && report.collateralNano() > 0)) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    if (guarantees == null) {
      return RejectionCode.NOT_IN_RULES;
    }
    return isTooMuchOut(report) ? RejectionCode.WITHDRAWAL_TOO_LARGE : null;
  }

  private boolean isTooMuchOut(ReportCollateral report) {
    Purse purse = purses.getOrDefault(report.account(), new Purse());
    BigInteger out = difference(purse.pledgeReported, report.collateralNano());
    boolean pledge =
        out.signum() > 0
            && (out.compareTo(purse.pledge) > 0 || out.compareTo(available(report.account())) > 0);
    return pledge
        || difference(purse.fundReported, report.fundShareNano()).compareTo(purse.fund) > 0;
  }

  private Purse purse(String account) {
    return purses.computeIfAbsent(account, first -> new Purse());
  }

  private static BigInteger difference(long total, long before) {
    return BigInteger.valueOf(total).subtract(BigInteger.valueOf(before));
  }

  private static List<CreditShare> shares(SortedMap<String, BigInteger> parts) {
    return parts.entrySet().stream()
        .map(
            (Map.Entry<String, BigInteger> part) -> new CreditShare(part.getKey(), part.getValue()))
        .toList();
  }
}
