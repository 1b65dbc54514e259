package org.commonwatt.cli.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.core.storage.Efficiency;
import org.commonwatt.model.StorageState;

/**
 * A storage station as its meter sees it: what it holds of whom, µWh, by what was really charged
 * and discharged for each.
 */
final class Station {
  private static final long MICRO = 1_000_000;
  private static final Efficiency EFFICIENCY =
      new Efficiency(QinghaiRules.EFFICIENCY_PPM, QinghaiRules.EFFICIENCY_PPM);

  private final Size size;
  private final TreeMap<String, Long> lots = new TreeMap<>(); // µWh by owner
  private long storedToday;

  /**
   * What a station can do.
   *
   * @param unit id of the unit and of its owner
   * @param powerW of charging and of discharging
   * @param energyWh that it holds
   */
  record Size(String unit, long powerW, long energyWh) {
    /** The most that it charges or discharges in a slot, Wh. */
    long slotWh() {
      return powerW * QinghaiRules.SLOT_MINUTES / 60;
    }
  }

  Station(Size size) {
    this.size = size;
  }

  Size size() {
    return size;
  }

  /** What it can still charge before it is full, at its connection, Wh. */
  long roomWh() {
    return (size.energyWh() * MICRO - stored()) / QinghaiRules.EFFICIENCY_PPM;
  }

  /** Charges for somebody, Wh at its connection, or discharges where that is negative. */
  void move(String owner, long chargeWh) {
    long change = EFFICIENCY.changeMicroWh(chargeWh);
    long lot = lots.merge(owner, change, Math::addExact);
    // The market counts from reported whole Wh, so it may come to a little less than one more.
    if (lot < 0 || stored() > (size.energyWh() + 1) * MICRO) {
      throw new IllegalStateException(
          size.unit() + " holds " + lot + " µWh of " + owner + " and " + stored() + " in all");
    }
    storedToday += Math.max(0, change);
  }

  /** What an owner can take out at the connection, Wh. */
  long releasableWh(String owner) {
    long lot = lots.getOrDefault(owner, 0L) / MICRO; // as it is reported
    return Math.floorDiv(Math.multiplyExact(lot, (long) QinghaiRules.EFFICIENCY_PPM), MICRO);
  }

  /** Who has energy in it, and what, as reported. */
  List<StorageState.Lot> lots() {
    List<StorageState.Lot> reported = new ArrayList<>();
    for (Map.Entry<String, Long> lot : lots.entrySet()) {
      if (lot.getValue() >= MICRO) {
        reported.add(new StorageState.Lot(lot.getKey(), lot.getValue() / MICRO));
      }
    }
    return reported;
  }

  /** What one owner has is another's from now on. */
  void handOver(String from, String to) {
    Long lot = lots.remove(from);
    if (lot != null) {
      lots.merge(to, lot, Math::addExact);
    }
  }

  /** What it holds when a slot begins. */
  StorageState state(long slotStartMillis) {
    return new StorageState(
        slotStartMillis, stored() / MICRO, storedToday / MICRO, lots(), List.of());
  }

  /** A new local day begins. */
  void nextDay() {
    storedToday = 0;
  }

  private long stored() {
    return lots.values().stream().mapToLong(Long::longValue).sum();
  }
}
