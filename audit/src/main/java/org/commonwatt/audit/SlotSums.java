package org.commonwatt.audit;

import java.math.BigInteger;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedAuction.Area;
import org.commonwatt.model.StatedAuction.Kind;
import org.commonwatt.model.StatedAuction.Link;
import org.commonwatt.model.StatedAuction.Order;

/** Welfare, fees and congestion rent of the simple orders and links of one slot. */
final class SlotSums {
  private BigInteger welfare = BigInteger.ZERO;
  private BigInteger fees = BigInteger.ZERO;
  private BigInteger rent = BigInteger.ZERO;

  SlotSums(StatedAuction slot) {
    for (Order order : slot.orders()) {
      BigInteger worth = product(order.fillWh(), order.priceMicroPerKwh());
      welfare = order.isBuy() ? welfare.add(worth) : welfare.subtract(worth);
    }
    for (Link link : slot.links()) {
      Area from = slot.areas().get(link.from());
      Area to = slot.areas().get(link.to());
      BigInteger fee = product(Math.abs(link.flowWh()), link.feeMicroPerKwh());
      fees = fees.add(fee);
      long fixed = to.fixedPriceMicroPerKwh() - from.fixedPriceMicroPerKwh();
      welfare = welfare.add(product(link.flowWh(), fixed)).subtract(fee);
      if (from.kind() != Kind.EXTERNAL && to.kind() != Kind.EXTERNAL) {
        rent = rent.add(product(link.flowWh(), price(to) - price(from))).subtract(fee);
      }
    }
  }

  BigInteger welfare() {
    return welfare;
  }

  BigInteger fees() {
    return fees;
  }

  BigInteger rent() {
    return rent;
  }

  /** A neighbour's price or the stated one; 0 where none is. */
  private static long price(Area area) {
    Long price = area.stated().priceMicroPerKwh();
    return area.kind() == Kind.NORMAL && price != null ? price : area.fixedPriceMicroPerKwh();
  }

  static BigInteger product(long energy, long price) {
    return BigInteger.valueOf(energy).multiply(BigInteger.valueOf(price));
  }
}
