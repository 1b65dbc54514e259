package org.commonwatt.engine.receipt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.commonwatt.model.Hash;

/**
 * What an engine signs about commands of one frame together: {@code docs/formats/receipt.md}. One
 * signature costs as much as the hashes of hundreds of commands.
 *
 * @param market id of the market
 * @param partition the market's partition of {@code commands} and {@code events}
 * @param evidences where each command stands and what came of it, all of one frame, at least one
 * @param engine name of the engine, which follows from its key
 */
public record BatchReceipt(String market, int partition, List<Evidence> evidences, String engine) {
  /** The first line of what is signed; the digit is the version of the format. */
  public static final String KIND = "commonwatt-batch-receipt-1";

  /** Copies the list and checks that all stand in one frame. */
  public BatchReceipt {
    evidences = List.copyOf(evidences);
    long frame = evidences.get(0).commandOffset();
    if (evidences.stream().anyMatch(one -> one.commandOffset() != frame)) {
      throw new IllegalArgumentException("the commands of a batch stand in one frame");
    }
  }

  /** Offset of the frame on {@code commands}. */
  public long commandOffset() {
    return evidences.get(0).commandOffset();
  }

  /** The bytes that are signed: one line for each field, in this order. */
  public byte[] signedBytes() {
    String text =
        String.join(
            "\n",
            KIND,
            market,
            Integer.toString(partition),
            Long.toString(commandOffset()),
            Integer.toString(evidences.size()),
            listHash().hex(),
            engine,
            "");
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** SHA-256 of four lines for each command: index, hash, sequence, hash of the event. */
  private Hash listHash() {
    StringBuilder text = new StringBuilder(evidences.size() * 160);
    evidences.forEach(one -> text.append(one.lines()));
    return Hash.of(text.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
