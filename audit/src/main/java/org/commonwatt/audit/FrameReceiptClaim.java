package org.commonwatt.audit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * What a receipt of version 2 claims, as its holder hands it in: the engine has signed a tree of
 * all commands of a frame, {@code docs/formats/receipt.md}.
 *
 * @param market id of the market
 * @param partition the market's partition
 * @param commandOffset offset of the frame on {@code commands}
 * @param command what is claimed of the command
 * @param treeSize how many commands its frame has
 * @param inclusionPath hashes that lead from the command to the tree's root, in hexadecimal
 * @param engine name of the engine
 * @param signature what is said to be its signature
 */
@SuppressWarnings("ArrayRecordComponent")
public record FrameReceiptClaim(
    String market,
    int partition,
    long commandOffset,
    BatchReceiptClaim.Part command,
    int treeSize,
    List<String> inclusionPath,
    String engine,
    byte[] signature) {
  private static final String KIND = "commonwatt-receipt-2";

  /** Copies the path. */
  public FrameReceiptClaim {
    inclusionPath = List.copyOf(inclusionPath);
  }

  /** The claim about the command, under the signature of its frame. */
  public ReceiptClaim claim() {
    return new ReceiptClaim(
        market,
        partition,
        commandOffset,
        command.commandIndex(),
        command.commandHash(),
        command.sequence(),
        command.eventHash(),
        engine,
        signature,
        signedBytes());
  }

  /** Nothing, which nobody signs, when the path leads nowhere. */
  private byte[] signedBytes() {
    Hash root = root();
    if (root == null) {
      return new byte[0];
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
            + treeSize
            + '\n'
            + root.hex()
            + '\n'
            + engine
            + '\n';
    return lines.getBytes(StandardCharsets.UTF_8);
  }

  private @Nullable Hash root() {
    Hash leaf = MerkleRoot.leaf(command.lines().getBytes(StandardCharsets.UTF_8));
    try {
      List<Hash> path = inclusionPath.stream().map(Hash::new).toList();
      return InclusionPath.head(leaf, command.commandIndex(), treeSize, path);
    } catch (IllegalArgumentException e) {
      return null; // no hash
    }
  }
}
