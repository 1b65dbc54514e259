package org.commonwatt.ledger.embedded;

/**
 * Where a call is simulated: an organisation's peer sees all that is public and the private values
 * of its own organisation's collections.
 *
 * @param mspId the organisation
 * @param state what the blocks have made
 * @param collections which collections there are
 * @param queryLimit the most rows that one query gives, and then ends as if there were no more
 */
record Peer(String mspId, WorldState state, CollectionRules collections, int queryLimit) {
  /** Whether it keeps a collection's values. */
  boolean keeps(String collection) {
    return collections.find(collection).members().contains(mspId);
  }
}
