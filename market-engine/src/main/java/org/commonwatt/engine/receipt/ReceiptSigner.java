package org.commonwatt.engine.receipt;

import java.util.List;

/**
 * Gives signed receipts for what stands on the log. A signature takes about a tenth of a
 * millisecond: not on the engine's thread. Thread-safe.
 *
 * @param market id of the market
 * @param partition the market's partition
 * @param key signs
 */
public record ReceiptSigner(String market, int partition, EngineKey key) {
  /**
   * A receipt and its signature.
   *
   * @param receipt what is signed
   * @param signature 64 bytes of Ed25519 over {@link Receipt#signedBytes}
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Signed(Receipt receipt, byte[] signature) {}

  /**
   * A receipt of commands together, and its signature.
   *
   * @param receipt what is signed
   * @param signature 64 bytes of Ed25519 over {@link BatchReceipt#signedBytes}
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record SignedBatch(BatchReceipt receipt, byte[] signature) {}

  /** Signs once for commands of one frame. */
  public SignedBatch sign(List<Evidence> evidences) {
    BatchReceipt receipt = new BatchReceipt(market, partition, evidences, key.engine());
    return new SignedBatch(receipt, key.sign(receipt.signedBytes()));
  }

  /** Signs. */
  public Signed sign(Evidence evidence) {
    Receipt receipt = new Receipt(market, partition, evidence, key.engine());
    return new Signed(receipt, key.sign(receipt.signedBytes()));
  }
}
