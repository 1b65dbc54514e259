package org.commonwatt.model;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call auction of coupled areas as whoever judges it sees it: what it was given, and what was
 * stated for it. Areas are named by their places in {@code areas}.
 *
 * @param rules what its rulebook chose
 * @param areas all areas, in order of id
 * @param links links in the order of the case
 * @param orders orders in the order of the case
 * @param totals what was stated for all together
 */
public record StatedAuction(
    Rules rules, List<Area> areas, List<Link> links, List<Order> orders, Totals totals) {

  /** Takes copies. */
  public StatedAuction {
    areas = List.copyOf(areas);
    links = List.copyOf(links);
    orders = List.copyOf(orders);
  }

  /**
   * What a rulebook chose, in the words of case files.
   *
   * @param price how prices are chosen, such as {@code midpoint}
   * @param ties how equals share, such as {@code pro-rata}
   * @param cleanFirst whether clean sells come before others of their price
   */
  public record Rules(String price, String ties, boolean cleanFirst) {
    /** Those of an auction whose rulebook chooses nothing. */
    public static final Rules USUAL = new Rules("midpoint", "pro-rata", false);
  }

  /** What an area is to an auction. */
  public enum Kind {
    /** Has orders, a balance and a price. */
    NORMAL,
    /** Buys and sells any amount at its fixed price. */
    NEIGHBOUR,
    /** Has neither balance nor price; its links carry a given schedule. */
    EXTERNAL
  }

  /**
   * An area.
   *
   * @param id its id
   * @param kind what it is to the auction
   * @param fixedPriceMicroPerKwh a neighbour's price, µ/kWh; 0 for all others
   * @param stated what was stated for it; only of a normal area is it looked at
   */
  public record Area(String id, Kind kind, long fixedPriceMicroPerKwh, Figures stated) {}

  /**
   * What was stated for a normal area.
   *
   * @param priceMicroPerKwh its price, µ/kWh; null for none
   * @param lowestMicroPerKwh lower end of its supporting prices, null for none
   * @param highestMicroPerKwh upper end of its supporting prices, null for none
   * @param buyWh energy bought, Wh
   * @param sellWh energy sold, Wh
   * @param netExportWh what flows out minus what flows in, Wh
   */
  public record Figures(
      @Nullable Long priceMicroPerKwh,
      @Nullable Long lowestMicroPerKwh,
      @Nullable Long highestMicroPerKwh,
      long buyWh,
      long sellWh,
      long netExportWh) {
    /** Of an area for which nothing is stated. */
    public static final Figures NONE = new Figures(null, null, null, 0, 0, 0);
  }

  /**
   * A link.
   *
   * @param from place of the area where a positive flow comes from
   * @param to place of the area where a positive flow goes to
   * @param minFlowWh least flow, Wh
   * @param maxFlowWh greatest flow, Wh
   * @param feeMicroPerKwh fee on the flow's absolute value, µ/kWh
   * @param flowWh the flow that was stated, Wh
   */
  public record Link(
      int from, int to, long minFlowWh, long maxFlowWh, long feeMicroPerKwh, long flowWh) {}

  /**
   * An order.
   *
   * @param id its id
   * @param area place of its area
   * @param side buy or sell
   * @param priceMicroPerKwh limit price, µ/kWh
   * @param energyWh energy, Wh
   * @param minEnergyWh this much or nothing, Wh
   * @param owner when it came, from whom and whether it is clean
   * @param participatingWh the energy it was stated to take part with, Wh: less than its own where
   *     its owner would have traded with itself
   * @param fillWh what it was stated to get, Wh
   */
  public record Order(
      String id,
      int area,
      Side side,
      long priceMicroPerKwh,
      long energyWh,
      long minEnergyWh,
      Arrival owner,
      long participatingWh,
      long fillWh) {
    /** Whether it buys. */
    public boolean isBuy() {
      return side == Side.BUY;
    }

    /** Whether it was stated to take part with less than its energy. */
    public boolean isReduced() {
      return participatingWh != energyWh;
    }
  }

  /**
   * When an order came, from whom, and of what kind of source.
   *
   * @param participant the beneficial owner; null for an owner of this order alone
   * @param time any measure of arrival; {@code Long.MAX_VALUE} for none
   * @param clean whether it is of a clean source
   */
  public record Arrival(@Nullable String participant, long time, boolean clean) {
    /** Of a source that is not clean. */
    public Arrival(@Nullable String participant, long time) {
      this(participant, time, false);
    }
  }

  /**
   * What was stated for all together.
   *
   * @param cleared whether any order got anything
   * @param welfareNano welfare, nano-currency
   * @param feeNano fees of all links, nano-currency
   * @param congestionRentNano what the links earn beyond their fees, nano-currency
   * @param marketSurplusNano under pay-as-bid what buyers pay beyond all others, else 0
   * @param paradoxicallyRejected ids of orders in the money that got nothing
   */
  public record Totals(
      boolean cleared,
      BigInteger welfareNano,
      BigInteger feeNano,
      BigInteger congestionRentNano,
      BigInteger marketSurplusNano,
      Set<String> paradoxicallyRejected) {
    /** Of an auction for which nothing is stated. */
    public static final Totals NONE =
        new Totals(
            false, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, Set.of());
  }
}
