package org.commonwatt.core.storage.auction;

import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;
import org.commonwatt.core.storage.FirmSchedule;
import org.jspecify.annotations.Nullable;

/**
 * What an auction of storage services comes to. Lists are in order: of slots, of areas by id, of
 * links by their ends, of bids by time and id, of units by id.
 *
 * @param value what it is worth, and how sure that is the best
 * @param fills what is accepted
 * @param prices of each area its slots
 * @param flows through links, where something flows
 * @param paradoxicallyRejected linked bids that are not accepted, though prices are at none of
 *     their slots above their limit and at one below
 * @param commitments for each unit that is used the schedules that its book takes together, one for
 *     each bid, named as the bid
 */
public record AuctionResult(
    Value value,
    List<Fill> fills,
    SortedMap<String, List<AreaPrice>> prices,
    List<LinkFlow> flows,
    List<String> paradoxicallyRejected,
    SortedMap<String, List<FirmSchedule>> commitments)
    implements AuctionOutcome {
  /**
   * Worth of a result.
   *
   * @param welfareNano accepted energy at the bids' limits, less the same at the offers' prices,
   *     less fees; nano-currency
   * @param boundNano what no result passes, nano-currency
   */
  public record Value(BigInteger welfareNano, BigInteger boundNano) {
    /** Whether nothing is worth more. */
    public boolean isOptimal() {
      return welfareNano.equals(boundNano);
    }
  }

  /**
   * Accepted energy.
   *
   * @param bid its id
   * @param unit the id of the unit that stores it
   * @param slot of the auction's units
   * @param wh charged at the connection, above 0
   */
  public record Fill(String bid, String unit, int slot, long wh) {}

  /**
   * The price of storage in an area and slot.
   *
   * @param slot of the auction's units
   * @param price µ/kWh of charged energy: what bids of the area pay and its units get; null where
   *     an end of the interval is open
   * @param lowest the lowest that supports the result, null: nothing bounds it
   * @param highest the highest, null: nothing bounds it
   */
  public record AreaPrice(
      int slot, @Nullable Long price, @Nullable Long lowest, @Nullable Long highest) {}

  /**
   * Flow through a link.
   *
   * @param from id of an area
   * @param to id of an area
   * @param slot of the auction's units
   * @param wh positive from the one to the other
   * @param feeNano what the grid operator gets, nano-currency
   * @param rentNano what the bids of the one area pay more than the units of the other get, less
   *     the fee, nano-currency
   */
  public record LinkFlow(
      String from, String to, int slot, long wh, BigInteger feeNano, BigInteger rentNano) {}
}
