package org.commonwatt.core.book;

/** A resting order as the planner looks at it, with the way and fee it is looked at with. */
final class Offer {
  int area;
  int maker;
  boolean conditional;

  /** The resting order's limit, µ/kWh. */
  long limit;

  /** What is left of its shown energy, Wh. */
  long energy;

  /** The least that it takes, Wh. */
  long need;

  long sequence;

  /** By way: the trade's price, its fee, and what the arriving order sees as rank. */
  long price;

  long fee;
  long rank;

  /** Breaks ties between bids that leave the seller the same; 0 for sells. */
  long limitRank;
}
