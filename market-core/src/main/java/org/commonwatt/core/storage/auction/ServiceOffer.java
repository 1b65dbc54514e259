package org.commonwatt.core.storage.auction;

import java.util.List;
import org.commonwatt.core.storage.StorageBook;

/**
 * What a storage unit offers: to charge in the slots of the auction, as far as its commitments
 * leave it free.
 *
 * @param owner whose unit it is; bids of the same participant are not allowed
 * @param book the unit with its commitments; it is read only
 * @param slots one for each slot of the auction
 * @param energyWh most in all slots, at the connection, 0 to 10¹¹ Wh
 */
public record ServiceOffer(String owner, StorageBook book, List<Step> slots, long energyWh) {
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

  /** The unit's id. */
  String unit() {
    return book.unit().id();
  }
}
