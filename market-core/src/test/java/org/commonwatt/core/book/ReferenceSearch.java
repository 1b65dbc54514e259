package org.commonwatt.core.book;

import java.util.List;
import org.commonwatt.core.book.ReferenceNetwork.Way;
import org.commonwatt.model.FeeMode;
import org.jspecify.annotations.Nullable;

/**
 * What an arriving order of the reference book could do next: all resting orders over all ways are
 * looked at.
 *
 * @param market whether the order has no limit
 */
record ReferenceSearch(
    ReferenceNetwork ways, ReferenceSlot slot, ReferenceOrder taker, boolean market) {

  /** A trade that the arriving order could make. */
  record Choice(ReferenceOrder maker, Way way, long price, long fee, long afterFees, long most) {}

  /** The best of all resting orders over all ways that the arriving order may trade with now. */
  @Nullable Choice best(List<ReferenceOrder> resting, long worst) {
    Choice best = null;
    for (ReferenceOrder maker : resting) {
      boolean opposite =
          maker.slot == taker.slot
              && maker.sell != taker.sell
              && maker.accepts(taker)
              && taker.accepts(maker);
      if (opposite && slot.haltedUntil[maker.area] == null) {
        for (Way way : waysTo(maker)) {
          Choice choice = choice(maker, way, worst);
          if (choice != null && (best == null || isBetter(choice, best))) {
            best = choice;
          }
        }
      }
    }
    return best;
  }

  private List<Way> waysTo(ReferenceOrder maker) {
    return taker.sell ? ways.ways(taker.area, maker.area) : ways.ways(maker.area, taker.area);
  }

  private @Nullable Choice choice(ReferenceOrder maker, Way way, long worst) {
    boolean fromBid = ways.network.feeMode() == FeeMode.FROM_BID;
    long room = slot.room(way);
    long price = taker.sell && fromBid ? ways.covered(way, maker.price) : maker.price;
    long fee = ways.fee(way, price);
    long afterFees = taker.sell ? -price : price + fee;
    boolean good =
        market
            ? afterFees <= worst
            : taker.sell ? price >= taker.price : (fromBid ? price + fee : price) <= taker.price;
    boolean enough = !maker.isConditional() || maker.need() <= Math.min(taker.open(), room);
    return good && enough && room > 0 && price >= slot.rules.minPriceMicroPerKwh()
        ? new Choice(maker, way, price, fee, afterFees, Math.min(maker.shown, room))
        : null;
  }

  private boolean isBetter(Choice a, Choice b) {
    if (a.afterFees != b.afterFees) {
      return a.afterFees < b.afterFees;
    }
    if (taker.sell && a.maker.price != b.maker.price) {
      return a.maker.price > b.maker.price;
    }
    if (a.maker != b.maker) {
      return a.maker.sequence < b.maker.sequence;
    }
    return a.fee < b.fee; // the same maker: ways come in the order that decides
  }
}
