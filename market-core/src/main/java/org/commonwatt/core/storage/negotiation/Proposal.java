package org.commonwatt.core.storage.negotiation;

/**
 * What one party proposes to the other.
 *
 * @param by who proposes
 * @param round 1 for the first proposal of a negotiation, one more for each counter-proposal
 * @param terms the exact text that both would sign, not empty
 * @param expiresMillis from when on it can no longer be answered, in ms since 1970
 */
public record Proposal(String by, int round, String terms, long expiresMillis) {
  /** Checks that there are terms. */
  public Proposal {
    if (terms.isEmpty() || round < 1) {
      throw new IllegalArgumentException("a proposal has terms and a round from 1 on");
    }
  }
}
