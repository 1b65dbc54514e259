package org.commonwatt.audit;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a receipt claims, as its holder hands it in: {@code docs/formats/receipt.md}.
 *
 * @param market id of the market
 * @param partition the market's partition
 * @param commandOffset offset of the frame on {@code commands}
 * @param commandIndex the command's place in the frame, from 0
 * @param commandHash SHA-256 of the command's stored bytes, in hexadecimal
 * @param sequence the engine's number of the command's first event
 * @param eventHash SHA-256 of that event's stored bytes, in hexadecimal
 * @param engine name of the engine
 * @param signature what is said to be its signature
 * @param together the bytes that were signed of several commands together, null of a receipt of
 *     version 1, which was signed alone
 */
@SuppressWarnings("ArrayRecordComponent")
public record ReceiptClaim(
    String market,
    int partition,
    long commandOffset,
    int commandIndex,
    String commandHash,
    long sequence,
    String eventHash,
    String engine,
    byte[] signature,
    byte @Nullable [] together) {
  private static final String KIND = "commonwatt-receipt-1";

  /** A receipt of version 1. */
  public ReceiptClaim(
      String market,
      int partition,
      long commandOffset,
      int commandIndex,
      String commandHash,
      long sequence,
      String eventHash,
      String engine,
      byte[] signature) {
    this(
        market,
        partition,
        commandOffset,
        commandIndex,
        commandHash,
        sequence,
        eventHash,
        engine,
        signature,
        null);
  }

  /** The bytes that the engine must have signed. */
  public byte[] signedBytes() {
    byte[] ofAll = together;
    if (ofAll != null) {
      return ofAll;
    }
    String lines =
        KIND
            + '\n'
            + market
            + '\n'
            + partition
            + '\n'
            + commandOffset
            + '\n'
            + commandIndex
            + '\n'
            + commandHash
            + '\n'
            + sequence
            + '\n'
            + eventHash
            + '\n'
            + engine
            + '\n';
    return lines.getBytes(StandardCharsets.UTF_8);
  }
}
