package org.commonwatt.model;

import java.util.List;

/**
 * What a stretch of a market's event log has for the registry on the ledger: rulebooks and results
 * of auctions, by their hashes. Stretches follow one another without a gap, so what is not in the
 * registry's stretch was not on the log: {@code docs/formats/ledger.md}.
 *
 * @param market id of the market
 * @param fromSequence number of the stretch's first event, from 1
 * @param toSequence number of its last event
 * @param nextOffset offset on {@code events} at which the next stretch begins; only a help to who
 *     goes on
 * @param rulebooks activated in it, in order
 * @param auctions cleared in it, in order
 */
public record RegistryEntries(
    String market,
    long fromSequence,
    long toSequence,
    long nextOffset,
    List<RulebookEntry> rulebooks,
    List<AuctionEntry> auctions) {
  /** The most auctions, and the most rulebooks, of one stretch: each costs two calls of a peer. */
  public static final int MOST = 100;

  /** Copies the lists. */
  public RegistryEntries {
    rulebooks = List.copyOf(rulebooks);
    auctions = List.copyOf(auctions);
  }

  /**
   * An event on the log.
   *
   * @param sequence the engine's number of it
   * @param eventHash SHA-256 of its stored bytes: since each event carries the hash of the one
   *     before, it vouches for all of the log up to it
   */
  public record LogPlace(long sequence, Hash eventHash) {}

  /**
   * A rulebook.
   *
   * @param version counts up from 1
   * @param documentHash SHA-256 of its document, which batches name
   * @param areas ids of its areas
   * @param links its links between them
   * @param place where its activation stands
   */
  public record RulebookEntry(
      int version, Hash documentHash, List<String> areas, List<AreaLink> links, LogPlace place) {
    /** Copies the lists. */
    public RulebookEntry {
      areas = List.copyOf(areas);
      links = List.copyOf(links);
    }

    /** The entry of a rulebook that was activated. */
    public static RulebookEntry of(Rulebook rulebook, LogPlace place) {
      return new RulebookEntry(
          rulebook.version(),
          rulebook.documentHash(),
          rulebook.areas().ids(),
          rulebook.areas().links(),
          place);
    }
  }

  /**
   * The result of a slot's auction.
   *
   * @param slot the slot
   * @param place where the result stands
   */
  public record AuctionEntry(DeliverySlot slot, LogPlace place) {}
}
