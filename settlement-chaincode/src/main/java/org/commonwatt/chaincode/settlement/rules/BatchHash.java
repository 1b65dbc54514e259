package org.commonwatt.chaincode.settlement.rules;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;

/**
 * The hash of a batch, computed here anew from {@code docs/formats/settlement-batch.md}: a contract
 * that took the submitter's word for it would check nothing.
 */
final class BatchHash {
  private BatchHash() {}

  static Hash of(SettlementBatch batch) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(batch, out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return Hash.of(bytes.toByteArray());
  }

  private static void write(SettlementBatch batch, DataOutputStream out) throws IOException {
    text(batch.batchId(), out);
    text(batch.market(), out);
    out.writeLong(batch.slot().startMillis());
    out.writeInt(batch.slot().minutes());
    out.writeInt(batch.rulebookVersion());
    out.write(batch.rulebookHash().bytes());
    out.write(batch.auctionHash().bytes());
    out.write(batch.positionsHash().bytes());
    out.write(batch.billRoot().bytes());
    out.writeInt(batch.billLineCount());
    out.write(batch.predecessor().bytes());
    out.writeInt(batch.postings().size());
    for (Posting posting : batch.postings()) {
      text(posting.account(), out);
      out.writeLong(posting.amountNano());
    }
  }

  private static void text(String text, DataOutputStream out) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(utf8.length);
    out.write(utf8);
  }
}
