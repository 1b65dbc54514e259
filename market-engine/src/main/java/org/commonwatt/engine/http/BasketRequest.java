package org.commonwatt.engine.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.commonwatt.model.AuctionTerms;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of {@code POST /v1/orders/basket} and {@code …/block}, strictly. */
final class BasketRequest {
  /** The longest body, in bytes: a hundred legs in indented JSON. */
  static final int MAX_BODY_BYTES = 64 * 1024;

  /** The fields of a basket. */
  static final Set<String> BASKET =
      Set.of("participant", "clientBasketId", "selfTradePrevention", "legs");

  /** What to do about a basket that is wrong. */
  static final String BASKET_HINT =
      "Send one JSON object with participant, clientBasketId and legs, each with area, slotStart,"
          + " side, priceMicroPerKwh and energyWh; /openapi.yaml has an example. Nothing was done.";

  /** The fields of a block. */
  static final Set<String> BLOCK =
      Set.of(
          "participant",
          "clientBasketId",
          "selfTradePrevention",
          "area",
          "slotStart",
          "side",
          "averageMicroPerKwh",
          "profileWh",
          "source",
          "auction");

  private static final Set<String> AUCTION = Set.of("minRatioPpm", "parent", "exclusiveGroup");

  /** What to do about a block that is wrong. */
  static final String BLOCK_HINT =
      "Send one JSON object with participant, clientBasketId, area, slotStart of the first slot,"
          + " side, averageMicroPerKwh and profileWh, the energy of each slot in turn; /openapi.yaml"
          + " has an example. Nothing was done.";

  private static final Set<String> LEG =
      Set.of("area", "slotStart", "side", "priceMicroPerKwh", "energyWh", "source");

  private BasketRequest() {}

  /**
   * A basket from its object, which has no other fields than {@link #BASKET}.
   *
   * @throws ProblemException with status 400 naming the place that is wrong
   */
  static PlaceBasket basket(JsonBody body) {
    List<BasketLeg> legs =
        body.objects("legs", PlaceBasket.MAX_LEGS, LEG).stream().map(BasketRequest::leg).toList();
    return new PlaceBasket(
        Params.id("participant", body.text("participant")),
        Params.id("clientBasketId", body.text("clientBasketId")),
        selfTrade(body),
        null,
        null,
        legs);
  }

  /**
   * A block from its object, which has no other fields than {@link #BLOCK}.
   *
   * @param slotMinutes length of a slot
   * @throws ProblemException with status 400 naming the place that is wrong
   */
  static PlaceBasket block(JsonBody body, int slotMinutes) {
    String area = Params.id("area", body.text("area"));
    long start = Params.instantMillis("slotStart", body.text("slotStart"));
    Side side = body.word("side", OrderRequest.SIDES);
    EnergySource source = source(body);
    List<BasketLeg> legs = new ArrayList<>();
    for (long energy : body.energies("profileWh", PlaceBasket.MAX_LEGS)) {
      long slot = start + legs.size() * slotMinutes * 60_000L;
      legs.add(new BasketLeg(area, slot, side, 0, energy, source));
    }
    return new PlaceBasket(
        Params.id("participant", body.text("participant")),
        Params.id("clientBasketId", body.text("clientBasketId")),
        selfTrade(body),
        body.integer("averageMicroPerKwh"),
        body.has("auction") ? auction(body.object("auction", AUCTION)) : null,
        legs);
  }

  private static AuctionTerms auction(JsonBody terms) {
    long ratio = terms.integer("minRatioPpm", AuctionTerms.WHOLE_PPM);
    return new AuctionTerms(
        (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, ratio)), // the core judges it
        terms.has("parent") ? Params.id("parent", terms.text("parent")) : null,
        terms.has("exclusiveGroup")
            ? Params.id("exclusiveGroup", terms.text("exclusiveGroup"))
            : null);
  }

  private static BasketLeg leg(JsonBody leg) {
    return new BasketLeg(
        Params.id("area", leg.text("area")),
        Params.instantMillis("slotStart", leg.text("slotStart")),
        leg.word("side", OrderRequest.SIDES),
        leg.integer("priceMicroPerKwh"),
        leg.energyWh("energyWh"),
        source(leg));
  }

  private static @Nullable EnergySource source(JsonBody body) {
    return body.has("source") ? body.word("source", OrderRequest.SOURCES) : null;
  }

  private static SelfTradeMode selfTrade(JsonBody body) {
    return body.word("selfTradePrevention", OrderRequest.SELF_TRADES, SelfTradeMode.CANCEL_NEWEST);
  }
}
