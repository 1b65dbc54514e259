package org.commonwatt.system;

import java.util.List;
import java.util.Random;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Leg;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.TimeInForce;

/** Terms of orders and rules of continuous trading. */
final class RandomTerms {
  private static final SelfTradeMode[] MODES = SelfTradeMode.values();

  private RandomTerms() {}

  /** Terms that fit each other more often than not; plain ones in a third of the cases. */
  static OrderTerms terms(Random random, long clockMillis) {
    OrderTerms terms = OrderTerms.DEFAULT.against(MODES[random.nextInt(MODES.length)]);
    return switch (random.nextInt(15)) {
      case 0, 1 -> of(TimeInForce.IMMEDIATE_OR_CANCEL, random);
      case 2 -> of(TimeInForce.IMMEDIATE_OR_CANCEL, random).atMarket();
      case 3 -> of(TimeInForce.FILL_OR_KILL, random);
      case 4 -> of(TimeInForce.GOOD_TILL_AUCTION, random);
      case 5, 6 -> terms.goodTill(clockMillis + (random.nextInt(60) - 3) * 60_000L);
      case 7 -> terms.wholly();
      case 8 -> terms.atLeast(random.nextInt(800));
      case 9 -> terms.showing(1 + random.nextInt(400));
      case 10 -> terms.posted();
      default -> OrderTerms.DEFAULT;
    };
  }

  /** Any terms, as wrong as their types allow. */
  static OrderTerms wrong(Random random, long extreme) {
    TimeInForce[] times = TimeInForce.values();
    OrderTerms terms =
        new OrderTerms(
            times[random.nextInt(times.length)],
            random.nextBoolean() ? extreme : 0,
            random.nextBoolean(),
            random.nextBoolean(),
            random.nextBoolean() ? extreme : random.nextInt(9),
            random.nextBoolean() ? extreme : 0,
            random.nextBoolean(),
            MODES[random.nextInt(MODES.length)]);
    return terms.postOnly() && terms.market() ? terms.as(new Leg(1, 2, extreme, null)) : terms;
  }

  /**
   * Continuous trading that ends some minutes after the gate.
   *
   * @param gateLead minutes from the gate to delivery, at least 15
   */
  static Continuous section(Random random, Areas areas, int gateLead) {
    boolean band = random.nextBoolean();
    return new Continuous(
        random.nextInt(gateLead),
        random.nextInt(4) == 0 ? 1 : 10_000,
        band ? 20_000 + random.nextInt(90_000) : 0,
        band ? 1 + random.nextInt(900) : 0,
        random.nextInt(120_000),
        fees(random, areas));
  }

  private static GridFees fees(Random random, Areas areas) {
    if (areas.links().isEmpty() || random.nextInt(4) == 0) {
      return GridFees.DEFAULT;
    }
    AreaLink link = areas.links().get(random.nextInt(areas.links().size()));
    return new GridFees(
        random.nextBoolean() ? FeeMode.ON_TOP : FeeMode.FROM_BID,
        List.of(
            new GridFees.Level("low", new GridFee(random.nextInt(3) * 1_000L, 0)),
            new GridFees.Level("high", new GridFee(0, random.nextInt(3) * 25_000))),
        List.of(
            new GridFees.AreaLevel(areas.ids().get(0), "low"),
            new GridFees.AreaLevel(areas.ids().get(areas.ids().size() - 1), "high")),
        List.of(
            new GridFees.LinkFee(
                link.from(),
                link.to(),
                new GridFee(random.nextInt(9_000), random.nextInt(20_000)),
                random.nextBoolean() ? "high" : null)));
  }

  private static OrderTerms of(TimeInForce timeInForce, Random random) {
    return OrderTerms.of(timeInForce).against(MODES[random.nextInt(MODES.length)]);
  }
}
