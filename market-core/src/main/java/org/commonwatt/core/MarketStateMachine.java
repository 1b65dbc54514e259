package org.commonwatt.core;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.commonwatt.core.settlement.Correction;
import org.commonwatt.model.Command;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.AddEvidence;
import org.commonwatt.model.Command.AmendOrder;
import org.commonwatt.model.Command.BustTrade;
import org.commonwatt.model.Command.CancelAfter;
import org.commonwatt.model.Command.CancelAll;
import org.commonwatt.model.Command.CancelAuction;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.ConfirmBatch;
import org.commonwatt.model.Command.DecideDeposit;
import org.commonwatt.model.Command.DecideDispute;
import org.commonwatt.model.Command.DecideMeterPoint;
import org.commonwatt.model.Command.HandOverMeterPoint;
import org.commonwatt.model.Command.ImportImbalancePrice;
import org.commonwatt.model.Command.LimitLink;
import org.commonwatt.model.Command.OpenDispute;
import org.commonwatt.model.Command.PayOutGains;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Command.RecordBilateral;
import org.commonwatt.model.Command.RecordErasure;
import org.commonwatt.model.Command.RegisterAccount;
import org.commonwatt.model.Command.RegisterSigningKey;
import org.commonwatt.model.Command.ReportCapability;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.Command.ReportSource;
import org.commonwatt.model.Command.RequestDeposit;
import org.commonwatt.model.Command.RequestMeterPoint;
import org.commonwatt.model.Command.SetAccountState;
import org.commonwatt.model.Command.Tick;
import org.commonwatt.model.Command.WithdrawDispute;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.CollateralRecorded;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.DuplicateIgnored;
import org.commonwatt.model.Event.ErasureRecorded;
import org.commonwatt.model.Event.SlotPhaseChanged;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TimeAdvanced;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/**
 * One market: takes commands in the order of the log and says what happened. The rules are those of
 * {@code docs/market-rules.md}.
 *
 * <p>Deterministic: the same commands give the same events. Every command gives at least one event.
 * Not thread-safe: commands and questions come from one thread. An exception is a fault after which
 * the machine must not be used any more.
 *
 * <p>What a slot left behind (orders and their client order ids, auction, trades, positions) is
 * dropped once the slot is settled for the last time and ended {@link #RETENTION_HOURS} hours
 * before the market's clock; positions from before the start of trading go by their age alone.
 */
public final class MarketStateMachine {
  /**
   * Version of what {@link #save} writes, and of the rules as far as they turn the same commands
   * into other events. It is raised with any such change: an older snapshot is of no use then.
   */
  public static final int STATE_VERSION = 23;

  /** How long after its end a settled slot is kept, at least. */
  public static final int RETENTION_HOURS = 72;

  private static final long RETENTION_MILLIS = RETENTION_HOURS * 3_600_000L;

  private final Bridges bridges = new Bridges();
  private final SlotSchedule schedule = new SlotSchedule();
  private final Orders orders = new Orders();
  private final Positions positions = new Positions();
  private final RulebookDesk rulebookDesk = new RulebookDesk(schedule);
  private final TradeIds tradeIds = new TradeIds();
  private final Books books;
  private final ContinuousDesk continuousDesk;
  private final LimitDesk limitDesk = new LimitDesk(schedule);
  private final CollateralDesk collateralDesk = new CollateralDesk(schedule, limitDesk);
  private final PreTrade preTrade = new PreTrade(limitDesk, collateralDesk);
  private final OrderDesk orderDesk;
  private final BasketDesk basketDesk;
  private final SourceDesk sourceDesk = new SourceDesk(schedule);
  private final AmendDesk amendDesk;
  private final CancelAfterDesk cancelAfterDesk;
  private final GateDesk gateDesk;
  private final OperatorDesk operatorDesk;
  private final LinkDesk linkDesk;
  private final SettlementDesk settlementDesk;
  private final PositionDesk positionDesk;
  private final ImbalanceDesk imbalanceDesk;
  private final DisputeDesk disputeDesk;
  private final AccountDesk accountDesk;
  private final MeterPointDesk meterPointDesk;
  private final DepositDesk depositDesk;
  private final BilateralDesk bilateralDesk;
  private final PayOutDesk payOutDesk;
  private final MarketBounds bounds;
  private long timeMillis;

  /** A market in which nothing has happened. */
  public MarketStateMachine() {
    this(MarketBounds.USUAL);
  }

  /** A market with other bounds: a test cannot wait for the usual number of orders and trades. */
  public MarketStateMachine(MarketBounds bounds) {
    this.bounds = bounds;
    books = new Books(bounds);
    RoomChecks room = new RoomChecks(schedule.places(), bounds);
    continuousDesk = new ContinuousDesk(orders, tradeIds, books, room);
    gateDesk = new GateDesk(schedule, tradeIds, room);
    orderDesk = new OrderDesk(schedule, orders, continuousDesk, preTrade, room, sourceDesk);
    basketDesk =
        new BasketDesk(
            schedule, orders, orderDesk, preTrade, room, new JointTrading(books, orders, tradeIds));
    amendDesk = new AmendDesk(schedule, orders, continuousDesk, orderDesk, preTrade, room);
    cancelAfterDesk = new CancelAfterDesk(schedule, amendDesk);
    operatorDesk = new OperatorDesk(schedule, orders, books);
    linkDesk = new LinkDesk(schedule, orders, books);
    settlementDesk = new SettlementDesk(schedule, positions, new Settled(), bounds);
    positionDesk = new PositionDesk(schedule, positions, settlementDesk, bounds.backlog());
    imbalanceDesk = new ImbalanceDesk(schedule, settlementDesk);
    disputeDesk = new DisputeDesk(schedule, settlementDesk);
    RegistrationChecks checks = new RegistrationChecks(schedule);
    accountDesk = new AccountDesk(schedule, amendDesk, checks);
    meterPointDesk =
        new MeterPointDesk(
            schedule, limitDesk, amendDesk, new MeterPointChecks(schedule, limitDesk, checks));
    depositDesk = new DepositDesk(schedule, collateralDesk, checks);
    bilateralDesk = new BilateralDesk(schedule, preTrade, room, tradeIds);
    payOutDesk = new PayOutDesk(schedule, collateralDesk, checks, this::mayChange);
  }

  /**
   * Applies the next command.
   *
   * @param entry the command and its origin
   * @param sink takes the events, at least one
   */
  public void apply(CommandFrame.Entry entry, EventSink sink) {
    if (bridges.repeats(entry.origin())) {
      sink.emit(new DuplicateIgnored(entry.origin()));
      return;
    }
    settlementDesk.begin();
    Command command = entry.command();
    if (command instanceof PlaceOrder place) {
      orderDesk.place(place, timeMillis, sink);
    } else if (command instanceof PlaceBasket basket) {
      basketDesk.place(basket, timeMillis, sink);
    } else if (command instanceof CancelOrder cancel) {
      amendDesk.cancel(cancel, sink);
    } else if (command instanceof AmendOrder amend) {
      amendDesk.amend(amend, sink);
    } else if (command instanceof CancelAll cancel) {
      amendDesk.cancelAll(cancel, sink);
    } else if (command instanceof CancelAfter cancel) {
      cancelAfterDesk.set(cancel, timeMillis, sink);
    } else if (command instanceof Tick tick) {
      advance(tick.timeMillis(), sink);
    } else if (command instanceof ReportPosition report) {
      positionDesk.report(report.position(), sink);
      settlementDesk.settleDue(timeMillis, sink);
      settlementDesk.makeCorrections(sink);
    } else if (command instanceof ConfirmBatch confirm) {
      settlementDesk.confirm(confirm, sink);
    } else if (command instanceof ReportCapability report) {
      limitDesk.report(report, sink);
    } else if (command instanceof ReportCollateral report) {
      collateralDesk.report(report, sink);
    } else if (command instanceof ReportSource report) {
      sourceDesk.report(report, sink);
    } else if (command instanceof CancelAuction cancel) {
      operatorDesk.cancel(cancel, timeMillis, sink);
    } else if (command instanceof BustTrade bust) {
      operatorDesk.bust(bust, timeMillis, sink);
    } else if (command instanceof LimitLink limit) {
      linkDesk.limit(limit, timeMillis, sink);
    } else if (command instanceof ImportImbalancePrice price) {
      imbalanceDesk.take(price, sink);
    } else if (command instanceof OpenDispute open) {
      disputeDesk.open(open, timeMillis, sink);
    } else if (command instanceof AddEvidence add) {
      disputeDesk.addEvidence(add, sink);
    } else if (command instanceof DecideDispute decide) {
      disputeDesk.decide(decide, timeMillis, sink);
      settlementDesk.makeCorrections(sink);
    } else if (command instanceof WithdrawDispute withdraw) {
      disputeDesk.withdraw(withdraw, sink);
    } else if (command instanceof ActivateRulebook activate) {
      rulebookDesk.activate(activate.rulebook(), sink);
      retireBooks();
    } else if (command instanceof RecordErasure erasure) {
      sink.emit(new ErasureRecorded(erasure.participant(), erasure.keys(), erasure.timeMillis()));
    } else {
      register(command, sink);
    }
  }

  /** Accounts, meter points, deposits, pay-outs, and what two participants agree on. */
  private void register(Command command, EventSink sink) {
    if (command instanceof RegisterAccount register) {
      accountDesk.register(register, sink);
    } else if (command instanceof SetAccountState set) {
      accountDesk.set(set, sink);
    } else if (command instanceof RequestMeterPoint request) {
      meterPointDesk.request(request, timeMillis, sink);
    } else if (command instanceof DecideMeterPoint decide) {
      meterPointDesk.decide(decide, timeMillis, sink);
    } else if (command instanceof HandOverMeterPoint handOver) {
      meterPointDesk.handOver(handOver, timeMillis, sink);
    } else if (command instanceof RequestDeposit request) {
      depositDesk.request(request, sink);
    } else if (command instanceof DecideDeposit decide) {
      depositDesk.decide(decide, sink);
    } else if (command instanceof RegisterSigningKey register) {
      bilateralDesk.register(register, sink);
    } else if (command instanceof RecordBilateral record) {
      bilateralDesk.record(record, sink);
    } else if (command instanceof PayOutGains payOut) {
      payOutDesk.payOut(payOut, sink);
    } else {
      throw new IllegalStateException("no rule for " + command.getClass());
    }
  }

  /**
   * Writes the whole state.
   *
   * @param out takes it; the same state gives the same values
   */
  public void save(StateWriter out) {
    out.number(timeMillis);
    bridges.save(out);
    schedule.save(out);
    positions.save(out);
    orderDesk.save(out);
    tradeIds.save(out);
    settlementDesk.save(out);
    books.save(out);
    limitDesk.save(out);
    collateralDesk.save(out);
    cancelAfterDesk.save(out);
    disputeDesk.save(out);
    depositDesk.save(out);
    sourceDesk.save(out);
    bilateralDesk.save(out);
  }

  /**
   * A market that goes on from a state that was written under the same {@link #STATE_VERSION}.
   *
   * @throws IllegalArgumentException when that is no state of a market
   */
  public static MarketStateMachine restore(StateReader in) {
    return restore(in, MarketBounds.USUAL);
  }

  /**
   * A market that goes on with other bounds, which must be those of the state.
   *
   * @throws IllegalArgumentException when that is no state of a market
   */
  public static MarketStateMachine restore(StateReader in, MarketBounds bounds) {
    MarketStateMachine machine = new MarketStateMachine(bounds);
    machine.timeMillis = in.number();
    machine.bridges.restore(in);
    machine.schedule.restore(in);
    machine.schedule.slots().forEach(slot -> slot.orders().forEach(machine.orders::add));
    machine.positions.restore(in);
    machine.orderDesk.restore(in);
    machine.tradeIds.restore(in);
    machine.tradeIds.advance(machine.timeMillis);
    machine.settlementDesk.restore(in);
    machine.books.restore(in, machine.schedule::rulesOfVersion, machine.schedule.slots());
    machine.continuousDesk.restore(machine.schedule.slots());
    machine.limitDesk.restore(in);
    machine.collateralDesk.advance(machine.timeMillis);
    machine.collateralDesk.restore(in);
    machine.cancelAfterDesk.restore(in);
    machine.disputeDesk.restore(in);
    machine.depositDesk.restore(in);
    machine.sourceDesk.restore(in);
    machine.bilateralDesk.restore(in);
    return machine;
  }

  /** The market's clock, UTC, milliseconds since the epoch; 0 before the first tick. */
  public long timeMillis() {
    return timeMillis;
  }

  /** The rulebook in force for slots that open from now on, null before the first. */
  public @Nullable Rulebook rulebook() {
    Rules rules = schedule.rules();
    return rules == null ? null : rules.rulebook();
  }

  /** An order by the engine's id; empty when there is none or its slot was dropped. */
  public Optional<Order> order(long orderId) {
    return Optional.ofNullable(orders.find(orderId)).map(this::view);
  }

  /** An order by its owner's id; empty when there is none or its slot was dropped. */
  public Optional<Order> order(String participant, String clientOrderId) {
    return Optional.ofNullable(orders.find(participant, clientOrderId)).map(this::view);
  }

  /** The open orders of a participant in all slots, by order id. */
  public List<Order> openOrders(String participant) {
    return amendDesk.openOrders(participant).stream().map(this::view).toList();
  }

  /**
   * The open orders of an area in a slot, as far as they show; empty levels when there are none.
   */
  public OrderBook book(String area, long slotStartMillis) {
    SlotState slot = schedule.slot(slotStartMillis);
    return OrderBook.of(
        slot == null
            ? List.of()
            : slot.openOrders().stream()
                .filter(order -> order.accepted().area().equals(area))
                .toList(),
        continuousDesk::shownWh);
  }

  /** The open orders of an area in a slot, by order id; none when there are none. */
  public List<Order> openOrders(String area, long slotStartMillis) {
    SlotState slot = schedule.slot(slotStartMillis);
    return slot == null
        ? List.of()
        : slot.openOrders().stream()
            .filter(order -> order.accepted().area().equals(area))
            .map(this::view)
            .toList();
  }

  /** What a participant may still have to deliver and take in a slot that is kept. */
  Exposure exposure(String participant, long slotStartMillis) {
    SlotState slot = schedule.slot(slotStartMillis);
    if (slot == null) {
      throw new IllegalArgumentException("no slot of " + slotStartMillis + " is kept");
    }
    return slot.exposure(participant);
  }

  /** The areas of a slot's rulebook, or of the one in force when the slot is not kept. */
  public List<String> areas(long slotStartMillis) {
    Rules rules = schedule.rulesOf(slotStartMillis);
    return rules == null ? List.of() : rules.rulebook().areas().ids();
  }

  /**
   * The rulebook of a slot, with the members that have a meter in it, registered ones too; empty
   * when the slot is not open yet or was dropped.
   */
  public Optional<Rulebook> rulebook(long slotStartMillis) {
    return Optional.ofNullable(schedule.slot(slotStartMillis)).map(slot -> slot.rules().rulebook());
  }

  /** The phase of a slot; empty when it has not been opened. */
  public Optional<SlotPhase> phase(long slotStartMillis) {
    SlotState slot = schedule.slot(slotStartMillis);
    if (slot == null) {
      return settlementDesk.phaseOfDropped(slotStartMillis);
    }
    return Optional.of(slot.phase());
  }

  /** The slots that were opened and not dropped, by start. */
  public List<DeliverySlot> slots() {
    return schedule.slots().stream().map(SlotState::slot).toList();
  }

  /**
   * The result of a slot's auction: one of no energy when it was cancelled, empty before its gate
   * and when the slot was dropped.
   */
  public Optional<AuctionCleared> auction(long slotStartMillis) {
    return Optional.ofNullable(schedule.slot(slotStartMillis)).map(SlotState::auction);
  }

  /**
   * The trades of a slot's auction that stand, by id; none before its gate and when the slot was
   * dropped.
   */
  public List<TradeMade> trades(long slotStartMillis) {
    SlotState slot = schedule.slot(slotStartMillis);
    return slot == null ? List.of() : List.copyOf(slot.trades());
  }

  /**
   * The trades of a slot's continuous trading that stand, by id; none when the slot was dropped.
   */
  public List<ContinuousTrade> continuousTrades(long slotStartMillis) {
    SlotState slot = schedule.slot(slotStartMillis);
    return slot == null
        ? List.of()
        : slot.continuousTrades().stream().filter(trade -> !trade.isBilateral()).toList();
  }

  /** The trades of bilateral contracts in a slot that stand, by id; none when it was dropped. */
  public List<ContinuousTrade> bilateralTrades(long slotStartMillis) {
    SlotState slot = schedule.slot(slotStartMillis);
    return slot == null
        ? List.of()
        : slot.continuousTrades().stream().filter(ContinuousTrade::isBilateral).toList();
  }

  /** When the halt of an area's product ends; empty when the product trades or is not open. */
  public OptionalLong haltedUntilMillis(String area, long slotStartMillis) {
    SlotState slot = schedule.slot(slotStartMillis);
    return slot == null || slot.phase() != SlotPhase.CONTINUOUS
        ? OptionalLong.empty()
        : books.of(slot).haltedUntilMillis(slot, area);
  }

  /** The newest metered position of a participant in a slot. */
  public Optional<MeteredPosition> position(String participant, long slotStartMillis) {
    return Optional.ofNullable(positions.find(participant, slotStartMillis));
  }

  /** What is registered for a participant in a slot; empty when nothing is. */
  public Optional<Capability> capability(String participant, long slotStartMillis) {
    return Optional.ofNullable(limitDesk.of(participant, slotStartMillis));
  }

  /** What a participant's injection is made of in a slot; empty when nothing is registered. */
  public Optional<EnergySource> source(String participant, long slotStartMillis) {
    return Optional.ofNullable(sourceDesk.of(participant, slotStartMillis));
  }

  /** An account with its guarantees and reservations; all 0 when nothing ever touched it. */
  public MemberAccount account(String id) {
    return collateralDesk.view(id);
  }

  /** Every account that a report of collateral or a settlement ever touched, by id. */
  public List<MemberAccount> accounts() {
    return collateralDesk.views();
  }

  /** Which accounts and meter points there are. */
  public Registered registered() {
    return new Registered(schedule, depositDesk, accountDesk);
  }

  /** The totals of collateral that were reported last for an account; empty when none were. */
  public Optional<CollateralRecorded> reportedCollateral(String id) {
    return Optional.ofNullable(collateralDesk.reported(id));
  }

  /** Start of the first slot that has not been opened, UTC; 0 before the first rulebook. */
  public long nextSlotStartMillis() {
    return schedule.nextStartMillis();
  }

  /**
   * Every position of a participant that the state still holds: the newest ones by slot, then those
   * that a settlement run will take back.
   */
  public List<MeteredPosition> positions(String participant) {
    return Stream.concat(
            positions.of(participant).stream(), settlementDesk.former(participant).stream())
        .toList();
  }

  /** The newest imbalance price of an area in a slot that is kept; empty when none came. */
  public Optional<ImbalancePrice> imbalancePrice(String area, long slotStartMillis) {
    return Optional.ofNullable(schedule.slot(slotStartMillis))
        .map(slot -> slot.imbalancePrice(area));
  }

  /** The key that a participant signs bilateral contracts with; empty when it has none. */
  public Optional<String> signingKey(String participant) {
    return Optional.ofNullable(bilateralDesk.key(participant));
  }

  /** The last offset that was taken from a bridge; empty before the first. */
  public OptionalLong lastOffset(String source, int partition) {
    return bridges.lastOffset(source, partition);
  }

  /** The settlement batches that the ledger has not confirmed, in the order of their chain. */
  public List<SettlementBatch> unconfirmedBatches() {
    return settlementDesk.unconfirmed();
  }

  /** How many orders and trades the kept slots have, ended ones and those that fell away too. */
  public int keptPlaces() {
    return schedule.places().taken();
  }

  /** What the next settlement waits for; empty when no slot's delivery is over unsettled. */
  public Optional<SettlementWait> awaitedSettlement() {
    return settlementDesk.awaited();
  }

  /** Whether a slot is settled and further settlement runs of it are to come. */
  public boolean awaitsRuns(long slotStartMillis) {
    return settlementDesk.awaitsRuns(slotStartMillis);
  }

  /** How many disputes were ever opened, under whatever rulebook. */
  public long openedDisputes() {
    return disputeDesk.opened();
  }

  /**
   * Whether a dispute may lead to a correction, or a correction waits to be made or confirmed. The
   * rulebook that is in force does not tell: each slot keeps its own.
   */
  public boolean mayCorrect() {
    return disputeDesk.mayCorrect();
  }

  /** How many slots have been settled, recorded ones included. */
  public long settledSlots() {
    return settlementDesk.settledCount();
  }

  /** How many slots are recorded. */
  public long recordedSlots() {
    return settlementDesk.recordedCount();
  }

  private Order view(OrderEntry order) {
    return order.view(order.isOpen() ? continuousDesk.shownWh(order) : 0);
  }

  private void advance(long tickMillis, EventSink sink) {
    long before = timeMillis;
    timeMillis = Math.max(timeMillis, tickMillis);
    tradeIds.advance(timeMillis);
    sink.emit(new TimeAdvanced(timeMillis));
    collateralDesk.advance(timeMillis);
    schedule.advance(timeMillis, bounds.backlog(), new TickSteps(before, sink));
    endUntil(timeMillis, sink);
    settlementDesk.settleDue(timeMillis, sink); // what an earlier command left
    settlementDesk.makeCorrections(sink);
    disputeDesk.advance(timeMillis, sink);
    long keptFrom = timeMillis - RETENTION_MILLIS;
    schedule.drop(keptFrom, settlementDesk::awaitsRuns, orders::forget);
    positions.forget(keptFrom, schedule.firstKeptMillis());
    bilateralDesk.forget(keptFrom);
  }

  /** Ends what ends by time until an instant, in order of time: dated orders, halts, switches. */
  private void endUntil(long instantMillis, EventSink sink) {
    while (cancelAfterDesk.isDue(instantMillis)) {
      continuousDesk.advanceTo(cancelAfterDesk.nextMillis(), sink);
      cancelAfterDesk.pass(sink);
    }
    continuousDesk.advanceTo(instantMillis, sink);
  }

  /** Whether a further run or a correction of a settled slot may come. */
  private boolean mayChange(long slotStartMillis) {
    return settlementDesk.mayRunAgain(slotStartMillis) || disputeDesk.mayCorrect(slotStartMillis);
  }

  /** What follows from settlement runs. */
  private final class Settled implements SettlementDesk.Aftermath {
    @Override
    public void settled(SlotState slot, SlotSettled settled, EventSink sink) {
      collateralDesk.releaseProvisional(MarketStateMachine.this::mayChange);
      collateralDesk.settled(slot, settled.batch(), sink);
      disputeDesk.settled(slot, settled, timeMillis);
    }

    @Override
    public void revised(SlotState slot, SlotRevised revised, EventSink sink) {
      collateralDesk.revised(slot, revised.batch(), sink);
      disputeDesk.revised(slot, revised, timeMillis);
    }

    @Override
    public int nextRun(long slotStartMillis) {
      return disputeDesk.nextRun(slotStartMillis);
    }

    @Override
    public void corrected(Correction correction, SlotRevised corrected, EventSink sink) {
      collateralDesk.corrected(correction, corrected.batch(), sink);
    }
  }

  private void retireBooks() {
    Rules rules = schedule.rules();
    if (rules != null) {
      books.retire(rules.rulebook().version());
    }
  }

  /** What the steps of one tick do, each at its own instant, never before the last tick's. */
  private final class TickSteps implements SlotSchedule.Steps {
    private final EventSink sink;
    private long nowMillis;

    private TickSteps(long nowMillis, EventSink sink) {
      this.nowMillis = nowMillis;
      this.sink = sink;
    }

    @Override
    public void due(long dueMillis) {
      nowMillis = Math.max(nowMillis, dueMillis);
      endUntil(nowMillis, sink);
    }

    @Override
    public void entered(SlotState slot, SlotPhase phase) {
      if (phase == SlotPhase.CLEARED) {
        gateDesk.pass(slot, sink);
        continuousDesk.forgetEnded();
      } else if (phase == SlotPhase.CLOSED) {
        continuousDesk.close(slot, sink);
        retireBooks();
      }
      sink.emit(new SlotPhaseChanged(slot.slot(), phase));
      if (phase == SlotPhase.CONTINUOUS) {
        continuousDesk.open(slot, nowMillis, sink);
      } else if (phase == SlotPhase.METERING) {
        settlementDesk.settleDue(timeMillis, sink);
      }
    }
  }
}
