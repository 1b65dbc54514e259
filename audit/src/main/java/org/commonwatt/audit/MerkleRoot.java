package org.commonwatt.audit;

import java.util.List;
import org.commonwatt.model.Hash;

/** The Merkle tree head of RFC 6962 section 2.1, by its recursive definition. */
public final class MerkleRoot {
  private static final byte[] LEAF = {0};
  private static final byte[] NODE = {1};

  private MerkleRoot() {}

  static Hash of(List<byte[]> leaves) {
    return ofHashes(leaves.stream().map(MerkleRoot::leaf).toList());
  }

  /** The hash of one leaf. */
  public static Hash leaf(byte[] leaf) {
    return Hash.of(LEAF, leaf);
  }

  /** The head over leaves of which only the hashes are at hand. */
  public static Hash ofHashes(List<Hash> leaves) {
    if (leaves.isEmpty()) {
      return Hash.of();
    }
    if (leaves.size() == 1) {
      return leaves.get(0);
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    Hash left = ofHashes(leaves.subList(0, split));
    Hash right = ofHashes(leaves.subList(split, leaves.size()));
    return node(left, right);
  }

  /** The hash of two parts of a tree. */
  public static Hash node(Hash left, Hash right) {
    return Hash.of(NODE, left.bytes(), right.bytes());
  }
}
