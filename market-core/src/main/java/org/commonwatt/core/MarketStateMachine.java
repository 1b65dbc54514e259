package org.commonwatt.core;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.Command.CallStorage;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.CollateralRecorded;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.DuplicateIgnored;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Event.UnitCalled;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SlotPhase;
import org.commonwatt.model.UsableLimit;
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
  public static final int STATE_VERSION = 35;

  /** How long after its end a settled slot is kept, at least. */
  public static final int RETENTION_HOURS = 72;

  private final Desks desks;
  private final CommandRoutes routes;

  /** A market in which nothing has happened. */
  public MarketStateMachine() {
    this(MarketBounds.USUAL);
  }

  /** A market with other bounds: a test cannot wait for the usual number of orders and trades. */
  public MarketStateMachine(MarketBounds bounds) {
    desks = new Desks(bounds);
    routes = new CommandRoutes(desks, new MarketClock(desks));
  }

  /**
   * Applies the next command.
   *
   * @param entry the command and its origin
   * @param sink takes the events, at least one
   */
  public void apply(CommandFrame.Entry entry, EventSink sink) {
    if (desks.bridges.repeats(entry.origin())) {
      sink.emit(new DuplicateIgnored(entry.origin()));
      return;
    }
    desks.settlementDesk.begin();
    routes.take(entry.command(), sink);
  }

  /**
   * Writes the whole state.
   *
   * @param out takes it; the same state gives the same values
   */
  public void save(StateWriter out) {
    desks.save(out);
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
    machine.desks.restore(in);
    return machine;
  }

  /** The market's clock, UTC, milliseconds since the epoch; 0 before the first tick. */
  public long timeMillis() {
    return desks.timeMillis;
  }

  /** The rulebook in force for slots that open from now on, null before the first. */
  public @Nullable Rulebook rulebook() {
    Rules rules = desks.schedule.rules();
    return rules == null ? null : rules.rulebook();
  }

  /** An order by the engine's id; empty when there is none or its slot was dropped. */
  public Optional<Order> order(long orderId) {
    return Optional.ofNullable(desks.orders.find(orderId)).map(this::view);
  }

  /** An order by its owner's id; empty when there is none or its slot was dropped. */
  public Optional<Order> order(String participant, String clientOrderId) {
    return Optional.ofNullable(desks.orders.find(participant, clientOrderId)).map(this::view);
  }

  /** The open orders of a participant in all slots, by order id. */
  public List<Order> openOrders(String participant) {
    return desks.amendDesk.openOrders(participant).stream().map(this::view).toList();
  }

  /**
   * The open orders of an area in a slot, as far as they show; empty levels when there are none.
   */
  public OrderBook book(String area, long slotStartMillis) {
    SlotState slot = desks.schedule.slot(slotStartMillis);
    return OrderBook.of(
        slot == null
            ? List.of()
            : slot.openOrders().stream()
                .filter(order -> order.accepted().area().equals(area))
                .toList(),
        desks.continuousDesk::shownWh);
  }

  /** The open orders of an area in a slot, by order id; none when there are none. */
  public List<Order> openOrders(String area, long slotStartMillis) {
    SlotState slot = desks.schedule.slot(slotStartMillis);
    return slot == null
        ? List.of()
        : slot.openOrders().stream()
            .filter(order -> order.accepted().area().equals(area))
            .map(this::view)
            .toList();
  }

  /** What a participant may still have to deliver and take in a slot that is kept. */
  Exposure exposure(String participant, long slotStartMillis) {
    SlotState slot = desks.schedule.slot(slotStartMillis);
    if (slot == null) {
      throw new IllegalArgumentException("no slot of " + slotStartMillis + " is kept");
    }
    return slot.exposure(participant);
  }

  /** The areas of a slot's rulebook, or of the one in force when the slot is not kept. */
  public List<String> areas(long slotStartMillis) {
    Rules rules = desks.schedule.rulesOf(slotStartMillis);
    return rules == null ? List.of() : rules.rulebook().areas().ids();
  }

  /**
   * The rulebook of a slot, with the members that have a meter in it, registered ones too; empty
   * when the slot is not open yet or was dropped.
   */
  public Optional<Rulebook> rulebook(long slotStartMillis) {
    return Optional.ofNullable(desks.schedule.slot(slotStartMillis))
        .map(slot -> slot.rules().rulebook());
  }

  /** The phase of a slot; empty when it has not been opened. */
  public Optional<SlotPhase> phase(long slotStartMillis) {
    SlotState slot = desks.schedule.slot(slotStartMillis);
    if (slot == null) {
      return desks.settlementDesk.phaseOfDropped(slotStartMillis);
    }
    return Optional.of(slot.phase());
  }

  /** The slots that were opened and not dropped, by start. */
  public List<DeliverySlot> slots() {
    return desks.schedule.slots().stream().map(SlotState::slot).toList();
  }

  /**
   * The result of a slot's auction: one of no energy when it was cancelled, empty before its gate
   * and when the slot was dropped.
   */
  public Optional<AuctionCleared> auction(long slotStartMillis) {
    return Optional.ofNullable(desks.schedule.slot(slotStartMillis)).map(SlotState::auction);
  }

  /**
   * The trades of a slot's auction that stand, by id; none before its gate and when the slot was
   * dropped.
   */
  public List<TradeMade> trades(long slotStartMillis) {
    SlotState slot = desks.schedule.slot(slotStartMillis);
    return slot == null ? List.of() : List.copyOf(slot.trades());
  }

  /**
   * The trades of a slot's continuous trading that stand, by id; none when the slot was dropped.
   */
  public List<ContinuousTrade> continuousTrades(long slotStartMillis) {
    SlotState slot = desks.schedule.slot(slotStartMillis);
    return slot == null
        ? List.of()
        : slot.continuousTrades().stream().filter(trade -> !trade.isBilateral()).toList();
  }

  /** The trades of bilateral contracts in a slot that stand, by id; none when it was dropped. */
  public List<ContinuousTrade> bilateralTrades(long slotStartMillis) {
    SlotState slot = desks.schedule.slot(slotStartMillis);
    return slot == null
        ? List.of()
        : slot.continuousTrades().stream().filter(ContinuousTrade::isBilateral).toList();
  }

  /** When the halt of an area's product ends; empty when the product trades or is not open. */
  public OptionalLong haltedUntilMillis(String area, long slotStartMillis) {
    SlotState slot = desks.schedule.slot(slotStartMillis);
    return slot == null || slot.phase() != SlotPhase.CONTINUOUS
        ? OptionalLong.empty()
        : desks.books.of(slot).haltedUntilMillis(slot, area);
  }

  /** The newest metered position of a participant in a slot. */
  public Optional<MeteredPosition> position(String participant, long slotStartMillis) {
    return Optional.ofNullable(desks.positions.find(participant, slotStartMillis));
  }

  /** What is registered for a participant in a slot; empty when nothing is. */
  public Optional<Capability> capability(String participant, long slotStartMillis) {
    return Optional.ofNullable(desks.limitDesk.of(participant, slotStartMillis));
  }

  /** What a participant's injection is made of in a slot; empty when nothing is registered. */
  public Optional<EnergySource> source(String participant, long slotStartMillis) {
    return Optional.ofNullable(desks.sourceDesk.of(participant, slotStartMillis));
  }

  /** An account with its guarantees and reservations; all 0 when nothing ever touched it. */
  public MemberAccount account(String id) {
    return desks.collateralDesk.view(id);
  }

  /** Every account that a report of collateral or a settlement ever touched, by id. */
  public List<MemberAccount> accounts() {
    return desks.collateralDesk.views();
  }

  /** Which accounts and meter points there are. */
  public Registered registered() {
    return new Registered(desks.schedule, desks.depositDesk, desks.accountDesk);
  }

  /** The totals of collateral that were reported last for an account; empty when none were. */
  public Optional<CollateralRecorded> reportedCollateral(String id) {
    return Optional.ofNullable(desks.collateralDesk.reported(id));
  }

  /** Start of the first slot that has not been opened, UTC; 0 before the first rulebook. */
  public long nextSlotStartMillis() {
    return desks.schedule.nextStartMillis();
  }

  /**
   * Every position of a participant that the state still holds: the newest ones by slot, then those
   * that a settlement run will take back.
   */
  public List<MeteredPosition> positions(String participant) {
    return Stream.concat(
            desks.positions.of(participant).stream(),
            desks.settlementDesk.former(participant).stream())
        .toList();
  }

  /** The newest flow over the boundary of an area in a slot; empty when none was reported. */
  public Optional<BoundaryFlow> boundary(String area, long slotStartMillis) {
    return Optional.ofNullable(desks.boundaries.find(area, slotStartMillis));
  }

  /** The newest imbalance price of an area in a slot that is kept; empty when none came. */
  public Optional<ImbalancePrice> imbalancePrice(String area, long slotStartMillis) {
    return Optional.ofNullable(desks.schedule.slot(slotStartMillis))
        .map(slot -> slot.imbalancePrice(area));
  }

  /** The key that a participant signs bilateral contracts with; empty when it has none. */
  public Optional<String> signingKey(String participant) {
    return Optional.ofNullable(desks.bilateralDesk.key(participant));
  }

  /** The storage units of the market, by id. */
  public List<StorageView> storageUnits() {
    return desks.storageDesk.units().stream().map(StorageView::of).toList();
  }

  /** The storage units that name a passport, by id; one without an id is none. */
  public List<BoundUnit> boundUnits() {
    return desks.storageDesk.units().stream()
        .filter(unit -> unit.spec().provenance().startsWith(UsableLimit.SCHEME))
        .filter(unit -> !unit.spec().provenance().equals(UsableLimit.SCHEME))
        .map(
            unit ->
                new BoundUnit(
                    unit.spec().unit(),
                    unit.spec().provenance().substring(UsableLimit.SCHEME.length()),
                    unit.limit()))
        .toList();
  }

  /** A storage unit; empty when there is none of the id. */
  public Optional<StorageView> storageUnit(String unit) {
    return Optional.ofNullable(desks.storageDesk.find(unit)).map(StorageView::of);
  }

  /** The negotiations of a participant that are not forgotten, by id. */
  public List<NegotiationView> negotiations(String participant) {
    return desks.negotiationDesk.of(participant);
  }

  /** A negotiation; empty when there is none of the id. */
  public Optional<NegotiationView> negotiation(String negotiation) {
    return Optional.ofNullable(desks.negotiationDesk.find(negotiation));
  }

  /** The dispatch calls that are not forgotten, by id. */
  public List<CallView> calls() {
    return desks.callDesk.views();
  }

  /**
   * What was delivered for a call, by unit as they were called, then by slot: of the slots that a
   * unit accepted, by the newest reports. A slot's reports are dropped with the slot.
   *
   * @param fromMillis start of the first slot that is told, UTC
   * @param slots the most slots of a unit that are told
   */
  public List<CallDelivery> callDeliveries(CallView call, long fromMillis, int slots) {
    return desks.callDeliveries.of(call, fromMillis, slots);
  }

  /** The virtual batteries of a participant, by unit, then as they were taken. */
  public List<LeaseView> leases(String participant) {
    return desks.leaseDesk.views(participant);
  }

  /** What lessees have planned to discharge of a unit in a slot, Wh, less what they charge. */
  public long leasedInjectionWh(String unit, long slotStartMillis) {
    return desks.leaseDesk.injectionWh(unit, slotStartMillis);
  }

  /** Why nobody would be called; empty when {@link #previewCall} tells who would. */
  public Optional<Rejection> callRefusal(CallStorage command) {
    return Optional.ofNullable(desks.callDesk.refusal(command, desks.timeMillis));
  }

  /**
   * Whom a call would call now, if each accepted, in that order.
   *
   * @param command one that is not refused
   */
  public List<UnitCalled> previewCall(CallStorage command) {
    return desks.callDesk.preview(command);
  }

  /** What a participant has in auctions of storage services that were not held yet. */
  public StorageEntries storageEntries(String participant) {
    return desks.storageAuctionDesk.of(participant);
  }

  /** Standing offers of storage services that can be accepted now, by id. */
  public List<NegotiationView> standingOffers() {
    return desks.negotiationDesk.standing(desks.timeMillis);
  }

  /** The last offset that was taken from a bridge; empty before the first. */
  public OptionalLong lastOffset(String source, int partition) {
    return desks.bridges.lastOffset(source, partition);
  }

  /** The settlement batches that the ledger has not confirmed, in the order of their chain. */
  public List<SettlementBatch> unconfirmedBatches() {
    return desks.settlementDesk.unconfirmed();
  }

  /** How many orders and trades the kept slots have, ended ones and those that fell away too. */
  public int keptPlaces() {
    return desks.schedule.places().taken();
  }

  /** What the next settlement waits for; empty when no slot's delivery is over unsettled. */
  public Optional<SettlementWait> awaitedSettlement() {
    return desks.settlementDesk.awaited();
  }

  /** Whether a slot is settled and further settlement runs of it are to come. */
  public boolean awaitsRuns(long slotStartMillis) {
    return desks.settlementDesk.awaitsRuns(slotStartMillis);
  }

  /** How many disputes were ever opened, under whatever rulebook. */
  public long openedDisputes() {
    return desks.disputeDesk.opened();
  }

  /**
   * Whether a dispute may lead to a correction, or a correction waits to be made or confirmed. The
   * rulebook that is in force does not tell: each slot keeps its own.
   */
  public boolean mayCorrect() {
    return desks.disputeDesk.mayCorrect();
  }

  /** How many slots have been settled, recorded ones included. */
  public long settledSlots() {
    return desks.settlementDesk.settledCount();
  }

  /** How many slots are recorded. */
  public long recordedSlots() {
    return desks.settlementDesk.recordedCount();
  }

  private Order view(OrderEntry order) {
    return order.view(order.isOpen() ? desks.continuousDesk.shownWh(order) : 0);
  }
}
