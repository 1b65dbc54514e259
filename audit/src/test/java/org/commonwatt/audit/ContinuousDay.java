package org.commonwatt.audit;

import java.util.List;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;

/**
 * The areas of {@link CoupledDay} with continuous trading: the link brings 20,000 and half a
 * percent, and belongs with both areas to a level of 1,000. Its log is the one that the rules give.
 */
final class ContinuousDay {
  static final long START = CoupledDay.START;
  static final DeliverySlot SLOT = CoupledDay.SLOT;
  static final long MINUTE = 60_000;

  private final MarketReplay rules;
  private final Day day = new Day();
  private int orders;

  private ContinuousDay(MarketReplay rules) {
    this.rules = rules;
  }

  static Continuous continuous(FeeMode mode) {
    return new Continuous(
        5,
        1_000,
        200_000,
        60,
        50_000,
        new GridFees(
            mode,
            List.of(new GridFees.Level("low", new GridFee(1_000, 0))),
            List.of(new GridFees.AreaLevel("east", "low"), new GridFees.AreaLevel("west", "low")),
            List.of(new GridFees.LinkFee("east", "west", new GridFee(20_000, 5_000), "low"))));
  }

  /** Opens 30 minutes ahead, auction 15 minutes ahead, gate closure 5 minutes ahead. */
  static Rulebook rulebook(FeeMode mode) {
    return rulebook(1, mode, CoupledDay.rulebook().members());
  }

  /** Version 2, of which Ann is no member. */
  static Rulebook withoutAnn() {
    return rulebook(2, FeeMode.ON_TOP, CoupledDay.rulebook().members().subList(1, 3));
  }

  private static Rulebook rulebook(int version, FeeMode mode, List<Rulebook.Member> members) {
    Rulebook old = CoupledDay.rulebook();
    return new Rulebook(
        version,
        old.documentHash(),
        old.market(),
        old.areas(),
        old.currency(),
        new Rulebook.Timing(15, 0, 30, 15, START),
        old.minPriceMicroPerKwh(),
        old.maxPriceMicroPerKwh(),
        old.maxOrderWh(),
        old.supplier(),
        old.tariff(),
        members,
        old.saltSeed(),
        continuous(mode));
  }

  /** A market that trades continuously, its first slot after an auction without orders. */
  static ContinuousDay trading(FeeMode mode) {
    ContinuousDay day = open(mode);
    day.tick(-15);
    return day;
  }

  /** A market whose first slot takes orders for its auction. */
  static ContinuousDay open(FeeMode mode) {
    return open(mode, new MarketReplay());
  }

  static ContinuousDay open(FeeMode mode, MarketReplay rules) {
    return new ContinuousDay(rules).open(rulebook(mode));
  }

  /** A market under a rulebook, whose first slot takes orders for its auction. */
  static ContinuousDay under(Rulebook rulebook) {
    return new ContinuousDay(new MarketReplay()).open(rulebook);
  }

  private ContinuousDay open(Rulebook rulebook) {
    add(new Command.ActivateRulebook(rulebook));
    tick(-30);
    return this;
  }

  Day log() {
    return day;
  }

  List<Event> tick(int minutesFromStart) {
    return add(new Command.Tick(START + minutesFromStart * MINUTE));
  }

  List<Event> sell(String who, long price, long energy) {
    return place(who, Side.SELL, new long[] {price, energy}, OrderTerms.DEFAULT);
  }

  List<Event> buy(String who, long price, long energy) {
    return place(who, Side.BUY, new long[] {price, energy}, OrderTerms.DEFAULT);
  }

  List<Event> place(String who, Side side, long[] priceAndEnergy, OrderTerms terms) {
    return add(
        new Command.PlaceOrder(
            who,
            "c" + ++orders,
            who.equals("cat") ? "west" : "east",
            START,
            side,
            priceAndEnergy[0],
            priceAndEnergy[1],
            terms));
  }

  List<Event> add(Command command) {
    CommandFrame.Entry entry = new CommandFrame.Entry(CommandOrigin.NONE, command);
    List<Event> events = rules.apply(entry);
    day.addFrame(List.of(entry), List.of(events));
    return events;
  }

  /** Delivery, and every member metered with nothing. */
  ContinuousDay settle() {
    tick(15);
    for (Rulebook.Member member : CoupledDay.rulebook().members()) {
      add(
          new Command.ReportPosition(
              new MeteredPosition(member.participant(), SLOT, 1, 0, 0, Quality.ACTUAL)));
    }
    return this;
  }
}
