package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedAuction.Area;
import org.commonwatt.model.StatedAuction.Figures;
import org.commonwatt.model.StatedAuction.Kind;
import org.commonwatt.model.StatedAuction.Link;
import org.commonwatt.model.StatedAuction.Order;
import org.commonwatt.model.StatedAuction.Totals;
import org.jspecify.annotations.Nullable;

/** Whether the figures that are stated with fills and flows are those that follow from them. */
final class FigureCheck {
  private static final long BEYOND_ALL_PRICES = 1L << 50;

  private final StatedAuction auction;
  private final boolean payAsBid;
  private final List<String> complaints = new ArrayList<>();

  FigureCheck(StatedAuction auction) {
    this.auction = auction;
    this.payAsBid = auction.rules().price().equals("pay-as-bid");
  }

  /**
   * What is wrong with intervals, prices and the orders named as paradoxically rejected.
   *
   * @param bounds the prices that support fills and flows; only the midpoints are left afterwards
   */
  List<String> prices(PriceBounds bounds) {
    for (int a = 0; a < auction.areas().size(); a++) {
      if (auction.areas().get(a).kind() == Kind.NORMAL) {
        Figures stated = auction.areas().get(a).stated();
        Long low = bounds.lowest(a);
        Long high = bounds.highest(a);
        expect(
            Objects.equals(stated.lowestMicroPerKwh(), low)
                && Objects.equals(stated.highestMicroPerKwh(), high),
            "the interval of " + auction.areas().get(a).id() + " is " + low + " to " + high);
      }
    }
    expect(
        !auction.rules().price().equals("midpoint") || statedAreAmong(bounds.copy()),
        "the stated prices together do not support the fills and flows");
    @Nullable Long[] midpoints = new MidpointPrices(bounds, auction.areas()).prices();
    @Nullable Long[] byRule = ZonePriceRecount.prices(auction, midpoints);
    for (int a = 0; a < auction.areas().size(); a++) {
      Area area = auction.areas().get(a);
      expect(
          area.kind() != Kind.NORMAL || Objects.equals(area.stated().priceMicroPerKwh(), byRule[a]),
          "the price of " + area.id() + " is " + byRule[a]);
    }
    rejected(payAsBid ? midpoints : byRule);
    return complaints;
  }

  /** Whether prices that keep the bounds have all the values that are stated. */
  private boolean statedAreAmong(PriceBounds bounds) {
    for (int a = 0; a < auction.areas().size(); a++) {
      Long price = auction.areas().get(a).stated().priceMicroPerKwh();
      if (auction.areas().get(a).kind() == Kind.NORMAL && price != null) {
        if (Math.abs(price) > BEYOND_ALL_PRICES) {
          return false;
        }
        bounds.fix(a, price);
      }
    }
    return bounds.exist();
  }

  private void rejected(@Nullable Long[] prices) {
    Set<String> right = new TreeSet<>();
    for (Order order : auction.orders()) {
      Long price = prices[order.area()];
      long limit = order.priceMicroPerKwh();
      boolean inTheMoney = price != null && (order.isBuy() ? limit > price : limit < price);
      boolean tookPart = order.participatingWh() > 0 && order.minEnergyWh() > 0;
      if (inTheMoney && tookPart && order.fillWh() == 0) {
        right.add(order.id());
      }
    }
    expect(
        right.equals(auction.totals().paradoxicallyRejected()),
        "paradoxically rejected are " + right);
  }

  /** What is wrong with energies, status and money. */
  List<String> sums() {
    for (int a = 0; a < auction.areas().size(); a++) {
      if (auction.areas().get(a).kind() == Kind.NORMAL) {
        energies(a, auction.areas().get(a));
      }
    }
    BigInteger welfare = BigInteger.ZERO;
    BigInteger fees = BigInteger.ZERO;
    BigInteger rent = BigInteger.ZERO;
    for (Order order : auction.orders()) {
      BigInteger worth = product(order.fillWh(), order.priceMicroPerKwh());
      welfare = order.isBuy() ? welfare.add(worth) : welfare.subtract(worth);
    }
    for (Link link : auction.links()) {
      BigInteger fee = product(Math.abs(link.flowWh()), link.feeMicroPerKwh());
      fees = fees.add(fee);
      rent = rent.add(earned(link)).subtract(isExternal(link) ? BigInteger.ZERO : fee);
      welfare = welfare.add(product(link.flowWh(), fixedPrice(link.to())));
      welfare = welfare.subtract(product(link.flowWh(), fixedPrice(link.from()))).subtract(fee);
    }
    Totals stated = auction.totals();
    boolean cleared = auction.orders().stream().anyMatch(order -> order.fillWh() > 0);
    expect(stated.cleared() == cleared, "the status is wrong: cleared is " + cleared);
    expect(stated.welfareNano().equals(welfare), "welfare is " + welfare);
    expect(stated.feeNano().equals(fees), "fees are " + fees);
    BigInteger left = payAsBid ? BigInteger.ZERO : rent;
    expect(stated.congestionRentNano().equals(left), "congestion rent is " + left);
    BigInteger surplus = payAsBid ? welfare : BigInteger.ZERO;
    expect(stated.marketSurplusNano().equals(surplus), "market surplus is " + surplus);
    return complaints;
  }

  private void energies(int place, Area area) {
    long buys = 0;
    long sells = 0;
    for (Order order : auction.orders()) {
      buys += order.area() == place && order.isBuy() ? order.fillWh() : 0;
      sells += order.area() == place && !order.isBuy() ? order.fillWh() : 0;
    }
    Figures stated = area.stated();
    expect(stated.buyWh() == buys, "area " + area.id() + " buys " + buys);
    expect(stated.sellWh() == sells, "area " + area.id() + " sells " + sells);
    expect(
        stated.netExportWh() == sells - buys, "area " + area.id() + " exports " + (sells - buys));
  }

  /** Flow times spread; links of external areas earn nothing. */
  private BigInteger earned(Link link) {
    return isExternal(link)
        ? BigInteger.ZERO
        : product(link.flowWh(), price(link.to()))
            .subtract(product(link.flowWh(), price(link.from())));
  }

  private boolean isExternal(Link link) {
    return auction.areas().get(link.from()).kind() == Kind.EXTERNAL
        || auction.areas().get(link.to()).kind() == Kind.EXTERNAL;
  }

  private long fixedPrice(int area) {
    return auction.areas().get(area).fixedPriceMicroPerKwh();
  }

  /** A neighbour's price or the stated one; 0 where none is, as the rules say. */
  private long price(int area) {
    Long stated = auction.areas().get(area).stated().priceMicroPerKwh();
    return auction.areas().get(area).kind() == Kind.NORMAL && stated != null
        ? stated
        : fixedPrice(area);
  }

  private void expect(boolean holds, String complaint) {
    if (!holds) {
      complaints.add(complaint);
    }
  }

  private static BigInteger product(long energy, long price) {
    return BigInteger.valueOf(energy).multiply(BigInteger.valueOf(price));
  }
}
