package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.model.Event;
import org.jspecify.annotations.Nullable;

/** Answers about the trades of a slot, page by page. */
final class Trades {
  /** The most trades in one answer. */
  static final int MAX_ROWS = 10_000;

  private static final int DEFAULT_ROWS = 1_000;

  private final ApiContext api;

  Trades(ApiContext api) {
    this.api = api;
  }

  /**
   * {@code GET /v1/slots/:start/trades?cursor=&limit=}: those of the auction and the continuous
   * ones that stand, by id.
   */
  ObjectNode list(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("cursor", "limit"));
    int limit = Params.limit(ctx, DEFAULT_ROWS, MAX_ROWS);
    Slots.Row row = api.engine().query(view -> Slots.row(view, Slots.known(view, ctx)));
    String question = "trades " + row.slot().startMillis();
    @Nullable String cursor = Params.optional(ctx, "cursor");
    long after = cursor == null ? 0 : Cursor.read(question, cursor);
    TreeMap<Long, ObjectNode> found =
        Slots.isDropped(row) ? stored(row, after) : kept(row, after, limit);
    List<Long> shown = found.keySet().stream().limit(limit).toList();
    long last = shown.isEmpty() ? after : shown.get(shown.size() - 1);
    ObjectNode answer =
        Views.slot(Views.object(), row.slot())
            .put("next", Cursor.write(question, last))
            .put("more", found.size() > shown.size());
    ArrayNode array = answer.putArray("trades");
    Caller caller = Caller.of(ctx);
    for (long id : shown) {
      array.add(Views.named(Objects.requireNonNull(found.get(id)), caller));
    }
    return answer;
  }

  /** Up to one trade more than asked for, so that it is known whether there are more. */
  private TreeMap<Long, ObjectNode> kept(Slots.Row row, long after, int limit) {
    return api.engine().query(view -> kept(view, row.slot().startMillis(), after, limit));
  }

  private static TreeMap<Long, ObjectNode> kept(
      MarketView view, long start, long after, int limit) {
    TreeMap<Long, ObjectNode> found = new TreeMap<>();
    view.market().trades(start).stream()
        .filter(trade -> trade.tradeId() > after)
        .limit(limit + 1L)
        .forEach(trade -> found.put(trade.tradeId(), Views.trade(trade)));
    view.market().continuousTrades(start).stream()
        .filter(trade -> trade.tradeId() > after)
        .limit(limit + 1L)
        .forEach(trade -> found.put(trade.tradeId(), Views.trade(trade)));
    return found;
  }

  private TreeMap<Long, ObjectNode> stored(Slots.Row row, long after) throws SQLException {
    Instant start = Instant.ofEpochMilli(row.slot().startMillis());
    TreeMap<Long, ObjectNode> found = new TreeMap<>();
    for (Event.TradeMade trade : api.readModels().history().trades(start)) {
      if (trade.tradeId() > after) {
        found.put(trade.tradeId(), Views.trade(trade));
      }
    }
    for (Event.ContinuousTrade trade : api.readModels().continuous().trades(start)) {
      if (trade.tradeId() > after) {
        found.put(trade.tradeId(), Views.trade(trade));
      }
    }
    return found;
  }
}
