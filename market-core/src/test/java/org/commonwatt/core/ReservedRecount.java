package org.commonwatt.core;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.util.stream.LongStream;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.TariffStep;
import org.commonwatt.model.Side;

/**
 * What one participant reserves in one slot by the words of docs/market-rules.md, "Collateral":
 * summed anew over a plain list of orders and trades.
 */
final class ReservedRecount {
  private final boolean secured;
  private final BigInteger missing;
  private final BigInteger surplus;
  private BigInteger buys = BigInteger.ZERO;
  private BigInteger buysUnused = BigInteger.ZERO;
  private BigInteger sells = BigInteger.ZERO;
  private BigInteger sellsUndelivered = BigInteger.ZERO;
  private BigInteger boughtWh = BigInteger.ZERO;
  private BigInteger soldWh = BigInteger.ZERO;

  ReservedRecount(String participant, DeliverySlot slot, Rulebook rules) {
    this.secured = rules.guarantees() != null;
    if (secured && requireNonNull(rules.guarantees()).securesUndelivered()) {
      TariffStep tariff = rules.tariffAt(slot);
      LongStream prices = LongStream.of(0, tariff.retailMicroPerKwh(), tariff.feedInMicroPerKwh());
      long[] all = LongStream.concat(prices, ofDeviations(participant, rules)).toArray();
      this.missing = BigInteger.valueOf(LongStream.of(all).max().orElseThrow());
      this.surplus = BigInteger.valueOf(-LongStream.of(all).min().orElseThrow());
    } else {
      this.missing = BigInteger.ZERO;
      this.surplus = BigInteger.ZERO;
    }
  }

  /** Every price at which a deviation of a responsible member may be settled at worst. */
  private static LongStream ofDeviations(String participant, Rulebook rules) {
    var imbalance = rules.imbalance();
    if (imbalance == null || !imbalance.isResponsible(participant)) {
      return LongStream.empty();
    }
    var prices = imbalance.prices();
    var fallback = prices.fallback();
    LongStream.Builder references =
        LongStream.builder().add(fallback.shortMicroPerKwh()).add(fallback.longMicroPerKwh());
    if (prices.importer() != null) {
      references.add(prices.minMicroPerKwh()).add(prices.maxMicroPerKwh());
    }
    if (fallback.auction() || imbalance.pool() != null) {
      references.add(rules.minPriceMicroPerKwh()).add(rules.maxPriceMicroPerKwh());
    }
    var pool = imbalance.pool();
    if (pool != null) {
      references.add(rules.maxPriceMicroPerKwh() + pool.feeMicroPerKwh());
    }
    var band = imbalance.deadBand();
    return references
        .build()
        .flatMap(
            price ->
                band == null
                    ? LongStream.of(price)
                    : LongStream.of(price + band.premium(price), price - band.premium(price)));
  }

  /** An open order at its worst price. */
  void order(Side side, long price, long energyWh) {
    if (side == Side.BUY) {
      buys = buys.add(paid(BigInteger.valueOf(price), energyWh));
      buysUnused = buysUnused.add(paid(BigInteger.valueOf(price).add(surplus), energyWh));
    } else {
      BigInteger brings = BigInteger.valueOf(price);
      sells = sells.add(paid(brings.negate(), energyWh));
      sellsUndelivered = sellsUndelivered.add(paid(missing.subtract(brings), energyWh));
    }
  }

  /** A trade at what it costs or brings. */
  void trade(Side side, long price, long energyWh) {
    order(side, price, energyWh);
    if (side == Side.BUY) {
      boughtWh = boughtWh.add(BigInteger.valueOf(energyWh));
    } else {
      soldWh = soldWh.add(BigInteger.valueOf(energyWh));
    }
  }

  BigInteger reserved() {
    BigInteger ofBuys = buys.max(buysUnused.subtract(soldWh.multiply(surplus)));
    BigInteger ofSells = sells.max(sellsUndelivered.subtract(boughtWh.multiply(missing)));
    return secured ? ofBuys.add(ofSells) : BigInteger.ZERO;
  }

  private static BigInteger paid(BigInteger price, long energyWh) {
    return price.max(BigInteger.ZERO).multiply(BigInteger.valueOf(energyWh));
  }
}
