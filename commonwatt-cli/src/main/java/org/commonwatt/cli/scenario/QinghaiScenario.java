package org.commonwatt.cli.scenario;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.RegisterSigningKey;
import org.commonwatt.model.Command.RegisterStorage;
import org.commonwatt.model.Command.ReportStateOfCharge;
import org.commonwatt.model.Command.Tick;
import org.commonwatt.model.Event;
import org.commonwatt.model.StorageState;

/**
 * A sunny week of shared storage at the published scale of Qinghai: on every day plants negotiate
 * for storage, bid in the auctions of two windows, and the grid operator calls the rest.
 */
public final class QinghaiScenario {
  /** Of a hundred plants so many negotiate on a day, and so many bid in each of its windows. */
  private static final int NEGOTIATE = 10;

  private static final int BID = 7;

  private static final long HOUR = 3_600_000;

  private final ScenarioOptions options;
  private final PrintWriter out;
  private final SplittableRandom random;
  private final Fleet fleet;
  private final TreeMap<String, Station> stations = new TreeMap<>();
  private final Metering metering;
  private final ScenarioTally tally = new ScenarioTally();
  private final ScenarioMarket market = new ScenarioMarket(this::told);
  private final Negotiating talks;
  private final Auctioning auctioning;
  private final Calling calling = new Calling(market);
  private final List<ScenarioSummary.DaySums> days = new ArrayList<>();

  private QinghaiScenario(ScenarioOptions options, PrintWriter out) {
    this.options = options;
    this.out = out;
    random = new SplittableRandom(options.seed());
    fleet = new Fleet(options.plants(), random.split());
    QinghaiRules.STATIONS.forEach(size -> stations.put(size.unit(), new Station(size)));
    metering = new Metering(fleet, stations);
    talks = new Negotiating(market, new PartyKeys(options.seed()), random.split());
    auctioning = new Auctioning(market, random.split());
  }

  /**
   * Runs the scenario and its audit.
   *
   * @param out is told about the scenario, and of each day when it is over
   */
  public static ScenarioSummary run(ScenarioOptions options, PrintWriter out) {
    return new QinghaiScenario(options, out).run();
  }

  private ScenarioSummary run() {
    say(
        "A scenario, not a replication: %d plants, weather, prices and who trades when are drawn"
            + " from seed %d.",
        options.plants(), options.seed());
    say(
        "One process runs the market's own rules, log and audit: no broker, no database, no ledger"
            + " network.");
    open();
    for (int day = 0; day < options.days(); day++) {
      runDay(new Today(day, options.start().plusDays(day)));
    }
    finish();
    say("Auditing %d events ...", market.events());
    ScenarioMarket.Audited audit = market.audit();
    ScenarioSummary summary = ScenarioReport.of(options, tally, days, metering.curtailed(), audit);
    say("%n%s", ScenarioText.render(summary));
    return summary;
  }

  private void told(Event event) {
    tally.add(event);
    metering.take(event);
  }

  private void open() {
    long start = new Today(0, options.start()).at(0);
    List<String> plants = fleet.plants().stream().map(Fleet.Plant::id).toList();
    market.apply(new ActivateRulebook(QinghaiRules.of(plants, start)));
    market.apply(new Tick(start - HOUR));
    PartyKeys keys = new PartyKeys(options.seed());
    market.apply(new Tick(start));
    for (String plant : plants) {
      market.apply(new RegisterSigningKey(plant, keys.publicKey(plant)));
    }
    for (Station station : stations.values()) {
      String unit = station.size().unit();
      market.apply(new RegisterSigningKey(unit, keys.publicKey(unit)));
      market.apply(new RegisterStorage(QinghaiRules.METERS, QinghaiRules.spec(station.size())));
    }
  }

  private void runDay(Today today) {
    fleet.nextDay();
    stations.values().forEach(Station::nextDay);
    ScenarioReport.Before before = ScenarioReport.Before.of(tally);
    for (int slot = 0; slot < QinghaiRules.SLOTS_OF_DAY; slot++) {
      act(today, slot);
      market.apply(new Tick(today.at(slot + 1)));
      market.apply(metering.pass(today.slot(slot), slot));
    }
    days.add(before.day(today, tally));
    say("%s", ScenarioText.day(days.get(days.size() - 1)));
  }

  /** What is done when a slot begins. */
  private void act(Today today, int slot) {
    switch (slot) {
      case 0 -> report(today, slot);
      case DaySteps.NEGOTIATED -> trade(today);
      case DaySteps.CALLED -> calling.charge(List.copyOf(stations.values()), today);
      case DaySteps.RELEASED -> {
        stations.values().forEach(one -> one.handOver(QinghaiRules.OPERATOR, one.size().unit()));
        report(today, slot);
        release(today);
      }
      default -> {
        // nothing but delivery
      }
    }
  }

  private void report(Today today, int slot) {
    for (Station station : stations.values()) {
      StorageState state = station.state(today.at(slot));
      market.apply(new ReportStateOfCharge(QinghaiRules.METERS, station.size().unit(), state));
    }
  }

  /** Plants decide whether and how to trade. */
  private void trade(Today today) {
    for (int window : DaySteps.WINDOWS) {
      stations.values().forEach(station -> auctioning.offer(station, today, window));
    }
    List<Negotiating.Seller> sellers =
        stations.values().stream().map(one -> new Negotiating.Seller(one, random)).toList();
    List<long[]> expected = new ArrayList<>();
    for (int slot = 0; slot < QinghaiRules.SLOTS_OF_DAY; slot++) {
      expected.add(fleet.surplus(fleet.forecastWh(slot)));
    }
    int plants = fleet.plants().size();
    List<Integer> order = shuffled(plants);
    int negotiating = (plants * NEGOTIATE + 99) / 100;
    int bidding = (plants * BID + 99) / 100;
    for (int i = 0; i < Math.min(plants, negotiating + bidding * DaySteps.WINDOWS.length); i++) {
      int plant = order.get(i);
      String id = fleet.plants().get(plant).id();
      if (i < negotiating) {
        talks.charge(id, sellers.get(random.nextInt(sellers.size())), today);
      } else {
        int window = DaySteps.WINDOWS[(i - negotiating) / bidding];
        List<Long> surplus = new ArrayList<>();
        for (int slot = window; slot < window + QinghaiRules.WINDOW_SLOTS; slot++) {
          surplus.add(expected.get(slot)[plant]);
        }
        auctioning.bid(id, surplus, today, window);
      }
    }
  }

  private List<Integer> shuffled(int count) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      order.add(random.nextInt(i + 1), i);
    }
    return order;
  }

  /** Who has stored something, and no release of it yet, agrees on one; then the rest is called. */
  private void release(Today today) {
    for (Station station : stations.values()) {
      String unit = station.size().unit();
      for (StorageState.Lot lot : station.lots()) {
        String owner = lot.owner();
        long energy = station.releasableWh(owner);
        if (!owner.equals(unit)
            && energy > 0
            && !metering.isPromised(unit, owner, today.at(DaySteps.RELEASED))) {
          talks.release(owner, unit, energy, today);
        }
      }
    }
    calling.discharge(List.copyOf(stations.values()), today);
  }

  /** The last slots are settled for the last time. */
  private void finish() {
    long end = new Today(0, options.start().plusDays(options.days())).at(0);
    market.apply(new Tick(end + HOUR));
  }

  private void say(String text, Object... values) {
    out.println(text.formatted(values));
    out.flush();
  }
}
