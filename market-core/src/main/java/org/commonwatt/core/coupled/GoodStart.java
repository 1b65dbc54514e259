package org.commonwatt.core.coupled;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Good sets of orders with a minimum quantity. To start the search from: what the relaxation fills,
 * less what hinders. To return when the search does not end: single orders, pairs, and whatever a
 * change of one or two orders improves. Orders are tried by what they gain at the prices of the
 * relaxation, equals by arrival, so that the order of the input does not matter.
 */
final class GoodStart {
  private final BestSet best;
  private final int[] byGain; // places in the decision, the greatest gain per Wh first

  /**
   * Prepares.
   *
   * @param prices per node, {@link PriceSet#NO_LOWER} for none, what the relaxation trades at
   */
  GoodStart(BestSet best, ClearingCase input, Network net, long[] prices) {
    this.best = best;
    OrderTable orders = input.orders;
    long[] gain = new long[best.undecided.length];
    for (int k = 0; k < gain.length; k++) {
      int i = best.undecided[k];
      long price = prices[net.node[orders.area[i]]];
      long above = price == PriceSet.NO_LOWER ? 0 : orders.price[i] - price;
      gain[k] = orders.isBuy(i) ? above : -above;
    }
    byGain =
        IntStream.range(0, gain.length)
            .boxed()
            .sorted(Comparator.comparingLong((Integer k) -> -gain[k]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /** Offers single orders and pairs of the most promising, then changes the best set. */
  void improve() {
    offerPairs((int) Math.sqrt(best.networksLeft()));
    while (best.solution() != null && (change() || exchange())) {
      // until neither one nor two orders improve anything
    }
  }

  private boolean isSpent() {
    return best.isSpent(2);
  }

  /**
   * Takes out the order of least gain, one at a time, until prices support the rest or half of the
   * budget is used up.
   */
  void shrink(byte[] decision) {
    for (int rank = byGain.length - 1; rank >= 0 && !best.isSpent(1); rank--) {
      if (decision[byGain[rank]] == Participation.IN) {
        if (best.offer(decision, false)) {
          return;
        }
        decision[byGain[rank]] = Participation.OUT;
      }
    }
  }

  private void offerPairs(int most) {
    int few = Math.min(most, byGain.length);
    for (int a = 0; a < few; a++) {
      for (int b = 0; b <= a && !isSpent(); b++) {
        byte[] pair = new byte[byGain.length];
        Arrays.fill(pair, Participation.OUT);
        pair[byGain[a]] = Participation.IN;
        pair[byGain[b]] = Participation.IN;
        best.offer(pair, false);
      }
    }
  }

  /** Whether an order more or less improved the best set. */
  private boolean change() {
    boolean improved = false;
    for (int k : byGain) {
      if (isSpent()) {
        break;
      }
      byte[] changed = best.decision().clone();
      flip(changed, k);
      improved |= best.offer(changed, false);
    }
    return improved;
  }

  /** Whether a change of two orders improved the best set. */
  private boolean exchange() {
    for (int a = 1; a < byGain.length; a++) {
      for (int b = 0; b < a && !isSpent(); b++) {
        byte[] changed = best.decision().clone();
        flip(changed, byGain[a]);
        flip(changed, byGain[b]);
        if (best.offer(changed, false)) {
          return true;
        }
      }
    }
    return false;
  }

  private static void flip(byte[] decision, int k) {
    decision[k] = decision[k] == Participation.IN ? Participation.OUT : Participation.IN;
  }
}
