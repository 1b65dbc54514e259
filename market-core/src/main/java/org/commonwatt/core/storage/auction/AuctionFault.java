package org.commonwatt.core.storage.auction;

/**
 * What is wrong with an auction. Nothing was cleared.
 *
 * @param code the first of the reasons that hold, in the order of the codes
 * @param message what is wrong with which part
 * @param hint how to put it right
 */
public record AuctionFault(Code code, String message, String hint) implements AuctionOutcome {
  /** Kinds of faults, in order of precedence. */
  public enum Code {
    /** A number is outside its range, or there are too many of something. */
    OUT_OF_RANGE,
    /** A list has not one entry for each slot, or the slots are not among those of a unit. */
    WRONG_SLOTS,
    /** Slots of several days, and a unit has a limit of cycles of a day. */
    SEVERAL_DAYS,
    /** Two areas, links, units or bids have one id, or two links join the same areas. */
    DUPLICATE_ID,
    /** An offer, a bid or a link names an area that is not there. */
    UNKNOWN_AREA,
    /** A bid's participant owns a unit of the auction. */
    SELF_TRADE
  }
}
