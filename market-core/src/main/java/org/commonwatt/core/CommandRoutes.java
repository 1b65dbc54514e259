package org.commonwatt.core;

import java.util.HashMap;
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
import org.commonwatt.model.Event.ErasureRecorded;

/** Which desk takes which command, and what else follows from it. */
final class CommandRoutes {
  private final Map<Class<? extends Command>, Route<Command>> routes = new HashMap<>();

  /** Takes a command of one kind. */
  @FunctionalInterface
  private interface Route<C extends Command> {
    void take(C command, EventSink sink);
  }

  CommandRoutes(Desks desks, MarketClock clock) {
    on(Tick.class, (tick, sink) -> clock.advance(tick.timeMillis(), sink));
    on(RecordErasure.class, CommandRoutes::recordErasure);
    on(
        ActivateRulebook.class,
        (activate, sink) -> {
          desks.rulebookDesk.activate(activate.rulebook(), sink);
          desks.retireBooks();
          desks.storageDesk.boundWithoutPassports(desks.timeMillis, sink);
        });
    trade(desks);
    operate(desks);
    settle(desks);
    register(desks);
    store(desks);
  }

  /** Has a command of the market taken; it gives at least one event. */
  void take(Command command, EventSink sink) {
    Route<Command> route = routes.get(command.getClass());
    if (route == null) {
      throw new IllegalStateException("no rule for " + command.getClass());
    }
    route.take(command, sink);
  }

  /** Orders, and what bounds them. */
  private void trade(Desks desks) {
    on(PlaceOrder.class, (c, sink) -> desks.orderDesk.place(c, desks.timeMillis, sink));
    on(PlaceBasket.class, (c, sink) -> desks.basketDesk.place(c, desks.timeMillis, sink));
    on(CancelOrder.class, desks.amendDesk::cancel);
    on(AmendOrder.class, desks.amendDesk::amend);
    on(CancelAll.class, desks.amendDesk::cancelAll);
    on(CancelAfter.class, (c, sink) -> desks.cancelAfterDesk.set(c, desks.timeMillis, sink));
    on(ReportCapability.class, desks.limitDesk::report);
    on(ReportCollateral.class, desks.collateralDesk::report);
    on(ReportSource.class, desks.sourceDesk::report);
  }

  /** What the operators of the market and of the grid may do. */
  private void operate(Desks desks) {
    on(CancelAuction.class, (c, sink) -> desks.operatorDesk.cancel(c, desks.timeMillis, sink));
    on(BustTrade.class, (c, sink) -> desks.operatorDesk.bust(c, desks.timeMillis, sink));
    on(LimitLink.class, (c, sink) -> desks.linkDesk.limit(c, desks.timeMillis, sink));
    on(ImportImbalancePrice.class, desks.imbalanceDesk::take);
  }

  /** Metered positions, settlement runs, and disputes, which may lead to further ones. */
  private void settle(Desks desks) {
    on(
        ReportPosition.class,
        (report, sink) -> {
          desks.positionDesk.report(report.position(), sink);
          desks.settlementDesk.settleDue(desks.timeMillis, sink);
          desks.settlementDesk.makeCorrections(sink);
        });
    on(ReportBoundary.class, (report, sink) -> desks.boundaryDesk.report(report.flow(), sink));
    on(ConfirmBatch.class, desks.settlementDesk::confirm);
    on(OpenDispute.class, (c, sink) -> desks.disputeDesk.open(c, desks.timeMillis, sink));
    on(AddEvidence.class, desks.disputeDesk::addEvidence);
    on(
        DecideDispute.class,
        (decide, sink) -> {
          desks.disputeDesk.decide(decide, desks.timeMillis, sink);
          desks.settlementDesk.makeCorrections(sink);
        });
    on(WithdrawDispute.class, desks.disputeDesk::withdraw);
  }

  /** Accounts, meter points, deposits, pay-outs, and what two participants agree on. */
  private void register(Desks desks) {
    on(RegisterAccount.class, desks.accountDesk::register);
    on(SetAccountState.class, desks.accountDesk::set);
    on(
        RequestMeterPoint.class,
        (c, sink) -> desks.meterPointDesk.request(c, desks.timeMillis, sink));
    on(DecideMeterPoint.class, (c, sink) -> desks.meterPointDesk.decide(c, desks.timeMillis, sink));
    on(
        HandOverMeterPoint.class,
        (c, sink) -> desks.meterPointDesk.handOver(c, desks.timeMillis, sink));
    on(RequestDeposit.class, desks.depositDesk::request);
    on(DecideDeposit.class, desks.depositDesk::decide);
    on(RegisterSigningKey.class, desks.bilateralDesk::register);
    on(RecordBilateral.class, desks.bilateralDesk::record);
    on(PayOutGains.class, desks.payOutDesk::payOut);
  }

  /** Storage units, and what they are committed to. */
  private void store(Desks desks) {
    on(RegisterStorage.class, (c, sink) -> desks.storageDesk.register(c, desks.timeMillis, sink));
    on(ReportStateOfCharge.class, (c, sink) -> desks.storageDesk.report(c, desks.timeMillis, sink));
    on(ReportOutage.class, (c, sink) -> desks.storageDesk.outage(c, desks.timeMillis, sink));
    on(LimitUsableEnergy.class, (c, sink) -> desks.storageDesk.limit(c, desks.timeMillis, sink));
    on(ReportDelivery.class, (c, sink) -> desks.deliveryDesk.report(c, desks.timeMillis, sink));
    on(CommitStorage.class, (c, sink) -> desks.storageDesk.commit(c, desks.timeMillis, sink));
    on(
        WithdrawCommitment.class,
        (c, sink) -> desks.storageDesk.withdraw(c, desks.timeMillis, sink));
    on(PlanLease.class, (c, sink) -> desks.leaseDesk.plan(c, desks.timeMillis, sink));
    CallDesk calls = desks.callDesk;
    on(SetCallPrice.class, calls::setPrice);
    on(CallStorage.class, (c, sink) -> calls.call(c, desks.timeMillis, sink));
    on(AnswerCall.class, (c, sink) -> calls.answer(c, desks.timeMillis, sink));
    on(CancelCall.class, (c, sink) -> calls.cancel(c, desks.timeMillis, sink));
    NegotiationDesk negotiations = desks.negotiationDesk;
    on(ProposeService.class, (c, sink) -> negotiations.propose(c, desks.timeMillis, sink));
    on(CounterService.class, (c, sink) -> negotiations.counter(c, desks.timeMillis, sink));
    on(AcceptService.class, (c, sink) -> negotiations.accept(c, desks.timeMillis, sink));
    on(EndNegotiation.class, (c, sink) -> negotiations.end(c, desks.timeMillis, sink));
    StorageAuctionDesk auctions = desks.storageAuctionDesk;
    on(OfferStorage.class, (c, sink) -> auctions.offer(c, desks.timeMillis, sink));
    on(WithdrawStorageOffer.class, auctions::withdraw);
    on(BidStorage.class, (c, sink) -> auctions.bid(c, desks.timeMillis, sink));
    on(WithdrawStorageBid.class, auctions::withdraw);
  }

  private static void recordErasure(RecordErasure erasure, EventSink sink) {
    sink.emit(new ErasureRecorded(erasure.participant(), erasure.keys(), erasure.timeMillis()));
  }

  private <C extends Command> void on(Class<C> kind, Route<? super C> route) {
    routes.put(kind, (command, sink) -> route.take(kind.cast(command), sink));
  }
}
