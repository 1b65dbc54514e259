package org.commonwatt.model;

import java.util.List;

/**
 * The settlement of one slot: netted postings that sum to zero, and what they rest on. Formats of
 * the hashes: {@code docs/formats/settlement-batch.md}.
 *
 * @param batchId {@code <market>.<slot start as epoch seconds>.} and the run: {@code initial},
 *     {@code revised-N}, {@code final}, or {@code corrected-N} of an upheld dispute
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
  private static final String INITIAL = "initial";
  private static final String FINAL = "final";
  private static final String CORRECTED = "corrected-";
  private static final long MILLIS_PER_SECOND = 1000;

  /** Copies the postings. */
  public SettlementBatch {
    postings = List.copyOf(postings);
  }

  /** The id of a slot's initial settlement. */
  public static String initialId(String market, DeliverySlot slot) {
    return prefix(market, slot) + INITIAL;
  }

  /**
   * The id of a revised run of a slot.
   *
   * @param run its number: 1 for the first after the initial settlement
   */
  public static String revisedId(String market, DeliverySlot slot, int run) {
    return prefix(market, slot) + "revised-" + run;
  }

  /** The id of a slot's final run. */
  public static String finalId(String market, DeliverySlot slot) {
    return prefix(market, slot) + FINAL;
  }

  /**
   * The id of the run that an upheld dispute of a slot leads to.
   *
   * @param disputeId number of the dispute
   */
  public static String correctedId(String market, DeliverySlot slot, long disputeId) {
    return prefix(market, slot) + CORRECTED + disputeId;
  }

  /** Whether an id is that of a run of a slot that an upheld dispute leads to. */
  public static boolean isCorrectedId(String market, DeliverySlot slot, String id) {
    return id.startsWith(prefix(market, slot) + CORRECTED);
  }

  /** Whether it posts what an upheld dispute corrects, after all other runs of its slot. */
  public boolean isCorrection() {
    return batchId.startsWith(CORRECTED, batchId.lastIndexOf('.') + 1);
  }

  /** Whether it is a slot's initial settlement. */
  public boolean isInitial() {
    return batchId.endsWith("." + INITIAL);
  }

  /** Whether it is a slot's final run, after which only corrections follow. */
  public boolean isFinal() {
    return batchId.endsWith("." + FINAL);
  }

  private static String prefix(String market, DeliverySlot slot) {
    return market + "." + slot.startMillis() / MILLIS_PER_SECOND + ".";
  }
}
