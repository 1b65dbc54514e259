package org.commonwatt.simulation;

import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.log.MarketLog;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.Rulebook;

/** Engines that mix up the rulebook that comes amid a run with the one before. */
final class PlantedRulebooks {
  private static final Rulebook FIRST = Rulebooks.of(0).get(0);
  private static final Rulebook SECOND = Rulebooks.of(0).get(1);

  private PlantedRulebooks() {}

  /** Lets links carry under the second rulebook what they may under the first. */
  static MarketLog keepsFirstLimits(MarketLog log) {
    return read(
        log,
        2,
        rules -> {
          List<AreaLink> links =
              rules.areas().links().stream().map(PlantedRulebooks::firstLimits).toList();
          Areas areas = new Areas(rules.areas().ids(), links, rules.areas().gridOperator());
          return with(rules, areas, rules.maxPriceMicroPerKwh(), rules.tariff());
        });
  }

  private static AreaLink firstLimits(AreaLink link) {
    return FIRST.areas().links().stream()
        .filter(before -> before.party().equals(link.party()))
        .findFirst()
        .map(
            before ->
                new AreaLink(
                    link.from(),
                    link.to(),
                    before.minFlowWh(),
                    before.maxFlowWh(),
                    link.feeMicroPerKwh()))
        .orElse(link);
  }

  /** Takes orders under the second rulebook at the prices of the first. */
  static MarketLog keepsFirstPrices(MarketLog log) {
    return read(log, 2, rules -> withPricesOf(rules, FIRST));
  }

  /** Settles under the second rulebook at the tariff of the first. */
  static MarketLog keepsFirstTariff(MarketLog log) {
    return read(log, 2, rules -> withTariffOf(rules, FIRST));
  }

  /** Settles under the first rulebook at the tariff of the second. */
  static MarketLog newTariffForOldSlots(MarketLog log) {
    return read(log, 1, rules -> withTariffOf(rules, SECOND));
  }

  /** Rules with the highest price of others. */
  static Rulebook withPricesOf(Rulebook rules, Rulebook other) {
    return with(rules, rules.areas(), other.maxPriceMicroPerKwh(), rules.tariff());
  }

  /** Rules with the tariff of others. */
  static Rulebook withTariffOf(Rulebook rules, Rulebook other) {
    return with(rules, rules.areas(), rules.maxPriceMicroPerKwh(), other.tariff());
  }

  private static MarketLog read(MarketLog log, int version, UnaryOperator<Rulebook> change) {
    return PlantedReadings.rewritten(
        log,
        command ->
            command instanceof Command.ActivateRulebook activate
                    && activate.rulebook().version() == version
                ? new Command.ActivateRulebook(change.apply(activate.rulebook()))
                : command);
  }

  private static Rulebook with(
      Rulebook rules, Areas areas, long maxPrice, List<Rulebook.TariffStep> tariff) {
    return new Rulebook(
        rules.version(),
        rules.documentHash(),
        rules.market(),
        areas,
        rules.currency(),
        rules.timing(),
        rules.minPriceMicroPerKwh(),
        maxPrice,
        rules.maxOrderWh(),
        rules.supplier(),
        tariff,
        rules.members(),
        rules.saltSeed(),
        rules.continuous(),
        rules.safeguards());
  }
}
