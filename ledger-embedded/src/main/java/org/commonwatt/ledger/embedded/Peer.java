package org.commonwatt.ledger.embedded;

/**
 * Where a call is simulated: an organisation's peer sees all that is public and the private values
 * of its own organisation's collections.
 *
 * @param mspId the organisation
 * @param state what the blocks have made
 * @param collections which collections there are
 */
record Peer(String mspId, WorldState state, CollectionRules collections) {
  /** Whether it keeps a collection's values. */
  boolean keeps(String collection) {
    return collections.find(collection).members().contains(mspId);
  }
}
