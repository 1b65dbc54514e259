package org.commonwatt.core.book;

import java.util.List;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.TimeInForce;
import org.jspecify.annotations.Nullable;

/** Matching under all rules: plans what an arriving order does, judges the plan, carries it out. */
final class PlannedMatching {
  private final BookState state;
  private final Planner planner;
  private final Resting resting;

  PlannedMatching(BookState state, Resting resting) {
    this.state = state;
    this.planner = new Planner(state);
    this.resting = resting;
  }

  /** Takes a new order that passed the checks, or says why not. */
  @Nullable BookRejection place(OrderTicket ticket, Product product, BookSink sink) {
    Plan plan = planner.plan(ticket, product);
    if (ticket.postOnly && !plan.isEmpty()) {
      return BookRejection.POST_ONLY_WOULD_TRADE;
    }
    if (state.orders.isFull() && !isImmediate(ticket)) {
      return BookRejection.BOOK_FULL;
    }
    sink.accepted(ticket.id);
    carryOut(ticket, product, plan, sink);
    return null;
  }

  /**
   * Takes an order with several limits: the first of them that meets an order is the one that is
   * left; if none does, all of them rest, and one may trade later.
   */
  @Nullable BookRejection place(List<OrderTicket> alternatives, Product product, BookSink sink) {
    OrderTicket first = alternatives.get(0);
    int places = state.orders.open() + alternatives.size();
    if (places > state.orders.limit() && !isImmediate(first)) {
      return BookRejection.BOOK_FULL;
    }
    for (OrderTicket ticket : alternatives) {
      Plan plan = planner.plan(ticket, product);
      if (!plan.isEmpty()) {
        sink.accepted(ticket.id);
        tellChosen(alternatives.size(), ticket, sink);
        carryOut(ticket, product, plan, sink);
        return null;
      }
    }
    if (isImmediate(first)) {
      sink.accepted(first.id);
      sink.cancelled(first.id, first.energy, CancelReason.UNFILLED);
      return null;
    }
    sink.accepted(first.id);
    resting.restAlternatives(
        alternatives, 2 * product.number + first.side, product.sides[first.side]);
    return null;
  }

  private static void tellChosen(int alternatives, OrderTicket ticket, BookSink sink) {
    if (alternatives > 1) {
      sink.chosen(ticket.id, ticket.alternative);
    }
  }

  /** Lets a resting order that passed the checks enter again as another, or says why not. */
  @Nullable BookRejection enterAgain(OrderTicket ticket, int handle, BookSink sink) {
    Product product = state.product(handle);
    Plan plan = planner.plan(ticket, product);
    if (ticket.postOnly && !plan.isEmpty()) {
      return BookRejection.POST_ONLY_WOULD_TRADE;
    }
    state.remove(handle);
    sink.amended(ticket.id, ticket.price, ticket.energy);
    carryOut(ticket, product, plan, sink);
    return null;
  }

  /** Does what a plan says, of an order that was told to be accepted. */
  void carryOut(OrderTicket ticket, Product product, Plan plan, BookSink sink) {
    if (plan.filled() < need(ticket)) {
      drop(plan);
    }
    long rest = ticket.energy;
    for (int step = 0; step < plan.size(); step++) {
      rest -= perform(ticket, plan, step, sink);
    }
    CancelReason stop = plan.stop();
    if (stop != null) {
      halt(plan, sink);
      sink.cancelled(ticket.id, rest, stop);
    } else if (rest > 0 && isImmediate(ticket)) {
      sink.cancelled(ticket.id, rest, CancelReason.UNFILLED);
    } else if (rest > 0) {
      BookSide own = product.sides[ticket.side];
      resting.restSpecial(ticket, 2 * product.number + ticket.side, own, rest);
    }
  }

  /**
   * Nothing of a plan happens. Who is not filled because it would take too many trades must not
   * rest: it would stand beside orders that fill it.
   */
  private static void drop(Plan plan) {
    boolean limited = plan.stop() == CancelReason.TRADE_LIMIT;
    plan.clear();
    if (limited) {
      plan.stopAtTradeLimit();
    }
  }

  /** Performs a step. Returns the energy that the arriving order lost by it. */
  private long perform(OrderTicket ticket, Plan plan, int step, BookSink sink) {
    int maker = plan.maker(step);
    long energy = plan.energy(step);
    switch (plan.kind(step)) {
      case Plan.TRADE -> {
        trade(ticket, plan, step, sink);
        return energy;
      }
      case Plan.CANCEL_MAKER -> {
        long id = state.orders.id(maker);
        state.remove(maker);
        sink.cancelled(id, energy, CancelReason.SELF_TRADE);
        return 0;
      }
      case Plan.REDUCE_MAKER -> {
        state.reduce(maker, energy);
        sink.reduced(state.orders.id(maker), energy);
        return 0;
      }
      default -> {
        sink.reduced(ticket.id, energy);
        return energy;
      }
    }
  }

  private void trade(OrderTicket ticket, Plan plan, int step, BookSink sink) {
    int maker = plan.maker(step);
    long price = plan.price(step);
    Product other = state.product(maker);
    if (state.hasAlternatives(maker)) {
      state.choose(maker);
      sink.chosen(state.orders.id(maker), Named.alternative(state.extras.named(maker)));
    }
    sink.traded(ticket.id, state.orders.id(maker), price, plan.energy(step));
    Route route = state.routes.get(plan.route(step));
    if (!route.isFree()) {
      sink.charged(route.fee(price), route.number);
      OpenSlot.carry(route, plan.energy(step), other.slot.flows);
    }
    if (other.slot.rules.bandMicroPerKwh() > 0) {
      other.reference(price);
    }
    long left = state.orders.energy(maker) - plan.energy(step);
    if (left > 0) {
      state.orders.energy(maker, left);
      if ((state.orders.flags(maker) & OrderSlab.CONDITIONAL) != 0) {
        other.sides[ticket.side ^ 1].conditional.changed(maker);
      }
    } else if ((state.orders.flags(maker) & OrderSlab.CONDITIONAL) != 0) {
      state.remove(maker);
    } else {
      state.exhaust(other.sides[ticket.side ^ 1], maker);
    }
  }

  private void halt(Plan plan, BookSink sink) {
    Product product = plan.halted();
    if (product != null) {
      product.halt(Math.addExact(state.timeMillis, product.slot.rules.haltMillis()));
      product.reference(plan.haltPrice());
      sink.halted(product.slot.number, product.area, plan.haltPrice());
    }
  }

  private static long need(OrderTicket ticket) {
    boolean whole = ticket.allOrNone || ticket.timeInForce == TimeInForce.FILL_OR_KILL;
    return whole ? ticket.energy : Math.min(ticket.minimum, ticket.energy);
  }

  private static boolean isImmediate(OrderTicket ticket) {
    return ticket.timeInForce == TimeInForce.IMMEDIATE_OR_CANCEL
        || ticket.timeInForce == TimeInForce.FILL_OR_KILL;
  }
}
