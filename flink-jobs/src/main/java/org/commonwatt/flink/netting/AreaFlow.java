package org.commonwatt.flink.netting;

import java.util.Objects;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Quality;
import org.jspecify.annotations.Nullable;

/**
 * What flowed out of an area in a slot, and what was lost in it. Net energy is positive when it
 * leaves the area.
 *
 * @param area id
 * @param slot the delivery slot
 * @param version the sum of the versions of all reports that are known: more is known, it is
 *     greater
 * @param accounts how many accounts have reported, and how many are expected to
 * @param metersNetWh export minus import of all accounts, Wh; null while one is missing
 * @param boundaryNetWh out minus in at the boundary meter, Wh; null without one, and while it is
 *     awaited
 * @param lossesWh what entered the area's grid and did not leave it, Wh; null without a boundary
 *     meter, and while it or an account is missing
 * @param residualWh losses minus those that are expected, Wh; null when the losses are
 * @param quality the worst of all that its figures are made of
 */
public record AreaFlow(
    String area,
    DeliverySlot slot,
    long version,
    Accounts accounts,
    @Nullable Long metersNetWh,
    @Nullable Long boundaryNetWh,
    @Nullable Long lossesWh,
    @Nullable Long residualWh,
    Quality quality) {
  private static final int MINUTES_PER_HOUR = 60;

  /** One of the two must be there. */
  public AreaFlow {
    if (boundaryNetWh == null && metersNetWh == null) {
      throw new IllegalArgumentException("nothing is known of the flow of " + area + " in " + slot);
    }
  }

  /**
   * Accounts of an area.
   *
   * @param reported how many have reported the slot
   * @param expected how many were in the area when the slot was first reported
   */
  public record Accounts(int reported, int expected) {}

  /**
   * What flowed out of the area, Wh: at its boundary, or without what a meter there says the sum
   * inside.
   */
  public long flowWh() {
    return Objects.requireNonNull(boundaryNetWh == null ? metersNetWh : boundaryNetWh);
  }

  /** The same as average power over the slot, W. */
  public long flowW() {
    return Math.multiplyExact(flowWh(), MINUTES_PER_HOUR / slot.minutes());
  }
}
