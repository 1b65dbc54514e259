package org.commonwatt.model;

import java.util.List;

/**
 * Judges results of the coupled call auction. The auction asks every verifier that {@code
 * ServiceLoader} finds, but only while Java's assertions are on: in all tests, and in a market that
 * is run with {@code -ea}.
 */
public interface AuctionVerifier {
  /**
   * What is wrong with a result.
   *
   * @return one sentence each; empty when the result is optimal and all that it states is right
   */
  List<String> complaints(StatedAuction auction);

  /**
   * What is wrong with a result of several slots that blocks join. That no other acceptance of the
   * blocks is better is not asked: that would be to search.
   *
   * @return one sentence each; empty when all that is stated is right for the accepted blocks
   */
  List<String> complaints(StatedSlots slots);
}
