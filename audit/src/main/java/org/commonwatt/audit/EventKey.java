package org.commonwatt.audit;

import org.commonwatt.model.AreaBalance;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AccountDefaulted;
import org.commonwatt.model.Event.AlternativeChosen;
import org.commonwatt.model.Event.AreaBalanced;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.CallAnswered;
import org.commonwatt.model.Event.CallEnded;
import org.commonwatt.model.Event.CallTakenBack;
import org.commonwatt.model.Event.CancelAfterPassed;
import org.commonwatt.model.Event.CommitmentLost;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.DisputeOverdue;
import org.commonwatt.model.Event.GateMissed;
import org.commonwatt.model.Event.LeasePlanCut;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.OrderExpired;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Event.OrderReduced;
import org.commonwatt.model.Event.PositionAssumed;
import org.commonwatt.model.Event.ProductHalted;
import org.commonwatt.model.Event.ProductResumed;
import org.commonwatt.model.Event.ReceivablePaid;
import org.commonwatt.model.Event.ServiceSettled;
import org.commonwatt.model.Event.SlotPhaseChanged;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.StorageAuctionCleared;
import org.commonwatt.model.Event.StorageServiceWon;
import org.commonwatt.model.Event.StorageTestExpires;
import org.commonwatt.model.Event.TradeBusted;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Event.UnitCalled;
import org.commonwatt.model.Event.UsableEnergyLimited;
import org.commonwatt.model.Event.WindowCleared;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.ServiceDelivery;

/**
 * What an event of a command speaks of, so that the expected and the found one are set side by
 * side.
 *
 * @param kind what is said
 * @param subject about which slot, order or trade; empty for the command's answer
 */
record EventKey(Kind kind, String subject) {

  enum Kind {
    /** The one event that answers the command itself. */
    ANSWER,
    PHASE,
    MISSED_GATE,
    AUCTION,
    /** An auction of several slots that blocks join. */
    WINDOW,
    FILL,
    EXPIRY,
    TRADE,
    CONTINUOUS_TRADE,
    /** Of an order that its owner did not cancel by itself. */
    CANCELLATION,
    /** The end of a switch that was not renewed. */
    SWITCH,
    BUST,
    CURTAILMENT,
    REDUCTION,
    HALT,
    RESUMPTION,
    /** An order of a basket. */
    LEG,
    /** A preference goes on with one of its alternatives. */
    CHOICE,
    SETTLEMENT,
    /** A position that did not come in time. */
    ASSUMPTION,
    /** What an area lost, in a settlement run. */
    BALANCE,
    /** What a storage service had, in a settlement run. */
    SERVICE,
    /** A settlement run after the initial one. */
    RUN,
    DEFAULT,
    RECEIVABLE,
    /** A dispute that nobody decided in time. */
    OVERDUE,
    /** A commitment that a storage unit cannot keep any more. */
    LOSS,
    /** What bounds a storage unit without a passport, as the rulebook takes it. */
    BOUND,

    /** What a lessee cannot use of its virtual battery any more. */
    CUT,
    /** What proves a storage unit's energy ends soon. */
    WARNING,
    /** A step of a dispatch call. */
    CALL,
    /** The result of an auction of storage services, or what was won in one. */
    STORAGE_AUCTION
  }

  static EventKey of(Event event) {
    if (event instanceof SlotPhaseChanged phase) {
      return new EventKey(Kind.PHASE, phase.slot() + " " + phase.phase());
    } else if (event instanceof AuctionCleared auction) {
      return new EventKey(Kind.AUCTION, auction.slot().toString());
    } else if (event instanceof WindowCleared window) {
      return new EventKey(Kind.WINDOW, window.first().toString());
    } else if (event instanceof GateMissed missed) {
      return new EventKey(Kind.MISSED_GATE, missed.slot().toString());
    } else if (event instanceof TradeBusted busted) {
      return new EventKey(Kind.BUST, Long.toString(busted.tradeId()));
    } else if (event instanceof TradeCurtailed curtailed) {
      return new EventKey(Kind.CURTAILMENT, Long.toString(curtailed.tradeId()));
    } else if (event instanceof OrderFilled fill) {
      return new EventKey(Kind.FILL, Long.toString(fill.orderId()));
    } else if (event instanceof OrderExpired expiry) {
      return new EventKey(Kind.EXPIRY, Long.toString(expiry.orderId()));
    } else if (event instanceof TradeMade trade) {
      return new EventKey(Kind.TRADE, Long.toString(trade.tradeId()));
    } else if (event instanceof ContinuousTrade trade) {
      return new EventKey(Kind.CONTINUOUS_TRADE, Long.toString(trade.tradeId()));
    } else if (event instanceof OrderCancelled end && end.reason() != CancelReason.BY_OWNER) {
      return new EventKey(Kind.CANCELLATION, Long.toString(end.orderId()));
    } else if (event instanceof CancelAfterPassed passed) {
      return new EventKey(Kind.SWITCH, passed.participant() + " " + passed.deadlineMillis());
    } else if (event instanceof OrderAccepted leg && leg.terms().leg() != null) {
      return new EventKey(Kind.LEG, Long.toString(leg.orderId()));
    } else if (event instanceof AlternativeChosen choice) {
      return new EventKey(Kind.CHOICE, Long.toString(choice.orderId()));
    } else if (event instanceof OrderReduced reduction) {
      return new EventKey(Kind.REDUCTION, Long.toString(reduction.orderId()));
    } else if (event instanceof ProductHalted halt) {
      return new EventKey(Kind.HALT, halt.slot() + " " + halt.area());
    } else if (event instanceof ProductResumed resumption) {
      return new EventKey(Kind.RESUMPTION, resumption.slot() + " " + resumption.area());
    } else if (event instanceof PositionAssumed assumed) {
      MeteredPosition position = assumed.position();
      return new EventKey(Kind.ASSUMPTION, position.slot() + " " + position.participant());
    } else if (event instanceof AreaBalanced balanced) {
      AreaBalance balance = balanced.balance();
      return new EventKey(
          Kind.BALANCE, balance.slot() + " " + balanced.run() + " " + balance.area());
    } else if (event instanceof ServiceSettled settled) {
      ServiceDelivery one = settled.delivery();
      return new EventKey(Kind.SERVICE, one.slot() + " " + settled.run() + " " + one.service());
    } else if (event instanceof SlotSettled settled) {
      return new EventKey(Kind.SETTLEMENT, settled.batch().slot().toString());
    } else if (event instanceof SlotRevised revised) {
      return new EventKey(Kind.RUN, revised.batch().batchId());
    } else if (event instanceof AccountDefaulted defaulted) {
      return new EventKey(Kind.DEFAULT, defaulted.account() + " " + defaulted.slot());
    } else if (event instanceof ReceivablePaid paid) {
      return new EventKey(Kind.RECEIVABLE, paid.account());
    } else if (event instanceof UnitCalled called) {
      return new EventKey(Kind.CALL, called.call() + " calls " + called.unit());
    } else if (event instanceof CallAnswered answered) {
      return new EventKey(Kind.CALL, answered.call() + " hears " + answered.unit());
    } else if (event instanceof CallEnded ended) {
      return new EventKey(Kind.CALL, ended.call() + " ends");
    } else if (event instanceof CallTakenBack back) {
      return new EventKey(Kind.CALL, back.call() + " frees " + back.unit());
    } else if (event instanceof StorageAuctionCleared cleared) {
      return new EventKey(Kind.STORAGE_AUCTION, Long.toString(cleared.windowMillis()));
    } else if (event instanceof StorageServiceWon won) {
      String service = won.windowMillis() + " " + won.unit() + " " + won.bid();
      return new EventKey(Kind.STORAGE_AUCTION, service);
    } else if (event instanceof LeasePlanCut cut) {
      return new EventKey(Kind.CUT, cut.unit() + " " + cut.lease());
    } else if (event instanceof CommitmentLost lost) {
      return new EventKey(Kind.LOSS, lost.unit() + " " + lost.commitment());
    } else if (event instanceof UsableEnergyLimited limited
        && NameplateRecount.isNameplate(limited.limit())) {
      return new EventKey(Kind.BOUND, limited.unit());
    } else if (event instanceof StorageTestExpires warning) {
      return new EventKey(Kind.WARNING, warning.unit());
    } else if (event instanceof DisputeOverdue overdue) {
      return new EventKey(Kind.OVERDUE, Long.toString(overdue.disputeId()));
    }
    return new EventKey(Kind.ANSWER, "");
  }
}
