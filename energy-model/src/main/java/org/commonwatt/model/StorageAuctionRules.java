package org.commonwatt.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * When storage services are auctioned, and under which limits. Windows follow each other through
 * every local day, from its beginning on.
 *
 * @param windowSlots how many slots one auction is for, 1 to {@value #MOST_SLOTS}; a local day has
 *     a whole number of windows
 * @param openLeadMinutes offers and bids are taken from so long before a window on
 * @param gateLeadMinutes the auction is held so long before its window, 0 or more
 * @param leastBidWh the least surplus that a bid has in all its slots, Wh, 1 or more
 * @param flows how many flows the search for linked bids looks for at most, 2 to {@value
 *     #MOST_FLOWS}
 * @param links what of links is kept free for stored energy; of others nothing
 */
public record StorageAuctionRules(
    int windowSlots,
    int openLeadMinutes,
    int gateLeadMinutes,
    long leastBidWh,
    int flows,
    List<Share> links) {
  /** The most slots of a window. */
  public static final int MOST_SLOTS = 192;

  /** The most flows of a search. */
  public static final int MOST_FLOWS = 10_000;

  /** The most areas of a market that auctions storage, and the most links with a share. */
  public static final int MOST_AREAS = 100;

  /** The most that is kept free of a link in a slot, Wh. */
  public static final long MOST_SHARE_WH = 100_000_000_000L;

  private static final long MINUTE_MILLIS = 60_000L;

  /**
   * A share of a link that the grid operator keeps free for stored energy: the areas' own auction
   * does not have it. Its fee is the link's.
   *
   * @param from id of an area, as the rulebook's link has it
   * @param to id of another area, as the rulebook's link has it
   * @param forwardWh most that flows from the one to the other in a slot, Wh
   * @param backwardWh the same of the other direction
   */
  public record Share(String from, String to, long forwardWh, long backwardWh) {
    /** Checks the energies. */
    public Share {
      Ids.require("area", from);
      Ids.require("area", to);
      if (forwardWh < 0 || backwardWh < 0 || Math.max(forwardWh, backwardWh) > MOST_SHARE_WH) {
        throw new IllegalArgumentException(
            "storageAuction: forwardWh and backwardWh must be 0 to " + MOST_SHARE_WH);
      }
    }
  }

  /** Checks the ranges; the message says what to change. */
  public StorageAuctionRules {
    links = List.copyOf(links);
    if (windowSlots < 1 || windowSlots > MOST_SLOTS) {
      throw new IllegalArgumentException("storageAuction: windowSlots must be 1 to " + MOST_SLOTS);
    }
    if (gateLeadMinutes < 0
        || openLeadMinutes <= gateLeadMinutes
        || openLeadMinutes > Rulebook.Timing.MAX_OPEN_LEAD_MINUTES) {
      throw new IllegalArgumentException(
          "storageAuction: a window opens before its gate, openLeadMinutes > gateLeadMinutes >= 0,"
              + " at most "
              + Rulebook.Timing.MAX_OPEN_LEAD_MINUTES
              + " minutes (31 days) ahead");
    }
    if (leastBidWh < 1 || leastBidWh > StorageSpec.MOST) {
      throw new IllegalArgumentException(
          "storageAuction: leastBidWh must be 1 to " + StorageSpec.MOST);
    }
    if (flows < 2 || flows > MOST_FLOWS) {
      throw new IllegalArgumentException("storageAuction: flows must be 2 to " + MOST_FLOWS);
    }
  }

  /** How long a window is, milliseconds. */
  public long lengthMillis(Rulebook.Timing timing) {
    return windowSlots * timing.slotMinutes() * MINUTE_MILLIS;
  }

  /** Whether a window begins at an instant. */
  public boolean isStart(long millis, Rulebook.Timing timing) {
    long local = millis + timing.utcOffsetMinutes() * MINUTE_MILLIS;
    return millis >= 0 && Math.floorMod(local, lengthMillis(timing)) == 0;
  }

  /** From when on the window that begins at an instant is open. */
  public long openMillis(long windowMillis) {
    return windowMillis - openLeadMinutes * MINUTE_MILLIS;
  }

  /** When the auction of the window that begins at an instant is held. */
  public long gateMillis(long windowMillis) {
    return windowMillis - gateLeadMinutes * MINUTE_MILLIS;
  }

  /** Checks it against the rest of a rulebook; the message says what to change. */
  void requireIn(Areas areas, Rulebook.Timing timing) {
    int ofDay = 1440 / timing.slotMinutes();
    if (ofDay % windowSlots != 0) {
      throw new IllegalArgumentException(
          "storageAuction: a day has "
              + ofDay
              + " slots, which "
              + windowSlots
              + " do not divide: windowSlots must");
    }
    if (Math.max(areas.ids().size(), links.size()) > MOST_AREAS) {
      throw new IllegalArgumentException(
          "storageAuction: the market has at most " + MOST_AREAS + " areas, and as many links");
    }
    Set<String> seen = new HashSet<>();
    for (Share share : links) {
      boolean known =
          areas.links().stream()
              .anyMatch(link -> link.from().equals(share.from()) && link.to().equals(share.to()));
      if (!known || !seen.add(AreaLink.party(share.from(), share.to()))) {
        throw new IllegalArgumentException(
            "storageAuction: link "
                + AreaLink.party(share.from(), share.to())
                + " must be one of the rulebook's links, in its direction, and named once");
      }
    }
  }
}
