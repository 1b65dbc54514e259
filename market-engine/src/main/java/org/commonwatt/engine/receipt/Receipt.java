package org.commonwatt.engine.receipt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.commonwatt.model.Hash;

/**
 * What an engine signs about a command, together with the others of its frame: {@code
 * docs/formats/receipt.md}.
 *
 * @param market id of the market
 * @param partition the market's partition of {@code commands} and {@code events}
 * @param evidence where the command stands and what came of it
 * @param treeSize how many commands its frame has
 * @param inclusionPath hashes that lead from the command to the root of the frame's tree
 * @param engine name of the engine, which follows from its key
 */
public record Receipt(
    String market,
    int partition,
    Evidence evidence,
    int treeSize,
    List<Hash> inclusionPath,
    String engine) {
  /** The first line of what is signed; the digit is the version of the format. */
  public static final String KIND = "commonwatt-receipt-2";

  /** Copies the path. */
  public Receipt {
    inclusionPath = List.copyOf(inclusionPath);
  }

  /** The bytes that are signed of a frame: one line for each field, in this order. */
  static byte[] signedBytes(String market, int partition, FrameTree tree, String engine) {
    String text =
        String.join(
            "\n",
            KIND,
            market,
            Integer.toString(partition),
            Long.toString(tree.evidence(0).commandOffset()),
            Integer.toString(tree.size()),
            tree.root().hex(),
            engine,
            "");
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
