package org.commonwatt.flink.surveillance;

import java.util.List;
import org.commonwatt.model.Side;

/**
 * The orders of one participant in one product, and its latest trades there.
 *
 * @param quotes open ones, and those that a trade has seen
 * @param deals trades within the time in which orders may be pulled suspiciously
 */
public record DeceptionState(List<Quote> quotes, List<Deal> deals) {
  static final DeceptionState NEW = new DeceptionState(List.of(), List.of());

  /**
   * An order.
   *
   * @param placed where it came in
   * @param energyWh when it came in, or was last made larger
   * @param openWh what is open of it
   * @param filledWh what traded
   * @param pulledWh what its owner took away, each time added up
   * @param pulled where it did so last; as placed before that
   */
  public record Quote(
      long orderId,
      Side side,
      long priceMicroPerKwh,
      Place placed,
      long energyWh,
      long openWh,
      long filledWh,
      long pulledWh,
      Place pulled) {}

  /**
   * Trades of one order at one instant.
   *
   * @param place of the first
   * @param orderId the participant's own order
   * @param side its side
   * @param orderWh its energy
   * @param tradeIds in order
   * @param opposite the participant's open orders on the other side
   * @param pulledBeforeWh what their owner had taken away of each before, Wh
   * @param oppositeWh what was open of them, Wh
   * @param version of the last alert, 0 for none
   */
  public record Deal(
      Place place,
      long orderId,
      Side side,
      long orderWh,
      List<Long> tradeIds,
      List<Long> opposite,
      List<Long> pulledBeforeWh,
      long oppositeWh,
      int version) {

    /** What the owner of one of the opposite orders has taken away of it since, Wh. */
    long pulledSinceWh(Quote quote) {
      long before = pulledBeforeWh.get(opposite.indexOf(quote.orderId()));
      return Math.min(quote.energyWh(), quote.pulledWh() - before);
    }
  }
}
