package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Event.TradeMade;

/**
 * The energy of one auction as its events state it: what orders bought, sold and traded and what
 * was cleared are equal, and each link sells what it buys.
 */
final class SlotEnergy {
  private BigInteger boughtWh = BigInteger.ZERO;
  private BigInteger soldWh = BigInteger.ZERO;
  private BigInteger tradedBuysWh = BigInteger.ZERO;
  private BigInteger tradedSellsWh = BigInteger.ZERO;
  private BigInteger clearedWh = BigInteger.ZERO;
  private final SortedMap<String, BigInteger> linksWh = new TreeMap<>(); // bought minus sold

  private boolean repeated;

  /** The trades are those of an earlier slot: no order is filled, and some may have been busted. */
  void repeats() {
    repeated = true;
  }

  void filled(boolean buy, long energyWh) {
    if (buy) {
      boughtWh = boughtWh.add(BigInteger.valueOf(energyWh));
    } else {
      soldWh = soldWh.add(BigInteger.valueOf(energyWh));
    }
  }

  void traded(TradeMade trade) {
    BigInteger energy = BigInteger.valueOf(trade.energyWh());
    if (AreaLink.isParty(trade.buyer())) {
      linksWh.merge(trade.buyer(), energy, BigInteger::add);
    } else {
      tradedBuysWh = tradedBuysWh.add(energy);
    }
    if (AreaLink.isParty(trade.seller())) {
      linksWh.merge(trade.seller(), energy.negate(), BigInteger::add);
    } else {
      tradedSellsWh = tradedSellsWh.add(energy);
    }
  }

  void cleared(long volumeWh) {
    clearedWh = clearedWh.add(BigInteger.valueOf(volumeWh));
  }

  void check(Findings findings, Place place) {
    boolean equal =
        boughtWh.equals(soldWh)
            && tradedBuysWh.equals(tradedSellsWh)
            && (repeated || (boughtWh.equals(tradedBuysWh) && boughtWh.equals(clearedWh)));
    if (!equal) {
      findings.add(
          FindingCode.ENERGY_NOT_CONSERVED,
          place,
          String.format(
              "expected one energy, found %s Wh bought, %s Wh sold, %s and %s Wh traded, %s Wh"
                  + " cleared",
              boughtWh, soldWh, tradedBuysWh, tradedSellsWh, clearedWh));
    }
    linksWh.forEach(
        (link, energy) -> {
          if (energy.signum() != 0) {
            findings.add(
                FindingCode.ENERGY_NOT_CONSERVED,
                place,
                "expected link " + link + " to sell what it buys, found " + energy + " Wh kept");
          }
        });
  }
}
