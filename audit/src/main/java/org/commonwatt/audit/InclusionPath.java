package org.commonwatt.audit;

import java.util.List;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/** Leads from one leaf of a Merkle tree to its head, as RFC 9162 says in section 2.1.3.2. */
public final class InclusionPath {
  private static final byte[] NODE = {1};

  private InclusionPath() {}

  /**
   * The head of the tree in which a leaf has its place.
   *
   * @param leaf hash of the leaf
   * @param index the leaf's place, from 0
   * @param size how many leaves there are
   * @param path the hashes beside the way, from the leaf up
   * @return null when no tree of this size has such a path to this place
   */
  public static @Nullable Hash head(Hash leaf, long index, long size, List<Hash> path) {
    if (index < 0 || index >= size) {
      return null;
    }
    long at = index;
    long last = size - 1;
    Hash head = leaf;
    for (Hash beside : path) {
      if (last == 0) {
        return null;
      }
      if (at % 2 == 1 || at == last) {
        head = Hash.of(NODE, beside.bytes(), head.bytes());
        while (at % 2 == 0 && at != 0) {
          at /= 2;
          last /= 2;
        }
      } else {
        head = Hash.of(NODE, head.bytes(), beside.bytes());
      }
      at /= 2;
      last /= 2;
    }
    return last == 0 ? head : null;
  }
}
