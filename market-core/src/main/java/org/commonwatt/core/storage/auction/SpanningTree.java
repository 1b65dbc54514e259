package org.commonwatt.core.storage.auction;

import java.util.Arrays;

/** The tree of the simplex method: who hangs on whom by which arc, and the potentials. */
final class SpanningTree {
  final int[] parent;
  final int[] arc; // to the parent, either way
  final long[] price; // potentials
  final long[] tie;
  private final int[] depth;
  private final int[] firstChild;
  private final int[] next; // sibling
  private final int[] previous;
  private final int[] stack;

  /** Only a root, the last of so many nodes. */
  SpanningTree(int nodes) {
    parent = new int[nodes];
    arc = new int[nodes];
    price = new long[nodes];
    tie = new long[nodes];
    depth = new int[nodes];
    firstChild = new int[nodes];
    next = new int[nodes];
    previous = new int[nodes];
    stack = new int[nodes];
    Arrays.fill(firstChild, -1);
    parent[nodes - 1] = -1;
  }

  /** Hangs a node that has no children on another. */
  void hang(int node, int on, int by, long potential) {
    attach(node, on, by);
    depth[node] = depth[on] + 1;
    price[node] = potential;
  }

  /** The lowest node above both. */
  int join(int one, int other) {
    int a = one;
    int b = other;
    while (a != b) {
      if (depth[a] >= depth[b]) {
        a = parent[a];
      } else {
        b = parent[b];
      }
    }
    return a;
  }

  /** Cuts what hangs below a node off and hangs it, by another of its nodes, elsewhere. */
  void rehang(int cut, int inner, int outer, int by) {
    int node = inner;
    int on = outer;
    int through = by;
    while (true) {
      int above = parent[node];
      int old = arc[node];
      detach(node);
      attach(node, on, through);
      if (node == cut) {
        return;
      }
      on = node;
      through = old;
      node = above;
    }
  }

  /** Adds to the potentials below a node, itself included, and counts their depths anew. */
  void shift(int node, long morePrice, long moreTie) {
    int size = 1;
    stack[0] = node;
    while (size > 0) {
      int v = stack[--size];
      price[v] += morePrice;
      tie[v] += moreTie;
      depth[v] = depth[parent[v]] + 1;
      for (int c = firstChild[v]; c >= 0; c = next[c]) {
        stack[size++] = c;
      }
    }
  }

  private void attach(int node, int on, int by) {
    parent[node] = on;
    arc[node] = by;
    int head = firstChild[on];
    next[node] = head;
    previous[node] = -1;
    if (head >= 0) {
      previous[head] = node;
    }
    firstChild[on] = node;
  }

  private void detach(int node) {
    if (previous[node] >= 0) {
      next[previous[node]] = next[node];
    } else {
      firstChild[parent[node]] = next[node];
    }
    if (next[node] >= 0) {
      previous[next[node]] = previous[node];
    }
  }
}
