package org.commonwatt.cli.demo;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Side;

/**
 * How a home brings its open orders in line with what it still has to trade: it cancels those on
 * the wrong side, makes those on the right side smaller, or places another one. Differences below
 * {@link #LEAST_WH} are left alone.
 */
final class Rebalancing {
  /** What is not worth an order, Wh. */
  static final long LEAST_WH = 50;

  private Rebalancing() {}

  /**
   * An open order of the home.
   *
   * @param orderId the market's id
   * @param side buy or sell
   * @param openWh what is open of it
   * @param priceMicroPerKwh its limit price
   */
  record Standing(long orderId, Side side, long openWh, long priceMicroPerKwh) {}

  /** What to do. */
  sealed interface Step {}

  /** Cancel an order. */
  record Cancel(long orderId) implements Step {}

  /** Leave less of an order open, at its price: it keeps its place in time. */
  record Shrink(long orderId, Side side, long openWh, long priceMicroPerKwh) implements Step {}

  /** Place an order. */
  record Place(Side side, long energyWh) implements Step {}

  /**
   * The steps, in order.
   *
   * @param needWh energy still to sell, beyond what is contracted; negative: to buy
   * @param open the home's open orders in the slot, oldest first
   */
  static List<Step> steps(long needWh, List<Standing> open) {
    Side side = needWh > 0 ? Side.SELL : Side.BUY;
    long wanted = Math.abs(needWh) < LEAST_WH ? 0 : Math.abs(needWh);
    List<Step> steps = new ArrayList<>();
    long standing = 0;
    for (Standing order : open) {
      if (order.side() != side || wanted == 0) {
        steps.add(new Cancel(order.orderId()));
      } else {
        standing = Math.addExact(standing, order.openWh());
      }
    }
    if (wanted - standing >= LEAST_WH) {
      steps.add(new Place(side, wanted - standing));
    } else if (wanted > 0 && standing - wanted >= LEAST_WH) {
      shrink(standing - wanted, side, open, steps);
    }
    return steps;
  }

  /** Takes energy from the newest orders first. */
  private static void shrink(long byWh, Side side, List<Standing> open, List<Step> steps) {
    long left = byWh;
    for (int i = open.size() - 1; i >= 0 && left > 0; i--) {
      Standing order = open.get(i);
      if (order.side() == side) {
        long taken = Math.min(left, order.openWh());
        left -= taken;
        steps.add(
            taken == order.openWh()
                ? new Cancel(order.orderId())
                : new Shrink(
                    order.orderId(), side, order.openWh() - taken, order.priceMicroPerKwh()));
      }
    }
  }
}
