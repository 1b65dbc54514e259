package org.commonwatt.core.coupled;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * From shares to blocks: rounds what the relaxation found, takes out what loses until nobody does,
 * then adds what is in the money and does good.
 */
final class BlockRounding {
  private final BlockMarket market;
  private final BlockDomain domain;
  private final BlockChoice best;
  private final Block[] blocks;

  BlockRounding(BlockMarket market, BlockDomain domain, BlockChoice best) {
    this.market = market;
    this.domain = domain;
    this.best = best;
    blocks = market.blocks;
  }

  /** Offers what comes of shares. */
  void offer(long[] share) {
    long[] units = rounded(share);
    best.offer(units);
    if (!repair(units)) {
      return;
    }
    best.offerSettled(units);
    improve(units);
  }

  private long[] rounded(long[] share) {
    List<Integer> byShare =
        IntStream.range(0, share.length)
            .boxed()
            .sorted(Comparator.comparingLong((Integer b) -> -share[b]))
            .toList();
    long[] units = domain.least.clone();
    boolean[] placed = new boolean[share.length];
    for (int b : byShare) {
      place(b, share, units, placed);
    }
    return units;
  }

  /** Rounds a block after its parent. */
  private void place(int b, long[] share, long[] units, boolean[] placed) {
    if (placed[b]) {
      return;
    }
    placed[b] = true;
    if (blocks[b].parent != Block.NONE) {
      place(blocks[b].parent, share, units, placed);
    }
    long wanted = BlockBranching.nearest(blocks[b], share[b]);
    units[b] = Math.max(domain.least[b], Math.min(wanted, domain.limit(b, units)));
  }

  /** Rejects the family that loses most until none does; false when that ends nowhere. */
  private boolean repair(long[] units) {
    market.settle();
    int loser = BlockFamily.worst(market, units);
    while (loser >= 0) {
      BlockFamily.reject(market, units, loser);
      market.settle();
      loser = BlockFamily.worst(market, units);
    }
    return market.isFeasible();
  }

  /** Accepts more, the block that misses most first, while welfare grows and nobody loses. */
  private void improve(long[] units) {
    BigInteger welfare = market.welfare(units);
    BigInteger[] missed = new BigInteger[units.length];
    for (int b = 0; b < units.length; b++) {
      BigInteger more = BigInteger.valueOf(blocks[b].units - units[b]);
      missed[b] = market.margin(b).multiply(more);
    }
    int[] byMissed =
        IntStream.range(0, units.length)
            .filter(b -> missed[b].signum() > 0)
            .boxed()
            .sorted(Comparator.comparing((Integer b) -> missed[b], Comparator.reverseOrder()))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int b : byMissed) {
      long before = units[b];
      long more = market.signOfMargin(b) > 0 ? domain.limit(b, units) : before;
      if (more > before) {
        set(units, b, more);
        if (market.isFeasible()
            && market.welfare(units).compareTo(welfare) > 0
            && BlockFamily.worst(market, units) < 0) {
          welfare = market.welfare(units);
          best.offerSettled(units);
        } else {
          set(units, b, before);
        }
      }
    }
  }

  private void set(long[] units, int b, long to) {
    units[b] = to;
    market.setUnits(b, to);
    market.settle();
  }
}
