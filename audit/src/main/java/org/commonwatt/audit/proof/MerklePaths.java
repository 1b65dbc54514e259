package org.commonwatt.audit.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.audit.MerkleRoot;
import org.commonwatt.model.Hash;

/**
 * Many paths of one tree of RFC 6962: what {@link MerkleProofs#inclusion} gives, with the heads of
 * large parts kept, so that each further path costs little.
 */
final class MerklePaths {
  private static final int KEPT_FROM = 64;

  private final List<Hash> leaves;
  private final Map<Long, Hash> kept = new HashMap<>();

  MerklePaths(List<Hash> leaves) {
    this.leaves = leaves;
  }

  /** The path of a leaf, from the leaf up. */
  List<Hash> inclusion(int index) {
    List<Hash> path = new ArrayList<>();
    int from = 0;
    int to = leaves.size();
    while (to - from > 1) {
      int middle = middle(from, to);
      boolean right = index >= middle;
      path.add(0, right ? head(from, middle) : head(middle, to));
      from = right ? middle : from;
      to = right ? to : middle;
    }
    return path;
  }

  private Hash head(int from, int to) {
    if (to - from < KEPT_FROM) {
      return MerkleRoot.ofHashes(leaves.subList(from, to));
    }
    long key = ((long) from << Integer.SIZE) | to;
    Hash known = kept.get(key);
    if (known == null) {
      int middle = middle(from, to);
      known = MerkleRoot.node(head(from, middle), head(middle, to));
      kept.put(key, known);
    }
    return known;
  }

  private static int middle(int from, int to) {
    return from + Integer.highestOneBit(to - from - 1);
  }
}
