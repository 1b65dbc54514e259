package org.commonwatt.audit;

import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AccountDefaulted;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.OrderExpired;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Event.ReceivablePaid;
import org.commonwatt.model.Event.SlotPhaseChanged;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeMade;

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
    AUCTION,
    FILL,
    EXPIRY,
    TRADE,
    SETTLEMENT,
    DEFAULT,
    RECEIVABLE
  }

  static EventKey of(Event event) {
    if (event instanceof SlotPhaseChanged phase) {
      return new EventKey(Kind.PHASE, phase.slot() + " " + phase.phase());
    } else if (event instanceof AuctionCleared auction) {
      return new EventKey(Kind.AUCTION, auction.slot().toString());
    } else if (event instanceof OrderFilled fill) {
      return new EventKey(Kind.FILL, Long.toString(fill.orderId()));
    } else if (event instanceof OrderExpired expiry) {
      return new EventKey(Kind.EXPIRY, Long.toString(expiry.orderId()));
    } else if (event instanceof TradeMade trade) {
      return new EventKey(Kind.TRADE, Long.toString(trade.tradeId()));
    } else if (event instanceof SlotSettled settled) {
      return new EventKey(Kind.SETTLEMENT, settled.batch().slot().toString());
    } else if (event instanceof AccountDefaulted defaulted) {
      return new EventKey(Kind.DEFAULT, defaulted.account() + " " + defaulted.slot());
    } else if (event instanceof ReceivablePaid paid) {
      return new EventKey(Kind.RECEIVABLE, paid.account());
    }
    return new EventKey(Kind.ANSWER, "");
  }
}
