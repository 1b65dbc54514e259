package org.commonwatt.core;

import java.util.List;
import java.util.Random;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.TimeInForce;

/** Terms of orders, most of them sensible, and rules of continuous trading. */
final class RandomTerms {
  private RandomTerms() {}

  /** Plain in half of the cases. */
  static OrderTerms terms(Random random, long clockMillis) {
    OrderTerms terms = OrderTerms.DEFAULT;
    switch (random.nextInt(12)) {
      case 0 -> terms = OrderTerms.of(TimeInForce.IMMEDIATE_OR_CANCEL);
      case 1 -> terms = OrderTerms.of(TimeInForce.FILL_OR_KILL);
      case 2 -> terms = OrderTerms.of(TimeInForce.IMMEDIATE_OR_CANCEL).atMarket();
      case 3 -> terms = OrderTerms.of(TimeInForce.GOOD_TILL_AUCTION);
      case 4, 5 -> terms = terms.goodTill(clockMillis + (random.nextInt(40) - 2) * 60_000L);
      default -> {}
    }
    switch (random.nextInt(14)) {
      case 0 -> terms = terms.wholly();
      case 1 -> terms = terms.atLeast(random.nextInt(600));
      case 2, 3 -> terms = terms.showing(1 + random.nextInt(300));
      case 4 -> terms = terms.posted();
      default -> {}
    }
    SelfTradeMode[] modes = SelfTradeMode.values();
    return terms.against(modes[random.nextInt(random.nextInt(3) == 0 ? modes.length : 1)]);
  }

  /** Continuous trading with fees where somebody gets them, and in half of the cases a band. */
  static Continuous section(Random random, Areas areas) {
    boolean band = random.nextBoolean();
    return new Continuous(
        random.nextInt(3) * 10,
        random.nextInt(4) == 0 ? 20_000 : 10_000,
        band ? 20_000 + random.nextInt(60_000) : 0,
        band ? 1 + random.nextInt(600) : 0,
        random.nextInt(200_000),
        areas.links().isEmpty() ? GridFees.DEFAULT : fees(random, areas));
  }

  private static GridFees fees(Random random, Areas areas) {
    AreaLink link = areas.links().get(0);
    return new GridFees(
        random.nextBoolean() ? FeeMode.ON_TOP : FeeMode.FROM_BID,
        List.of(
            new GridFees.Level("low", new GridFee(random.nextInt(3) * 1_000L, 0)),
            new GridFees.Level("high", new GridFee(0, random.nextInt(3) * 25_000))),
        List.of(new GridFees.AreaLevel(areas.ids().get(0), "low")),
        List.of(
            new GridFees.LinkFee(
                link.from(),
                link.to(),
                new GridFee(random.nextInt(2_000), random.nextInt(20_000)),
                random.nextBoolean() ? "high" : null)));
  }
}
