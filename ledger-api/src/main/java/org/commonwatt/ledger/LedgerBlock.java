package org.commonwatt.ledger;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Hash;

/**
 * A block. As in Fabric, its hash is the SHA-256 of the DER encoding of {@code SEQUENCE{INTEGER
 * number, OCTET STRING previousHash, OCTET STRING dataHash}}, and {@code dataHash} the SHA-256 of
 * all envelopes, one after the other. Block 0 follows none: in its encoding the previous hash is an
 * octet string of no bytes.
 *
 * @param number counts up from 0
 * @param previousHash hash of the block before; zero for block 0, which states none
 * @param dataHash hash of the envelopes as the block states it
 * @param envelopes stored bytes of the transactions, in order
 * @param metadata what was added to the block when it was signed and validated: Fabric's metadata,
 *     by Fabric's index
 * @param transactions the same transactions, decoded
 */
public record LedgerBlock(
    long number,
    Hash previousHash,
    Hash dataHash,
    List<byte[]> envelopes,
    List<byte[]> metadata,
    List<LedgerTransaction> transactions) {
  /** Copies the lists. */
  public LedgerBlock {
    envelopes = List.copyOf(envelopes);
    metadata = List.copyOf(metadata);
    transactions = List.copyOf(transactions);
  }

  /** The events of its valid transactions, in their order. */
  public List<LedgerEvent> events() {
    List<LedgerEvent> events = new ArrayList<>();
    for (LedgerTransaction one : transactions) {
      String name = one.eventName();
      String payload = one.eventPayload();
      if (name != null && payload != null) {
        events.add(new LedgerEvent(number, one.transactionId(), name, payload));
      }
    }
    return events;
  }
}
