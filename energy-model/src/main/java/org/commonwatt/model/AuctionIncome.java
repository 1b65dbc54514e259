package org.commonwatt.model;

/**
 * What is done with the income of an auction: the congestion rent of its links or, where it is paid
 * as bid, the market surplus. A market has at most one of the two.
 *
 * @param use what the money is for
 * @param account the account that gets it: the grid operator, who bears the residual of losses, or
 *     one of its own
 */
public record AuctionIncome(Use use, String account) {
  /** What the money may be for, as Article 19 of Regulation (EU) 2019/943 has it of congestion. */
  public enum Use {
    /** That capacity which was allocated is there, compensations included. */
    AVAILABILITY,
    /** That links carry as much as before, or more: their operation and investments. */
    CAPACITY,
    /** An income of the grid, by which its tariffs are lower. */
    TARIFFS
  }

  /** Checks the id. */
  public AuctionIncome {
    Ids.require("account", account);
  }
}
