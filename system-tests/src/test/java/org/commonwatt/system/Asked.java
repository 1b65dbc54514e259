package org.commonwatt.system;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;

/** What a client of {@link MixedLoad} asks the market for. */
sealed interface Asked {
  /** The request that asks an engine for it. */
  HttpRequest.Builder at(URI engine);

  /** A new order of the load's only area. */
  record Place(Who who, Instant slot, String side, long priceMicroPerKwh, long energyWh)
      implements Asked {
    /** Its owner and the owner's name for it. */
    record Who(String participant, String clientOrderId) {}

    @Override
    public HttpRequest.Builder at(URI engine) {
      String body =
          """
          {"participant":"%s","clientOrderId":"%s","area":"sierra-crest","slotStart":"%s",\
          "side":"%s","priceMicroPerKwh":%d,"energyWh":%d}\
          """
              .formatted(
                  who.participant(), who.clientOrderId(), slot, side, priceMicroPerKwh, energyWh);
      return json(HttpRequest.newBuilder(engine.resolve("/v1/orders")))
          .POST(BodyPublishers.ofString(body));
    }
  }

  /** Another price, and what shall be open of an order. */
  record Amend(String participant, long orderId, long priceMicroPerKwh, long openWh)
      implements Asked {
    @Override
    public HttpRequest.Builder at(URI engine) {
      String body =
          "{\"participant\":\"%s\",\"priceMicroPerKwh\":%d,\"openWh\":%d}"
              .formatted(participant, priceMicroPerKwh, openWh);
      return json(HttpRequest.newBuilder(engine.resolve("/v1/orders/" + orderId)))
          .method("PATCH", BodyPublishers.ofString(body));
    }
  }

  /** The end of an order. */
  record Cancel(String participant, long orderId) implements Asked {
    @Override
    public HttpRequest.Builder at(URI engine) {
      return HttpRequest.newBuilder(
              engine.resolve("/v1/orders/" + orderId + "?participant=" + participant))
          .DELETE();
    }
  }

  /** The end of all orders of a participant in a slot. */
  record CancelAll(String participant, Instant slot) implements Asked {
    @Override
    public HttpRequest.Builder at(URI engine) {
      return HttpRequest.newBuilder(
              engine.resolve("/v1/orders?participant=" + participant + "&slotStart=" + slot))
          .DELETE();
    }
  }

  private static HttpRequest.Builder json(HttpRequest.Builder request) {
    return request.header("Content-Type", "application/json");
  }
}
