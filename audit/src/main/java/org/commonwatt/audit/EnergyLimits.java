package org.commonwatt.audit;

import org.commonwatt.model.Continuous;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.TariffStep;

/** The energies of a slot up to which its money fits in 64 bits: "Limits that keep money exact". */
final class EnergyLimits {
  /** A rulebook that leaves a member less than this is refused, Wh. */
  static final long LEAST_METERED_WH = 100_000;

  private EnergyLimits() {}

  /** The most energy of all orders of a slot together, Wh. */
  static long ordersWh(Rulebook rules) {
    return Math.min(all(rules) / 4, 1L << 60);
  }

  /** The most import, and the most export, of one member in a slot, Wh. */
  static long meteredWh(Rulebook rules) {
    Registration registration = rules.registration();
    int most = registration == null ? rules.members().size() : registration.maxAccounts();
    return all(rules) / 2 / most;
  }

  private static long all(Rulebook rules) {
    long price =
        Math.max(Math.abs(rules.minPriceMicroPerKwh()), Math.abs(rules.maxPriceMicroPerKwh()));
    for (TariffStep step : rules.tariff()) {
      price = Math.max(price, Math.abs(step.retailMicroPerKwh()));
      price = Math.max(price, Math.abs(step.feedInMicroPerKwh()));
    }
    price = Math.max(price, 1);
    Continuous continuous = rules.continuous();
    long fees = continuous == null ? 0 : BookRules.allFees(rules, continuous, price);
    long all = Long.MAX_VALUE / Math.addExact(price, fees);
    return rules.settlement() == null ? all : all / 2; // later runs post differences
  }
}
