package org.commonwatt.audit;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.model.Hash;

/** Recomputes the hash chain of the ledger's blocks from their stored bytes. */
public final class BlockChain {
  private static final int DER_INTEGER = 0x02;
  private static final int DER_OCTET_STRING = 0x04;
  private static final int DER_SEQUENCE = 0x30;

  private final Findings findings;
  private long expectedNumber;
  private Hash previous = Hash.ZERO;

  BlockChain(Findings findings) {
    this.findings = findings;
  }

  void check(LedgerBlock block) {
    Place place = Place.block(expectedNumber);
    findings.compare(FindingCode.BLOCK_NUMBER_WRONG, place, expectedNumber, block.number());
    findings.compare(FindingCode.BLOCK_CHAIN_BROKEN, place, previous, block.previousHash());
    Hash data = Hash.of(block.envelopes().toArray(new byte[0][]));
    findings.compare(FindingCode.BLOCK_DATA_HASH_WRONG, place, data, block.dataHash());
    if (block.envelopes().size() != block.transactions().size()) {
      findings.add(
          FindingCode.LEDGER_UNREADABLE,
          place,
          "expected "
              + block.envelopes().size()
              + " transactions, one for each envelope, found "
              + block.transactions().size());
    }
    previous = headerHash(block);
    expectedNumber++;
  }

  /**
   * SHA-256 of the DER of SEQUENCE{INTEGER number, OCTET STRING previous, OCTET STRING data}; block
   * 0 follows none, and its string is empty.
   */
  public static Hash headerHash(LedgerBlock block) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    append(body, DER_INTEGER, BigInteger.valueOf(block.number()).toByteArray());
    byte[] before = block.number() == 0 ? new byte[0] : block.previousHash().bytes();
    append(body, DER_OCTET_STRING, before);
    append(body, DER_OCTET_STRING, block.dataHash().bytes());
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    append(header, DER_SEQUENCE, body.toByteArray());
    return Hash.of(header.toByteArray());
  }

  /** Tag, length, content; a header's parts stay under 128 bytes, where the length is one byte. */
  private static void append(ByteArrayOutputStream out, int tag, byte[] content) {
    out.write(tag);
    out.write(content.length);
    out.writeBytes(content);
  }
}
