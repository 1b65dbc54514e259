package org.commonwatt.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.UnitDelivery;
import org.commonwatt.model.UnitDelivery.Used;

/** What was metered of storage units, mostly as it should be. */
final class RandomDeliveries {
  private final Random random;
  private final int slotMinutes;
  private final List<Event.StorageCommitted> promised = new ArrayList<>(); // lost ones, too

  RandomDeliveries(long seed, int slotMinutes) {
    this.random = new Random(seed);
    this.slotMinutes = slotMinutes;
  }

  boolean isNext() {
    return random.nextInt(10) == 0;
  }

  void see(Event event) {
    if (event instanceof Event.StorageCommitted committed) {
      promised.add(committed);
    }
  }

  /** Of a unit in one of the last slots, mostly in one of which something was promised. */
  Command next(String officer, String unit, long slotStart) {
    long length = slotMinutes * 60_000L;
    long start =
        Math.floorDiv(slotStart, length) * length
            - length * (oneIn(12) ? 0 : 1 + random.nextInt(6));
    DeliverySlot slot = new DeliverySlot(start, oneIn(40) ? 5 : slotMinutes);
    Command.ReportDelivery one = of(unit, slot, oneIn(30) ? 0 : 1 + random.nextInt(3));
    UnitDelivery good = one.delivery();
    List<Used> used = new ArrayList<>(good.used());
    if (oneIn(30)) {
      used.add(new Used("c-1", oneIn(2) ? 0 : Long.MIN_VALUE));
    }
    return new Command.ReportDelivery(
        officer,
        new UnitDelivery(
            oneIn(40) ? "nowhere" : unit,
            slot,
            good.version(),
            oneIn(40) ? Long.MAX_VALUE : good.injectionWh(),
            used));
  }

  /** As it should be, of a unit in a slot; what was lost in the meantime may be used, too. */
  Command.ReportDelivery of(String unit, DeliverySlot slot, int version) {
    long length = slot.lengthMillis();
    List<Used> used = new ArrayList<>();
    long scheduled = 0;
    for (Event.StorageCommitted committed : promised) {
      StorageCommitment one = committed.commitment();
      boolean isOf =
          committed.unit().equals(unit)
              && one.fromMillis() <= slot.startMillis()
              && slot.startMillis() < one.toMillis();
      if (isOf && one.injectionWh().isEmpty() && oneIn(2)) {
        long energy = use(one);
        used.add(new Used(one.id(), energy));
        scheduled += energy;
      } else if (isOf && !one.injectionWh().isEmpty()) {
        scheduled +=
            one.injectionWh().get((int) ((slot.startMillis() - one.fromMillis()) / length));
      }
    }
    long metered = oneIn(3) ? scheduled : scheduled + random.nextInt(401) - 200;
    return new Command.ReportDelivery(
        "meters", new UnitDelivery(unit, slot, version, metered, used));
  }

  private long use(StorageCommitment one) {
    long most = one.dischargeSlotWh() > 0 && oneIn(2) ? one.dischargeSlotWh() : -one.chargeSlotWh();
    most = most == 0 ? one.dischargeSlotWh() : most;
    return oneIn(30) ? most * 2 : oneIn(2) ? most : Long.signum(most);
  }

  private boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }
}
