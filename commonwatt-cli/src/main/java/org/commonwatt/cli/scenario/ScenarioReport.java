package org.commonwatt.cli.scenario;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.Finding;

/** Makes the summary of what was added up. */
final class ScenarioReport {
  static final String NOTE =
      "a scenario, not a replication: plants, weather, prices and who trades when are drawn from"
          + " the seed; curtailment is synthetic: a grid limit of 52 % of capacity; the split of the"
          + " stations, their efficiencies and the feed-in price are assumptions";

  private static final long MILLION = 1_000_000;

  private ScenarioReport() {}

  /** The sums when a day begins: what comes on top is the day's. */
  record Before(long negotiated, long auctioned, long called, long chargedWh, long dischargedWh) {
    static Before of(ScenarioTally tally) {
      return new Before(
          tally.of(Mode.NEGOTIATED).trades,
          tally.of(Mode.AUCTIONED).trades,
          tally.of(Mode.CALLED).trades,
          charged(tally),
          discharged(tally));
    }

    ScenarioSummary.DaySums day(Today today, ScenarioTally tally) {
      Before now = of(tally);
      return new ScenarioSummary.DaySums(
          today.date().toString(),
          now.negotiated - negotiated,
          now.auctioned - auctioned,
          now.called - called,
          tally.plantsOfDay(),
          now.chargedWh - chargedWh,
          now.dischargedWh - dischargedWh);
    }
  }

  static ScenarioSummary of(
      ScenarioOptions options,
      ScenarioTally tally,
      List<ScenarioSummary.DaySums> days,
      Metering.Curtailed curtailed,
      ScenarioMarket.Audited audited) {
    List<ScenarioSummary.ModeSums> modes = new ArrayList<>();
    for (Mode mode : Mode.values()) {
      modes.add(sums(mode, tally.of(mode)));
    }
    long charged = charged(tally);
    long discharged = discharged(tally);
    return new ScenarioSummary(
        "qinghai",
        NOTE,
        options.seed(),
        options.start().toString(),
        options.days(),
        options.plants(),
        QinghaiRules.STATIONS,
        modes,
        total(tally),
        charged == 0 ? 0 : discharged * MILLION / charged,
        new ScenarioSummary.Curtailment(
            curtailed.producibleWh(),
            curtailed.surplusWh(),
            curtailed.storedWh(),
            tally.fedInWh(),
            curtailed.storedWh() - charged + discharged),
        days,
        new ScenarioSummary.Auctions(tally.auctions(), tally.auctionsWithGap(), tally.ended()),
        checks(tally, audited),
        Published.QINGHAI);
  }

  private static ScenarioSummary.ModeSums sums(Mode mode, ScenarioTally.Sums sums) {
    return new ScenarioSummary.ModeSums(
        mode.name().toLowerCase(Locale.ROOT),
        sums.trades,
        sums.customers.size(),
        sums.chargedWh,
        sums.dischargedWh,
        sums.feesNano);
  }

  private static ScenarioSummary.ModeSums total(ScenarioTally tally) {
    Set<String> customers = new HashSet<>();
    long trades = 0;
    long fees = 0;
    for (Mode mode : Mode.values()) {
      customers.addAll(tally.of(mode).customers);
      trades += tally.of(mode).trades;
      fees = Math.addExact(fees, tally.of(mode).feesNano);
    }
    return new ScenarioSummary.ModeSums(
        "all", trades, customers.size(), charged(tally), discharged(tally), fees);
  }

  private static ScenarioSummary.Checks checks(
      ScenarioTally tally, ScenarioMarket.Audited audited) {
    AuditReport audit = audited.report();
    return new ScenarioSummary.Checks(
        tally.settledSlots(),
        tally.lost(),
        tally.missedWh(),
        tally.energySumWh(),
        tally.moneySumNano(),
        audit.passed() ? "pass" : "fail",
        audit.findings().stream().map(Finding::toString).toList(),
        audited.lastEvent().hex());
  }

  private static long charged(ScenarioTally tally) {
    long sum = 0;
    for (Mode mode : Mode.values()) {
      sum += tally.of(mode).chargedWh;
    }
    return sum;
  }

  private static long discharged(ScenarioTally tally) {
    long sum = 0;
    for (Mode mode : Mode.values()) {
      sum += tally.of(mode).dischargedWh;
    }
    return sum;
  }
}
