package org.commonwatt.ledger.embedded;

import java.util.Set;

/**
 * A collection of private data, as the definition of a chaincode names it on Fabric. The block has
 * hashes only, which everybody sees; the values are with the members' peers.
 *
 * @param name its name
 * @param members MSP ids of the organisations that keep the values
 * @param membersOnly whether only clients of members may read and write it; else any client may, of
 *     what the peer that answers has
 * @param endorsers MSP ids of the organisations that must sign a write; none: those that must sign
 *     any transaction of the chaincode
 */
public record PrivateCollection(
    String name, Set<String> members, boolean membersOnly, Set<String> endorsers) {
  /**
   * The product's own: prices of bilateral contracts. The exchange signs a deposit alone, because
   * no other endorser may see it; the regulator's peer keeps what it is sent.
   */
  static final PrivateCollection BILATERAL_PRICES =
      new PrivateCollection(
          "bilateral-prices", Set.of("ExchangeMSP", "RegulatorMSP"), true, Set.of("ExchangeMSP"));

  /** Copies the sets. */
  public PrivateCollection {
    members = Set.copyOf(members);
    endorsers = Set.copyOf(endorsers);
  }
}
