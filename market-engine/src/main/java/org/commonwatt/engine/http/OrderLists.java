package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.core.Order;
import org.commonwatt.core.OrderState;
import org.commonwatt.engine.readmodel.OrderQueries;
import org.commonwatt.engine.runtime.MarketView;
import org.jspecify.annotations.Nullable;

/**
 * Answers which orders a participant ever had, latest first, page by page: open ones and those that
 * the engine keeps as they stand, older ones from the read models.
 */
final class OrderLists {
  /** The most orders in one answer. */
  static final int MAX_ROWS = 1_000;

  private static final int DEFAULT_ROWS = 100;
  private static final Map<String, OrderState> STATES = states();

  private final ApiContext api;

  OrderLists(ApiContext api) {
    this.api = api;
  }

  /** What is asked for: orders before an id, of one slot or of all, in one state or in any. */
  private record Question(
      String participant,
      @Nullable Long slotStartMillis,
      @Nullable OrderState state,
      long before,
      int limit) {

    static Question of(RoutingContext ctx) {
      String participant = Params.id("participant", ctx.pathParam("participant"));
      @Nullable String slot = Params.optional(ctx, "slotStart");
      @Nullable String state = Params.optional(ctx, "state");
      @Nullable String cursor = Params.optional(ctx, "cursor");
      Question first =
          new Question(
              participant,
              slot == null ? null : (Long) Params.instantMillis("slotStart", slot),
              state == null ? null : Params.word("state", state, STATES),
              Long.MAX_VALUE,
              Params.limit(ctx, DEFAULT_ROWS, MAX_ROWS));
      return cursor == null ? first : first.before(Cursor.read(first.name(), cursor));
    }

    /** What the cursors of its pages are good for. */
    String name() {
      return "orders " + participant + " " + slotStartMillis + " " + state;
    }

    Question before(long orderId) {
      return new Question(participant, slotStartMillis, state, orderId, limit);
    }

    OrderQueries.Page page() {
      Instant slot = slotStartMillis == null ? null : Instant.ofEpochMilli(slotStartMillis);
      return new OrderQueries.Page(participant, slot, state, before, limit + 1);
    }

    boolean asksFor(Order order) {
      return order.orderId() < before
          && (slotStartMillis == null || order.slot().startMillis() == slotStartMillis)
          && (state == null || order.state() == state);
    }
  }

  /** {@code GET /v1/accounts/:participant/orders?slotStart=&state=&cursor=&limit=}. */
  ObjectNode list(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("slotStart", "state", "cursor", "limit"));
    Question question = Question.of(ctx);
    long sequence = api.readModels().sequence();
    List<Order> open = api.engine().query(view -> open(view, question));
    List<Order> stored =
        question.state() == OrderState.OPEN
            ? List.of()
            : api.readModels().orders().orders(question.page());
    List<Order> rows = merged(open, api.engine().query(view -> asTheyStand(view, stored)));
    boolean more = rows.size() > question.limit();
    List<Order> shown = more ? rows.subList(0, question.limit()) : rows;
    ObjectNode answer =
        Views.object().put("participant", question.participant()).put("asOfSequence", sequence);
    answer.put(
        "next", more ? Cursor.write(question.name(), shown.get(shown.size() - 1).orderId()) : null);
    ArrayNode array = answer.putArray("orders");
    shown.stream().filter(question::asksFor).forEach(order -> array.add(Views.listed(order)));
    return answer;
  }

  /** The open orders of the page, latest first; the participant and the slot must exist. */
  private static List<Order> open(MarketView view, Question question) {
    Accounts.known(view, question.participant());
    Long start = question.slotStartMillis();
    if (start != null) {
      Slots.slotAt(Slots.rulebook(view), start);
    }
    return view.market().openOrders(question.participant()).stream()
        .filter(question::asksFor)
        .sorted(Comparator.comparingLong(Order::orderId).reversed())
        .limit(question.limit() + 1L)
        .toList();
  }

  /** What the engine keeps of the rows; the others are as the read models have them. */
  private static List<Order> asTheyStand(MarketView view, List<Order> rows) {
    return rows.stream().map(row -> view.market().order(row.orderId()).orElse(row)).toList();
  }

  private static List<Order> merged(List<Order> open, List<Order> stored) {
    Map<Long, Order> byId = new HashMap<>();
    open.forEach(order -> byId.put(order.orderId(), order));
    stored.forEach(order -> byId.put(order.orderId(), order));
    List<Order> all = new ArrayList<>(byId.values());
    all.sort(Comparator.comparingLong(Order::orderId).reversed());
    return all;
  }

  private static Map<String, OrderState> states() {
    Map<String, OrderState> states = new HashMap<>();
    for (OrderState state : OrderState.values()) {
      states.put(state.name(), state);
    }
    return states;
  }
}
