package org.commonwatt.ledger;

import java.util.List;
import org.commonwatt.model.Hash;

/**
 * A block. As in Fabric, its hash is the SHA-256 of the DER encoding of {@code SEQUENCE{INTEGER
 * number, OCTET STRING previousHash, OCTET STRING dataHash}}, and {@code dataHash} the SHA-256 of
 * all envelopes, one after the other.
 *
 * @param number counts up from 0
 * @param previousHash hash of the block before; zero for block 0
 * @param dataHash hash of the envelopes as the block states it
 * @param envelopes stored bytes of the transactions, in order
 * @param transactions the same transactions, decoded
 */
public record LedgerBlock(
    long number,
    Hash previousHash,
    Hash dataHash,
    List<byte[]> envelopes,
    List<LedgerTransaction> transactions) {
  /** Copies the lists. */
  public LedgerBlock {
    envelopes = List.copyOf(envelopes);
    transactions = List.copyOf(transactions);
  }
}
