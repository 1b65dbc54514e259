package org.commonwatt.core.coupled;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedAuction.Area;
import org.commonwatt.model.StatedAuction.Arrival;
import org.commonwatt.model.StatedAuction.Figures;
import org.commonwatt.model.StatedAuction.Kind;
import org.commonwatt.model.StatedAuction.Link;
import org.commonwatt.model.StatedAuction.Order;
import org.commonwatt.model.StatedAuction.Totals;

/** A case and its result in the words of those who judge it. */
final class StatedResult {
  private StatedResult() {}

  static StatedAuction of(ClearingResult result) {
    ClearingCase input = result.input();
    List<Area> areas = new ArrayList<>();
    for (int a = 0; a < input.areaCount(); a++) {
      areas.add(area(result, a));
    }
    List<Link> links = new ArrayList<>();
    for (int l = 0; l < input.linkCount(); l++) {
      links.add(
          new Link(
              input.linkFrom[l],
              input.linkTo[l],
              input.linkMin[l],
              input.linkMax[l],
              input.linkFee[l],
              result.flowWh(l)));
    }
    return new StatedAuction(
        new StatedAuction.Rules(
            input.rules.price().label(), input.rules.ties().label(), input.rules.cleanFirst()),
        areas,
        links,
        IntStream.range(0, input.orderCount()).mapToObj(i -> order(result, i)).toList(),
        totals(result));
  }

  private static Area area(ClearingResult result, int area) {
    ClearingCase input = result.input();
    Kind kind = Kind.valueOf(input.kind(area).name());
    Figures stated = Figures.NONE;
    if (kind == Kind.NORMAL) {
      stated =
          new Figures(
              result.priceMicroPerKwh(area),
              result.lowestPriceMicroPerKwh(area),
              result.highestPriceMicroPerKwh(area),
              result.buyWh(area),
              result.sellWh(area),
              result.netExportWh(area));
    }
    return new Area(input.areaId(area), kind, input.fixedPrices[area], stated);
  }

  private static Order order(ClearingResult result, int order) {
    ClearingCase input = result.input();
    int row = input.orders.row[order];
    return new Order(
        input.orderId(order),
        input.orderArea(order),
        input.orderSide(order),
        input.orderPriceMicroPerKwh(order),
        input.orderEnergyWh(order),
        input.orders.min[row],
        new Arrival(input.orderParticipant(order), input.orders.time[row], input.orders.clean[row]),
        result.participatingWh(order),
        result.fillWh(order));
  }

  private static Totals totals(ClearingResult result) {
    Set<String> rejected =
        result.paradoxicallyRejected().stream()
            .map(result.input()::orderId)
            .collect(Collectors.toSet());
    return new Totals(
        result.isCleared(),
        result.welfareNano(),
        result.feeNano(),
        result.congestionRentNano(),
        result.marketSurplusNano(),
        rejected);
  }
}
