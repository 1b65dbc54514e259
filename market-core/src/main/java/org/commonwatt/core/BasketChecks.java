package org.commonwatt.core;

import java.util.List;
import org.commonwatt.model.AuctionTerms;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.Ids;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** Why a basket as a whole is refused, whatever its legs are. */
final class BasketChecks {
  /** So long that the ids of its orders are ids, too. */
  static final int MAX_ID_LENGTH = Ids.MAX_LENGTH - ".100".length();

  private BasketChecks() {}

  /** Checks ids and the number of legs. */
  static @Nullable Rejection malformed(PlaceBasket basket) {
    Rejection rejection = Refusals.unlessId("participant", basket.participant());
    if (rejection == null) {
      rejection = Refusals.unlessId("clientBasketId", basket.clientBasketId());
    }
    if (rejection == null && basket.clientBasketId().length() > MAX_ID_LENGTH) {
      rejection =
          new Rejection(
              RejectionCode.MALFORMED,
              "clientBasketId has more than "
                  + MAX_ID_LENGTH
                  + " characters: choose a shorter one");
    }
    AuctionTerms auction = basket.auction();
    if (rejection == null && auction != null && auction.parent() != null) {
      rejection = Refusals.unlessId("parent", auction.parent());
    }
    if (rejection == null && auction != null && auction.exclusiveGroup() != null) {
      rejection = Refusals.unlessId("exclusiveGroup", auction.exclusiveGroup());
    }
    if (rejection != null) {
      return rejection;
    }
    int ppm = auction == null ? 0 : auction.minRatioPpm();
    if (ppm < 0 || ppm > AuctionTerms.WHOLE_PPM) {
      return new Rejection(
          RejectionCode.VALUE_OUT_OF_RANGE,
          "minRatioPpm is " + ppm + ": send 0 to " + AuctionTerms.WHOLE_PPM);
    }
    int legs = basket.legs().size();
    return legs >= 1 && legs <= PlaceBasket.MAX_LEGS
        ? null
        : new Rejection(
            RejectionCode.VALUE_OUT_OF_RANGE,
            "there are " + legs + " legs: send 1 to " + PlaceBasket.MAX_LEGS);
  }

  /** Checks that a block is one order over slots in a row; a basket may be anything. */
  static @Nullable Rejection shape(PlaceBasket basket, Rulebook rules) {
    Long average = basket.averageMicroPerKwh();
    AuctionTerms auction = basket.auction();
    if (auction != null && rules.safeguards().auctionWindowSlots() == 0) {
      return new Rejection(
          RejectionCode.NOT_IN_RULES,
          "the auctions of rulebook "
              + rules.version()
              + " take no blocks, which needs auctionWindowSlots: send the block without auction,"
              + " once its slots trade continuously");
    }
    if (average == null) {
      return auction == null ? null : wrongTerms("a block has averageMicroPerKwh");
    }
    if (average < rules.minPriceMicroPerKwh() || average > rules.maxPriceMicroPerKwh()) {
      return new Rejection(
          RejectionCode.PRICE_OUT_OF_RANGE,
          "averageMicroPerKwh is "
              + average
              + ": use "
              + rules.minPriceMicroPerKwh()
              + " to "
              + rules.maxPriceMicroPerKwh());
    }
    if (auction != null && auction.parent() != null && auction.exclusiveGroup() != null) {
      return wrongTerms("a block has a parent or is in an exclusive group, not both");
    }
    return isRow(basket.legs(), rules.timing().slotMinutes() * 60_000L)
        ? null
        : new Rejection(
            RejectionCode.QUALIFIERS_CONFLICT,
            "a block is one order over slots in a row: give all its legs one area, one side and one"
                + " source, no price of their own, and each the slot after the one before");
  }

  private static Rejection wrongTerms(String message) {
    return new Rejection(RejectionCode.QUALIFIERS_CONFLICT, message);
  }

  private static boolean isRow(List<BasketLeg> legs, long slotMillis) {
    BasketLeg first = legs.get(0);
    for (int i = 0; i < legs.size(); i++) {
      BasketLeg leg = legs.get(i);
      boolean fits =
          leg.area().equals(first.area())
              && leg.side() == first.side()
              && leg.source() == first.source()
              && leg.priceMicroPerKwh() == 0
              && leg.slotStartMillis() - first.slotStartMillis() == i * slotMillis;
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** The id was used before for something else. */
  static Rejection idReused(PlaceBasket basket, int leg) {
    return new Rejection(
        RejectionCode.CLIENT_ORDER_ID_REUSED,
        "clientOrderId "
            + basket.leg(leg).clientOrderId()
            + " belongs to another order: use a new clientBasketId");
  }

  /** Not all of a leg trades at once. */
  static Rejection notFilled(long filledWh, long energyWh) {
    return new Rejection(
        RejectionCode.NOT_FILLED_AT_ONCE,
        filledWh
            + " of "
            + energyWh
            + " Wh could trade at once: order less, give a better price, or wait for more offers");
  }
}
