package org.commonwatt.benchmarks.clearing;

import java.util.Locale;
import java.util.Random;
import org.commonwatt.core.coupled.CaseBuilder;
import org.commonwatt.core.coupled.CaseOrder;
import org.commonwatt.core.coupled.ClearingCase;
import org.commonwatt.core.coupled.ClearingRules;
import org.commonwatt.core.coupled.PriceRule;
import org.commonwatt.core.coupled.TieRule;
import org.commonwatt.model.Side;

/**
 * Orders of one area, a column each.
 *
 * @param buy whether an order buys
 * @param price limit, µ/kWh, at least 0
 * @param energy Wh, at least 1
 */
record OneAreaBook(boolean[] buy, long[] price, long[] energy) {
  private static final int MOST_WH = 10_000;

  /**
   * A random book.
   *
   * @param prices how many prices there are
   * @param tick distance of two prices, µ/kWh
   */
  static OneAreaBook random(long seed, int orders, int prices, long tick) {
    Random random = new Random(seed);
    OneAreaBook book = new OneAreaBook(new boolean[orders], new long[orders], new long[orders]);
    for (int i = 0; i < orders; i++) {
      book.buy[i] = random.nextBoolean();
      book.price[i] = random.nextInt(prices) * tick;
      book.energy[i] = 1L + random.nextInt(MOST_WH);
    }
    return book;
  }

  int count() {
    return price.length;
  }

  /** The book as a case, whose ties go by time, so that all fills are determined. */
  ClearingCase toCase() {
    CaseBuilder builder =
        new CaseBuilder(
            new ClearingRules(
                PriceRule.MIDPOINT, TieRule.TIME, false, ClearingRules.DEFAULT_NODE_BUDGET));
    builder.area("A");
    for (int i = 0; i < count(); i++) {
      String id = String.format(Locale.ROOT, "%07d", i);
      Side side = buy[i] ? Side.BUY : Side.SELL;
      builder.order(new CaseOrder(id, "A", side, price[i], energy[i], (long) i, null, false, 0));
    }
    return builder.build();
  }
}
