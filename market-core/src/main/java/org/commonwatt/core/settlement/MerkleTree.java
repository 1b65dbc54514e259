package org.commonwatt.core.settlement;

import java.util.List;
import org.commonwatt.model.Hash;

/** The Merkle tree of RFC 6962, section 2.1, with SHA-256. */
public final class MerkleTree {
  private static final byte[] LEAF = {0};
  private static final byte[] NODE = {1};

  private MerkleTree() {}

  /**
   * The Merkle tree head.
   *
   * @param leaves the entries' bytes, in order
   * @return the head; the hash of nothing when there is no entry
   */
  public static Hash root(List<byte[]> leaves) {
    if (leaves.isEmpty()) {
      return Hash.of();
    }
    if (leaves.size() == 1) {
      return Hash.of(LEAF, leaves.get(0));
    }
    int split = Integer.highestOneBit(leaves.size() - 1); // largest power of two below the count
    return Hash.of(
        NODE,
        root(leaves.subList(0, split)).bytes(),
        root(leaves.subList(split, leaves.size())).bytes());
  }
}
