package org.commonwatt.core.book;

/**
 * What a link may carry in a slot and carries already, in the link's direction; negative is the
 * other way round.
 *
 * @param minFlowWh least flow, Wh, within ±10¹⁵
 * @param maxFlowWh largest flow, Wh, within ±10¹⁵
 * @param flowWh the flow that the auction and earlier trades have put on it, within the limits
 */
public record LinkLimits(long minFlowWh, long maxFlowWh, long flowWh) {
  private static final long MOST = 1_000_000_000_000_000L;

  /** Checks the ranges. */
  public LinkLimits {
    if (minFlowWh < -MOST || maxFlowWh > MOST || minFlowWh > flowWh || flowWh > maxFlowWh) {
      throw new IllegalArgumentException(
          "a link must have -10^15 <= minFlowWh <= flowWh <= maxFlowWh <= 10^15");
    }
  }
}
