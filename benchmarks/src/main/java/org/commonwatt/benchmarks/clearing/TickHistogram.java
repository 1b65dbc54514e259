package org.commonwatt.benchmarks.clearing;

/**
 * The call auction of one area for prices on a known grid that starts at 0: energies are added up
 * per tick, and one walk along the ticks finds the crossing. The fastest way we know, where it can
 * be used.
 */
final class TickHistogram {
  private TickHistogram() {}

  /**
   * Finds volume and prices.
   *
   * @param ticks how many prices there are
   * @param tick distance of two prices, µ/kWh
   */
  static OneAreaResult clear(OneAreaBook book, int ticks, long tick) {
    long[] bought = new long[ticks];
    long[] sold = new long[ticks];
    for (int i = 0; i < book.count(); i++) {
      int at = (int) (book.price()[i] / tick);
      if (book.buy()[i]) {
        bought[at] += book.energy()[i];
      } else {
        sold[at] += book.energy()[i];
      }
    }
    long demand = 0;
    for (long energy : bought) {
      demand += energy;
    }
    Crossing crossing = new Crossing(demand);
    boolean more = true;
    for (int t = 0; t < ticks && more; t++) {
      more = bought[t] + sold[t] == 0 || crossing.step(t * tick, bought[t], sold[t]);
    }
    return crossing.result();
  }

  /** What each order gets, Wh: the second pass of an auction by histogram; ties go by index. */
  static long[] fills(OneAreaBook book, OneAreaResult result) {
    Long low = result.lowest();
    Long high = result.highest();
    long price = low != null ? low : high != null ? high : 0;
    long[] fills = new long[book.count()];
    long buysLeft = result.volumeWh();
    long sellsLeft = result.volumeWh();
    for (int i = 0; i < fills.length; i++) {
      boolean buy = book.buy()[i];
      if (buy ? book.price()[i] > price : book.price()[i] < price) {
        fills[i] = book.energy()[i];
        buysLeft -= buy ? fills[i] : 0;
        sellsLeft -= buy ? 0 : fills[i];
      }
    }
    for (int i = 0; i < fills.length; i++) {
      if (book.price()[i] == price) {
        boolean buy = book.buy()[i];
        fills[i] = Math.min(book.energy()[i], buy ? buysLeft : sellsLeft);
        buysLeft -= buy ? fills[i] : 0;
        sellsLeft -= buy ? 0 : fills[i];
      }
    }
    return fills;
  }
}
