package org.commonwatt.core.coupled;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lowers the bound of a domain: slot after slot, with the prices of the others as they are, to the
 * prices at which the bound is least. To one slot an undecided block is a simple order, whose limit
 * is the price that makes up for what it gains or loses in its other slots. Prices that do not
 * lower the bound are taken back.
 */
final class BlockSweep {
  private static final int SWEEPS = 4;

  private final BlockMarket market;
  private final BlockDomain domain;
  private final List<List<Integer>> ofSlot = new ArrayList<>(); // blocks
  private BlockBound bound;

  BlockSweep(BlockMarket market, BlockDomain domain) {
    this.market = market;
    this.domain = domain;
    market.look(market.slots.length + (long) market.blocks.length);
    bound = new BlockBound(market, domain);
    for (int s = 0; s < market.slots.length; s++) {
      ofSlot.add(new ArrayList<>());
    }
    for (int b = 0; b < market.blocks.length; b++) {
      for (int slot : market.blocks[b].slots) {
        ofSlot.get(slot).add(b);
      }
    }
  }

  /** Sweeps until nothing is gained, or a number of times; gives the last bound. */
  BlockBound run() {
    boolean improved = true;
    for (int sweep = 0; improved && sweep < SWEEPS; sweep++) {
      improved = false;
      for (int s = 0; s < market.slots.length; s++) {
        if (ofSlot.get(s).stream().anyMatch(b -> !domain.isFixed(b))) {
          improved |= improve(s);
        }
      }
    }
    return bound;
  }

  private boolean improve(int slot) {
    long[] before = market.slots[slot].price.clone();
    market.reprice(slot, curves(slot));
    if (Arrays.equals(before, market.slots[slot].price)) {
      return false;
    }
    BlockBound found = new BlockBound(market, domain);
    if (found.value().compareTo(bound.value()) < 0) {
      bound = found;
      return true;
    }
    market.restore(slot, before);
    return false;
  }

  private SupplyCurve[] curves(int slot) {
    SlotDual dual = market.slots[slot];
    int nodes = dual.suppliedWh().length;
    long[] sure = new long[nodes];
    List<List<long[]>> steps = new ArrayList<>();
    for (int n = 0; n < nodes; n++) {
      steps.add(new ArrayList<>());
    }
    for (int b : ofSlot.get(slot)) {
      Block block = market.blocks[b];
      long wh = block.unitWh[Arrays.binarySearch(block.slots, slot)];
      sure[block.node] += block.isBuy() ? -domain.most[b] * wh : domain.least[b] * wh;
      long open = (domain.most[b] - domain.least[b]) * wh;
      if (open > 0) {
        steps.get(block.node).add(new long[] {limit(b, slot, wh), open});
      }
    }
    SupplyCurve[] curves = new SupplyCurve[nodes];
    market.look(ofSlot.get(slot).size());
    for (int n = 0; n < nodes; n++) {
      curves[n] = new Stepped(dual.curve(n, sure[n]), steps.get(n), market);
    }
    return curves;
  }

  /** The price of a slot at which a block would neither gain nor lose, to a whole µ/kWh. */
  private long limit(int b, int slot, long wh) {
    BigInteger margin = bound.margin(b).divide(BigInteger.valueOf(wh));
    BigInteger sign = BigInteger.valueOf(market.blocks[b].sign);
    BigInteger price = BigInteger.valueOf(market.slots[slot].price[market.blocks[b].node]);
    BigInteger far = BigInteger.valueOf(JointPrices.CAP);
    return price.subtract(margin.multiply(sign)).min(far).max(far.negate()).longValueExact();
  }

  /** A curve with a few steps more, all of which are looked at for every price. */
  private record Stepped(SupplyCurve orders, List<long[]> steps, BlockMarket counts)
      implements SupplyCurve {
    @Override
    public long below(long price) {
      long sum = orders.below(price);
      counts.look(steps.size());
      for (long[] step : steps) {
        sum += step[0] < price ? step[1] : 0;
      }
      return sum;
    }

    @Override
    public long upTo(long price) {
      return below(price + 1);
    }
  }
}
