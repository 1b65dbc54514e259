package org.commonwatt.cli.demo;

import java.math.BigInteger;
import org.commonwatt.model.ServiceDelivery;
import org.jspecify.annotations.Nullable;

/** Adds up what was settled in one mode. */
final class StorageModeSum {
  private final StorageTotals.Mode mode;
  private int services;
  private long leasedWh;
  private long chargedWh;
  private long dischargedWh;
  private long missedWh;
  private @Nullable Long lowest;
  private @Nullable Long highest;
  private BigInteger paid = BigInteger.ZERO;
  private BigInteger penalty = BigInteger.ZERO;

  StorageModeSum(StorageTotals.Mode mode) {
    this.mode = mode;
  }

  /** A service, with what was paid for it and as a penalty. */
  void service(BigInteger paidNano, BigInteger penaltyNano) {
    services++;
    paid = paid.add(paidNano);
    penalty = penalty.add(penaltyNano);
  }

  /** A slot of a service; where nothing was charged its price says nothing. */
  void slot(ServiceDelivery one) {
    leasedWh = Math.addExact(leasedWh, one.leasedWh());
    chargedWh = Math.addExact(chargedWh, Math.max(0, -one.deliveredWh()));
    dischargedWh = Math.addExact(dischargedWh, Math.max(0, one.deliveredWh()));
    missedWh = Math.addExact(missedWh, one.missedWh());
    long price = one.priceMicroPerKwh();
    if (price != 0) {
      lowest = lowest == null ? price : Math.min(lowest, price);
      highest = highest == null ? price : Math.max(highest, price);
    }
  }

  StorageModeTotals totals() {
    return new StorageModeTotals(
        mode,
        services,
        leasedWh,
        chargedWh,
        dischargedWh,
        missedWh,
        lowest,
        highest,
        paid,
        penalty);
  }
}
