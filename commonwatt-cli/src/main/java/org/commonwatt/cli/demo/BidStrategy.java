package org.commonwatt.cli.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;

/**
 * At what price a home's agent trades: between the feed-in and the retail tariff. Sellers ask for a
 * share of up to half of that span, buyers offer from half of it upwards, so both are better off
 * with a neighbour than with the supplier. The share depends on the seed, the home and the slot
 * only.
 */
final class BidStrategy {
  private static final long PPM = 1_000_000;

  private final long seed;

  BidStrategy(long seed) {
    this.seed = seed;
  }

  /** The side for a forecast net injection in Wh, which must not be 0. */
  Side side(long forecastNetWh) {
    return forecastNetWh > 0 ? Side.SELL : Side.BUY;
  }

  /**
   * The limit price in µ/kWh, a multiple of the rulebook's tick. A buyer's leaves room below the
   * retail tariff for the grid fee of its area.
   */
  long priceMicroPerKwh(Rulebook.Member home, DeliverySlot slot, Side side, Rulebook rulebook) {
    long price =
        priceMicroPerKwh(home.participant(), slot.startMillis(), side, rulebook.tariffAt(slot));
    Continuous continuous = rulebook.continuous();
    if (continuous == null) {
      return price;
    }
    long tick = continuous.tickMicroPerKwh();
    return side == Side.SELL
        ? -Math.floorDiv(-price, tick) * tick
        : Math.floorDiv(price - feeMicroPerKwh(home.area(), price, continuous.fees()), tick) * tick;
  }

  /** The limit price before ticks and fees, µ/kWh. */
  long priceMicroPerKwh(String home, long slotStartMillis, Side side, Rulebook.TariffStep tariff) {
    long span = Math.max(0, tariff.retailMicroPerKwh() - tariff.feedInMicroPerKwh());
    long half = share(home, slotStartMillis);
    long sharePpm = side == Side.SELL ? half : half + PPM / 2;
    return tariff.feedInMicroPerKwh() + span * sharePpm / PPM;
  }

  /** The grid fee of a trade within an area, µ/kWh, at a price that is at most the one given. */
  private static long feeMicroPerKwh(String area, long price, GridFees fees) {
    for (GridFees.Level level : fees.levels()) {
      if (level.id().equals(fees.levelOf(area))) {
        GridFee fee = level.fee();
        return fee.constantMicroPerKwh() - Math.floorDiv(-Math.max(0, price) * fee.ppm(), PPM);
      }
    }
    return 0;
  }

  /** A number of parts per million from 0 to half of the whole. */
  private long share(String home, long slotStartMillis) {
    byte[] numbers = ByteBuffer.allocate(16).putLong(seed).putLong(slotStartMillis).array();
    byte[] hash = Hash.of(numbers, home.getBytes(StandardCharsets.UTF_8)).bytes();
    return Math.floorMod(ByteBuffer.wrap(hash).getLong(), PPM / 2 + 1);
  }
}
