package org.commonwatt.testkit.ledger;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.model.Hash;

/** Fabric's block hashes, computed with nothing but arrays: an oracle must not share the code. */
final class BlockHashes {
  private static final byte INTEGER = 0x02;
  private static final byte OCTET_STRING = 0x04;
  private static final byte SEQUENCE = 0x30;

  private BlockHashes() {}

  /** The hash of the envelopes, one after the other. */
  static Hash data(LedgerBlock block) {
    return Hash.of(block.envelopes().toArray(new byte[0][]));
  }

  /** The hash that the next block must state. */
  static Hash header(LedgerBlock block) {
    byte[] number = tagged(INTEGER, BigInteger.valueOf(block.number()).toByteArray());
    byte[] before = block.number() == 0 ? new byte[0] : block.previousHash().bytes();
    byte[] previous = tagged(OCTET_STRING, before);
    byte[] data = tagged(OCTET_STRING, block.dataHash().bytes());
    byte[] content =
        ByteBuffer.allocate(number.length + previous.length + data.length)
            .put(number)
            .put(previous)
            .put(data)
            .array();
    return Hash.of(tagged(SEQUENCE, content));
  }

  /** Short lengths suffice: the longest content has 78 bytes. */
  private static byte[] tagged(byte tag, byte[] content) {
    return ByteBuffer.allocate(2 + content.length)
        .put(tag)
        .put((byte) content.length)
        .put(content)
        .array();
  }
}
