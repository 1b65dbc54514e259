package org.commonwatt.engine.head;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Hash;

/**
 * A Merkle tree of RFC 6962 that grows at its end: it keeps the heads of its complete parts only,
 * at most one for each power of two.
 */
final class RunningTree {
  private static final byte[] LEAF = {0};
  private static final byte[] NODE = {1};

  private final List<Hash> parts = new ArrayList<>(); // the largest first
  private long size;

  /** The head of a tree: how many leaves it has, and its root. */
  record Head(long size, Hash root) {}

  /** Adds a leaf by its bytes. */
  void append(byte[] leaf) {
    Hash hash = Hash.of(LEAF, leaf);
    for (long left = size; left % 2 == 1; left /= 2) {
      Hash before = parts.remove(parts.size() - 1);
      hash = Hash.of(NODE, before.bytes(), hash.bytes());
    }
    parts.add(hash);
    size++;
  }

  long size() {
    return size;
  }

  Head head() {
    if (parts.isEmpty()) {
      return new Head(0, Hash.of());
    }
    Hash root = parts.get(parts.size() - 1);
    for (int i = parts.size() - 2; i >= 0; i--) {
      root = Hash.of(NODE, parts.get(i).bytes(), root.bytes());
    }
    return new Head(size, root);
  }
}
