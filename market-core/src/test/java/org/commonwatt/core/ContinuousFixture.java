package org.commonwatt.core;

import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.START;

import java.util.List;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command.AmendOrder;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.Event;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Rulebook.Timing;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;

/**
 * A market of two areas that trades continuously from 30 to 5 minutes before delivery. Homes 1 and
 * 2 are in east, home 3 is in west; 500 Wh may flow to west, none back.
 */
final class ContinuousFixture {
  /** The gate of the first slot, and the beginning of its continuous trading. */
  static final long GATE = START - 30 * MINUTE;

  /** Its gate closure. */
  static final long CLOSURE = START - 5 * MINUTE;

  static final Continuous PLAIN = section(0, GridFees.DEFAULT);

  private final TestMarket market;
  private int orders;

  ContinuousFixture(Continuous continuous) {
    this(continuous, Safeguards.NONE);
  }

  ContinuousFixture(Continuous continuous, Safeguards safeguards) {
    market = TestMarket.under(rules().continuous(continuous).safeguards(safeguards).build());
    market.tick(START - 60 * MINUTE);
  }

  static Rulebooks rules() {
    return new Rulebooks()
        .areas(
            new Areas(
                List.of("west", "east"),
                List.of(new AreaLink("east", "west", 0, 500, 10_000)),
                "grid"))
        .areaOf(home -> home.equals("home-03") ? "west" : "east")
        .timing(new Timing(15, 120, 60, 30, START));
  }

  /** Ticks of 100, closure 5 minutes ahead, halts of a minute, protection of 50,000. */
  static Continuous section(long band, GridFees fees) {
    return new Continuous(5, 100, band, 60, 50_000, fees);
  }

  /** A level fee of 2.5 % in west, and 3,000 on the link. */
  static GridFees fees(FeeMode mode) {
    return new GridFees(
        mode,
        List.of(new GridFees.Level("low", new GridFee(0, 25_000))),
        List.of(new GridFees.AreaLevel("west", "low")),
        List.of(new GridFees.LinkFee("east", "west", new GridFee(3_000, 0), null)));
  }

  TestMarket market() {
    return market;
  }

  List<Event> tick(long timeMillis) {
    return market.tick(timeMillis);
  }

  List<Event> buy(String home, long price, long energyWh) {
    return place(home, Side.BUY, price, energyWh, OrderTerms.DEFAULT);
  }

  List<Event> sell(String home, long price, long energyWh) {
    return place(home, Side.SELL, price, energyWh, OrderTerms.DEFAULT);
  }

  List<Event> place(String home, Side side, long price, long energyWh, OrderTerms terms) {
    return market.apply(order(home, "c-" + ++orders, side, price, energyWh, terms));
  }

  List<Event> amend(String home, long orderId, long energyWh, long price) {
    return market.apply(new AmendOrder(home, orderId, energyWh, price));
  }

  static PlaceOrder order(
      String home, String id, Side side, long price, long energyWh, OrderTerms terms) {
    String area = home.equals("home-03") ? "west" : "east";
    return new PlaceOrder(home, id, area, START, side, price, energyWh, terms);
  }
}
