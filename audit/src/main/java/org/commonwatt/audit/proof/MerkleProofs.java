package org.commonwatt.audit.proof;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.audit.MerkleRoot;
import org.commonwatt.model.Hash;

/** The paths of RFC 6962, sections 2.1.1 and 2.1.2, by their recursive definitions. */
final class MerkleProofs {
  private static final byte[] NODE = {1};

  private MerkleProofs() {}

  /**
   * The hashes that lead from a leaf to the head, from the leaf up.
   *
   * @param leaves hashes of all leaves
   * @param index the leaf's place, from 0
   */
  static List<Hash> inclusion(List<Hash> leaves, int index) {
    List<Hash> path = new ArrayList<>();
    List<Hash> part = leaves;
    int at = index;
    while (part.size() > 1) {
      int split = split(part.size());
      boolean right = at >= split;
      path.add(
          0, MerkleRoot.ofHashes(part.subList(right ? 0 : split, right ? split : part.size())));
      part = part.subList(right ? split : 0, right ? part.size() : split);
      at -= right ? split : 0;
    }
    return path;
  }

  /**
   * The hashes that show that the tree goes on from its own first leaves.
   *
   * @param leaves hashes of all leaves
   * @param first how many of them the earlier tree had, 1 to all
   */
  static List<Hash> consistency(List<Hash> leaves, int first) {
    return consistency(leaves, first, true);
  }

  private static List<Hash> consistency(List<Hash> leaves, int first, boolean whole) {
    if (first == leaves.size()) {
      return whole ? new ArrayList<>() : new ArrayList<>(List.of(MerkleRoot.ofHashes(leaves)));
    }
    int split = split(leaves.size());
    List<Hash> left = leaves.subList(0, split);
    List<Hash> right = leaves.subList(split, leaves.size());
    List<Hash> path;
    if (first <= split) {
      path = consistency(left, first, whole);
      path.add(MerkleRoot.ofHashes(right));
    } else {
      path = consistency(right, first - split, false);
      path.add(MerkleRoot.ofHashes(left));
    }
    return path;
  }

  /**
   * Whether a path shows that a tree goes on from an earlier one, as RFC 9162 says in section
   * 2.1.4.2. Every tree goes on from the empty one, and needs no path for that.
   */
  static boolean consistent(Tree earlier, Tree later, List<Hash> path) {
    if (earlier.size() > later.size()) {
      return false;
    }
    if (earlier.size() == 0) {
      return path.isEmpty() && earlier.root().equals(Hash.of());
    }
    if (earlier.size() == later.size()) {
      return path.isEmpty() && earlier.root().equals(later.root());
    }
    List<Hash> way = new ArrayList<>(path);
    if (Long.bitCount(earlier.size()) == 1) {
      way.add(0, earlier.root());
    }
    return leads(earlier, later, way);
  }

  private static boolean leads(Tree earlier, Tree later, List<Hash> way) {
    if (way.isEmpty()) {
      return false;
    }
    long at = earlier.size() - 1;
    long last = later.size() - 1;
    while (at % 2 == 1) {
      at /= 2;
      last /= 2;
    }
    Hash before = way.get(0);
    Hash after = way.get(0);
    for (Hash beside : way.subList(1, way.size())) {
      if (last == 0) {
        return false;
      }
      if (at % 2 == 1 || at == last) {
        before = Hash.of(NODE, beside.bytes(), before.bytes());
        after = Hash.of(NODE, beside.bytes(), after.bytes());
        while (at % 2 == 0 && at != 0) {
          at /= 2;
          last /= 2;
        }
      } else {
        after = Hash.of(NODE, after.bytes(), beside.bytes());
      }
      at /= 2;
      last /= 2;
    }
    return last == 0 && before.equals(earlier.root()) && after.equals(later.root());
  }

  private static int split(int size) {
    return Integer.highestOneBit(size - 1);
  }
}
