package org.commonwatt.core;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.commonwatt.core.settlement.Correction;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.CollateralRecorded;
import org.commonwatt.model.Event.CollateralRejected;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the guarantees of the accounts: what is available is never made negative by an order or a
 * withdrawal. Settlement always posts; who cannot pay starts the {@link DefaultWaterfall}. All of
 * it concerns only slots whose rulebook has guarantees.
 */
final class CollateralDesk {
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
  private static final long MILLIS_PER_HOUR = 3_600_000L;

  private final SlotSchedule schedule;
  private final LimitDesk limits;
  private final Accounts accounts = new Accounts();
  private final Revisions revisions = new Revisions();
  private final ProvisionalGains provisional = new ProvisionalGains();
  private long nowMillis;

  CollateralDesk(SlotSchedule schedule, LimitDesk limits) {
    this.schedule = schedule;
    this.limits = limits;
  }

  void report(ReportCollateral command, EventSink sink) {
    Rejection rejection = check(command, schedule.rules());
    if (rejection != null) {
      sink.emit(new CollateralRejected(command.account(), rejection));
      return;
    }
    record(accounts.at(command.account()), command, sink);
  }

  /** What an account would have paid in with a deposit on top; null when that is out of range. */
  @Nullable ReportCollateral withDeposit(String participant, long amountNano) {
    Account known = accounts.find(participant);
    long paid = known == null ? 0 : known.paidCollateralNano();
    return amountNano > Long.MAX_VALUE - paid
        ? null
        : new ReportCollateral(
            participant, paid + amountNano, known == null ? 0 : known.paidFundNano());
  }

  /** A deposit has come. */
  void deposit(ReportCollateral totals, EventSink sink) {
    record(accounts.at(totals.account()), totals, sink);
  }

  private void record(Account account, ReportCollateral totals, EventSink sink) {
    account.paid(totals.collateralNano(), totals.fundShareNano());
    sink.emit(
        new CollateralRecorded(totals.account(), totals.collateralNano(), totals.fundShareNano()));
    Rules rules = schedule.rules();
    Guarantees guarantees = rules == null ? null : rules.rulebook().guarantees();
    if (guarantees != null) {
      payBack(account, new DefaultWaterfall(accounts, guarantees.exchange()), sink);
    }
  }

  /** Refuses what reserves more than is available, nano-currency. */
  @Nullable Rejection check(String participant, BigInteger needed) {
    BigInteger available = view(participant).availableNano();
    return needed.compareTo(available) <= 0
        ? null
        : new Rejection(
            RejectionCode.COLLATERAL_TOO_LOW,
            "the order reserves "
                + needed
                + " nano-currency, available are "
                + available
                + ": order less, cancel other orders, or pay in "
                + needed.subtract(available)
                + " more");
  }

  /** Gains of an account leave the market, which counts with them no more. */
  void payOut(String participant, long amountNano) {
    accounts.at(participant).post(BigInteger.valueOf(amountNano).negate());
  }

  /**
   * Lets gains be that nothing can change any more.
   *
   * @param mayChange whether a further run or a correction of the slot of this start may come
   */
  void releaseProvisional(LongPredicate mayChange) {
    provisional.release(mayChange, nowMillis);
  }

  /** Posts a settled slot, lets debtors pay back, and covers who cannot pay. */
  void settled(SlotState slot, SettlementBatch batch, EventSink sink) {
    slot.release();
    Guarantees guarantees = slot.rules().rulebook().guarantees();
    if (guarantees == null) {
      return;
    }
    long until = slot.slot().endMillis() + guarantees.revisionHours() * MILLIS_PER_HOUR;
    boolean runs = slot.rules().rulebook().settlement() != null;
    provisional.hold(slot.slot().startMillis(), runs ? Long.MIN_VALUE : until);
    List<Account> members = post(slot, batch);
    Set<String> parties = new HashSet<>(slot.parties());
    for (Posting posting : batch.postings()) {
      if (parties.contains(posting.account())) {
        BigInteger held = ofRevision(BigInteger.valueOf(posting.amountNano()), guarantees);
        if (runs) {
          revisions.holdOf(slot.slot().startMillis(), posting.account(), held);
        } else {
          revisions.hold(posting.account(), held, until);
        }
      }
    }
    cover(members, slot.slot(), guarantees, sink);
  }

  /** Posts a later run of a slot; the final one releases what was reserved for it. */
  void revised(SlotState slot, SettlementBatch batch, EventSink sink) {
    Guarantees guarantees = slot.rules().rulebook().guarantees();
    if (guarantees == null) {
      return;
    }
    if (batch.isFinal()) {
      revisions.releaseOf(slot.slot().startMillis());
    }
    cover(post(slot, batch), slot.slot(), guarantees, sink);
  }

  /** Posts what an upheld dispute corrects, if the slot's rulebook has guarantees. */
  void corrected(Correction correction, SettlementBatch batch, EventSink sink) {
    Rules rules = schedule.rules();
    Guarantees guarantees = rules == null ? null : rules.rulebook().guarantees();
    if (correction.ground().guaranteed() && guarantees != null) {
      Set<String> members = new HashSet<>(correction.members());
      cover(post(members, batch), batch.slot(), guarantees, sink);
    }
  }

  private List<Account> post(SlotState slot, SettlementBatch batch) {
    return post(new HashSet<>(slot.parties()), batch);
  }

  /** Posts a batch; gives the accounts of members that it concerns, by id. */
  private List<Account> post(Set<String> parties, SettlementBatch batch) {
    provisional.post(batch, parties);
    List<Account> members = new ArrayList<>();
    for (Posting posting : batch.postings()) {
      Account account = accounts.at(posting.account());
      account.post(BigInteger.valueOf(posting.amountNano()));
      if (parties.contains(posting.account())) {
        members.add(account);
      }
    }
    return members;
  }

  private void cover(
      List<Account> members, DeliverySlot slot, Guarantees guarantees, EventSink sink) {
    DefaultWaterfall waterfall = new DefaultWaterfall(accounts, guarantees.exchange());
    members.forEach(member -> payBack(member, waterfall, sink));
    for (Account member : members) {
      if (member.own().signum() < 0) {
        sink.emit(waterfall.cover(member, slot));
      }
    }
  }

  /** Releases what was reserved for revisions until now. */
  void advance(long timeMillis) {
    nowMillis = timeMillis;
    revisions.release(timeMillis);
  }

  /** An account as it stands. */
  MemberAccount view(String id) {
    Account known = accounts.find(id);
    Account account = known == null ? new Account(id) : known;
    return new MemberAccount(
        id,
        limits.of(id, Long.MAX_VALUE),
        account.balance(),
        account.collateral(),
        account.fundShare(),
        reserved(id),
        account.totalOwed(),
        provisional.of(id));
  }

  /** Every account that a report or a settlement ever touched, by id. */
  List<MemberAccount> views() {
    return accounts.all().stream().map(account -> view(account.id())).toList();
  }

  /** The totals that were reported last, null when none were. */
  @Nullable CollateralRecorded reported(String id) {
    Account account = accounts.find(id);
    return account == null
        ? null
        : new CollateralRecorded(id, account.paidCollateralNano(), account.paidFundNano());
  }

  void save(StateWriter out) {
    accounts.save(out);
    revisions.save(out);
    provisional.save(out);
  }

  void restore(StateReader in) {
    accounts.restore(in);
    revisions.restore(in);
    provisional.restore(in);
  }

  private static void payBack(Account member, DefaultWaterfall waterfall, EventSink sink) {
    if (member.totalOwed().signum() > 0 && member.own().signum() > 0) {
      sink.emit(waterfall.payBack(member));
    }
  }

  /** Rounded up. */
  private static BigInteger ofRevision(BigInteger amount, Guarantees guarantees) {
    BigInteger product = amount.abs().multiply(BigInteger.valueOf(guarantees.revisionPpm()));
    return product.add(MILLION).subtract(BigInteger.ONE).divide(MILLION);
  }

  private MemberAccount.Reserved reserved(String id) {
    Reservations.Sum sum = schedule.reservations().of(id);
    return new MemberAccount.Reserved(
        sum.ordersNano(), sum.tradesNano(), ofLoad(id), revisions.of(id));
  }

  /** What the load of slots that are delivered and not settled reserves. */
  private BigInteger ofLoad(String id) {
    BigInteger load = BigInteger.ZERO;
    for (SlotState slot : schedule.startedBy(nowMillis)) {
      if (slot.phase().compareTo(SlotPhase.SETTLED) >= 0) {
        break; // slots settle in order
      }
      Guarantees guarantees = slot.rules().rulebook().guarantees();
      if (guarantees != null) {
        load = load.add(ofLoad(id, slot, guarantees));
      }
    }
    return load;
  }

  private BigInteger ofLoad(String id, SlotState slot, Guarantees guarantees) {
    Capability capability = limits.of(id, slot.slot().startMillis());
    boolean delivered = slot.phase().compareTo(SlotPhase.DELIVERY) >= 0;
    return capability == null || !delivered
        ? BigInteger.ZERO
        : BigInteger.valueOf(capability.loadWh(slot.slot()))
            .multiply(BigInteger.valueOf(guarantees.referencePriceMicroPerKwh()));
  }

  private @Nullable Rejection check(ReportCollateral command, @Nullable Rules rules) {
    Rejection malformed = Refusals.unlessId("account", command.account());
    if (malformed != null) {
      return malformed;
    }
    if (rules == null) {
      return Refusals.notReady();
    }
    Guarantees guarantees = rules.rulebook().guarantees();
    boolean ofExchange = guarantees != null && guarantees.exchange().equals(command.account());
    if (!ofExchange && !schedule.isKnown(command.account())) {
      return Refusals.unknownParticipant(command.account(), rules);
    }
    if (command.collateralNano() < 0
        || command.fundShareNano() < 0
        || (ofExchange && command.collateralNano() != 0)) {
      return new Rejection(
          RejectionCode.VALUE_OUT_OF_RANGE,
          "collateralNano and fundShareNano are totals, 0 or more; the exchange has a share and no"
              + " collateral");
    }
    return guarantees == null
        ? new Rejection(
            RejectionCode.NOT_IN_RULES,
            "rulebook "
                + rules.rulebook().version()
                + " has no guarantees: add them before collateral is paid in")
        : checkWithdrawal(command);
  }

  /** Takes less than before only if nobody relies on the difference. */
  private @Nullable Rejection checkWithdrawal(ReportCollateral command) {
    Account known = accounts.find(command.account());
    Account account = known == null ? new Account(command.account()) : known;
    BigInteger lost =
        BigInteger.valueOf(account.paidCollateralNano())
            .subtract(BigInteger.valueOf(command.collateralNano()));
    BigInteger available = view(command.account()).availableNano().min(account.collateral());
    if (lost.signum() > 0 && lost.compareTo(available) > 0) {
      return tooLarge("collateral", lost, available.max(BigInteger.ZERO));
    }
    BigInteger fund = account.fundShareOf(command.fundShareNano());
    return fund.signum() < 0
        ? tooLarge("the fund share", account.fundShare().subtract(fund), account.fundShare())
        : null;
  }

  private static Rejection tooLarge(String what, BigInteger lost, BigInteger free) {
    return new Rejection(
        RejectionCode.WITHDRAWAL_TOO_LARGE,
        lost
            + " nano-currency of "
            + what
            + " cannot be taken out, only "
            + free
            + ": the rest is reserved or was used up");
  }
}
