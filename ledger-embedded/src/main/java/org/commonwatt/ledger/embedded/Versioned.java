package org.commonwatt.ledger.embedded;

import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;

/** A committed value and the transaction that wrote it. */
record Versioned(byte[] value, Version version) {}
