package org.commonwatt.chaincode.settlement.rules;

import java.util.List;

/**
 * A composite key: its type and attributes.
 *
 * @param type what the key holds, such as {@code batch}; no two contracts share one, as they share
 *     the chaincode's state
 * @param attributes ids, in order
 */
public record StateKey(String type, List<String> attributes) {
  /** Copies the attributes. */
  public StateKey {
    attributes = List.copyOf(attributes);
  }

  /** The recorded batch of a market and batch id. */
  static StateKey batch(String market, String batchId) {
    return new StateKey("batch", List.of(market, batchId));
  }

  /** The start of the keys of all batches of a market. */
  static StateKey batches(String market) {
    return new StateKey("batch", List.of(market));
  }

  /** The newest batch of a market. */
  static StateKey head(String market) {
    return new StateKey("head", List.of(market));
  }

  /**
   * A part of the postings of a batch: rows per batch, because a balance that every batch rewrites
   * would make concurrent batches conflict.
   */
  static StateKey postings(String market, String part, String batchId) {
    return new StateKey("postings", List.of(market, part, batchId));
  }

  /** The start of the keys of a part's rows. */
  static StateKey postings(String market, String part) {
    return new StateKey("postings", List.of(market, part));
  }

  /** What versions 1 to 3 wrote: the posting of a batch to an account. */
  static StateKey delta(String market, String account, String batchId) {
    return new StateKey("delta", List.of(market, account, batchId));
  }

  /** The start of the keys of such rows of an account. */
  static StateKey deltas(String market, String account) {
    return new StateKey("delta", List.of(market, account));
  }
}
