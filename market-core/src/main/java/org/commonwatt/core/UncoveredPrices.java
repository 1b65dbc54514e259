package org.commonwatt.core;

import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.ImbalanceRules.DeadBand;
import org.commonwatt.model.ImbalanceRules.Pool;
import org.commonwatt.model.ImbalanceRules.Prices;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.TariffStep;

/**
 * What energy costs at worst that a participant traded in a slot and does not deliver, or take:
 * settled with the supplier at its tariff, or for who is responsible for its balance as a
 * deviation.
 *
 * @param missingMicroPerKwh the dearest price of what is not delivered, µ/kWh, not negative
 * @param surplusMicroPerKwh what has to be paid at worst to get rid of what is not taken, µ/kWh, 0
 *     where its price cannot be negative
 */
record UncoveredPrices(long missingMicroPerKwh, long surplusMicroPerKwh) {
  /** Of a market that does not secure it. */
  static final UncoveredPrices NONE = new UncoveredPrices(0, 0);

  /** Those of a participant in a slot, under the rulebook of its opening. */
  static UncoveredPrices of(String participant, DeliverySlot slot, Rulebook rulebook) {
    Guarantees guarantees = rulebook.guarantees();
    if (guarantees == null || !guarantees.securesUndelivered()) {
      return NONE;
    }
    Range range = new Range();
    TariffStep tariff = rulebook.tariffAt(slot); // also of what a curtailment left uncovered
    range.take(tariff.retailMicroPerKwh());
    range.take(tariff.feedInMicroPerKwh());
    ImbalanceRules imbalance = rulebook.imbalance();
    if (imbalance != null && imbalance.isResponsible(participant)) {
      range.take(imbalance, rulebook);
    }
    return new UncoveredPrices(range.highest, Math.negateExact(range.lowest));
  }

  /** From the dearest to the cheapest, 0 always included. */
  private static final class Range {
    private long highest;
    private long lowest;

    private void take(long price) {
      highest = Math.max(highest, price);
      lowest = Math.min(lowest, price);
    }

    private void take(ImbalanceRules imbalance, Rulebook rulebook) {
      long lowestOfAuction = rulebook.minPriceMicroPerKwh();
      long highestOfAuction = rulebook.maxPriceMicroPerKwh();
      Pool pool = imbalance.pool();
      if (pool != null) {
        take(lowestOfAuction);
        take(Math.addExact(highestOfAuction, pool.feeMicroPerKwh()));
      }
      Prices prices = imbalance.prices();
      if (prices.importer() != null) {
        reference(prices.minMicroPerKwh(), imbalance);
        reference(prices.maxMicroPerKwh(), imbalance);
      }
      if (prices.fallback().auction()) {
        reference(lowestOfAuction, imbalance);
        reference(highestOfAuction, imbalance);
      }
      reference(prices.fallback().shortMicroPerKwh(), imbalance);
      reference(prices.fallback().longMicroPerKwh(), imbalance);
    }

    /** Between two references the premium is never more than at one of them. */
    private void reference(long price, ImbalanceRules imbalance) {
      DeadBand band = imbalance.deadBand();
      long premium = band == null ? 0 : band.premium(price);
      take(Math.addExact(price, premium));
      take(Math.subtractExact(price, premium));
    }
  }
}
