package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.Rulebook;

/**
 * What one participant reserves in one slot: "Collateral" of the market rules, with "Undelivered
 * energy", over a plain list of orders and trades.
 */
final class SecuredCost {
  private final BigInteger missing; // R
  private final BigInteger surplus; // U
  private final boolean secured;
  private final List<Lot> lots = new ArrayList<>();
  private BigInteger bought = BigInteger.ZERO;
  private BigInteger sold = BigInteger.ZERO;

  /** Energy that is ordered or traded; a buyer's price has all fees in it. */
  record Lot(boolean buys, long price, long energyWh) {}

  SecuredCost(String member, SlotState slot) {
    Guarantees guarantees = slot.rules.guarantees();
    secured = guarantees != null;
    List<Long> prices = new ArrayList<>(List.of(0L));
    if (guarantees != null && guarantees.securesUndelivered()) {
      Rulebook.TariffStep tariff = slot.rules.tariffAt(slot.slot);
      prices.add(tariff.retailMicroPerKwh());
      prices.add(tariff.feedInMicroPerKwh());
      ImbalanceRules imbalance = slot.rules.imbalance();
      if (imbalance != null && imbalance.responsible().contains(member)) {
        ofDeviations(slot.rules, imbalance, prices);
      }
    }
    missing = BigInteger.valueOf(Collections.max(prices));
    surplus = BigInteger.valueOf(Collections.min(prices)).negate();
  }

  /** The ends of what a deviation may be settled at. */
  private static void ofDeviations(Rulebook rules, ImbalanceRules imbalance, List<Long> prices) {
    List<Long> references = new ArrayList<>();
    List<Long> ofAuction = List.of(rules.minPriceMicroPerKwh(), rules.maxPriceMicroPerKwh());
    ImbalanceRules.Prices rule = imbalance.prices();
    if (rule.importer() != null) {
      references.addAll(List.of(rule.minMicroPerKwh(), rule.maxMicroPerKwh()));
    }
    if (rule.fallback().auction()) {
      references.addAll(ofAuction);
    }
    references.add(rule.fallback().shortMicroPerKwh());
    references.add(rule.fallback().longMicroPerKwh());
    for (long reference : references) {
      ImbalanceRules.DeadBand band = imbalance.deadBand();
      long premium = band == null ? 0 : Math.abs(reference) * band.kPpm() / 1_000_000;
      prices.add(reference + premium);
      prices.add(reference - premium);
    }
    ImbalanceRules.Pool pool = imbalance.pool();
    if (pool != null) {
      prices.addAll(ofAuction);
      prices.add(rules.maxPriceMicroPerKwh() + pool.feeMicroPerKwh());
    }
  }

  void order(Lot lot) {
    lots.add(lot);
  }

  void trade(Lot lot) {
    lots.add(lot);
    BigInteger energy = BigInteger.valueOf(lot.energyWh());
    bought = lot.buys() ? bought.add(energy) : bought;
    sold = lot.buys() ? sold : sold.add(energy);
  }

  /** Nano-currency; 0 in a slot whose rulebook has no guarantees. */
  BigInteger nano() {
    if (!secured) {
      return BigInteger.ZERO;
    }
    BigInteger buys = sum(true, BigInteger.ZERO);
    BigInteger unused = sum(true, surplus).subtract(surplus.multiply(sold));
    BigInteger sells = sum(false, BigInteger.ZERO);
    BigInteger undelivered = sum(false, missing).subtract(missing.multiply(bought));
    return buys.max(unused).add(sells.max(undelivered));
  }

  /** Of one side: what is paid, and for each kWh so much more, as far as that costs anything. */
  private BigInteger sum(boolean buys, BigInteger more) {
    BigInteger sum = BigInteger.ZERO;
    for (Lot lot : lots) {
      if (lot.buys() == buys) {
        BigInteger price = BigInteger.valueOf(lot.price());
        BigInteger cost = (buys ? price : price.negate()).add(more).max(BigInteger.ZERO);
        sum = sum.add(cost.multiply(BigInteger.valueOf(lot.energyWh())));
      }
    }
    return sum;
  }
}
