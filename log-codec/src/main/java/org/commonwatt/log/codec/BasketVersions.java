package org.commonwatt.log.codec;

import org.commonwatt.model.Command;
import org.commonwatt.model.Event;

/** What only the version with baskets and blocks of one user can say. */
final class BasketVersions {
  private BasketVersions() {}

  static boolean needed(Command command) {
    return command instanceof Command.PlaceBasket
        || (command instanceof Command.PlaceOrder place && place.terms().leg() != null);
  }

  /** What only a later version can say of them: the source of a leg. */
  static boolean neededForSources(Command command) {
    return command instanceof Command.PlaceBasket basket
        && basket.legs().stream().anyMatch(leg -> leg.source() != null);
  }

  static boolean needed(Event event) {
    return event instanceof Event.BasketFilled
        || event instanceof Event.BasketRepeated
        || event instanceof Event.BasketRejected
        || (event instanceof Event.OrderAccepted accepted && accepted.terms().leg() != null);
  }
}
