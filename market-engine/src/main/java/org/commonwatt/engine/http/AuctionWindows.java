package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;

/** Answers about auctions of several slots that blocks join. */
final class AuctionWindows {
  private final ApiContext api;

  AuctionWindows(ApiContext api) {
    this.api = api;
  }

  /** {@code GET /v1/slots/:start/auction-window}, from the read models. */
  ObjectNode window(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of());
    DeliverySlot slot = api.engine().query(view -> Slots.known(view, ctx));
    ObjectNode answer =
        Views.slot(Views.object(), slot).put("asOfSequence", api.readModels().sequence());
    api.readModels()
        .windows()
        .window(Instant.ofEpochMilli(slot.startMillis()))
        .ifPresentOrElse(
            window -> answer.set("window", view(window)), () -> answer.putNull("window"));
    return answer;
  }

  /** Orders are named by their ids alone: whose they are only their owners know. */
  static ObjectNode view(Event.WindowCleared window) {
    ObjectNode json =
        Views.object()
            .put("firstSlotStart", Views.instant(window.first().startMillis()))
            .put("slotMinutes", window.first().minutes())
            .put("slots", window.slots())
            .put("optimality", Views.optimality(window.optimal()))
            .put("welfareNano", window.welfareNano().toString())
            .put("welfareBoundNano", window.welfareBoundNano().toString());
    ArrayNode reduced = json.putArray("reducedForSelfTrade");
    for (Event.Reduced one : window.reduced()) {
      reduced
          .addObject()
          .put("orderId", one.orderId())
          .put("participatingWh", one.participatingWh());
    }
    ArrayNode rejected = json.putArray("paradoxicallyRejected");
    window.paradoxicallyRejected().forEach(rejected::add);
    return json;
  }
}
