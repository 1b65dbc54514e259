package org.commonwatt.simulation;

import java.util.List;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.commonwatt.model.TimeInForce;

/** The market that is simulated: a few homes in two areas, and a few slots. */
final class Community {
  static final String MARKET = "simulated";
  static final List<String> HOMES = List.of("home-01", "home-02", "home-03");
  static final int SLOTS = 4;
  static final long MINUTE = 60_000L;

  /** 2022-08-02T07:00:00Z, the start of trading. */
  static final long START = 1_659_423_600_000L;

  private static final List<String> AREAS = List.of("east", "west");

  private static final AreaLink LINK = new AreaLink("east", "west", -3_000, 3_000, 20_000);

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
  private static final Safeguards SAFEGUARDS =
      new Safeguards(new Guarantees("exchange", 300_000, 100_000, 1));

  private static final long UNIT = 1_000_000_000;

  private Community() {}

  static Rulebook rulebook() {
    return new Rulebook(
        1,
        Hash.of(new byte[] {1}),
        MARKET,
        new Areas(AREAS, List.of(LINK), "grid"),
        "EUR",
        new Rulebook.Timing(15, 120, 60, 30, START),
        -100_000,
        1_000_000,
        50_000,
        "supplier",
        List.of(new Rulebook.TariffStep(0, 280_000, 80_000)),
        HOMES.stream()
            .map(home -> new Rulebook.Member(home, areaOf(home), List.of(home + "-meter")))
            .toList(),
        Hash.of(new byte[] {2}),
        CONTINUOUS,
        SAFEGUARDS);
  }

  /** What the exchange puts before the default fund. */
  static Command.ReportCollateral ofExchange() {
    return new Command.ReportCollateral("exchange", 0, UNIT / 5);
  }

  /** Random totals that a home has paid in: enough for some orders, or for all, or for none. */
  static Command.ReportCollateral collateral(Chance chance, String home) {
    return new Command.ReportCollateral(home, UNIT * chance.upTo(6), UNIT / 10 * chance.upTo(3));
  }

  private static String areaOf(String home) {
    return AREAS.get(HOMES.indexOf(home) % AREAS.size());
  }

  static DeliverySlot slot(int index) {
    return new DeliverySlot(START, 15).plus(index);
  }

  /** A random order of a home for a slot that may be open, near its gate, or over. */
  static Command.PlaceOrder order(Chance chance, String home, String id, long timeMillis) {
    long ahead = Math.floorDiv(timeMillis - START, 15 * MINUTE) + chance.upTo(4);
    OrderTerms terms = terms(chance, timeMillis);
    return new Command.PlaceOrder(
        home,
        id,
        areaOf(home),
        START + ahead * 15 * MINUTE,
        chance.upTo(2) == 0 ? Side.BUY : Side.SELL,
        terms.market() ? 0 : 10_000L * (chance.upTo(40) - 5),
        1 + chance.upTo(5_000),
        terms);
  }

  /** Plain in half of the cases; the others are of all kinds, some of which the phase refuses. */
  private static OrderTerms terms(Chance chance, long timeMillis) {
    OrderTerms plain = OrderTerms.DEFAULT;
    return switch (chance.upTo(20)) {
      case 0, 1 -> OrderTerms.of(TimeInForce.IMMEDIATE_OR_CANCEL);
      case 2 -> OrderTerms.of(TimeInForce.IMMEDIATE_OR_CANCEL).atMarket();
      case 3 -> OrderTerms.of(TimeInForce.FILL_OR_KILL);
      case 4 -> OrderTerms.of(TimeInForce.GOOD_TILL_AUCTION);
      case 5 -> plain.goodTill(timeMillis + chance.upTo(30) * MINUTE);
      case 6 -> plain.wholly();
      case 7 -> plain.atLeast(chance.upTo(500));
      case 8 -> plain.showing(1 + chance.upTo(300));
      case 9 -> plain.posted();
      case 10 -> plain.against(SelfTradeMode.CANCEL_OLDEST);
      case 11 -> plain.against(SelfTradeMode.DECREMENT_AND_CANCEL);
      default -> plain;
    };
  }

  static MeteredPosition position(Chance chance, String home, int slot) {
    return new MeteredPosition(
        home, slot(slot), 1, chance.upTo(3_000), chance.upTo(3_000), Quality.ACTUAL);
  }
}
