package org.commonwatt.audit;

import java.util.List;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;

/**
 * What firm schedules may still charge in a unit beside all that it has taken, and beside the
 * linked bids that it is said to have won.
 *
 * @param slotWh of each slot of its horizon, Wh
 * @param stateWh up to the end of each slot, from its first one on, Wh
 * @param dayWh in the local day of the auction, Wh; the most that there is without a limit
 * @param firmWh net charge of firm schedules without the linked bids, Wh
 */
record UnitRoom(long[] slotWh, long[] stateWh, long dayWh, long[] firmWh) {
  private static final long ANY = Long.MAX_VALUE / 4;

  static UnitRoom of(UnitRecount unit, List<StorageCommitment> linked, int dayOf) {
    long first = unit.start();
    int slots = unit.spec.horizonSlots();
    long ppm = unit.spec.rating().chargePpm();
    long[] firm = firm(unit, slots, first);
    linked.forEach(one -> unit.kept.put(one.id(), one));
    try {
      UnitSums sums = new UnitSums(unit, first);
      long[] together = firm(unit, slots, first);
      long[] slotWh = new long[slots];
      long[] stateWh = new long[slots];
      long room = unit.roomMicroWh();
      for (int s = 0; s < slots; s++) {
        long power = unit.powerWh(s, unit.spec.rating().chargeW());
        slotWh[s] = together[s] < 0 ? 0 : power - sums.mostChargeWh(s);
        room -= sums.rise(s);
        stateWh[s] = Math.floorDiv(room, ppm);
      }
      long left = unit.leftOfDayMicroWh(sums, unit.day(dayOf));
      long day = left == Long.MAX_VALUE ? ANY : Math.floorDiv(left, ppm);
      return new UnitRoom(slotWh, stateWh, day, firm);
    } finally {
      linked.forEach(one -> unit.kept.remove(one.id()));
    }
  }

  private static long[] firm(UnitRecount unit, int slots, long first) {
    long[] firm = new long[slots];
    for (StorageCommitment one : unit.kept.values()) {
      for (int i = 0; one.kind() == Kind.FIRM_SCHEDULE && i < one.injectionWh().size(); i++) {
        int s = (int) ((one.fromMillis() - first) / unit.length()) + i;
        firm[s] -= one.injectionWh().get(i);
      }
    }
    return firm;
  }
}
