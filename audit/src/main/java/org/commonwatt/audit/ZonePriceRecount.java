package org.commonwatt.audit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedAuction.Kind;
import org.commonwatt.model.StatedAuction.Link;
import org.commonwatt.model.StatedAuction.Order;
import org.jspecify.annotations.Nullable;

/**
 * The prices that a case's rule gives to stated fills and flows. A price zone is named after one of
 * its areas: areas between which links without fee could carry more each way, together, than they
 * do.
 */
final class ZonePriceRecount {
  private final StatedAuction auction;
  private final int[] zones; // by area
  private final Map<Integer, Long> dearestSell = new HashMap<>(); // accepted, by zone
  private final Map<Integer, Long> cheapestBuy = new HashMap<>();

  private ZonePriceRecount(StatedAuction auction) {
    this.auction = auction;
    zones = new int[auction.areas().size()];
    Arrays.setAll(zones, area -> area);
    for (Link link : auction.links()) {
      if (someCouldSend(link.from(), link.to()) && someCouldSend(link.to(), link.from())) {
        join(zones[link.from()], zones[link.to()]);
      }
    }
    for (Order order : auction.orders()) {
      if (order.fillWh() > 0 && order.isBuy()) {
        cheapestBuy.merge(zones[order.area()], order.priceMicroPerKwh(), Math::min);
      } else if (order.fillWh() > 0) {
        dearestSell.merge(zones[order.area()], order.priceMicroPerKwh(), Math::max);
      }
    }
  }

  /**
   * The prices of the case's rule.
   *
   * @param midpoints by area; also the price of a zone with fills but none on the rule's side
   * @return by area, null where there is none
   */
  static @Nullable Long[] prices(StatedAuction auction, @Nullable Long[] midpoints) {
    if (auction.rules().price().equals("midpoint")) {
      return midpoints;
    }
    ZonePriceRecount recount = new ZonePriceRecount(auction);
    @Nullable Long[] prices = new @Nullable Long[midpoints.length];
    for (int area = 0; area < prices.length; area++) {
      prices[area] = recount.price(area, midpoints[area]);
    }
    return prices;
  }

  private @Nullable Long price(int area, @Nullable Long midpoint) {
    Long sell = dearestSell.get(zones[area]);
    Long buy = cheapestBuy.get(zones[area]);
    if (sell == null && buy == null) {
      return null;
    }
    Long price =
        switch (auction.rules().price()) {
          case "marginal-offer" -> sell;
          case "marginal-bid" -> buy;
          case "average-of-last-pair" ->
              sell == null || buy == null ? null : (Long) Math.floorDiv(sell + buy, 2L);
          default -> null; // pay-as-bid
        };
    return price == null && !auction.rules().price().equals("pay-as-bid") ? midpoint : price;
  }

  private boolean someCouldSend(int from, int to) {
    return auction.links().stream().anyMatch(link -> couldSend(link, from, to));
  }

  /** Whether a link without fee could carry a Wh more from one area to another. */
  private boolean couldSend(Link link, int from, int to) {
    boolean free = link.feeMicroPerKwh() == 0 && isNormal(from) && isNormal(to);
    boolean along = link.from() == from && link.to() == to;
    boolean against = link.from() == to && link.to() == from;
    return free
        && ((along && link.flowWh() < link.maxFlowWh())
            || (against && link.flowWh() > link.minFlowWh()));
  }

  private boolean isNormal(int area) {
    return auction.areas().get(area).kind() == Kind.NORMAL;
  }

  private void join(int kept, int left) {
    Arrays.setAll(zones, area -> zones[area] == left ? kept : zones[area]);
  }
}
