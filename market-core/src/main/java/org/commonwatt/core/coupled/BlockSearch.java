package org.commonwatt.core.coupled;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Finds the best acceptance of blocks: best welfare, then volume, then earliest, with prices at
 * which none is accepted at a loss. Branch and bound, the most promising domain first.
 */
final class BlockSearch {
  private final MultiSlotCase input;
  private final BlockMarket market;
  private final BlockChoice best;
  private final PriorityQueue<Open> open =
      new PriorityQueue<>(
          Comparator.comparing(Open::bound, Comparator.reverseOrder())
              .thenComparingLong(Open::number));
  private final BlockDomain root;
  private long numbers;
  private int explored;
  private BigInteger bound = BigInteger.ZERO;
  private boolean exhausted;

  /**
   * Prepares.
   *
   * @param out per block, whether it does not take part
   */
  BlockSearch(MultiSlotCase input, BlockMarket market, SlotClearings clearings, boolean[] out) {
    this.input = input;
    this.market = market;
    best = new BlockChoice(input, market, clearings);
    int[][] groups = BlockDomain.groups(input.blocks, input.groups);
    root = BlockDomain.of(input.blocks, groups, out);
  }

  /**
   * A domain that is to be explored.
   *
   * @param bound what it can reach at most, nano-currency
   * @param share where to begin
   * @param number in order of creation
   */
  private record Open(BlockDomain domain, BigInteger bound, long[] share, long number) {}

  /** Runs to the end, or of a budget. */
  void run() {
    best.offer(new long[input.blocks.length]);
    root.propagate();
    bound = new BlockBound(market, root).value();
    open.add(new Open(root, bound, new long[input.blocks.length], numbers++));
    while (!open.isEmpty() && best.isWithinReach(open.element().bound())) {
      bound = open.element().bound();
      if (isSpent()) {
        exhausted = true;
        return;
      }
      explored++;
      explore(open.remove());
    }
  }

  /** The best that was found. */
  BlockChoice best() {
    return best;
  }

  /** Whether a budget ended the search before the best was proven. */
  boolean isExhausted() {
    return exhausted || best.isOpen();
  }

  /** What nothing can pass, nano-currency; of a search that was ended. */
  BigInteger bound() {
    return exhausted ? bound.max(best.possibleWelfare()) : best.possibleWelfare();
  }

  private boolean isSpent() {
    return explored >= input.rules.nodeBudget() || best.steps() >= input.rules.workBudget();
  }

  private void explore(Open node) {
    BlockDomain domain = node.domain();
    long[] share = node.share();
    new BlockRelaxation(market, domain, share).run();
    BlockBound relaxed = new BlockBound(market, domain);
    if (!best.isWithinReach(relaxed.value()) || !fix(domain, relaxed)) {
      return;
    }
    relaxed = new BlockSweep(market, domain).run();
    if (!best.isWithinReach(relaxed.value()) || !fix(domain, relaxed)) {
      return;
    }
    relaxed = new BlockBound(market, domain);
    int at = BlockBranching.choose(input.blocks, domain, share, relaxed);
    Open[] children = at < 0 ? new Open[0] : children(node, at, relaxed);
    new BlockRounding(market, domain, best).offer(share);
    for (Open child : children) {
      if (best.isWithinReach(child.bound())) {
        open.add(child);
      }
    }
  }

  /** Settles blocks whose other decision cannot reach the best; false when nothing is left. */
  private boolean fix(BlockDomain domain, BlockBound relaxed) {
    if (best.isNone()) {
      return true;
    }
    for (int b = 0; b < input.blocks.length; b++) {
      if (domain.isUndecided(b)) {
        long least = input.blocks[b].leastUnits;
        if (!best.isWithinReach(relaxed.within(b, least, domain.most[b]))) {
          domain.most[b] = 0;
        } else if (!best.isWithinReach(relaxed.within(b, 0, 0))) {
          domain.least[b] = least;
        }
      }
    }
    return domain.propagate();
  }

  private Open[] children(Open node, int at, BlockBound relaxed) {
    long[][] parts = BlockBranching.parts(input.blocks[at], node.domain(), at, node.share()[at]);
    Open[] children = new Open[parts.length];
    int count = 0;
    for (long[] part : parts) {
      BlockDomain domain = node.domain().copy();
      domain.least[at] = part[0];
      domain.most[at] = part[1];
      if (domain.propagate()) {
        BigInteger most = relaxed.within(at, part[0], part[1]).min(node.bound());
        children[count++] = new Open(domain, most, node.share().clone(), numbers++);
      }
    }
    return Arrays.copyOf(children, count);
  }
}
