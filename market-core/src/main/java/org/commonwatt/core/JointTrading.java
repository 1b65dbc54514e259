package org.commonwatt.core;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.commonwatt.core.book.BookRejection;
import org.commonwatt.core.book.JointPlan;
import org.commonwatt.model.LegRefusal;
import org.commonwatt.model.Side;

/** Orders that trade in full at once, all or none, in the books of all their slots. */
final class JointTrading {
  private final Books books;
  private final Orders orders;
  private final TradeIds tradeIds;

  JointTrading(Books books, Orders orders, TradeIds tradeIds) {
    this.books = books;
    this.orders = orders;
    this.tradeIds = tradeIds;
  }

  /** Plans orders, one behind the other; nothing changes. */
  Planned plan(List<OrderEntry> entries) {
    Planned planned = new Planned();
    for (int i = 0; i < entries.size(); i++) {
      planned.add(entries.get(i), i + 1);
    }
    return planned;
  }

  private record Part(OrderEntry entry, MarketBook book, JointPlan plan, int place) {}

  /** Orders that were planned. It is of use until the market's next command. */
  final class Planned {
    private final List<Part> parts = new ArrayList<>();
    private final List<LegRefusal> refusals = new ArrayList<>();
    private final Map<MarketBook, JointPlan> plans = new HashMap<>();
    private final Set<SlotState> failed = new HashSet<>();
    private int tradesLeft = books.maxTrades(); // of all books together

    private void add(OrderEntry entry, int leg) {
      if (failed.contains(entry.slot())) {
        return; // what it would meet depends on a leg that does not trade
      }
      MarketBook book = books.of(entry.slot());
      JointPlan plan = plans.computeIfAbsent(book, MarketBook::joint);
      BookRejection refused = plan.add(book.ticket(entry), tradesLeft);
      if (refused != null) {
        refusals.add(new LegRefusal(leg, Refusals.byBook(refused, entry.accepted())));
        return;
      }
      int place = plan.size() - 1;
      parts.add(new Part(entry, book, plan, place));
      if (plan.filledWh(place) < entry.openWh()) {
        failed.add(entry.slot());
        refusals.add(
            new LegRefusal(leg, BasketChecks.notFilled(plan.filledWh(place), entry.openWh())));
      } else {
        tradesLeft -= plan.trades(place);
      }
    }

    /** Why the orders do not all trade in full at once; empty when they do. */
    List<LegRefusal> refusals() {
      return refusals;
    }

    /** What the orders pay or get by the prices that are compared with limits, nano-currency. */
    BigInteger comparedNano() {
      BigInteger[] sum = {BigInteger.ZERO};
      for (Part part : parts) {
        boolean withFee = part.book.isFeeFromBid() && part.entry.accepted().side() == Side.BUY;
        part.plan.visitTrades(
            part.place,
            (energy, price, fee) ->
                sum[0] = sum[0].add(nano(energy, withFee ? price + fee : price)));
      }
      return sum[0];
    }

    /** What the trades of the orders may cost, by slot. */
    Map<SlotState, Need> needs() {
      Map<SlotState, Need> needs = new HashMap<>();
      for (Part part : parts) {
        SlotState slot = part.entry.slot();
        Side side = part.entry.accepted().side();
        Exposure exposure = slot.exposure(part.entry.accepted().participant());
        part.plan.visitTrades(
            part.place,
            (energy, price, fee) ->
                needs.merge(
                    slot,
                    exposure.need(side, energy, side == Side.BUY ? price + fee : price),
                    Need::plus));
      }
      return needs;
    }

    /**
     * Carries all orders out.
     *
     * @param onAccepted takes each order before its trades are told
     */
    void carryOut(EventSink sink, Consumer<OrderEntry> onAccepted) {
      for (Part part : parts) {
        BookEvents events =
            new BookEvents(orders, tradeIds, part.book, sink, () -> onAccepted.accept(part.entry));
        part.plan.carryOut(part.place, events);
        events.end();
      }
    }

    private static BigInteger nano(long energyWh, long priceMicroPerKwh) {
      return BigInteger.valueOf(energyWh).multiply(BigInteger.valueOf(priceMicroPerKwh));
    }
  }
}
