package org.commonwatt.core.book;

/**
 * The price levels of one side of a product: a trie of 64-way nodes over ticks, as high as the
 * prices in use are apart. Ticks are counted from the first price, which stands in the middle of a
 * node at every height: prices within 2,048 ticks of it need two nodes on their way, within 131,072
 * three.
 *
 * <p>Prices appear as <em>ranks</em>, of which the smaller is the better: the price of a sell,
 * minus the price of a buy.
 */
final class PriceLadder {
  /** The rank of no level: worse than any price. */
  static final long NO_RANK = Long.MAX_VALUE;

  private static final long MIDDLE = 32 * ((1L << 36) - 1) / 63; // 32 at each of the six heights

  private final LevelPool pool;
  private final long tick;
  private long origin; // the rank of tick MIDDLE
  private int root = LevelPool.NONE;
  private int top; // the root's cells are 2^top ticks apart
  private long prefix; // the ticks under the root, without their lower bits
  private long best = NO_RANK;
  private int bestCell;

  PriceLadder(LevelPool pool, long tick) {
    this.pool = pool;
    this.tick = tick;
  }

  /** The best rank, {@link #NO_RANK} when there is no level. */
  long best() {
    return best;
  }

  /** The cell of the best level; meaningless when there is none. */
  int bestCell() {
    return bestCell;
  }

  /** The cell of a level, which is made if it is not there. */
  int enter(long rank) {
    long key = root == LevelPool.NONE ? plant(rank) : key(rank);
    if (key >>> top + 6 != prefix) {
      raise(key);
    }
    int node = root;
    for (int shift = top; shift > 0; shift -= 6) {
      int i = (int) (key >>> shift) & 63;
      if ((pool.used[node] >>> i & 1) == 0) {
        addChild(node, i);
      }
      node = (int) pool.cells[node << 6 | i];
    }
    int i = (int) key & 63;
    int cell = node << 6 | i;
    long used = pool.used[node];
    if ((used >>> i & 1) == 0) {
      pool.used[node] = used | 1L << i;
      pool.cells[cell] = LevelPool.EMPTY;
      if (rank < best) {
        best = rank;
        bestCell = cell;
      }
    }
    return cell;
  }

  /** The cell of a level that is there. */
  int cell(long rank) {
    long key = key(rank);
    long[] cells = pool.cells;
    int node = root;
    for (int shift = top; shift > 0; shift -= 6) {
      node = (int) cells[node << 6 | (int) (key >>> shift) & 63];
    }
    return node << 6 | (int) key & 63;
  }

  /** Takes away a level that has become empty. */
  void leave(long rank, int cell) {
    int node = cell >>> 6;
    long used = pool.used[node] & ~(1L << (cell & 63));
    pool.used[node] = used;
    if (used == 0) {
      prune(key(rank));
    } else if (rank == best) { // the best leaf is still the first
      int i = Long.numberOfTrailingZeros(used);
      bestCell = cell & ~63 | i;
      best = rank + (i - (cell & 63)) * tick;
    }
  }

  /** The next rank after one that is there, {@link #NO_RANK} when it is the last. */
  long after(long rank) {
    long key = key(rank);
    trace(key);
    for (int shift = 0; shift <= top; shift += 6) {
      int node = pool.path[shift / 6];
      int i = (int) (key >>> shift) & 63;
      long rest = pool.used[node] & -2L << i;
      if (rest != 0) {
        int next = Long.numberOfTrailingZeros(rest);
        long base = (key >>> shift + 6 << 6 | next) << shift;
        return rank(shift == 0 ? base : first((int) pool.cells[node << 6 | next], base, shift - 6));
      }
    }
    return NO_RANK;
  }

  private long key(long rank) {
    long distance = rank - origin;
    return MIDDLE + (tick == 1 ? distance : distance / tick);
  }

  private long rank(long key) {
    return origin + (key - MIDDLE) * tick;
  }

  private long plant(long rank) {
    origin = rank;
    root = pool.take();
    top = 0;
    prefix = MIDDLE >>> 6;
    return MIDDLE;
  }

  private void raise(long key) {
    while (key >>> top + 6 != prefix) {
      int higher = pool.take();
      int i = (int) prefix & 63;
      pool.used[higher] = 1L << i;
      pool.cells[higher << 6 | i] = root;
      root = higher;
      top += 6;
      prefix >>>= 6;
    }
  }

  /** Takes away roots with a single child. */
  private void lower() {
    long used = pool.used[root];
    while (top > 0 && Long.bitCount(used) == 1) {
      int i = Long.numberOfTrailingZeros(used);
      int child = (int) pool.cells[root << 6 | i];
      pool.release(root);
      root = child;
      top -= 6;
      prefix = prefix << 6 | i;
      used = pool.used[root];
    }
  }

  private void addChild(int node, int i) {
    int child = pool.take();
    pool.used[node] |= 1L << i;
    pool.cells[node << 6 | i] = child;
  }

  /** Writes the nodes on the way to a tick into the pool's path, the leaf first. */
  private void trace(long key) {
    int node = root;
    for (int shift = top; shift > 0; shift -= 6) {
      pool.path[shift / 6] = node;
      node = (int) pool.cells[node << 6 | (int) (key >>> shift) & 63];
    }
    pool.path[0] = node;
  }

  /** Takes away a leaf without levels, and inner nodes without children. */
  private void prune(long key) {
    trace(key);
    for (int shift = 0; shift <= top; shift += 6) {
      int node = pool.path[shift / 6];
      if (shift > 0) {
        pool.used[node] &= ~(1L << (int) (key >>> shift));
      }
      if (pool.used[node] != 0) {
        lower();
        findBest();
        return;
      }
      pool.release(node);
    }
    root = LevelPool.NONE;
    best = NO_RANK;
  }

  private void findBest() {
    long key = first(root, prefix << top + 6, top);
    best = rank(key);
    bestCell = cell(best);
  }

  /** The first tick under a node. */
  private long first(int node, long base, int shift) {
    long key = base;
    int at = node;
    for (int s = shift; s >= 0; s -= 6) {
      int i = Long.numberOfTrailingZeros(pool.used[at]);
      key |= (long) i << s;
      at = s == 0 ? at : (int) pool.cells[at << 6 | i];
    }
    return key;
  }
}
