package org.commonwatt.ledger.embedded;

/** Names that a network's configuration would give. */
final class Channel {
  /** The channel. */
  static final String ID = "embedded";

  /** The chaincode, which is also the name space of its keys. */
  static final String CHAINCODE = "commonwatt";

  private Channel() {}
}
