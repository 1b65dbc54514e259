package org.commonwatt.core.coupled;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;

/**
 * What no decision within a domain can pass, by the prices at hand: all orders and links gain the
 * most they can at them, and every family and exclusive group of blocks the most that the domain
 * allows. Weak duality makes this a bound whatever the prices are.
 */
final class BlockBound {
  private final BlockMarket market;
  private final BlockDomain domain;
  private final BigInteger[] margin; // per block, of a unit
  private final BigInteger[] gained; // per block that stands for a family or group: in the bound
  private BigInteger bound;

  BlockBound(BlockMarket market, BlockDomain domain) {
    this.market = market;
    this.domain = domain;
    margin = new BigInteger[market.blocks.length];
    gained = new BigInteger[market.blocks.length];
    bound = market.gainOfOthers();
    for (int b = 0; b < margin.length; b++) {
      margin[b] = market.margin(b);
    }
    for (int b = 0; b < margin.length; b++) {
      if (standsFor(b) == b) {
        gained[b] = unit(b);
        bound = bound.add(gained[b]);
      }
    }
  }

  /** The bound, nano-currency. */
  BigInteger value() {
    return bound;
  }

  /** What a block gains by one unit, nano-currency. */
  BigInteger margin(int b) {
    return margin[b];
  }

  /**
   * The bound with a block's units kept within others. The domain may have been narrowed since the
   * bound was made: what is taken out of it is what was put in.
   */
  BigInteger within(int b, long least, long most) {
    long keptLeast = domain.least[b];
    long keptMost = domain.most[b];
    domain.least[b] = least;
    domain.most[b] = most;
    BigInteger after = unit(b);
    domain.least[b] = keptLeast;
    domain.most[b] = keptMost;
    return bound.subtract(gained[standsFor(b)]).add(after);
  }

  /** What a block could gain more than it does with so many units, nano-currency. */
  BigInteger missed(int b, long units) {
    return most(b).subtract(margin[b].multiply(BigInteger.valueOf(units)));
  }

  /** The block that stands for the family or the group of one: the first member, or the root. */
  private int standsFor(int b) {
    int group = market.blocks[b].group;
    if (group != Block.NONE) {
      return domain.group(group)[0];
    }
    int root = b;
    while (market.blocks[root].parent != Block.NONE) {
      root = market.blocks[root].parent;
    }
    return root;
  }

  /** The most that the family or the group of a block gains. */
  private BigInteger unit(int b) {
    int group = market.blocks[b].group;
    return group == Block.NONE ? family(standsFor(b)) : group(domain.group(group));
  }

  /**
   * What is decided of a group, and the ratio that this leaves with those that gain most by it: as
   * blocks may be accepted in part, several members may share what one of them would have.
   */
  private BigInteger group(int[] members) {
    BigInteger sum = BigInteger.ZERO;
    Ratio left = Ratio.WHOLE;
    for (int b : members) {
      if (domain.least[b] > 0) {
        sum = sum.add(margin[b].multiply(BigInteger.valueOf(fewest(b))));
        left = left.less(fewest(b), market.blocks[b].units);
      }
    }
    for (int b : byGain(members)) {
      long more = domain.most[b] - (domain.least[b] > 0 ? fewest(b) : 0);
      long units = Math.min(more, left.unitsAround(market.blocks[b].units));
      if (units > 0) {
        sum = sum.add(margin[b].multiply(BigInteger.valueOf(units)));
        left = left.less(units, market.blocks[b].units);
      }
    }
    return sum;
  }

  /** Those that gain, by what they would gain as a whole. */
  private int[] byGain(int[] members) {
    return Arrays.stream(members)
        .filter(b -> margin[b].signum() > 0)
        .boxed()
        .sorted(Comparator.comparing(this::ofWhole).reversed())
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private BigInteger ofWhole(int b) {
    return margin[b].multiply(BigInteger.valueOf(market.blocks[b].units));
  }

  /** What is left of the ratio of a group; never below 0. */
  private record Ratio(BigInteger part, BigInteger of) {
    static final Ratio WHOLE = new Ratio(BigInteger.ONE, BigInteger.ONE);

    Ratio less(long units, long all) {
      BigInteger whole = BigInteger.valueOf(all);
      BigInteger rest = part.multiply(whole).subtract(of.multiply(BigInteger.valueOf(units)));
      return new Ratio(rest.max(BigInteger.ZERO), of.multiply(whole));
    }

    /** So many units of all, up to a whole one: a bound may be too high and not too low. */
    long unitsAround(long all) {
      BigInteger[] units = part.multiply(BigInteger.valueOf(all)).divideAndRemainder(of);
      return units[0].longValueExact() + units[1].signum();
    }
  }

  /** A child gains at most what it would if its parent were accepted as a whole. */
  private BigInteger family(int b) {
    if (domain.most[b] == 0) {
      return BigInteger.ZERO;
    }
    BigInteger sum = ifAccepted(b);
    for (int child : market.blocks[b].children) {
      sum = sum.add(family(child));
    }
    return domain.least[b] > 0 ? sum : sum.max(BigInteger.ZERO);
  }

  private BigInteger ifAccepted(int b) {
    long units = margin[b].signum() > 0 ? domain.most[b] : fewest(b);
    return margin[b].multiply(BigInteger.valueOf(units));
  }

  /** The fewest units of a block that is accepted. */
  private long fewest(int b) {
    return Math.max(domain.least[b], market.blocks[b].leastUnits);
  }

  private BigInteger most(int b) {
    if (domain.most[b] == 0) {
      return BigInteger.ZERO;
    }
    BigInteger accepted = ifAccepted(b);
    return domain.least[b] > 0 ? accepted : accepted.max(BigInteger.ZERO);
  }
}
