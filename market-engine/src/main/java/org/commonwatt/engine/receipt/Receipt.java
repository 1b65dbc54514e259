package org.commonwatt.engine.receipt;

import java.nio.charset.StandardCharsets;

/**
 * What an engine signs about a command: {@code docs/formats/receipt.md}.
 *
 * @param market id of the market
 * @param partition the market's partition of {@code commands} and {@code events}
 * @param evidence where the command stands and what came of it
 * @param engine name of the engine, which follows from its key
 */
public record Receipt(String market, int partition, Evidence evidence, String engine) {
  /** The first line of what is signed; the digit is the version of the format. */
  public static final String KIND = "commonwatt-receipt-1";

  /** The bytes that are signed: one line for each field, in this order. */
  public byte[] signedBytes() {
    String text =
        String.join(
            "\n",
            KIND,
            market,
            Integer.toString(partition),
            Long.toString(evidence.commandOffset()),
            Integer.toString(evidence.commandIndex()),
            evidence.commandHash().hex(),
            Long.toString(evidence.sequence()),
            evidence.eventHash().hex(),
            engine,
            "");
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
