package org.commonwatt.model;

/**
 * A link between two areas of a market. Flow from {@code from} to {@code to} is positive. No flow
 * is always allowed, so that every auction has a result.
 *
 * @param from id of an area
 * @param to id of another area
 * @param minFlowWh least flow of a slot, Wh, 0 or less: how much may flow in reverse
 * @param maxFlowWh greatest flow of a slot, Wh, 0 or more
 * @param feeMicroPerKwh constant fee on the flow's absolute value, µ/kWh, not negative; it goes to
 *     the grid operator
 */
public record AreaLink(
    String from, String to, long minFlowWh, long maxFlowWh, long feeMicroPerKwh) {
  /** Checks ends, limits and fee. */
  public AreaLink {
    Ids.require("area", from);
    Ids.require("area", to);
    if (from.equals(to)) {
      throw new IllegalArgumentException(
          "a link joins two different areas, not " + from + " twice");
    }
    String name = "link " + from + ">" + to;
    if (minFlowWh > 0 || minFlowWh < -Amounts.MAX_ORDER_WH) {
      throw new IllegalArgumentException(
          name + ": minFlowWh must be -" + Amounts.MAX_ORDER_WH + " to 0");
    }
    if (maxFlowWh < 0 || maxFlowWh > Amounts.MAX_ORDER_WH) {
      throw new IllegalArgumentException(name + ": maxFlowWh must be 0 to " + Amounts.MAX_ORDER_WH);
    }
    if (feeMicroPerKwh < 0 || !Amounts.isPrice(feeMicroPerKwh)) {
      throw new IllegalArgumentException(
          name + ": feeMicroPerKwh must be 0 to " + Amounts.MAX_ABS_PRICE_MICRO_PER_KWH);
    }
  }

  /**
   * The link as a party to trades, such as {@code east>west}. No participant has such an id,
   * because ids have no {@code >}.
   */
  public String party() {
    return party(from, to);
  }

  /** The party that the link from one area to another is. */
  public static String party(String from, String to) {
    return from + ">" + to;
  }

  /** Whether a party is a link. */
  public static boolean isParty(String party) {
    return party.indexOf('>') >= 0;
  }
}
