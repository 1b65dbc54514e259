package org.commonwatt.simulation;

import java.util.List;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;

/**
 * The rules of the simulated market: those it begins with, and those that follow amid the run. At
 * first the areas are a chain; later another link makes a ring of them.
 */
final class Rulebooks {
  /** What each link may carry at least under any of the rules, Wh a slot, either way. */
  static final long LEAST_LINK_WH = 2_000;

  /** The links of the second version; the first has all but the last. */
  static final List<AreaLink> LINKS =
      List.of(
          new AreaLink("east", "west", -2_500, LEAST_LINK_WH, 10_000),
          new AreaLink("south", "west", -LEAST_LINK_WH, 2_200, 5_000),
          new AreaLink("east", "south", -LEAST_LINK_WH, LEAST_LINK_WH, 15_000));

  /** The link that only the second version has, as a party. */
  static final String NEW_LINK = AreaLink.party("east", "south");

  private static final List<AreaLink> FIRST_LINKS =
      List.of(
          new AreaLink("east", "west", -3_000, 3_000, 20_000),
          new AreaLink("south", "west", -2_200, 2_600, 0));

  private static final Curtailment.Order[] ORDERS = Curtailment.Order.values();
  private static final MissedGate[] MISSED_GATES = MissedGate.values();

  /** From 30 to 5 minutes before delivery, with halts and with fees of both kinds. */
  private static final Continuous CONTINUOUS =
      new Continuous(
          5,
          10_000,
          60_000,
          420,
          100_000,
          new GridFees(
              FeeMode.ON_TOP,
              List.of(new GridFees.Level("low", new GridFee(1_000, 20_000))),
              List.of(new GridFees.AreaLevel("west", "low")),
              List.of(new GridFees.LinkFee("east", "west", new GridFee(5_000, 0), null))));

  /** A tenth of what a slot posts stays reserved for an hour. */
  private static final Guarantees GUARANTEES = new Guarantees("exchange", 300_000, 100_000, 1);

  private static final Terms FIRST = new Terms(1, FIRST_LINKS, 1_000_000, 280_000);
  private static final Terms SECOND = new Terms(2, LINKS, 300_000, 250_000);

  private Rulebooks() {}

  /** What differs between the versions. */
  private record Terms(int version, List<AreaLink> links, long maxPrice, long retail) {}

  /**
   * Both versions. Seeds take turns in what is done about a missed gate, and in which trades lose
   * energy first; the second version does the other, and has other deadlines, limits and prices.
   */
  static List<Rulebook> of(long seed) {
    int gate = (int) Math.floorMod(seed, (long) MISSED_GATES.length);
    int order = (int) Math.floorMod(seed / MISSED_GATES.length, (long) ORDERS.length);
    MissedGate nextGate = MISSED_GATES[(gate + 1) % MISSED_GATES.length];
    Curtailment later = new Curtailment(ORDERS[(order + 1) % ORDERS.length], 1_000_000);
    return List.of(
        first(MISSED_GATES[gate], ORDERS[order]),
        rulebook(SECOND, new Safeguards(GUARANTEES, fallbacks(nextGate, 8, 7, later))));
  }

  /** The rules without fallbacks. */
  static Rulebook plain() {
    return rulebook(FIRST, new Safeguards(GUARANTEES));
  }

  /** The first rules: a tick may be a minute late, deadlines are shorter than a gate. */
  static Rulebook first(MissedGate missedGate, Curtailment.Order order) {
    Fallbacks fallbacks = fallbacks(missedGate, 10, 5, new Curtailment(order, 500_000));
    return rulebook(FIRST, new Safeguards(GUARANTEES, fallbacks));
  }

  private static Fallbacks fallbacks(
      MissedGate missedGate, int cancelMinutes, int bustMinutes, Curtailment curtailment) {
    int schedule = missedGate == MissedGate.PREVIOUS_SCHEDULE ? 15 : 0;
    return new Fallbacks(
        Community.OPERATOR, missedGate, 60, schedule, cancelMinutes, bustMinutes, curtailment);
  }

  private static Rulebook rulebook(Terms terms, Safeguards safeguards) {
    return new Rulebook(
        terms.version(),
        Hash.of(new byte[] {(byte) terms.version()}),
        Community.MARKET,
        new Areas(Community.AREAS, terms.links(), "grid"),
        "EUR",
        new Rulebook.Timing(15, 120, 60, 30, Community.START),
        -100_000,
        terms.maxPrice(),
        50_000,
        "supplier",
        List.of(new Rulebook.TariffStep(0, terms.retail(), 80_000)),
        Community.HOMES.stream()
            .map(
                home -> new Rulebook.Member(home, Community.areaOf(home), List.of(home + "-meter")))
            .toList(),
        Hash.of(new byte[] {2}),
        CONTINUOUS,
        safeguards);
  }
}
