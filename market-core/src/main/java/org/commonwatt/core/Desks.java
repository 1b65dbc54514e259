package org.commonwatt.core;

import java.util.List;
import org.commonwatt.core.settlement.Correction;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;

/** The desks of one market, how they know each other, and what of them is state. */
final class Desks {
  final Bridges bridges = new Bridges();
  final SlotSchedule schedule = new SlotSchedule();
  final Orders orders = new Orders();
  final Positions positions = new Positions();
  final Boundaries boundaries = new Boundaries();
  final Promises promises = new Promises();
  final Deliveries deliveries = new Deliveries();
  final RulebookDesk rulebookDesk = new RulebookDesk(schedule);
  final TradeIds tradeIds = new TradeIds();
  final Books books;
  final ContinuousDesk continuousDesk;
  final LimitDesk limitDesk = new LimitDesk(schedule);
  final CollateralDesk collateralDesk = new CollateralDesk(schedule, limitDesk);
  final PreTrade preTrade = new PreTrade(limitDesk, collateralDesk);
  final OrderDesk orderDesk;
  final BasketDesk basketDesk;
  final SourceDesk sourceDesk = new SourceDesk(schedule);
  final AmendDesk amendDesk;
  final CancelAfterDesk cancelAfterDesk;
  final GateDesk gateDesk;
  final OperatorDesk operatorDesk;
  final LinkDesk linkDesk;
  final SettlementDesk settlementDesk;
  final PositionDesk positionDesk;
  final BoundaryDesk boundaryDesk;
  final ImbalanceDesk imbalanceDesk;
  final DisputeDesk disputeDesk;
  final AccountDesk accountDesk;
  final MeterPointDesk meterPointDesk;
  final DepositDesk depositDesk;
  final BilateralDesk bilateralDesk;
  final PayOutDesk payOutDesk;
  final StorageDesk storageDesk;
  final DeliveryDesk deliveryDesk;
  final NegotiationDesk negotiationDesk;
  final CallDesk callDesk;
  final CallDeliveries callDeliveries;
  final LeaseDesk leaseDesk;
  final StorageAuctionDesk storageAuctionDesk;
  final MarketBounds bounds;

  /** The market's clock, UTC, milliseconds since the epoch; 0 before the first tick. */
  long timeMillis;

  Desks(MarketBounds bounds) {
    this.bounds = bounds;
    books = new Books(bounds);
    RoomChecks room = new RoomChecks(schedule.places(), bounds);
    continuousDesk = new ContinuousDesk(orders, tradeIds, books, room);
    gateDesk = new GateDesk(schedule, tradeIds, room);
    orderDesk = new OrderDesk(schedule, orders, continuousDesk, preTrade, room, sourceDesk);
    AuctionBlocks blocks = new AuctionBlocks(schedule, orders);
    basketDesk =
        new BasketDesk(
            schedule,
            orders,
            orderDesk,
            preTrade,
            room,
            new JointTrading(books, orders, tradeIds),
            sourceDesk,
            blocks);
    amendDesk = new AmendDesk(schedule, orders, continuousDesk, orderDesk, preTrade, room, blocks);
    cancelAfterDesk = new CancelAfterDesk(schedule, amendDesk);
    operatorDesk = new OperatorDesk(schedule, orders, books);
    linkDesk = new LinkDesk(schedule, orders, books);
    StoredEnergy stored = new StoredEnergy(promises, deliveries);
    callDeliveries = new CallDeliveries(schedule, stored);
    settlementDesk =
        new SettlementDesk(schedule, positions, boundaries, stored, new Settled(), bounds);
    SlotHorizon horizon = new SlotHorizon(schedule, bounds.backlog());
    positionDesk = new PositionDesk(schedule, positions, settlementDesk, horizon);
    boundaryDesk = new BoundaryDesk(schedule, boundaries, settlementDesk, horizon);
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
    storageDesk = new StorageDesk(schedule, checks, this::isPromised, promises, this::lost);
    deliveryDesk = new DeliveryDesk(schedule, storageDesk, promises, deliveries, settlementDesk);
    callDesk = new CallDesk(schedule, storageDesk, new CallChecks(schedule, checks, storageDesk));
    leaseDesk = new LeaseDesk(schedule, checks, storageDesk);
    negotiationDesk =
        new NegotiationDesk(
            storageDesk, new NegotiationChecks(schedule, checks, storageDesk, bilateralDesk));
    storageAuctionDesk =
        new StorageAuctionDesk(
            schedule, new StorageAuctionChecks(schedule, checks, storageDesk), storageDesk);
  }

  /**
   * Writes the whole state.
   *
   * @param out takes it; the same state gives the same values
   */
  void save(StateWriter out) {
    out.number(timeMillis);
    bridges.save(out);
    schedule.save(out);
    positions.save(out);
    boundaries.save(out);
    promises.save(out);
    deliveries.save(out);
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
    storageDesk.save(out);
    negotiationDesk.save(out);
    callDesk.save(out);
    leaseDesk.save(out);
    storageAuctionDesk.save(out);
  }

  /**
   * Takes the state over, of a market with the same bounds.
   *
   * @throws IllegalArgumentException when that is no state of a market
   */
  void restore(StateReader in) {
    timeMillis = in.number();
    bridges.restore(in);
    schedule.restore(in);
    schedule.slots().forEach(slot -> slot.orders().forEach(orders::add));
    positions.restore(in);
    boundaries.restore(in);
    promises.restore(in);
    deliveries.restore(in);
    orderDesk.restore(in);
    tradeIds.restore(in);
    tradeIds.advance(timeMillis);
    settlementDesk.restore(in);
    books.restore(in, schedule::rulesOfVersion, schedule.slots());
    continuousDesk.restore(schedule.slots());
    limitDesk.restore(in);
    collateralDesk.advance(timeMillis);
    collateralDesk.restore(in);
    cancelAfterDesk.restore(in);
    disputeDesk.restore(in);
    depositDesk.restore(in);
    sourceDesk.restore(in);
    bilateralDesk.restore(in);
    storageDesk.restore(in);
    negotiationDesk.restore(in);
    callDesk.restore(in);
    leaseDesk.restore(in);
    storageAuctionDesk.restore(in);
  }

  /** Whether a further run or a correction of a settled slot may come. */
  private boolean mayChange(long slotStartMillis) {
    return settlementDesk.mayRunAgain(slotStartMillis) || disputeDesk.mayCorrect(slotStartMillis);
  }

  /** Whether a commitment of a storage unit is promised to the grid operator. */
  private boolean isPromised(String unit, String commitment) {
    return callDesk.holds(unit, commitment);
  }

  /** Goes on with calls of which a unit has lost its part, and cuts plans of its leases. */
  private void lost(String unit, List<String> commitments, long atMillis, EventSink sink) {
    callDesk.lost(unit, commitments, atMillis, sink);
    leaseDesk.review(unit, atMillis, sink);
  }

  /** What follows from settlement runs. */
  private final class Settled implements SettlementDesk.Aftermath {
    @Override
    public void settled(SlotState slot, SlotSettled settled, EventSink sink) {
      collateralDesk.releaseProvisional(Desks.this::mayChange);
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

  /** Gives up the books of products whose rulebook no slot has any more. */
  void retireBooks() {
    Rules rules = schedule.rules();
    if (rules != null) {
      books.retire(rules.rulebook().version());
    }
  }
}
