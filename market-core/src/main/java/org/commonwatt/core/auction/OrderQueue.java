package org.commonwatt.core.auction;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.Side;

/** The orders of one side, best price first, then by rank (place in order of id). */
final class OrderQueue {
  private static final int RANK_BITS = 28;
  private static final long RANK_MASK = (1L << RANK_BITS) - 1;

  private final Side side;
  private final long[] keys; // distance from the best possible price, then rank
  private final long[] energies;

  /**
   * Sorts orders.
   *
   * @param ordersById all orders of the auction, by id
   * @param side the side of the queue
   * @param ranks indexes of the queue's orders
   * @throws ArithmeticException when their energy does not fit in 64 bits
   */
  OrderQueue(List<AuctionOrder> ordersById, Side side, int[] ranks) {
    if (ordersById.size() > RANK_MASK) {
      throw new ArithmeticException("an auction takes at most " + RANK_MASK + " orders");
    }
    this.side = side;
    this.keys = new long[ranks.length];
    this.energies = new long[ranks.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = distance(ordersById.get(ranks[i]).priceMicroPerKwh()) << RANK_BITS | ranks[i];
    }
    Arrays.sort(keys);
    long total = 0;
    for (int i = 0; i < keys.length; i++) {
      energies[i] = ordersById.get(rank(i)).energyWh();
      total = Math.addExact(total, energies[i]);
    }
  }

  int size() {
    return keys.length;
  }

  long price(int index) {
    long distance = keys[index] >> RANK_BITS;
    return side == Side.BUY
        ? Amounts.MAX_ABS_PRICE_MICRO_PER_KWH - distance
        : distance - Amounts.MAX_ABS_PRICE_MICRO_PER_KWH;
  }

  long energy(int index) {
    return energies[index];
  }

  /**
   * Gives a volume to the queue: better prices in full, the marginal price pro rata.
   *
   * @param volumeWh at most the energy of the queue
   * @param fills per rank, what each order gets
   */
  void fill(long volumeWh, long[] fills) {
    long left = volumeWh;
    for (int from = 0; left > 0; ) {
      int to = from;
      long total = 0;
      while (to < keys.length && price(to) == price(from)) {
        total += energies[to++];
      }
      if (total <= left) {
        for (int i = from; i < to; i++) {
          fills[rank(i)] = energies[i];
        }
        left -= total;
      } else {
        share(from, to, new Portion(left, total), fills);
        left = 0;
      }
      from = to;
    }
  }

  /** Shares a portion of equals in whole Wh by largest remainder, then rank. */
  private void share(int from, int to, Portion portion, long[] fills) {
    long[] remainders = new long[to - from];
    long left = portion.wanted;
    for (int i = from; i < to; i++) {
      long share = portion.of(energies[i]);
      fills[rank(i)] = share;
      remainders[i - from] = portion.remainder(energies[i], share);
      left -= share;
    }
    if (left > 0) {
      giveToLargest(remainders, (int) left, from, fills);
    }
  }

  /** Gives 1 Wh to each of the {@code count} largest remainders; equals go by rank. */
  private void giveToLargest(long[] remainders, int count, int from, long[] fills) {
    long[] sorted = remainders.clone();
    Arrays.sort(sorted);
    long smallest = sorted[sorted.length - count]; // that still gets one
    int atSmallest = 0;
    for (int i = sorted.length - count; i < sorted.length && sorted[i] == smallest; i++) {
      atSmallest++;
    }
    for (int i = 0; i < remainders.length; i++) {
      if (remainders[i] > smallest || (remainders[i] == smallest && atSmallest-- > 0)) {
        fills[rank(from + i)]++;
      }
    }
  }

  private int rank(int index) {
    return (int) (keys[index] & RANK_MASK);
  }

  private long distance(long price) {
    return side == Side.BUY
        ? Amounts.MAX_ABS_PRICE_MICRO_PER_KWH - price
        : price + Amounts.MAX_ABS_PRICE_MICRO_PER_KWH;
  }

  /** {@code wanted ÷ total} of something, with {@code 0 < wanted < total}. */
  private record Portion(long wanted, long total) {

    /** {@code floor(energy × wanted ÷ total)}, with a 128-bit product. */
    long of(long energy) {
      if (Math.multiplyHigh(energy, wanted) == 0 && energy * wanted >= 0) {
        return energy * wanted / total;
      }
      return BigInteger.valueOf(energy)
          .multiply(BigInteger.valueOf(wanted))
          .divide(BigInteger.valueOf(total))
          .longValueExact();
    }

    /** What the floor cut off, in parts of the total; exact modulo 2⁶⁴ because it is below it. */
    long remainder(long energy, long share) {
      return energy * wanted - share * total;
    }
  }
}
