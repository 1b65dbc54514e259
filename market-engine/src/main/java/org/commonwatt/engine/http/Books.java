package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.core.OrderBook;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.stream.BookChecksum;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.jspecify.annotations.Nullable;

/** Answers about what stands in a slot's books: levels, last prices, halts. */
final class Books {
  private final ApiContext api;

  Books(ApiContext api) {
    this.api = api;
  }

  /** {@code GET /v1/slots/:start/book}. */
  ObjectNode book(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    return api.engine().query(view -> book(view, Slots.known(view, ctx)));
  }

  /** {@code GET /v1/slots/:start/halts}: those that were, from the read models. */
  ObjectNode halts(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of());
    DeliverySlot slot = api.engine().query(view -> Slots.known(view, ctx));
    ObjectNode answer =
        Views.slot(Views.object(), slot).put("asOfSequence", api.readModels().sequence());
    ArrayNode halts = answer.putArray("halts");
    for (Event.ProductHalted halt :
        api.readModels().continuous().halts(Instant.ofEpochMilli(slot.startMillis()))) {
      halts.add(Views.halt(halt));
    }
    return answer;
  }

  private static ObjectNode book(MarketView view, DeliverySlot slot) {
    MarketStateMachine market = view.market();
    long start = slot.startMillis();
    ObjectNode answer =
        Views.slot(Views.object(), slot)
            .put("phase", market.phase(start).orElseThrow().name())
            .put("sequence", view.sequence());
    ArrayNode areas = answer.putArray("areas");
    List<Event.ContinuousTrade> trades = market.continuousTrades(start);
    for (String area : market.areas(start)) {
      OrderBook book = market.book(area, start);
      OptionalLong halted = market.haltedUntilMillis(area, start);
      ObjectNode node =
          areas
              .addObject()
              .put("area", area)
              .put("lastPriceMicroPerKwh", lastPrice(trades, area))
              .put("haltedUntil", halted.isPresent() ? Views.instant(halted.getAsLong()) : null)
              .put("checksum", BookChecksum.of(book.buys(), book.sells()));
      Views.levels(node.putArray("buys"), book.buys());
      Views.levels(node.putArray("sells"), book.sells());
    }
    return answer;
  }

  /** The price of an area's last continuous trade, null before the first. */
  static @Nullable Long lastPrice(List<Event.ContinuousTrade> trades, String area) {
    for (int i = trades.size() - 1; i >= 0; i--) {
      Event.ContinuousTrade trade = trades.get(i);
      if (trade.buyArea().equals(area) || trade.sellArea().equals(area)) {
        return trade.priceMicroPerKwh();
      }
    }
    return null;
  }
}
