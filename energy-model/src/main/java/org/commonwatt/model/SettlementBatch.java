package org.commonwatt.model;

import java.util.List;

/**
 * The settlement of one slot: netted postings that sum to zero, and what they rest on. Formats of
 * the hashes: {@code docs/formats/settlement-batch.md}.
 *
 * @param batchId {@code <market>.<slot start as epoch seconds>.initial}
 * @param market id of the market
 * @param slot the settled slot
 * @param rulebookVersion version in force
 * @param rulebookHash hash of its document
 * @param auctionHash hash of the slot's auction result
 * @param positionsHash hash of the metered positions
 * @param billRoot RFC 6962 root over the bill lines' leaves
 * @param billLineCount number of leaves
 * @param predecessor hash of the market's previous batch, zero for the first
 * @param postings sorted by account, none zero
 */
public record SettlementBatch(
    String batchId,
    String market,
    DeliverySlot slot,
    int rulebookVersion,
    Hash rulebookHash,
    Hash auctionHash,
    Hash positionsHash,
    Hash billRoot,
    int billLineCount,
    Hash predecessor,
    List<Posting> postings) {
  /** Copies the postings. */
  public SettlementBatch {
    postings = List.copyOf(postings);
  }
}
