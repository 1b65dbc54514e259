package org.commonwatt.core.book;

import org.commonwatt.model.FeeMode;
import org.commonwatt.model.SelfTradeMode;
import org.jspecify.annotations.Nullable;

/**
 * Finds what an arriving order would do under all rules, without changing the book: whole-order
 * conditions of both sides, ways and fees, bands, icebergs, self-trade prevention.
 */
final class Planner {
  private final BookState state;
  private final Plan ownPlan = new Plan();
  private final Candidate best = new Candidate();
  private final Offer offer = new Offer();
  private final @Nullable QueueCursor[] cursors; // by side that is met, then area
  private final boolean[] begun = new boolean[2]; // by side that is met
  private final long[] flows;
  private final long[] references;
  private final int[]
      firsts; // as cursors: orders with a minimum before are used up; run × RUN + index
  private boolean alone; // whether only one order is planned in what was looked at
  private long planNumber; // of all plans of the book, as the extras of an order remember one

  private OrderTicket ticket = new OrderTicket();
  private Plan plan = ownPlan;
  private @Nullable Product home;
  private boolean buys;
  private int met; // where the cursors of the side that is met begin
  private long worst; // the worst rank the order accepts
  private boolean afterFees; // whether it is compared with the price after fees
  private long rest;
  private long refillSequence;

  Planner(BookState state) {
    this.state = state;
    int areas = state.network.areas();
    this.cursors = new QueueCursor[2 * areas];
    this.flows = new long[state.network.links().size()];
    this.references = new long[areas];
    this.firsts = new int[2 * areas];
  }

  /** Plans an order that passed the checks. The result is valid until the next call. */
  Plan plan(OrderTicket order, Product product) {
    look(product.slot);
    alone = true;
    return planNext(order, product, ownPlan);
  }

  /** Looks at a slot as it is now, without what earlier plans would change. */
  void look(OpenSlot slot) {
    alone = false;
    planNumber = ++state.lastPlan;
    refillSequence = state.lastSequence;
    System.arraycopy(slot.flows, 0, flows, 0, flows.length);
    for (int area = 0; area < references.length; area++) {
      references[area] = slot.products[area].reference();
    }
    begun[0] = false;
    begun[1] = false;
  }

  /** Plans an order of the slot that was looked at, behind those planned since. */
  Plan planNext(OrderTicket order, Product product, Plan into) {
    begin(order, product, into);
    int mostTrades = Math.min(order.maxTrades, state.maxTrades);
    while (rest > 0 && plan.stop() == null && findBest(product)) {
      if (plan.trades() >= mostTrades) {
        plan.stopAtTradeLimit(); // it could trade on, so what is left must not rest
        break;
      }
      Product other = product.slot.products[best.area()];
      if (order.market && plan.isEmpty()) {
        protect(product.slot.rules);
      }
      if (order.owner != OrderTicket.NO_OWNER && state.orders.owner(best.maker()) == order.owner) {
        preventSelfTrade();
      } else if (leavesBand(other)) {
        plan.stopAtBand(other, best.price());
      } else {
        trade(other);
      }
    }
    return plan;
  }

  private void begin(OrderTicket order, Product product, Plan into) {
    plan = into;
    plan.clear();
    ticket = order;
    home = product;
    buys = order.side != OrderSlab.SELL;
    worst = order.market ? PriceLadder.NO_RANK : buys ? order.price : -order.price;
    afterFees = order.market || !buys || state.network.feeMode() == FeeMode.FROM_BID;
    rest = order.energy;
    int side = order.side ^ 1;
    met = side * references.length;
    if (!begun[side]) {
      begun[side] = true;
      for (int area = 0; area < references.length; area++) {
        firsts[met + area] = 0;
        startCursor(met + area, product.slot.products[area].sides[side]);
      }
    }
  }

  private void startCursor(int at, BookSide side) {
    QueueCursor cursor = cursors[at];
    if (cursor == null) {
      cursors[at] = new QueueCursor(state, side);
    } else {
      cursor.start(side);
    }
  }

  private boolean findBest(Product product) {
    best.clear();
    for (Product other : product.slot.products) {
      boolean accepted = ticket.acceptedArea == Named.ANY_AREA || ticket.acceptedArea == other.area;
      if (accepted && !other.isHalted()) {
        offerQueue(other);
        offerConditional(other);
      }
    }
    return best.isFound();
  }

  private void offerQueue(Product other) {
    QueueCursor cursor = cursor(other.area);
    while (isWithinLimit(cursor) && !accepts(cursor.handle())) {
      cursor.advance();
    }
    if (!isWithinLimit(cursor)) {
      return;
    }
    offer.area = other.area;
    offer.maker = cursor.handle();
    offer.conditional = false;
    offer.limit = cursor.limit();
    offer.energy = cursor.left();
    offer.need = 1;
    offer.sequence = cursor.sequence();
    offerWays(other);
  }

  /** Whether an order is there, and its own price, to which fees only add, is accepted. */
  private boolean isWithinLimit(QueueCursor cursor) {
    return cursor.handle() != OrderSlab.NONE && (buys ? cursor.limit() : -cursor.limit()) <= worst;
  }

  private void offerConditional(Product other) {
    ConditionalList list = other.sides[ticket.side ^ 1].conditional;
    if (list.size() == 0) {
      return;
    }
    long most = Math.min(rest, widestWay(other));
    for (int number = firsts[met + other.area] / ConditionalList.RUN;
        number < list.runs();
        number++) {
      boolean beyond =
          list.least(number) > most
              ? isOutOfReach(list.run(number).handle(0))
              : !offerRun(other, number, most);
      if (beyond) {
        return;
      }
    }
  }

  /** Offers the orders of a run that take so little. Returns whether those behind are in reach. */
  private boolean offerRun(Product other, int number, long most) {
    ConditionalRun run = other.sides[ticket.side ^ 1].conditional.run(number);
    int start = number * ConditionalList.RUN;
    for (int i = Math.max(0, firsts[met + other.area] - start); i < run.count(); i++) {
      if (run.need(i) <= most) {
        int handle = run.handle(i);
        if (isOutOfReach(handle)) {
          return false;
        }
        long left = left(handle);
        if (left > 0) {
          offerConditional(other, handle, left);
        } else if (firsts[met + other.area] == start + i) {
          firsts[met + other.area] =
              i + 1 < run.count() ? start + i + 1 : start + ConditionalList.RUN;
        }
      }
    }
    return true;
  }

  private void offerConditional(Product other, int handle, long left) {
    if (!accepts(handle) || !isAcceptedBy(handle)) {
      if (alone) { // it will not suit this order later either, so it is looked at once
        state.extras.planned(handle, planNumber, state.orders.energy(handle));
      }
      return;
    }
    offer.need = Math.min(state.extras.minimum(handle), left);
    if (offer.need <= rest) {
      offer.area = other.area;
      offer.maker = handle;
      offer.conditional = true;
      offer.limit = state.orders.price(handle);
      offer.energy = left;
      offer.sequence = state.orders.sequence(handle);
      offerWays(other);
    }
  }

  /** Whether the arriving order takes what a resting one has; its area was looked at. */
  private boolean accepts(int handle) {
    if (ticket.acceptedSources == Named.ANY_SOURCE) {
      return true;
    }
    boolean named = (state.orders.flags(handle) & OrderSlab.NAMED) != 0;
    int source = named ? Named.source(state.extras.named(handle)) : Named.NO_SOURCE;
    return Named.accepts(ticket.acceptedSources, Named.ANY_AREA, 0, source);
  }

  private boolean isAcceptedBy(int handle) {
    return (state.orders.flags(handle) & OrderSlab.NAMED) == 0
        || Named.accepts(state.extras.named(handle), home().area, ticket.source);
  }

  /** The most energy that some way from or to an area can take, Wh. */
  private long widestWay(Product other) {
    long widest = 0;
    for (Route way : ways(other)) {
      widest = Math.max(widest, home().slot.capacity(way, flows));
    }
    return widest;
  }

  private Route[] ways(Product other) {
    int at = home().area;
    return buys ? state.routes.of(other.area, at) : state.routes.of(at, other.area);
  }

  /**
   * Whether an order of a list, and with it all behind it, is beyond what is accepted or no better
   * than what was found: fees only make a limit worse, and of equal limits the earlier comes first.
   */
  private boolean isOutOfReach(int handle) {
    long limit = state.orders.price(handle);
    long atBest = buys ? limit : -limit;
    return atBest > worst
        || (best.isFound()
            && (atBest > best.rank()
                || (atBest == best.rank() && state.orders.sequence(handle) > best.sequence())));
  }

  private void offerWays(Product other) {
    Product at = home();
    for (Route way : ways(other)) {
      long capacity = at.slot.capacity(way, flows);
      if (capacity >= offer.need) {
        price(way);
        long compared = buys && !afterFees ? offer.price : offer.rank;
        if (compared <= worst && offer.price >= at.slot.rules.minPriceMicroPerKwh()) {
          best.offer(offer, way, capacity);
        }
      }
    }
  }

  private void price(Route way) {
    if (buys) {
      offer.price = offer.limit;
      offer.fee = way.fee(offer.price);
      offer.rank = offer.price + offer.fee;
      offer.limitRank = 0;
    } else {
      boolean fromBid = state.network.feeMode() == FeeMode.FROM_BID;
      offer.price = fromBid ? way.priceCoveredBy(offer.limit) : offer.limit;
      offer.fee = way.fee(offer.price);
      offer.rank = -offer.price;
      offer.limitRank = -offer.limit;
    }
  }

  /** A market order goes no further than its protection from its first price. */
  private void protect(SlotRules rules) {
    worst = best.rank() + rules.protectionMicroPerKwh();
  }

  private boolean leavesBand(Product other) {
    long band = other.slot.rules.bandMicroPerKwh();
    long reference = references[other.area];
    return band > 0 && reference != Product.NONE && Math.abs(best.price() - reference) > band;
  }

  private void trade(Product other) {
    long energy = Math.min(rest, best.available());
    plan.trade(best, energy);
    rest -= energy;
    references[other.area] = best.price();
    OpenSlot.carry(best.route(), energy, flows);
    if (best.isConditional()) {
      consume(energy);
    } else if (cursor(best.area()).take(energy, refillSequence + 1)) {
      refillSequence++;
    }
  }

  private void preventSelfTrade() {
    int maker = best.maker();
    if (ticket.selfTrade == SelfTradeMode.CANCEL_NEWEST) {
      plan.stopAtOwnOrder();
      return;
    }
    QueueCursor cursor = cursor(best.area());
    long open = best.isConditional() ? left(maker) : cursor.left() + cursor.hidden();
    boolean decrement = ticket.selfTrade == SelfTradeMode.DECREMENT_AND_CANCEL;
    if (decrement && open > rest) {
      plan.selfTrade(Plan.REDUCE_MAKER, maker, rest);
      plan.stopAtOwnOrder();
      return;
    }
    plan.selfTrade(Plan.CANCEL_MAKER, maker, open);
    if (decrement && open == rest) {
      plan.stopAtOwnOrder();
    } else if (decrement) {
      plan.selfTrade(Plan.REDUCE_TAKER, maker, open);
      rest -= open;
    }
    if (best.isConditional()) {
      consume(open);
    } else {
      cursor.advance();
    }
  }

  private long left(int maker) {
    return state.orders.energy(maker) - state.extras.planned(maker, planNumber);
  }

  private void consume(long energy) {
    int maker = best.maker();
    long planned = state.extras.planned(maker, planNumber);
    state.extras.planned(maker, planNumber, planned + energy);
    for (int other = state.next(maker);
        other != OrderSlab.NONE && other != maker;
        other = state.next(other)) { // of all alternatives one trades
      state.extras.planned(other, planNumber, state.orders.energy(other));
    }
    long left = left(maker);
    if (left > 0) {
      long need = Math.min(state.extras.minimum(maker), left);
      state.side(maker).conditional.atMost(maker, need);
    }
  }

  private QueueCursor cursor(int area) {
    QueueCursor cursor = cursors[met + area];
    if (cursor == null) {
      throw new IllegalStateException("no cursor for area " + area);
    }
    return cursor;
  }

  private Product home() {
    if (home == null) {
      throw new IllegalStateException("no order is being planned");
    }
    return home;
  }
}
