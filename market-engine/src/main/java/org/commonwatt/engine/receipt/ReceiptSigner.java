package org.commonwatt.engine.receipt;

import java.util.List;

/**
 * Gives signed receipts for what stands on the log. A signature takes longer than an order: not on
 * the engine's thread. Thread-safe.
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
   * @param signature 64 bytes of Ed25519, the same for all commands of a frame
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

  /** A receipt of one command of a frame. The frame is signed once, whoever asks first. */
  public Signed sign(FrameTree frame, int command) {
    Receipt receipt =
        new Receipt(
            market,
            partition,
            frame.evidence(command),
            frame.size(),
            frame.path(command),
            key.engine());
    return new Signed(receipt, frame.signature(this::signature));
  }

  private byte[] signature(FrameTree frame) {
    return key.sign(Receipt.signedBytes(market, partition, frame, key.engine()));
  }
}
