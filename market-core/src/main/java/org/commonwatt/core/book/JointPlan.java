package org.commonwatt.core.book;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Orders that trade in full at once, all of them or none: each is planned as if those before had
 * traded, then all are carried out, or nothing is. Between the first plan and the last order that
 * is carried out the book takes no other command. Unlike the commands of a book it allocates.
 */
public final class JointPlan {
  private final BookState state;
  private final PlaceChecks checks;
  private final PlannedMatching matching;
  private final List<Part> parts = new ArrayList<>();
  private final Map<OpenSlot, Planner> planners = new HashMap<>();

  private record Part(OrderTicket ticket, Product product, Plan plan) {}

  /** Sees the trades of a planned order. */
  public interface TradeVisitor {
    /**
     * A trade.
     *
     * @param energyWh its energy, Wh
     * @param priceMicroPerKwh what the seller gets, µ/kWh
     * @param feeMicroPerKwh what the buyer pays beside the price, µ/kWh
     */
    void trade(long energyWh, long priceMicroPerKwh, long feeMicroPerKwh);
  }

  JointPlan(BookState state) {
    this.state = state;
    this.checks = new PlaceChecks(state);
    this.matching = new PlannedMatching(state, new Resting(state));
  }

  /**
   * Plans one more order, behind those before.
   *
   * @param ticket an immediate order, which stays as it is until the plan is carried out; behind
   *     one that is not filled whole no other of its slot may be added, and nothing be carried out
   * @param maxTrades how many trades it makes at most, from 0; the book lets one order make no more
   *     than it is made for
   * @return why the book does not take it, null when it does
   */
  public @Nullable BookRejection add(OrderTicket ticket, int maxTrades) {
    BookRejection rejection = checks.first(ticket);
    Product product = checks.product(ticket);
    if (rejection != null || product == null) {
      return rejection;
    }
    ticket.limitTrades(maxTrades);
    Plan plan = planner(product.slot).planNext(ticket, product, new Plan());
    parts.add(new Part(ticket, product, plan));
    return null;
  }

  /** How many orders are planned. */
  public int size() {
    return parts.size();
  }

  /** The energy that an order would trade, Wh; orders count from 0 as they were added. */
  public long filledWh(int order) {
    return parts.get(order).plan.filled();
  }

  /** How many trades an order would make. */
  public int trades(int order) {
    return parts.get(order).plan.trades();
  }

  /** Shows the trades that an order would make. */
  public void visitTrades(int order, TradeVisitor visitor) {
    Plan plan = parts.get(order).plan;
    for (int step = 0; step < plan.size(); step++) {
      if (plan.kind(step) == Plan.TRADE) {
        Route route = state.routes.get(plan.route(step));
        visitor.trade(plan.energy(step), plan.price(step), route.fee(plan.price(step)));
      }
    }
  }

  /**
   * Carries out the next order, from the first on.
   *
   * @throws IllegalStateException when it is not filled whole
   */
  public void carryOut(int order, BookSink sink) {
    Part part = parts.get(order);
    if (part.plan.filled() != part.ticket.energy) {
      throw new IllegalStateException("order " + part.ticket.id + " is not filled whole");
    }
    sink.accepted(part.ticket.id);
    matching.carryOut(part.ticket, part.product, part.plan, sink);
  }

  private Planner planner(OpenSlot slot) {
    Planner known = planners.get(slot);
    if (known == null) {
      known = new Planner(state);
      known.look(slot);
      planners.put(slot, known);
    }
    return known;
  }
}
