package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import org.commonwatt.core.Order;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** Answers which orders of a participant are open, page by page. */
final class OpenOrders {
  /** The most orders in one answer: each brings its trades. */
  static final int MAX_ROWS = 500;

  private static final int DEFAULT_ROWS = 100;

  private final ApiContext api;

  OpenOrders(ApiContext api) {
    this.api = api;
  }

  /** What is asked for: orders after an id, of one slot or of all. */
  private record Page(String participant, @Nullable Long slotStartMillis, long after, int limit) {}

  /** {@code GET /v1/orders/open?participant=&slotStart=&after=&limit=}: by order id. */
  ObjectNode list(RoutingContext ctx) {
    Params.only(ctx, Set.of("participant", "slotStart", "after", "limit"));
    @Nullable String slot = Params.optional(ctx, "slotStart");
    @Nullable String after = Params.optional(ctx, "after");
    Page page =
        new Page(
            Params.id("participant", Params.required(ctx, "participant")),
            slot == null ? null : (Long) Params.instantMillis("slotStart", slot),
            after == null ? 0 : Params.positive("after", after),
            Params.limit(ctx, DEFAULT_ROWS, MAX_ROWS));
    return api.engine().query(view -> answer(view, page));
  }

  private static ObjectNode answer(MarketView view, Page page) {
    Rulebook rulebook = Slots.rulebook(view);
    List<Order> all = view.market().openOrders(page.participant());
    if (all.isEmpty() && !isMember(view, page.participant())) {
      throw new ProblemException(
          Problem.of(
              new Rejection(
                  RejectionCode.UNKNOWN_PARTICIPANT,
                  page.participant() + " is not a member of this market.")));
    }
    Long start = page.slotStartMillis();
    if (start != null) {
      Slots.slotAt(rulebook, start);
    }
    List<Order> found =
        all.stream()
            .filter(order -> order.orderId() > page.after())
            .filter(order -> start == null || order.slot().startMillis() == start)
            .toList();
    List<Order> shown = found.subList(0, Math.min(page.limit(), found.size()));
    boolean more = shown.size() < found.size();
    ObjectNode answer =
        Views.object()
            .put("participant", page.participant())
            .put("asOfSequence", view.sequence())
            .put("next", more ? (Long) shown.get(shown.size() - 1).orderId() : null);
    ArrayNode orders = answer.putArray("orders");
    OrderFacts.kept(view.market(), shown).forEach(facts -> orders.add(Views.order(facts)));
    return answer;
  }

  private static boolean isMember(MarketView view, String participant) {
    return view.market().registered().state(participant).isPresent();
  }
}
