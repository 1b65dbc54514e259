package org.commonwatt.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call auction of several slots that blocks join, as whoever judges it sees it: what it was
 * given, and what was stated for it.
 *
 * @param slots what was given and stated for each slot, in their order and with the same areas; its
 *     orders are the simple ones, the energies of its areas include blocks, its totals say nothing
 * @param blocks blocks in the order of the case, orders with a minimum quantity among them
 * @param totals what was stated for all slots together
 */
public record StatedSlots(
    List<StatedAuction> slots, List<Block> blocks, StatedAuction.Totals totals) {

  /** Takes copies. */
  public StatedSlots {
    slots = List.copyOf(slots);
    blocks = List.copyOf(blocks);
  }

  /**
   * A block.
   *
   * @param id its id
   * @param area place of its area
   * @param side buy or sell
   * @param priceMicroPerKwh limit of the average price, µ/kWh
   * @param portions what it is in each of its slots, at least one
   * @param terms how much at least, and what it depends on
   * @param leftOut whether it was stated not to take part
   * @param time any measure of arrival; {@code Long.MAX_VALUE} for none
   */
  public record Block(
      String id,
      int area,
      Side side,
      long priceMicroPerKwh,
      List<Portion> portions,
      Terms terms,
      boolean leftOut,
      long time) {
    /** Takes a copy. */
    public Block {
      portions = List.copyOf(portions);
    }

    /** Whether it buys. */
    public boolean isBuy() {
      return side == Side.BUY;
    }

    /** Whether anything of it was stated to be accepted. */
    public boolean isAccepted() {
      return portions.get(0).fillWh() > 0;
    }
  }

  /**
   * A block in one slot.
   *
   * @param slot place of the slot
   * @param energyWh its energy, Wh
   * @param fillWh what it was stated to get, Wh
   */
  public record Portion(int slot, long energyWh, long fillWh) {}

  /**
   * What a block asks beside its price.
   *
   * @param minRatioPpm the least ratio of its energies, ppm
   * @param minEnergyWh for an order of one slot its least energy, else 0, Wh
   * @param parent id of the block whose ratio bounds its own, null for none
   * @param exclusiveGroup group whose ratios are at most 1 in sum, null for none
   * @param participant the beneficial owner, null for one of this block alone
   */
  public record Terms(
      int minRatioPpm,
      long minEnergyWh,
      @Nullable String parent,
      @Nullable String exclusiveGroup,
      @Nullable String participant) {}
}
