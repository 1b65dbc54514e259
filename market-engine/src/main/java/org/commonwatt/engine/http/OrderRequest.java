package org.commonwatt.engine.http;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonwatt.model.Alternative;
import org.commonwatt.model.Command;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.commonwatt.model.TimeInForce;

/**
 * Reads the bodies of {@code POST /v1/orders} and {@code PATCH /v1/orders/:orderId}, strictly. What
 * excludes what is for the market's rules to say.
 */
final class OrderRequest {
  /** The words of the API for sides. */
  static final Map<String, Side> SIDES = Map.of("buy", Side.BUY, "sell", Side.SELL);

  /** The words of the API for how long an order stands. */
  static final Map<String, TimeInForce> TIMES =
      Map.of(
          "good-till-cancel", TimeInForce.GOOD_TILL_CANCEL,
          "good-till-date", TimeInForce.GOOD_TILL_DATE,
          "immediate-or-cancel", TimeInForce.IMMEDIATE_OR_CANCEL,
          "fill-or-kill", TimeInForce.FILL_OR_KILL,
          "good-till-auction", TimeInForce.GOOD_TILL_AUCTION);

  /** The words of the API for what happens when orders of one owner meet. */
  static final Map<String, SelfTradeMode> SELF_TRADES =
      Map.of(
          "cancel-newest", SelfTradeMode.CANCEL_NEWEST,
          "cancel-oldest", SelfTradeMode.CANCEL_OLDEST,
          "decrement-and-cancel", SelfTradeMode.DECREMENT_AND_CANCEL);

  private static final Map<String, Boolean> TYPES = Map.of("limit", false, "market", true);

  /** The fields of a new order. */
  static final Set<String> FIELDS =
      Set.of(
          "participant",
          "clientOrderId",
          "area",
          "slotStart",
          "side",
          "orderType",
          "priceMicroPerKwh",
          "energyWh",
          "timeInForce",
          "expiresAt",
          "allOrNone",
          "minEnergyWh",
          "peakWh",
          "postOnly",
          "selfTradePrevention",
          "source",
          "alternatives");

  private static final Set<String> ALTERNATIVE = Set.of("priceMicroPerKwh", "sources", "area");

  /** The words of the API for what clean energy is made of. */
  static final Map<String, EnergySource> SOURCES =
      Arrays.stream(EnergySource.values())
          .collect(Collectors.toUnmodifiableMap(EnergySource::id, source -> source));

  /** What to do about an order that is wrong. */
  static final String HINT =
      "Send one JSON object with participant, clientOrderId, area, slotStart, side,"
          + " priceMicroPerKwh (not of a market order) and energyWh; /openapi.yaml has examples and"
          + " the fields that may be added.";

  private static final Set<String> AMENDED = Set.of("participant", "priceMicroPerKwh", "openWh");

  /** What to do about an amendment that is wrong. */
  static final String AMEND_HINT =
      "Send one JSON object with participant, priceMicroPerKwh and openWh: both as they shall be"
          + " from now on.";

  private OrderRequest() {}

  /**
   * Reads a new order.
   *
   * @throws ProblemException with status 400 naming the field that is wrong
   */
  static Command.PlaceOrder parse(byte[] bytes) {
    return order(JsonBody.read(bytes, FIELDS, HINT));
  }

  /** A new order from its object, which has no other than {@link #FIELDS}. */
  static Command.PlaceOrder order(JsonBody body) {
    boolean market = body.word("orderType", TYPES, false);
    List<Alternative> alternatives = alternatives(body);
    return new Command.PlaceOrder(
        Params.id("participant", body.text("participant")),
        Params.id("clientOrderId", body.text("clientOrderId")),
        Params.id("area", body.text("area")),
        Params.instantMillis("slotStart", body.text("slotStart")),
        body.word("side", SIDES),
        price(body, market, alternatives),
        body.energyWh("energyWh"),
        declared(body, terms(body, market)).preferring(alternatives));
  }

  /** The price of a preference is the highest of its alternatives. */
  private static long price(JsonBody body, boolean market, List<Alternative> alternatives) {
    if (!alternatives.isEmpty()) {
      if (body.has("priceMicroPerKwh")) {
        throw body.malformed(
            "The field priceMicroPerKwh is not for an order with alternatives: each has its own.");
      }
      return alternatives.stream().mapToLong(Alternative::priceMicroPerKwh).max().orElseThrow();
    }
    return market ? body.integer("priceMicroPerKwh", 0) : body.integer("priceMicroPerKwh");
  }

  private static OrderTerms declared(JsonBody body, OrderTerms terms) {
    return body.has("source") ? terms.declaring(body.word("source", SOURCES)) : terms;
  }

  private static List<Alternative> alternatives(JsonBody body) {
    if (!body.has("alternatives")) {
      return List.of();
    }
    return body.objects("alternatives", Alternative.MAX, ALTERNATIVE).stream()
        .map(
            one ->
                new Alternative(
                    one.integer("priceMicroPerKwh"),
                    one.has("sources")
                        ? one.words("sources", SOURCES).stream().sorted().toList()
                        : List.of(),
                    one.has("area") ? Params.id("area", one.text("area")) : null))
        .toList();
  }

  /**
   * Reads an amendment.
   *
   * @throws ProblemException with status 400 naming the field that is wrong
   */
  static Command.AmendOrder amendment(long orderId, byte[] bytes) {
    return amendment(orderId, JsonBody.read(bytes, AMENDED, AMEND_HINT));
  }

  /** An amendment from its object. */
  static Command.AmendOrder amendment(long orderId, JsonBody body) {
    return new Command.AmendOrder(
        Params.id("participant", body.text("participant")),
        orderId,
        body.energyWh("openWh"),
        body.integer("priceMicroPerKwh"));
  }

  private static OrderTerms terms(JsonBody body, boolean market) {
    TimeInForce time =
        body.word(
            "timeInForce",
            TIMES,
            market ? TimeInForce.IMMEDIATE_OR_CANCEL : TimeInForce.GOOD_TILL_CANCEL);
    return new OrderTerms(
        time,
        expiry(body, time),
        market,
        body.flag("allOrNone"),
        body.notNegative("minEnergyWh"),
        body.notNegative("peakWh"),
        body.flag("postOnly"),
        body.word("selfTradePrevention", SELF_TRADES, SelfTradeMode.CANCEL_NEWEST));
  }

  private static long expiry(JsonBody body, TimeInForce time) {
    boolean dated = time == TimeInForce.GOOD_TILL_DATE;
    if (dated != body.has("expiresAt")) {
      throw body.malformed(
          dated
              ? "The field expiresAt is missing: a good-till-date order needs it."
              : "The field expiresAt is for orders with timeInForce \"good-till-date\" only.");
    }
    return dated ? Params.instantMillis("expiresAt", body.text("expiresAt")) : 0;
  }
}
