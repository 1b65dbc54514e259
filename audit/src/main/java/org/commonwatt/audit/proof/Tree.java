package org.commonwatt.audit.proof;

import org.commonwatt.model.Hash;

/**
 * The head of a Merkle tree of RFC 6962.
 *
 * @param size how many leaves it has
 * @param root its root
 */
public record Tree(long size, Hash root) {
  /** Checks the size. */
  public Tree {
    if (size < 0) {
      throw new IllegalArgumentException("a tree has at least no leaves");
    }
  }
}
