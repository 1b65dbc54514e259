package org.commonwatt.core.settlement;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

  /**
   * The Merkle audit path of a leaf, RFC 6962 section 2.1.1.
   *
   * @param leaves the entries' bytes, in order
   * @param index of the leaf, from 0, below their number
   * @return the heads of the trees beside it, the nearest first; empty when there is no other leaf
   * @throws IndexOutOfBoundsException when there is no such leaf
   */
  public static List<Hash> path(List<byte[]> leaves, int index) {
    Objects.checkIndex(index, leaves.size());
    if (leaves.size() == 1) {
      return List.of();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    List<byte[]> left = leaves.subList(0, split);
    List<byte[]> right = leaves.subList(split, leaves.size());
    boolean isLeft = index < split;
    List<Hash> path = new ArrayList<>(isLeft ? path(left, index) : path(right, index - split));
    path.add(root(isLeft ? right : left));
    return path;
  }
}
