package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.TariffStep;
import org.commonwatt.model.StorageCommitment;

/** The energies of a slot up to which its money fits in 64 bits: "Limits that keep money exact". */
final class EnergyLimits {
  /** A rulebook that leaves a member less than this is refused, Wh. */
  static final long LEAST_METERED_WH = 100_000;

  private EnergyLimits() {}

  /** The most energy of all orders of a slot together, Wh. */
  static long ordersWh(Rulebook rules) {
    long most = rules.safeguards().auctionWindowSlots() == 0 ? 1L << 60 : 1L << 49;
    return Math.min(all(rules) / 4, most);
  }

  /** The most import, and the most export, of one member in a slot, Wh. */
  static long meteredWh(Rulebook rules) {
    Registration registration = rules.registration();
    int most = registration == null ? rules.members().size() : registration.maxAccounts();
    return all(rules) / 2 / most;
  }

  /** The most import, and the most export, of the boundary of one area in a slot, Wh. */
  static long boundaryWh(Rulebook rules, LossRules losses) {
    return all(rules) / 2 / losses.areas().size();
  }

  private static long all(Rulebook rules) {
    long price =
        Math.max(Math.abs(rules.minPriceMicroPerKwh()), Math.abs(rules.maxPriceMicroPerKwh()));
    for (TariffStep step : rules.tariff()) {
      price = Math.max(price, Math.abs(step.retailMicroPerKwh()));
      price = Math.max(price, Math.abs(step.feedInMicroPerKwh()));
    }
    ImbalanceRules imbalance = rules.imbalance();
    long netting = 0;
    if (imbalance != null) {
      price = Math.max(price, dearest(imbalance, rules));
      netting = imbalance.pool() == null ? 0 : imbalance.pool().feeMicroPerKwh();
    }
    price = Math.max(price, 1);
    Continuous continuous = rules.continuous();
    long fees = continuous == null ? 0 : BookRules.allFees(rules, continuous, price);
    long all = Long.MAX_VALUE / Math.addExact(price, Math.addExact(fees, netting));
    if (rules.settlement() == null) {
      return all;
    }
    long runs =
        rules.losses() == null ? all / 2 : all / 2 / 4; // differences; what is lost beside all
    return rules.storage() == null ? runs : runs / 4;
  }

  /** Whether a promise of a storage unit can be settled under a slot's rules. */
  static boolean canSettle(Rulebook rules, StorageCommitment what, List<Long> prices) {
    long most = Math.max(what.energyWh(), Math.max(what.chargeSlotWh(), what.dischargeSlotWh()));
    if (what.kind() == StorageCommitment.Kind.FIRM_SCHEDULE) {
      most = 0;
      for (long energy : what.injectionWh()) {
        most = Math.max(most, Math.abs(energy));
      }
    }
    BigInteger dearest = BigInteger.valueOf(Collections.max(prices));
    BigInteger money = BigInteger.valueOf(Long.MAX_VALUE / 8 / 500 / 12);
    return most <= all(rules) / 2 / 500
        && BigInteger.valueOf(most).multiply(dearest).compareTo(money) <= 0;
  }

  /**
   * The dearest price of a deviation: imported, of the fallback or an auction, with its premium.
   */
  private static long dearest(ImbalanceRules imbalance, Rulebook rules) {
    ImbalanceRules.Prices prices = imbalance.prices();
    List<Long> all = new ArrayList<>();
    all.add(prices.fallback().shortMicroPerKwh());
    all.add(prices.fallback().longMicroPerKwh());
    if (prices.importer() != null) {
      all.add(prices.minMicroPerKwh());
      all.add(prices.maxMicroPerKwh());
    }
    if (imbalance.pool() != null || prices.fallback().auction()) {
      all.add(rules.minPriceMicroPerKwh());
      all.add(rules.maxPriceMicroPerKwh());
    }
    long dearest = all.stream().mapToLong(Math::abs).max().orElseThrow();
    ImbalanceRules.DeadBand band = imbalance.deadBand();
    return band == null ? dearest : dearest + dearest * band.kPpm() / 1_000_000;
  }
}
