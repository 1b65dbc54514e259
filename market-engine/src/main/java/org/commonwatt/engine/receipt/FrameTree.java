package org.commonwatt.engine.receipt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.commonwatt.log.sign.HashTree;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * The Merkle tree (RFC 6962, section 2.1) over all commands of one frame, so that one signature of
 * its root is a receipt for each: a signature costs as much as the hashes of a hundred commands.
 * Thread-safe.
 */
public final class FrameTree {
  private final List<Evidence> evidences;

  private @Nullable HashTree tree;
  private byte @Nullable [] signature;

  /**
   * The tree of a frame.
   *
   * @param evidences where each of its commands stands and what came of it, in order, at least one
   */
  public FrameTree(List<Evidence> evidences) {
    this.evidences = List.copyOf(evidences);
  }

  /** What the tree says of a command, by its place in the frame. */
  public Evidence evidence(int command) {
    return evidences.get(command);
  }

  /** How many commands the frame has. */
  public int size() {
    return evidences.size();
  }

  /** What is signed. */
  public Hash root() {
    return tree().root();
  }

  /** The hashes that lead from a command's leaf to the root, from the leaf up. */
  public List<Hash> path(int command) {
    return tree().path(command);
  }

  /** The signature of the root: it is made once. */
  synchronized byte[] signature(Function<FrameTree, byte[]> sign) {
    byte[] known = signature;
    if (known == null) {
      known = sign.apply(this);
      signature = known;
    }
    return known;
  }

  /** Made for who asks first: a batch with one receipt needs no tree. */
  private synchronized HashTree tree() {
    HashTree known = tree;
    if (known == null) {
      List<Hash> leaves = new ArrayList<>(evidences.size());
      for (Evidence evidence : evidences) {
        leaves.add(HashTree.leaf(evidence.lines().getBytes(StandardCharsets.US_ASCII)));
      }
      known = new HashTree(leaves);
      tree = known;
    }
    return known;
  }
}
