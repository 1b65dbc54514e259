package org.commonwatt.core.storage.auction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Surplus that a plant wants to have stored. Without a release any part of it may be accepted. With
 * one, all of it is charged in one unit and all of the release comes out of that unit, or nothing.
 *
 * @param bidder who bids
 * @param limitMicroPerKwh most that it pays for a charged kWh, −10¹⁰ to 10¹⁰ µ/kWh
 * @param surplus what it would have charged
 * @param release what it wants back, or null: then it stays stored as its owner's
 */
public record SurplusBid(
    Bidder bidder, long limitMicroPerKwh, Surplus surplus, @Nullable LinkedRelease release) {
  /**
   * Who bids.
   *
   * @param id of the bid, one in an auction
   * @param participant whose surplus it is
   * @param area where it is
   * @param time of arrival; earlier ones go first where bids are equal, then the id decides
   */
  public record Bidder(String id, String participant, String area, long time) {}

  /**
   * Energy to be charged.
   *
   * @param slotWh most in each slot of the auction, at the connection, 0 to 10¹¹ Wh
   * @param energyWh most in all, 0 to 10¹¹ Wh; of a bid with a release at least the sum of the
   *     slots
   */
  public record Surplus(List<Long> slotWh, long energyWh) {
    /** Copies the slots. */
    public Surplus {
      slotWh = List.copyOf(slotWh);
    }
  }

  /**
   * Energy given back.
   *
   * @param from first slot, as the auction numbers them
   * @param slotWh of each slot from the first on, at the connection, 0 to 10¹¹ Wh
   */
  public record LinkedRelease(int from, List<Long> slotWh) {
    /** Copies the slots. */
    public LinkedRelease {
      slotWh = List.copyOf(slotWh);
    }

    /** What is given back in a slot of the horizon, Wh. */
    long wh(int slot) {
      int at = slot - from;
      return at < 0 || at >= slotWh.size() ? 0 : slotWh.get(at);
    }
  }

  /** The bid's id. */
  String id() {
    return bidder.id();
  }
}
