package org.commonwatt.core.coupled;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Shares energy among orders of one area, side and price. */
final class TieShare {
  private final OrderTable orders;
  private final TieRule rule;
  private final Participation part;
  private final long[] fills;

  /**
   * Prepares sharing.
   *
   * @param fills per order, to which the shares are added
   */
  TieShare(ClearingCase input, Participation part, long[] fills) {
    this.orders = input.orders;
    this.rule = input.rules.ties();
    this.part = part;
    this.fills = fills;
  }

  /**
   * Shares an amount.
   *
   * @param members the orders
   * @param cleanFirst whether clean ones come before the others
   * @param amount at most what the members are open for, Wh
   */
  void share(int[] members, boolean cleanFirst, long amount) {
    if (cleanFirst) {
      int[] clean = Arrays.stream(members).filter(i -> orders.clean[i]).toArray();
      long first = Math.min(amount, open(clean));
      shareEqually(clean, first);
      int[] others = Arrays.stream(members).filter(i -> !orders.clean[i]).toArray();
      shareEqually(others, amount - first);
    } else {
      shareEqually(members, amount);
    }
  }

  private void shareEqually(int[] members, long amount) {
    long total = open(members);
    if (amount == total) {
      for (int i : members) {
        fills[i] += part.open[i];
      }
    } else if (rule == TieRule.TIME) {
      shareByTime(members, amount);
    } else {
      sharePro(members, amount, total);
    }
  }

  private void shareByTime(int[] members, long amount) {
    long left = amount;
    for (int i : byArrival(members)) {
      long share = Math.min(left, part.open[i]);
      fills[i] += share;
      left -= share;
    }
  }

  private void sharePro(int[] members, long amount, long total) {
    long[] remainders = new long[members.length];
    long left = amount;
    for (int k = 0; k < members.length; k++) {
      long open = part.open[members[k]];
      long share = floorShare(open, amount, total);
      fills[members[k]] += share;
      remainders[k] = open * amount - share * total; // below total, so exact modulo 2⁶⁴
      left -= share;
    }
    if (left > 0) {
      giveToLargest(members, remainders, (int) left);
    }
  }

  /** One Wh each to the largest remainders; among equal ones to the earlier. */
  private void giveToLargest(int[] members, long[] remainders, int count) {
    long[] sorted = remainders.clone();
    Arrays.sort(sorted);
    long smallest = sorted[sorted.length - count]; // that still gets one
    int left = count;
    for (int k = 0; k < members.length; k++) {
      if (remainders[k] > smallest) {
        fills[members[k]]++;
        left--;
      }
    }
    int[] equals =
        IntStream.range(0, members.length)
            .filter(k -> remainders[k] == smallest)
            .map(k -> members[k])
            .toArray();
    int[] inOrder = left == equals.length ? equals : byArrival(equals);
    for (int k = 0; k < left; k++) {
      fills[inOrder[k]]++;
    }
  }

  private int[] byArrival(int[] members) {
    return Arrays.stream(members)
        .boxed()
        .sorted(orders::compareArrival)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private long open(int[] members) {
    long sum = 0;
    for (int i : members) {
      sum += part.open[i];
    }
    return sum;
  }

  private static long floorShare(long open, long amount, long total) {
    if (Math.multiplyHigh(open, amount) == 0 && open * amount >= 0) {
      return open * amount / total;
    }
    return BigInteger.valueOf(open)
        .multiply(BigInteger.valueOf(amount))
        .divide(BigInteger.valueOf(total))
        .longValueExact();
  }
}
