package org.commonwatt.audit;

import java.math.BigInteger;

/** The energy of one auction as its events state it: bought, sold, traded and cleared are equal. */
final class SlotEnergy {
  private BigInteger boughtWh = BigInteger.ZERO;
  private BigInteger soldWh = BigInteger.ZERO;
  private BigInteger tradedWh = BigInteger.ZERO;
  private BigInteger clearedWh = BigInteger.ZERO;

  void filled(boolean buy, long energyWh) {
    if (buy) {
      boughtWh = boughtWh.add(BigInteger.valueOf(energyWh));
    } else {
      soldWh = soldWh.add(BigInteger.valueOf(energyWh));
    }
  }

  void traded(long energyWh) {
    tradedWh = tradedWh.add(BigInteger.valueOf(energyWh));
  }

  void cleared(long volumeWh) {
    clearedWh = clearedWh.add(BigInteger.valueOf(volumeWh));
  }

  void check(Findings findings, Place place) {
    if (!boughtWh.equals(soldWh) || !boughtWh.equals(tradedWh) || !boughtWh.equals(clearedWh)) {
      findings.add(
          FindingCode.ENERGY_NOT_CONSERVED,
          place,
          String.format(
              "expected one energy, found %s Wh bought, %s Wh sold, %s Wh traded, %s Wh cleared",
              boughtWh, soldWh, tradedWh, clearedWh));
    }
  }
}
