package org.commonwatt.benchmarks.engine;

import java.util.List;
import java.util.stream.IntStream;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;

/**
 * The market that is measured: one area, quarter-hours that open a day ahead, orders that rest in
 * the slots that are open.
 *
 * @param rulebook its rules
 * @param openSlots how many slots the orders are spread over
 */
record BenchMarket(Rulebook rulebook, int openSlots) {
  static final String MARKET = "measured";
  static final int HOMES = 1_000;

  /** 2022-08-02T00:00:00Z. */
  static final long START = 1_659_398_400_000L;

  private static final String AREA = "village";
  private static final int SLOT_MINUTES = 15;
  private static final int GATE_LEAD = 30;
  private static final int DAY_SLOTS = 96;
  private static final long MINUTE = 60_000L;

  static final long SLOT_MILLIS = SLOT_MINUTES * MINUTE;

  /** A market of {@value #HOMES} homes without guarantees, a day of slots open. */
  static BenchMarket plain() {
    return open(DAY_SLOTS, HOMES, Safeguards.NONE);
  }

  /** The same market, but a day of slots trades continuously. */
  static BenchMarket continuous() {
    BenchMarket plain = plain();
    Rulebook rulebook = plain.rulebook();
    Rulebook.Timing timing =
        new Rulebook.Timing(
            SLOT_MINUTES, 60, rulebook.timing().openLeadMinutes(), DAY_SLOTS * SLOT_MINUTES, START);
    Rulebook trading =
        new Rulebook(
                1,
                rulebook.documentHash(),
                MARKET,
                rulebook.areas(),
                rulebook.currency(),
                timing,
                rulebook.minPriceMicroPerKwh(),
                rulebook.maxPriceMicroPerKwh(),
                rulebook.maxOrderWh(),
                rulebook.supplier(),
                rulebook.tariff(),
                rulebook.members(),
                rulebook.saltSeed())
            .withContinuous(new Continuous(5, 100, 0, 60, 50_000, GridFees.DEFAULT));
    return new BenchMarket(trading, DAY_SLOTS);
  }

  /** An order that meets no other: buys are far below sells. */
  Command.PlaceOrder apart(long number) {
    Command.PlaceOrder order = order(number);
    long price = order.side() == Side.BUY ? 10_000 : 500_000;
    return new Command.PlaceOrder(
        order.participant(),
        order.clientOrderId(),
        order.area(),
        order.slotStartMillis(),
        order.side(),
        price + 100 * (number % 997),
        order.energyWh());
  }

  /** A market of a few homes with guarantees, so many slots open. */
  static BenchMarket withGuarantees(int openSlots, int homes) {
    return open(
        openSlots, homes, new Safeguards(new Guarantees("exchange", 300_000, 100_000, 720)));
  }

  /** The same market without guarantees. */
  static BenchMarket withoutGuarantees(int openSlots, int homes) {
    return open(openSlots, homes, Safeguards.NONE);
  }

  private static BenchMarket open(int openSlots, int homes, Safeguards safeguards) {
    int openLead = GATE_LEAD + openSlots * SLOT_MINUTES;
    Rulebook rulebook =
        new Rulebook(
            1,
            Hash.of(new byte[] {1}),
            MARKET,
            new Areas(List.of(AREA), List.of(), null),
            "EUR",
            new Rulebook.Timing(SLOT_MINUTES, 60, openLead, GATE_LEAD, START),
            -100_000,
            1_000_000,
            50_000,
            "supplier",
            List.of(new Rulebook.TariffStep(0, 280_000, 80_000)),
            IntStream.range(0, homes).mapToObj(BenchMarket::member).toList(),
            Hash.of(new byte[] {2}),
            null,
            safeguards);
    return new BenchMarket(rulebook, openSlots);
  }

  private static Rulebook.Member member(int number) {
    String home = "home-%04d".formatted(number);
    return new Rulebook.Member(home, AREA, List.of(home + "-meter"));
  }

  /** What opens its slots: all of them, and none is at its gate. */
  List<Command> opening() {
    return List.of(
        new Command.ActivateRulebook(rulebook),
        new Command.Tick(START - (GATE_LEAD + SLOT_MINUTES - 1) * MINUTE));
  }

  /** The order of a number, from 0; owners take turns, then slots. */
  Command.PlaceOrder order(long number) {
    int homes = rulebook.members().size();
    Rulebook.Member member = rulebook.members().get((int) (number % homes));
    long slot = number / homes % openSlots;
    return new Command.PlaceOrder(
        member.participant(),
        "o-" + number,
        AREA,
        START + slot * SLOT_MINUTES * MINUTE,
        (number & 1) == 0 ? Side.BUY : Side.SELL,
        50_000 + 10_000 * (number % 21),
        1 + number % 1_000);
  }
}
