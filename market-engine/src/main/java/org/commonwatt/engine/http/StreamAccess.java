package org.commonwatt.engine.http;

import java.util.Map;
import org.commonwatt.engine.stream.Topic;

/** What a socket may be used for: the same as the HTTP routes that do or tell the same. */
final class StreamAccess {
  private static final Map<String, String> OPERATIONS =
      Map.of(
          "place", "POST /v1/orders",
          "amend", "PATCH /v1/orders/{orderId}",
          "cancel", "DELETE /v1/orders/{orderId}",
          "cancel-all", "DELETE /v1/orders",
          "cancel-after", "POST /v1/orders/cancel-after",
          "batch", "POST /v1/orders/batch",
          "basket", "POST /v1/orders/basket",
          "block", "POST /v1/orders/block");
  private static final Map<String, String> CHANNELS =
      Map.of(
          "orders",
          "GET /v1/orders/open",
          "account",
          "GET /v1/accounts/{participant}",
          NoticesContent.CHANNEL,
          "GET /v1/accounts/{participant}/notices");

  /** Channels that are public unless the rulebook hides them. */
  private static final Map<String, String> DATA =
      Map.of(
          "book", "GET /v1/slots/{start}/book",
          "trades", "GET /v1/slots/{start}/trades",
          "auctions", "GET /v1/slots/{start}/auction");

  private StreamAccess() {}

  /**
   * Somebody who may do an operation.
   *
   * @throws ProblemException when it may not
   */
  static Caller caller(Visitor visitor, String op) {
    return asks(visitor, OPERATIONS, op);
  }

  /**
   * Refuses a channel of a participant that is not the visitor's own, also to who may read others'
   * data over HTTP: a socket says no purpose. Refuses what the rulebook hides, too.
   *
   * @throws ProblemException as if there were no such participant, or because a login is needed
   */
  static void requireChannel(ApiContext api, Visitor visitor, Topic topic) {
    String participant = topic.participant();
    if (participant != null) {
      asks(visitor, CHANNELS, topic.channel()).requireOwn(participant);
    } else {
      requireData(api, visitor, topic);
    }
  }

  /**
   * Refuses a channel of the market's data that the rulebook hides from the visitor.
   *
   * @throws ProblemException when it does, or the engine does not lead
   */
  static void requireData(ApiContext api, Visitor visitor, Topic topic) {
    String route = DATA.get(topic.channel());
    if (route != null && api.hides(AccessPolicy.packaged().rule(route))) {
      visitor.requireActive();
    }
  }

  private static Caller asks(Visitor visitor, Map<String, String> routes, String name) {
    String route = routes.get(name);
    if (route == null) {
      throw new IllegalStateException("nobody says who may use " + name);
    }
    return visitor.asks(AccessPolicy.packaged().rule(route), null);
  }
}
