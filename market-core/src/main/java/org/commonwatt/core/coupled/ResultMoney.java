package org.commonwatt.core.coupled;

import java.math.BigInteger;

/** Energy and money totals of a result. */
final class ResultMoney {
  final long[] buyWh; // per area
  final long[] sellWh;
  final long[] netExportWh;
  final BigInteger fee;
  final BigInteger congestionRent;
  final BigInteger marketSurplus;

  ResultMoney(ClearingCase input, Network net, Solution solution, ResultPrices prices) {
    int areas = input.areaCount();
    buyWh = new long[areas];
    sellWh = new long[areas];
    netExportWh = new long[areas];
    for (int n = 0; n < net.nodes; n++) {
      buyWh[net.area[n]] = solution.nodes().buyWh()[n];
      sellWh[net.area[n]] = solution.nodes().sellWh()[n];
    }
    boolean payAsBid = input.rules.price() == PriceRule.PAY_AS_BID;
    Wide fees = new Wide();
    Wide earned = new Wide(); // by links, fees included
    for (int l = 0; l < input.linkCount(); l++) {
      long flow = solution.flows()[l];
      netExportWh[input.linkFrom[l]] += flow;
      netExportWh[input.linkTo[l]] -= flow;
      fees.addProduct(Math.abs(flow), input.linkFee[l]);
      if (isExternal(input, l)) { // settled at the price of its inner end, plus the fee
        earned.addProduct(Math.abs(flow), input.linkFee[l]);
      } else {
        earned.addProduct(flow, price(input, net, prices, input.linkTo[l]));
        earned.addProduct(-flow, price(input, net, prices, input.linkFrom[l]));
      }
    }
    fee = fees.value();
    congestionRent = payAsBid ? BigInteger.ZERO : earned.value().subtract(fee);
    marketSurplus = payAsBid ? solution.welfareNano() : BigInteger.ZERO;
  }

  private static boolean isExternal(ClearingCase input, int link) {
    return input.kinds[input.linkFrom[link]] == AreaKind.EXTERNAL
        || input.kinds[input.linkTo[link]] == AreaKind.EXTERNAL;
  }

  /**
   * An area without a price has no fills. Its flows cancel, so any price will do, unless an
   * external link passes energy through it: that settles at 0 then.
   */
  private static long price(ClearingCase input, Network net, ResultPrices prices, int area) {
    if (net.node[area] < 0) {
      return input.fixedPrices[area];
    }
    long price = prices.price()[net.node[area]];
    return price == PriceSet.NO_LOWER ? 0 : price;
  }
}
