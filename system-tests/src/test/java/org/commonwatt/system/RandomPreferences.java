package org.commonwatt.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.commonwatt.model.Alternative;
import org.commonwatt.model.Command;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Side;
import org.commonwatt.model.TimeInForce;

/** Reports of sources, offers that declare them, and preferences for them; most are sensible. */
final class RandomPreferences {
  private static final List<EnergySource> SOURCES = List.of(EnergySource.SOLAR, EnergySource.WIND);

  private final Random random; // of its own, so that it changes nothing else
  private int orders;

  RandomPreferences(long seed) {
    this.random = new Random(seed);
  }

  /** Whether the next command is one of these. */
  boolean isNext() {
    return oneIn(3);
  }

  /** One of several. */
  String oneOf(List<String> ids) {
    return ids.get(random.nextInt(ids.size()));
  }

  /** A command of a home. */
  Command next(String home, String area, List<String> areas, long clock, long slotMillis) {
    if (oneIn(6)) {
      return new Command.ReportSource(
          oneIn(12) ? oneIn(2) ? "stranger" : "no id!" : home,
          oneIn(3) ? clock : 0,
          oneIn(8) ? null : SOURCES.get(random.nextInt(2)));
    }
    boolean sells = oneIn(2);
    long start =
        Math.floorDiv(clock, slotMillis) * slotMillis + (1 + random.nextInt(3)) * slotMillis;
    long price = 40_000 + random.nextInt(5) * 20_000L;
    OrderTerms terms =
        OrderTerms.of(oneIn(5) ? TimeInForce.IMMEDIATE_OR_CANCEL : TimeInForce.GOOD_TILL_CANCEL);
    List<Alternative> alternatives = sells && !oneIn(30) ? List.of() : alternatives(areas);
    for (Alternative one : alternatives) {
      price =
          alternatives.indexOf(one) == 0
              ? one.priceMicroPerKwh()
              : Math.max(price, one.priceMicroPerKwh());
    }
    return new Command.PlaceOrder(
        home,
        "p" + ++orders,
        area,
        start,
        sells ? Side.SELL : Side.BUY,
        price + (oneIn(40) ? 20_000 : 0),
        1 + random.nextInt(oneIn(4) ? 2_000 : 60),
        (sells ? terms.declaring(SOURCES.get(random.nextInt(2))) : terms).preferring(alternatives));
  }

  private List<Alternative> alternatives(List<String> areas) {
    List<Alternative> found = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      found.add(
          new Alternative(
              60_000 + random.nextInt(6) * 20_000L + (oneIn(60) ? 1 : 0),
              oneIn(3) ? List.of() : List.of(SOURCES.get(random.nextInt(2))),
              oneIn(3) ? oneIn(20) ? "city" : oneOf(areas) : null));
    }
    return found;
  }

  private boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }
}
