package org.commonwatt.core.coupled;

import java.util.List;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * A block order of a case of several slots: one ratio of its energies is accepted in all of its
 * slots, or nothing.
 *
 * @param id unique among the orders of the case
 * @param area id of a normal area
 * @param side buy or sell
 * @param priceMicroPerKwh limit of the average of its slots' prices, weighted by the profile
 * @param profile energies, 1 to 10¹² Wh, each of another slot; at least one
 * @param terms how much of it at least, and what it depends on
 * @param time any measure of arrival; null arrives after all that have one, in order of id
 * @param participant beneficial owner; null for an owner of this order alone
 */
public record BlockOrder(
    String id,
    String area,
    Side side,
    long priceMicroPerKwh,
    List<Portion> profile,
    Terms terms,
    @Nullable Long time,
    @Nullable String participant) {

  /** Takes a copy. */
  public BlockOrder {
    profile = List.copyOf(profile);
  }

  /**
   * What a block offers or wants in one slot.
   *
   * @param slot id of the slot
   * @param energyWh energy, 1 to 10¹² Wh
   */
  public record Portion(String slot, long energyWh) {}

  /**
   * How much of a block at least, and what it depends on.
   *
   * @param minRatioPpm the least ratio that is accepted, 0 to 1,000,000 ppm
   * @param parent the block whose ratio bounds its own; null for none
   * @param exclusiveGroup the group whose ratios are at most 1 in sum; null for none
   */
  public record Terms(int minRatioPpm, @Nullable String parent, @Nullable String exclusiveGroup) {
    /** The ratio of all. */
    public static final int WHOLE_PPM = 1_000_000;

    /** All or nothing, and by itself. */
    public static final Terms ALL_OR_NOTHING = new Terms(WHOLE_PPM, null, null);
  }
}
