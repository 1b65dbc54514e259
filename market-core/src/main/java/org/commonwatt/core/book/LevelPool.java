package org.commonwatt.core.book;

import java.util.Arrays;

/**
 * The nodes of all price ladders: 64 cells and a word that says which of them are in use. A cell of
 * a leaf is a price level, head and tail of its queue; a cell of an inner node is a child.
 */
final class LevelPool {
  static final int NONE = -1;

  /** A level without orders: no head, no tail. */
  static final long EMPTY = -1;

  /** Six levels of 64 cells span 2³⁶ ticks, more than all prices. */
  static final int MAX_HEIGHT = 6;

  private static final int INITIAL = 16;

  long[] used = new long[INITIAL];
  long[] cells = new long[INITIAL << 6];

  /** Scratch: the nodes on the way to a leaf. */
  final int[] path = new int[MAX_HEIGHT];

  private int free = NONE;
  private int taken;

  /** A node without cells in use. */
  int take() {
    int node = free;
    if (node != NONE) {
      free = (int) cells[node << 6];
    } else {
      if (taken == used.length) {
        used = Arrays.copyOf(used, taken * 2);
        cells = Arrays.copyOf(cells, taken * 2 << 6);
      }
      node = taken++;
    }
    used[node] = 0;
    return node;
  }

  void release(int node) {
    cells[node << 6] = free;
    free = node;
  }

  void clear() {
    free = NONE;
    taken = 0;
  }
}
