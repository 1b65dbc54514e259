package org.commonwatt.cli.scenario;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;

/** The summary as text. Rounds for the eye only. */
final class ScenarioText {
  private static final String ROW = "%-34s %20s %20s%n";
  private static final String MODE = "%-12s %8s %10s %14s %15s %14s%n";

  private ScenarioText() {}

  /** A day when it is over. */
  static String day(ScenarioSummary.DaySums day) {
    return "%s  %d negotiated, %d auctioned, %d called; %d plants; %s MWh charged, %s discharged"
        .formatted(
            day.date(),
            day.negotiated(),
            day.auctioned(),
            day.called(),
            day.plants(),
            scaled(day.chargedWh(), 6, 2),
            scaled(day.dischargedWh(), 6, 2));
  }

  static String render(ScenarioSummary summary) {
    StringBuilder text = new StringBuilder();
    text.append(
        row(MODE, "mode", "trades", "customers", "charged MWh", "discharged MWh", "fees CNY"));
    summary.modes().forEach(mode -> text.append(mode(mode)));
    text.append(mode(summary.total())).append('\n');
    Published published = summary.published();
    text.append(row(ROW, "", "this scenario", "published"));
    text.append(row(ROW, "days", summary.days(), "to February 2022"));
    text.append(row(ROW, "solar and wind plants", summary.plants(), published.plants()));
    text.append(row(ROW, "stations", stations(summary), stations(published)));
    text.append(row(ROW, "trades", summary.total().trades(), published.trades()));
    text.append(
        row(
            ROW,
            "charged, GWh",
            scaled(summary.total().chargedWh(), 9, 3),
            scaled(published.chargedWh(), 9, 2)));
    text.append(
        row(
            ROW,
            "discharged, GWh",
            scaled(summary.total().dischargedWh(), 9, 3),
            scaled(published.dischargedWh(), 9, 2)));
    text.append(
        row(
            ROW,
            "round trip, % (here an assumption)",
            scaled(summary.roundTripPpm(), 4, 2),
            scaled(published.roundTripPpm(), 4, 2)));
    text.append('\n')
        .append(days(summary))
        .append(curtailment(summary))
        .append(trading(summary))
        .append(checks(summary));
    return text.toString();
  }

  private static String stations(ScenarioSummary summary) {
    long powerW = summary.stations().stream().mapToLong(Station.Size::powerW).sum();
    long energyWh = summary.stations().stream().mapToLong(Station.Size::energyWh).sum();
    return stations(summary.stations().size(), powerW, energyWh);
  }

  private static String stations(Published published) {
    return stations(published.stations(), published.powerW(), published.energyWh());
  }

  private static String stations(int count, long powerW, long energyWh) {
    return "%d, %s MW, %s MWh".formatted(count, scaled(powerW, 6, 0), scaled(energyWh, 6, 0));
  }

  private static String days(ScenarioSummary summary) {
    Published published = summary.published();
    ScenarioSummary.DaySums last = summary.ofDays().get(summary.ofDays().size() - 1);
    return """
        Published of %s: %d trades (%d negotiated, %d auctioned, %d called) with %d plants, %s MWh charged.
        Here a trade is one agreement of one plant, or the operator, and one station; on the last day %d plants traded, %s MWh were charged.
        """
        .formatted(
            published.day(),
            published.dayTrades(),
            published.dayNegotiated(),
            published.dayAuctioned(),
            published.dayCalled(),
            published.dayPlants(),
            scaled(published.dayChargedWh(), 6, 2),
            last.plants(),
            scaled(last.chargedWh(), 6, 2));
  }

  private static String curtailment(ScenarioSummary summary) {
    ScenarioSummary.Curtailment energy = summary.curtailment();
    return """
        Curtailment is synthetic: a grid limit of 52 %% of capacity. Of %s GWh that plants could produce the grid could not take %s.
        %s of it were charged; with what stations charged and gave back in all the grid got %s more: the extra renewable energy. No published figure of it is known.
        """
        .formatted(
            scaled(energy.producibleWh(), 9, 2),
            scaled(energy.curtailedWh(), 9, 2),
            scaled(energy.storedWh(), 9, 3),
            scaled(energy.givenBackWh(), 9, 3));
  }

  private static String trading(ScenarioSummary summary) {
    ScenarioSummary.Auctions auctions = summary.auctions();
    return "%d auctions held, %d of them not proven optimal; %d negotiations ended without a service%n"
        .formatted(auctions.held(), auctions.withGap(), auctions.endedNegotiations());
  }

  private static String checks(ScenarioSummary summary) {
    ScenarioSummary.Checks checks = summary.checks();
    StringBuilder text = new StringBuilder();
    text.append(
        "%d slots settled; commitments lost %d, promised energy missed %d Wh, metered less billed energy %d Wh, sum of all postings %d nano-CNY%n"
            .formatted(
                checks.settledSlots(),
                checks.lostCommitments(),
                checks.missedWh(),
                checks.energySumWh(),
                checks.moneySumNano()));
    text.append("Audit: ").append(checks.audit()).append('\n');
    checks.auditDetails().forEach(detail -> text.append("  ").append(detail).append('\n'));
    text.append("This is ").append(summary.note()).append(".\n");
    return text.toString();
  }

  private static String mode(ScenarioSummary.ModeSums mode) {
    return row(
        MODE,
        mode.mode(),
        mode.trades(),
        mode.customers(),
        scaled(mode.chargedWh(), 6, 2),
        scaled(mode.dischargedWh(), 6, 2),
        scaled(mode.feesNano(), 9, 2));
  }

  private static String row(String format, Object... cells) {
    return String.format(Locale.ROOT, format, cells);
  }

  /** A number of so many digits behind the point, of which some are shown. */
  private static String scaled(long value, int digits, int shown) {
    return new BigDecimal(BigInteger.valueOf(value), digits)
        .setScale(shown, RoundingMode.HALF_EVEN)
        .toPlainString();
  }
}
