package org.commonwatt.log.sign;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * The Merkle tree of RFC 6962, section 2.1, with the paths of its leaves: who has a leaf, its path
 * and the root knows that the leaf is in the tree.
 */
public final class HashTree {
  private static final byte[] LEAF = {0};
  private static final byte[] NODE = {1};

  private final List<List<Hash>> levels = new ArrayList<>(); // from the leaves up

  /**
   * A tree.
   *
   * @param leaves {@link #leaf}s in order, at least one
   * @throws IllegalArgumentException when there is none
   */
  public HashTree(List<Hash> leaves) {
    if (leaves.isEmpty()) {
      throw new IllegalArgumentException("a tree has at least one leaf");
    }
    List<Hash> level = List.copyOf(leaves);
    levels.add(level);
    while (level.size() > 1) {
      level = above(level);
      levels.add(level);
    }
  }

  /** The hash of an entry, whose bytes are the parts, one after the other. */
  public static Hash leaf(byte[]... parts) {
    byte[][] all = new byte[parts.length + 1][];
    all[0] = LEAF;
    System.arraycopy(parts, 0, all, 1, parts.length);
    return Hash.of(all);
  }

  /** What stands for all leaves. */
  public Hash root() {
    return levels.get(levels.size() - 1).get(0);
  }

  /** The hashes that lead from a leaf to the root, from the leaf up. */
  public List<Hash> path(int leaf) {
    List<Hash> path = new ArrayList<>(levels.size());
    int at = leaf;
    for (List<Hash> level : levels) {
      int neighbour = at ^ 1;
      if (neighbour < level.size()) {
        path.add(level.get(neighbour));
      }
      at >>= 1;
    }
    return path;
  }

  /**
   * The root that a path leads to.
   *
   * @param leaf the hash of an entry
   * @param index its place, from 0
   * @param size how many leaves the tree has, more than {@code index}
   * @param path from the leaf up
   * @return null when the path has another length than that place has
   */
  public static @Nullable Hash root(Hash leaf, int index, int size, List<Hash> path) {
    Hash head = leaf;
    int used = 0;
    int at = index;
    for (int width = size; width > 1; width = (width + 1) / 2) {
      if ((at ^ 1) < width) {
        if (used == path.size()) {
          return null;
        }
        Hash beside = path.get(used++);
        head = at % 2 == 0 ? node(head, beside) : node(beside, head);
      }
      at >>= 1;
    }
    return used == path.size() ? head : null;
  }

  /** A node without a neighbour goes up as it is. */
  private static List<Hash> above(List<Hash> level) {
    List<Hash> above = new ArrayList<>((level.size() + 1) / 2);
    for (int i = 0; i + 1 < level.size(); i += 2) {
      above.add(node(level.get(i), level.get(i + 1)));
    }
    if (level.size() % 2 == 1) {
      above.add(level.get(level.size() - 1));
    }
    return above;
  }

  private static Hash node(Hash left, Hash right) {
    return Hash.of(NODE, left.bytes(), right.bytes());
  }
}
