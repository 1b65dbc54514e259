package org.commonwatt.core.coupled;

/** How orders of one area, side and price share what is left for them. */
public enum TieRule {
  /** In proportion to their energy, in whole Wh by largest remainder, then time, then id. */
  PRO_RATA("pro-rata"),
  /** The earlier first, then by id. */
  TIME("time");

  private final String label;

  TieRule(String label) {
    this.label = label;
  }

  /** The name in case files and rulebooks. */
  public String label() {
    return label;
  }
}
