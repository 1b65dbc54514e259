package org.commonwatt.core.coupled;

/** How a price is chosen. All but {@link #MIDPOINT} look at the orders of one price zone. */
public enum PriceRule {
  /** The floored middle of the supporting prices. */
  MIDPOINT("midpoint"),
  /** The dearest accepted sell. */
  MARGINAL_OFFER("marginal-offer"),
  /** The cheapest accepted buy. */
  MARGINAL_BID("marginal-bid"),
  /** The floored mean of the dearest accepted sell and the cheapest accepted buy. */
  AVERAGE_OF_LAST_PAIR("average-of-last-pair"),
  /** Everybody pays or gets the own limit; there is no common price. */
  PAY_AS_BID("pay-as-bid");

  private final String label;

  PriceRule(String label) {
    this.label = label;
  }

  /** The name in case files and rulebooks. */
  public String label() {
    return label;
  }
}
