package org.commonwatt.core.storage.auction;

import java.util.List;
import org.commonwatt.core.storage.StorageBook;

/**
 * What a storage unit offers: to charge in the slots of the auction, as far as its commitments
 * leave it free.
 *
 * @param owner whose unit it is; bids of the same participant are not allowed
 * @param book the unit with its commitments; it is read only
 * @param span which slots of its horizon it may be committed for
 * @param slots one for each slot of the auction
 * @param energyWh most in all slots, at the connection, 0 to 10¹¹ Wh
 */
public record ServiceOffer(
    String owner, StorageBook book, Span span, List<Step> slots, long energyWh) {
  /** Copies the slots. */
  public ServiceOffer {
    slots = List.copyOf(slots);
  }

  /**
   * The offer in a slot.
   *
   * @param priceMicroPerKwh least price of a charged kWh, −10¹⁰ to 10¹⁰ µ/kWh
   * @param mostWh most that is charged, at the connection, 0 to 10¹¹ Wh
   */
  public record Step(long priceMicroPerKwh, long mostWh) {}

  /**
   * A part of a unit's horizon.
   *
   * @param shift number that the unit's horizon gives the slot which the auction numbers 0
   * @param slots number of slots from the beginning of the horizon on for which it may be committed
   */
  public record Span(int shift, int slots) {}

  /** An offer of a unit whose horizon numbers the slots as the auction does. */
  public ServiceOffer(String owner, StorageBook book, List<Step> slots, long energyWh) {
    this(owner, book, new Span(0, book.unit().horizon().slots()), slots, energyWh);
  }

  /** The number in the unit's horizon of a slot of the auction. */
  int own(int slot) {
    return slot + span.shift();
  }

  /** The end of what the unit may be committed for, as the auction numbers slots. */
  int end() {
    return span.slots() - span.shift();
  }

  /** The end of the unit's horizon, as the auction numbers slots. */
  int horizonEnd() {
    return book.unit().horizon().slots() - span.shift();
  }

  /** The local day of a slot of the auction, of the unit's horizon. */
  int day(int slot) {
    return book.unit().horizon().day(own(slot));
  }

  /** The unit's id. */
  String unit() {
    return book.unit().id();
  }
}
