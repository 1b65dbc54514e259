package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Command;
import org.commonwatt.model.Command.AcceptService;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.AddEvidence;
import org.commonwatt.model.Command.AmendOrder;
import org.commonwatt.model.Command.AnswerCall;
import org.commonwatt.model.Command.BidStorage;
import org.commonwatt.model.Command.BustTrade;
import org.commonwatt.model.Command.CallStorage;
import org.commonwatt.model.Command.CancelAfter;
import org.commonwatt.model.Command.CancelAll;
import org.commonwatt.model.Command.CancelAuction;
import org.commonwatt.model.Command.CancelCall;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.CommitStorage;
import org.commonwatt.model.Command.ConfirmBatch;
import org.commonwatt.model.Command.CounterService;
import org.commonwatt.model.Command.DecideDeposit;
import org.commonwatt.model.Command.DecideDispute;
import org.commonwatt.model.Command.DecideMeterPoint;
import org.commonwatt.model.Command.EndNegotiation;
import org.commonwatt.model.Command.HandOverMeterPoint;
import org.commonwatt.model.Command.ImportImbalancePrice;
import org.commonwatt.model.Command.LimitLink;
import org.commonwatt.model.Command.LimitUsableEnergy;
import org.commonwatt.model.Command.OfferStorage;
import org.commonwatt.model.Command.OpenDispute;
import org.commonwatt.model.Command.PayOutGains;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Command.PlanLease;
import org.commonwatt.model.Command.ProposeService;
import org.commonwatt.model.Command.RecordBilateral;
import org.commonwatt.model.Command.RecordErasure;
import org.commonwatt.model.Command.RegisterAccount;
import org.commonwatt.model.Command.RegisterSigningKey;
import org.commonwatt.model.Command.RegisterStorage;
import org.commonwatt.model.Command.ReportBoundary;
import org.commonwatt.model.Command.ReportCapability;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.Command.ReportDelivery;
import org.commonwatt.model.Command.ReportErasedPosition;
import org.commonwatt.model.Command.ReportOutage;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.Command.ReportSource;
import org.commonwatt.model.Command.ReportStateOfCharge;
import org.commonwatt.model.Command.RequestDeposit;
import org.commonwatt.model.Command.RequestMeterPoint;
import org.commonwatt.model.Command.SetAccountState;
import org.commonwatt.model.Command.SetCallPrice;
import org.commonwatt.model.Command.Tick;
import org.commonwatt.model.Command.WithdrawCommitment;
import org.commonwatt.model.Command.WithdrawDispute;
import org.commonwatt.model.Command.WithdrawStorageBid;
import org.commonwatt.model.Command.WithdrawStorageOffer;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.ErasedPosition;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.DuplicateIgnored;
import org.commonwatt.model.Event.ErasureRecorded;
import org.commonwatt.model.Event.PositionErased;
import org.commonwatt.model.Event.PositionRecorded;
import org.commonwatt.model.Event.PositionRejected;
import org.commonwatt.model.Event.RulebookActivated;
import org.commonwatt.model.Event.RulebookRejected;
import org.commonwatt.model.Event.SourceRegistered;
import org.commonwatt.model.Event.SourceRejected;
import org.commonwatt.model.Event.TimeAdvanced;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Ids;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** Says which events the rules give for each command, from the command log alone. */
final class MarketReplay {
  private final MarketState state;
  private final ContinuousRecount continuous;
  private final GuaranteeRules guarantees;
  private final OrderRules orders;
  private final BasketRules baskets;
  private final OpenOrderRules openOrders;
  private final SlotClock slots;
  private final Registrations registrations;
  private final Settling settling;
  private @Nullable EventGroup believed;
  private final OperatorRules operators;
  private final ImbalancePriceRules imbalance;
  private final BoundaryRules boundaries;
  private final DisputeRecount disputes;
  private final AccountRules accounts;
  private final DepositRules deposits;
  private final BilateralRules bilateral;
  private final PayOutRules payOuts;
  private final StorageRules storage;
  private final NegotiationRules negotiations;
  private final CallRules calls;
  private final LeaseRules leases;
  private final StorageGateRules gates;
  private final DeliveryRules deliveries;

  MarketReplay() {
    this(MarketState.BOUNDS);
  }

  /** A replay of other bounds: a test cannot wait for the usual number of orders and trades. */
  MarketReplay(MarketState.Bounds bounds) {
    state = new MarketState(bounds);
    continuous = new ContinuousRecount(state);
    registrations = new Registrations(state);
    disputes = new DisputeRecount(state);
    guarantees = new GuaranteeRules(state, registrations, new ProvisionalRecount(state, disputes));
    SafetyRules safety = new SafetyRules(registrations, guarantees);
    orders = new OrderRules(state, continuous, safety);
    baskets = new BasketRules(state, continuous, orders, safety);
    openOrders = new OpenOrderRules(state, continuous, safety);
    operators = new OperatorRules(state);
    imbalance = new ImbalancePriceRules(state);
    boundaries = new BoundaryRules(state);
    AccountChecks checks = new AccountChecks(state);
    accounts = new AccountRules(state, registrations, checks, openOrders);
    deposits = new DepositRules(state, checks, guarantees);
    bilateral = new BilateralRules(state, registrations, guarantees);
    payOuts = new PayOutRules(state, checks, guarantees);
    storage = new StorageRules(state, checks);
    negotiations = new NegotiationRules(state, checks, storage, bilateral);
    calls = new CallRules(state, checks, storage);
    gates = new StorageGateRules(state, checks, storage);
    deliveries = new DeliveryRules(state, storage);
    leases = new LeaseRules(state, checks, storage);
    storage.promise(calls::holds);
    storage.afterLosses(
        (unit, lost, out) -> {
          calls.lost(unit, lost, out);
          leases.review(unit, out);
        });
    slots = new SlotClock(state, continuous, openOrders);
    settling = new Settling(state, guarantees, disputes);
  }

  /** The events of the next command, by the rules alone. */
  List<Event> apply(CommandFrame.Entry entry) {
    return apply(entry, StatedAuctions.NONE);
  }

  /**
   * The events of the next command. Their order is the one in which the rules cause them.
   *
   * @param stated what the market says of the command's auctions
   * @throws ArithmeticException when an amount leaves its range
   */
  List<Event> apply(CommandFrame.Entry entry, StatedAuctions stated) {
    state.unproven.clear();
    state.wrongWindows.clear();
    state.wrongGates.clear();
    settling.begin();
    List<Event> out = new ArrayList<>();
    if (isRepeat(entry.origin())) {
      out.add(new DuplicateIgnored(entry.origin()));
    } else {
      apply(entry.command(), stated, out);
    }
    return out;
  }

  /** Auctions of the last command whose set of orders with a minimum is not known to be best. */
  List<DeliverySlot> unproven() {
    return state.unproven;
  }

  /** What is wrong with auctions of several slots of the last command, with their first slot. */
  Map<String, DeliverySlot> wrongWindows() {
    return state.wrongWindows;
  }

  /** What is wrong with auctions of storage services of the last command, with their windows. */
  Map<String, Long> wrongGates() {
    return state.wrongGates;
  }

  /**
   * What the log says of the next command. It is believed where a position was erased, and only
   * there: whether the position was within the limit, and what the slot's postings are, because
   * collateral goes on from them.
   */
  void believe(@Nullable EventGroup stated) {
    believed = stated;
    disputes.believe(stated);
    settling.believe(stated);
  }

  /** What the settlement runs are. */
  Settling settling() {
    return settling;
  }

  @Nullable Rulebook rulebook() {
    return state.rulebook;
  }

  private void apply(Command command, StatedAuctions stated, List<Event> out) {
    if (command instanceof PlaceOrder place) {
      orders.place(place, out);
    } else if (command instanceof PlaceBasket basket) {
      baskets.place(basket, out);
    } else if (command instanceof CancelOrder cancel) {
      openOrders.cancel(cancel, out);
    } else if (command instanceof AmendOrder amend) {
      openOrders.amend(amend, out);
    } else if (command instanceof CancelAll all) {
      openOrders.cancelAll(all, out);
    } else if (command instanceof CancelAfter cancel) {
      openOrders.cancelAfter(cancel, out);
    } else if (command instanceof Tick tick) {
      tick(tick.timeMillis(), stated, out);
    } else if (command instanceof ReportPosition report) {
      report(report.position(), out);
    } else if (command instanceof ReportErasedPosition report) {
      report(report.position(), out);
    } else if (command instanceof RecordErasure erasure) {
      out.add(new ErasureRecorded(erasure.participant(), erasure.keys(), erasure.timeMillis()));
    } else if (command instanceof ConfirmBatch confirm) {
      settling.confirm(confirm, out);
    } else if (command instanceof ReportCapability report) {
      out.add(registrations.report(report));
    } else if (command instanceof ReportCollateral report) {
      out.addAll(guarantees.report(report));
    } else if (command instanceof ReportSource report) {
      out.add(reported(report));
    } else if (command instanceof CancelAuction cancel) {
      operators.cancel(cancel, out);
    } else if (command instanceof BustTrade bust) {
      operators.bust(bust, out);
    } else if (command instanceof LimitLink limit) {
      operators.limit(limit, out);
    } else if (command instanceof ImportImbalancePrice price) {
      imbalance.take(price, out);
    } else if (command instanceof ReportBoundary report) {
      boundaries.take(report.flow(), out);
    } else if (command instanceof OpenDispute open) {
      disputes.open(open, out);
    } else if (command instanceof AddEvidence add) {
      disputes.addEvidence(add, out);
    } else if (command instanceof DecideDispute decide) {
      disputes.decide(decide, out);
      settling.makeCorrections(out);
    } else if (command instanceof WithdrawDispute withdraw) {
      disputes.withdraw(withdraw, out);
    } else if (command instanceof ActivateRulebook activate) {
      out.add(activate(activate.rulebook()));
      storage.boundByRulebook(out);
    } else {
      register(command, out);
    }
  }

  private void register(Command command, List<Event> out) {
    if (command instanceof RegisterAccount asked) {
      accounts.register(asked, out);
    } else if (command instanceof SetAccountState asked) {
      accounts.set(asked, out);
    } else if (command instanceof RequestMeterPoint asked) {
      accounts.request(asked, out);
    } else if (command instanceof DecideMeterPoint decided) {
      accounts.decide(decided, out);
    } else if (command instanceof HandOverMeterPoint asked) {
      accounts.handOver(asked, out);
    } else if (command instanceof RequestDeposit asked) {
      deposits.request(asked, out);
    } else if (command instanceof DecideDeposit decided) {
      deposits.decide(decided, out);
    } else if (command instanceof RegisterSigningKey asked) {
      bilateral.register(asked, out);
    } else if (command instanceof RecordBilateral asked) {
      bilateral.record(asked, out);
    } else if (command instanceof PayOutGains asked) {
      payOuts.payOut(asked, out);
    } else {
      store(command, out);
    }
  }

  private void store(Command command, List<Event> out) {
    if (command instanceof RegisterStorage asked) {
      storage.register(asked, out);
    } else if (command instanceof ReportStateOfCharge asked) {
      storage.report(asked, out);
    } else if (command instanceof ReportOutage asked) {
      storage.outage(asked, out);
    } else if (command instanceof LimitUsableEnergy asked) {
      storage.limit(asked, out);
    } else if (command instanceof CommitStorage asked) {
      storage.commit(asked, out);
    } else if (command instanceof WithdrawCommitment asked) {
      storage.withdraw(asked, out);
    } else if (command instanceof PlanLease asked) {
      leases.plan(asked, out);
    } else if (command instanceof ProposeService asked) {
      negotiations.propose(asked, out);
    } else if (command instanceof CounterService asked) {
      negotiations.counter(asked, out);
    } else if (command instanceof AcceptService asked) {
      negotiations.accept(asked, out);
    } else if (command instanceof EndNegotiation asked) {
      negotiations.end(asked, out);
    } else if (command instanceof ReportDelivery asked) {
      deliveries.take(asked, out);
    } else if (command instanceof SetCallPrice asked) {
      calls.setPrice(asked, out);
    } else if (command instanceof CallStorage asked) {
      calls.call(asked, out);
    } else if (command instanceof AnswerCall asked) {
      calls.answer(asked, out);
    } else if (command instanceof CancelCall asked) {
      calls.cancel(asked, out);
    } else if (command instanceof OfferStorage asked) {
      gates.offer(asked, out);
    } else if (command instanceof WithdrawStorageOffer asked) {
      gates.withdraw(asked, out);
    } else if (command instanceof BidStorage asked) {
      gates.bid(asked, out);
    } else if (command instanceof WithdrawStorageBid asked) {
      gates.withdraw(asked, out);
    }
  }

  private Event reported(ReportSource report) {
    RejectionCode code = null;
    if (!Ids.isValid(report.participant())) {
      code = RejectionCode.MALFORMED;
    } else if (state.rulebook == null) {
      code = RejectionCode.MARKET_NOT_READY;
    }
    if (code != null) {
      return new SourceRejected(report.participant(), Expected.refusal(code));
    }
    state.sources.take(report);
    return new SourceRegistered(report.participant(), report.validFromMillis(), report.source());
  }

  private boolean isRepeat(CommandOrigin origin) {
    if (origin.source().isEmpty()) {
      return false;
    }
    String bridge = origin.source() + "/" + origin.partition();
    if (origin.offset() <= state.taken.getOrDefault(bridge, -1L)) {
      return true;
    }
    state.taken.put(bridge, origin.offset());
    return false;
  }

  private Event activate(Rulebook rules) {
    Rulebook last = state.rulebook;
    boolean next = last == null ? rules.version() == 1 : follows(last, rules);
    if (!next || RollClash.isThere(rules, state.roll, state.nextStartMillis(rules))) {
      return new RulebookRejected(
          rules.version(), Expected.refusal(RejectionCode.RULEBOOK_OUT_OF_ORDER));
    }
    if (EnergyLimits.meteredWh(rules) < EnergyLimits.LEAST_METERED_WH) {
      return new RulebookRejected(
          rules.version(), Expected.refusal(RejectionCode.VALUE_OUT_OF_RANGE));
    }
    state.rulebook = rules;
    return new RulebookActivated(rules.version(), rules.documentHash());
  }

  private static boolean follows(Rulebook last, Rulebook next) {
    return next.version() == last.version() + 1
        && next.market().equals(last.market())
        && next.currency().equals(last.currency())
        && next.timing().slotMinutes() == last.timing().slotMinutes()
        && next.timing().tradingStartMillis() == last.timing().tradingStartMillis()
        && keepsGuarantees(last.guarantees(), next.guarantees())
        && (last.provenance() == null || next.provenance() != null);
  }

  private static boolean keepsGuarantees(@Nullable Guarantees last, @Nullable Guarantees next) {
    return last == null || (next != null && next.exchange().equals(last.exchange()));
  }

  private void tick(long timeMillis, StatedAuctions stated, List<Event> out) {
    state.clock = Math.max(state.clock, timeMillis);
    out.add(new TimeAdvanced(state.clock));
    if (state.rulebook != null) {
      slots.advance(state.rulebook, stated, out);
      settling.settleWhatIsReady(out);
      disputes.tick(out);
      gates.tick(state.rulebook, stated, out);
      calls.tick(out);
      storage.warn(out);
      state.forget(state.rulebook);
      bilateral.forget();
      negotiations.forget();
      calls.forget();
    }
  }

  private void report(MeteredPosition position, List<Event> out) {
    Reported reported =
        new Reported(position.participant(), position.slot(), position.version(), position);
    RejectionCode code = refusal(reported);
    if (code != null) {
      out.add(new PositionRejected(position, Expected.refusal(code)));
      settling.settleWhatIsReady(out);
      return;
    }
    take(reported, new PositionRecorded(position), out);
  }

  private void report(ErasedPosition position, List<Event> out) {
    Reported reported =
        new Reported(position.participant(), position.slot(), position.version(), null);
    RejectionCode code = refusal(reported);
    if (code != null) {
      out.add(new PositionErased(position, code));
      settling.settleWhatIsReady(out);
      return;
    }
    take(reported, new PositionErased(position, null), out);
  }

  private void take(Reported reported, Event answer, List<Event> out) {
    positionsOf(reported)
        .put(reported.participant(), new AuditedPosition(reported.version(), reported.known()));
    out.add(answer);
    settling.settleWhatIsReady(out);
  }

  /** A reported position; its energies are not known when it was erased. */
  private record Reported(
      String participant, DeliverySlot slot, int version, @Nullable MeteredPosition known) {}

  private @Nullable RejectionCode refusal(Reported position) {
    Rulebook rules = state.rulesOf(position.slot().startMillis());
    if (rules == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    if (!state.isMember(rules, position.participant())) {
      return RejectionCode.UNKNOWN_PARTICIPANT;
    }
    if (position.slot().minutes() != rules.timing().slotMinutes()) {
      return RejectionCode.SLOT_MISALIGNED;
    }
    if (isBeyondLimit(position.known(), EnergyLimits.meteredWh(rules))) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    return state.isTooFar(rules, position.slot())
        ? RejectionCode.SLOT_NOT_OPEN
        : refusalByHistory(rules, position);
  }

  private boolean isBeyondLimit(@Nullable MeteredPosition known, long limit) {
    return known == null
        ? isStatedBeyondLimit()
        : known.importWh() > limit || known.exportWh() > limit;
  }

  private boolean isStatedBeyondLimit() {
    return believed != null
        && believed.events().get(0).event() instanceof PositionErased erased
        && erased.refusal() == RejectionCode.VALUE_OUT_OF_RANGE;
  }

  private @Nullable RejectionCode refusalByHistory(Rulebook rules, Reported position) {
    AuditedPosition earlier = positionsOf(position).get(position.participant());
    if (earlier != null && earlier.version() >= position.version()) {
      return RejectionCode.POSITION_NOT_NEWER;
    }
    SlotState slot = state.slots.get(position.slot().startMillis());
    boolean settled =
        slot == null
            ? state.isForgotten(rules, position.slot().startMillis())
            : slot.phase.compareTo(SlotPhase.SETTLED) >= 0;
    boolean closed = settled && !state.laterRuns.containsKey(position.slot().startMillis());
    return closed ? RejectionCode.SLOT_SETTLED : null;
  }

  private Map<String, AuditedPosition> positionsOf(Reported position) {
    return state.positions.computeIfAbsent(position.slot(), slot -> new HashMap<>());
  }
}
