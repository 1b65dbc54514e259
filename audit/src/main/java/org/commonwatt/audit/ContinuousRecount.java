package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.commonwatt.audit.book.BookOrder;
import org.commonwatt.audit.book.BookOrder.Wants;
import org.commonwatt.audit.book.BookStep;
import org.commonwatt.audit.book.BookStep.Chosen;
import org.commonwatt.audit.book.BookStep.Ended;
import org.commonwatt.audit.book.BookStep.Halted;
import org.commonwatt.audit.book.BookStep.Traded;
import org.commonwatt.audit.book.SlotBook;
import org.commonwatt.audit.book.Way;
import org.commonwatt.model.Alternative;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AlternativeChosen;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.OrderReduced;
import org.commonwatt.model.Event.ProductHalted;
import org.commonwatt.model.Event.ProductResumed;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** Continuous trading of slots: lets orders into their books and says what that brings. */
final class ContinuousRecount {
  private final MarketState state;

  ContinuousRecount(MarketState state) {
    this.state = state;
  }

  /** Opens the book of a slot after its auction; what that left of orders enters as arrivals. */
  void open(SlotState slot, Continuous rules, long now, List<Event> out) {
    SlotBook book = new SlotBook(BookRules.terms(slot.rules, rules));
    slot.book = book;
    if (slot.auction == null) {
      throw new IllegalStateException("continuous trading follows an auction");
    }
    for (int l = 0; l < slot.links.size(); l++) {
      AreaLink link = slot.links.get(l);
      book.limit(l, link.minFlowWh(), link.maxFlowWh(), slot.flowWh(link.party()));
    }
    for (AreaCleared area : slot.auction.areas()) {
      Long price = area.priceMicroPerKwh();
      if (price != null) {
        book.setReference(area.area(), price);
      }
    }
    List<AuditedOrder> rests = new ArrayList<>(slot.open.values());
    rests.sort(Comparator.comparingLong(AuditedOrder::arrival));
    int before = slot.continuousTrades.size();
    int atMost = Math.min(state.bounds.tradesAtOnce(), Room.left(state, slot));
    for (AuditedOrder order : rests) {
      if (book.isHalted(order.content().area())) {
        end(slot, order.id(), order.energy(), CancelReason.HALTED, out);
      } else if (state.isFull(slot.rules)) {
        end(slot, order.id(), order.energy(), CancelReason.UNFILLED, out);
      } else {
        int made = slot.continuousTrades.size() - before; // all rests have one limit together
        enter(slot, asArriving(order), new Moment(now, atMost - made), out);
      }
    }
  }

  /** Lets an open order into the book of its slot. */
  void arrive(SlotState slot, AuditedOrder order, List<Event> out) {
    if (!order.terms().alternatives().isEmpty()) {
      prefer(slot, order, out);
      return;
    }
    enter(slot, asArriving(order), now(), out);
  }

  /** When an order arrives, and how many trades it may make then. */
  private record Moment(long clock, int maxTrades) {}

  private Moment now() {
    return new Moment(state.clock, state.bounds.tradesAtOnce());
  }

  /** Whether a post-only order would trade at once. */
  boolean wouldMeet(SlotState slot, AuditedOrder order) {
    return slot.trading().wouldMeet(asArriving(order), state.clock);
  }

  /** An open order has less energy and keeps its place. */
  void reduce(SlotState slot, AuditedOrder amended) {
    BookOrder resting = slot.trading().order(amended.id());
    if (resting == null) {
      throw new IllegalStateException("an open order rests in the book");
    }
    slot.trading().reduce(resting, amended.energy());
  }

  /** An open order with another price or energy arrives again. */
  void arriveAgain(SlotState slot, AuditedOrder amended, List<Event> out) {
    SlotBook book = slot.trading();
    BookOrder resting = book.order(amended.id());
    if (resting != null) {
      book.remove(resting);
    }
    enter(slot, asArriving(amended), now(), out);
  }

  private static BookOrder asArriving(AuditedOrder order) {
    return asArriving(order, order.price(), new Wants(order.terms().source(), List.of(), null, 0));
  }

  private static BookOrder asArriving(AuditedOrder order, long price, Wants wants) {
    return new BookOrder(
        order.id(),
        new BookOrder.Who(order.content().participant(), order.content().area(), order.isBuy()),
        price,
        order.energy(),
        BookRules.qualifiers(order.terms()),
        wants);
  }

  /** A preference arrives with all its limits. */
  private void prefer(SlotState slot, AuditedOrder order, List<Event> out) {
    List<BookOrder> limits = new ArrayList<>();
    for (Alternative one : order.terms().alternatives()) {
      Wants wants = new Wants(null, one.sources(), one.area(), limits.size() + 1);
      limits.add(asArriving(order, one.priceMicroPerKwh(), wants));
    }
    Moment at = now();
    List<BookStep> steps = slot.trading().arrive(limits, at.clock(), at.maxTrades());
    tell(slot, limits.get(0), steps, out);
  }

  private static AlternativeChosen choose(SlotState slot, BookOrder chosen) {
    AuditedOrder open = slot.open.get(chosen.id());
    if (open == null) {
      throw new IllegalStateException("a preference that goes on is open");
    }
    slot.open.put(chosen.id(), open.amended(open.arrival(), chosen.price(), open.energy()));
    return new AlternativeChosen(chosen.id(), chosen.alternative(), chosen.price());
  }

  private void enter(SlotState slot, BookOrder order, Moment at, List<Event> out) {
    tell(slot, order, slot.trading().arrive(order, at.clock(), at.maxTrades()), out);
  }

  /** Says what happened when an order arrived, and keeps it. */
  void tell(SlotState slot, BookOrder order, List<BookStep> steps, List<Event> out) {
    for (BookStep step : steps) {
      if (step instanceof Traded traded) {
        ContinuousTrade trade = trade(slot, traded);
        slot.continuousTrades.add(trade);
        slot.used.trade(trade.takerSide(), trade.buyer(), trade.seller());
        slot.madeAt.put(trade.tradeId(), state.clock);
        out.add(trade);
        dropIfGone(slot, traded.resting().id());
      } else if (step instanceof Ended ended) {
        slot.countedWh -= ended.energyWh();
        out.add(
            ended.leftWh() > 0
                ? new OrderReduced(ended.order().id(), ended.energyWh())
                : new OrderCancelled(ended.order().id(), ended.energyWh(), reason(ended)));
        dropIfGone(slot, ended.order().id());
      } else if (step instanceof Chosen chosen) {
        out.add(choose(slot, chosen.order()));
      } else if (step instanceof Halted halted) {
        state.halts.add(
            new MarketState.Halt(halted.untilMillis(), slot.slot.startMillis(), halted.area()));
        out.add(
            new ProductHalted(
                slot.slot, halted.area(), halted.referenceMicroPerKwh(), halted.untilMillis()));
      }
    }
    dropIfGone(slot, order.id());
  }

  private static CancelReason reason(Ended ended) {
    switch (ended.why()) {
      case UNFILLED:
        return CancelReason.UNFILLED;
      case SELF_TRADE:
        return CancelReason.SELF_TRADE;
      case TRADE_LIMIT:
        return CancelReason.TRADE_LIMIT;
      default:
        return CancelReason.HALTED;
    }
  }

  private static void dropIfGone(SlotState slot, long orderId) {
    if (slot.trading().order(orderId) == null) {
      slot.open.remove(orderId);
    }
  }

  private ContinuousTrade trade(SlotState slot, Traded traded) {
    BookOrder taker = traded.arriving();
    BookOrder buyer = taker.isBuy() ? taker : traded.resting();
    BookOrder seller = taker.isBuy() ? traded.resting() : taker;
    List<LinkFlow> path = new ArrayList<>();
    for (Way.Hop hop : traded.way().hops()) {
      AreaLink link = slot.links.get(hop.link());
      long flow = hop.forward() ? traded.energyWh() : -traded.energyWh();
      path.add(new LinkFlow(link.from(), link.to(), flow));
    }
    return new ContinuousTrade(
        ++state.lastTradeId,
        slot.slot,
        taker.id(),
        traded.resting().id(),
        taker.isBuy() ? Side.BUY : Side.SELL,
        String.valueOf(buyer.owner()),
        String.valueOf(seller.owner()),
        buyer.area(),
        seller.area(),
        traded.energyWh(),
        traded.priceMicroPerKwh(),
        traded.way().feeAt(traded.priceMicroPerKwh()),
        path,
        seller.source());
  }

  /** What is open of an order, Wh; null when it is not open. */
  @Nullable Long openWh(SlotState slot, long orderId) {
    AuditedOrder order = slot.open.get(orderId);
    return order == null ? null : (Long) slot.openWh(order);
  }

  /** Cancels an open order, before the gate or in continuous trading. */
  void cancel(SlotState slot, long orderId, CancelReason reason, List<Event> out) {
    Long left = openWh(slot, orderId);
    if (left == null) {
      throw new IllegalStateException("only an open order is cancelled");
    }
    BookOrder resting = slot.book == null ? null : slot.book.order(orderId);
    if (resting != null) {
      slot.trading().remove(resting);
    }
    end(slot, orderId, left, reason, out);
  }

  private static void end(
      SlotState slot, long orderId, long left, CancelReason reason, List<Event> out) {
    slot.open.remove(orderId);
    slot.countedWh -= left;
    out.add(
        slot.rules.continuous() == null && reason == CancelReason.BY_OWNER
            ? new OrderCancelled(orderId)
            : new OrderCancelled(orderId, left, reason));
  }

  /** Cancels what rests, by order id. */
  void close(SlotState slot, List<Event> out) {
    for (long orderId : List.copyOf(slot.open.keySet())) {
      cancel(slot, orderId, CancelReason.GATE_CLOSED, out);
    }
    slot.book = null;
  }

  /** Ends the orders whose instant has come, then the halts. */
  void expire(long now, List<Event> out) {
    while (!state.dated.isEmpty() && state.dated.first().expiryMillis() <= now) {
      MarketState.Dated due = state.dated.pollFirst();
      SlotState slot = due == null ? null : state.slots.get(due.slotStartMillis());
      if (due != null && slot != null && slot.open.containsKey(due.orderId())) {
        cancel(slot, due.orderId(), CancelReason.EXPIRED, out);
      }
    }
    while (!state.halts.isEmpty() && state.halts.first().untilMillis() <= now) {
      MarketState.Halt due = state.halts.pollFirst();
      SlotState slot = due == null ? null : state.slots.get(due.slotStartMillis());
      if (due != null && slot != null && slot.book != null) {
        slot.book.resume(due.area());
        out.add(new ProductResumed(slot.slot, due.area()));
      }
    }
  }
}
