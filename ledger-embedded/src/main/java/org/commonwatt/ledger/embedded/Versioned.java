package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;

/**
 * A committed value.
 *
 * @param value the value
 * @param version the transaction that last wrote it or its policy
 * @param policy the key's own endorsement policy, empty without one
 */
record Versioned(byte[] value, Version version, ByteString policy) {}
