package org.commonwatt.core;

import java.math.BigInteger;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** The limit of a block: the price of all its trades on average, each weighted by its energy. */
final class BlockLimit {
  private BlockLimit() {}

  /** Refuses a block whose trades are worse than its limit. The comparison is exact. */
  static @Nullable Rejection refusal(PlaceBasket block, JointTrading.Planned planned) {
    Long average = block.averageMicroPerKwh();
    if (average == null) {
      return null;
    }
    BigInteger limit =
        block.legs().stream()
            .map(BasketLeg::energyWh)
            .map(BigInteger::valueOf)
            .reduce(BigInteger.ZERO, BigInteger::add)
            .multiply(BigInteger.valueOf(average));
    BigInteger found = planned.comparedNano();
    boolean buys = block.legs().get(0).side() == Side.BUY;
    int worse = buys ? found.compareTo(limit) : limit.compareTo(found);
    return worse <= 0
        ? null
        : new Rejection(
            RejectionCode.NOT_FILLED_AT_ONCE,
            "all of it could trade at once for "
                + found
                + " nano-currency, at its average price it is "
                + limit
                + ": give a better price or wait for better offers");
  }
}
