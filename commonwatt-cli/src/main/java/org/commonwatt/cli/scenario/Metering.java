package org.commonwatt.cli.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.commonwatt.model.Command;
import org.commonwatt.model.Command.ReportDelivery;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.UnitDelivery;

/**
 * What happens in the slots, and what meters say of it: stations do what they are committed to,
 * plants use their services as far as they have a surplus, and feed in what the grid takes and what
 * is stored.
 */
final class Metering {
  private final Fleet fleet;
  private final Map<String, Integer> numberOf = new HashMap<>(); // of plants
  private final Map<String, Station> stations;
  private final List<Promised> promised = new ArrayList<>();
  private final Curtailed curtailed = new Curtailed();

  Metering(Fleet fleet, Map<String, Station> stations) {
    this.fleet = fleet;
    this.stations = stations;
    for (Fleet.Plant plant : fleet.plants()) {
      numberOf.put(plant.id(), numberOf.size());
    }
  }

  /** What a unit has promised, and what of an option is left, Wh. */
  private static final class Promised {
    private final String unit;
    private final StorageCommitment commitment;
    private long leftWh;

    private Promised(StorageCommitted event) {
      unit = event.unit();
      commitment = event.commitment();
      leftWh = commitment.energyWh();
    }

    private boolean isFirm() {
      return commitment.kind() == Kind.FIRM_SCHEDULE;
    }
  }

  /** What was curtailed, and what of it was stored instead, Wh. */
  static final class Curtailed {
    private long producibleWh;
    private long surplusWh;
    private long storedWh;

    /** What plants could have fed in without any limit. */
    long producibleWh() {
      return producibleWh;
    }

    /** What of that the grid could not take. */
    long surplusWh() {
      return surplusWh;
    }

    /** What of that was charged into stations, at their connections. */
    long storedWh() {
      return storedWh;
    }
  }

  /** Hears of what units are committed to. */
  void take(Event event) {
    if (event instanceof StorageCommitted committed) {
      promised.add(new Promised(committed));
    }
  }

  Curtailed curtailed() {
    return curtailed;
  }

  /** Whether an owner has energy of a unit promised to it from an instant on. */
  boolean isPromised(String unit, String owner, long fromMillis) {
    return promised.stream()
        .anyMatch(
            one ->
                one.unit.equals(unit)
                    && one.commitment.owner().equals(owner)
                    && one.commitment.toMillis() > fromMillis);
  }

  /** Lets a slot of the day pass, and gives what is reported of it: deliveries, then positions. */
  List<Command> pass(DeliverySlot slot, int ofDay) {
    promised.removeIf(one -> one.commitment.toMillis() <= slot.startMillis());
    long[] output = fleet.actualWh(ofDay);
    long[] surplus = fleet.surplus(output);
    Slot passed = new Slot(slot, surplus.clone());
    promised.stream().filter(Promised::isFirm).forEach(passed::deliver);
    promised.stream().filter(one -> !one.isFirm()).forEach(passed::use);
    passed.serveCalls();
    List<Command> reports = new ArrayList<>();
    for (String unit : stations.keySet()) {
      reports.add(passed.delivery(unit));
    }
    for (int i = 0; i < output.length; i++) {
      long stored = surplus[i] - passed.left[i];
      reports.add(position(fleet.plants().get(i).id(), slot, output[i] - surplus[i] + stored));
      curtailed.producibleWh += output[i];
      curtailed.surplusWh += surplus[i];
      curtailed.storedWh += stored;
    }
    for (String unit : stations.keySet()) {
      reports.add(position(unit, slot, passed.injection.getOrDefault(unit, 0L)));
    }
    return reports;
  }

  private static Command position(String participant, DeliverySlot slot, long netWh) {
    return new ReportPosition(
        new MeteredPosition(
            participant, slot, 1, Math.max(0, -netWh), Math.max(0, netWh), Quality.ACTUAL));
  }

  /** One slot. */
  private final class Slot {
    private final DeliverySlot slot;
    private final long[] left; // surplus of plants that is not stored, Wh
    private final Map<String, Long> injection = new HashMap<>(); // of units
    private final Map<String, List<UnitDelivery.Used>> used = new HashMap<>();
    private long calledWh;

    private Slot(DeliverySlot slot, long[] left) {
      this.slot = slot;
      this.left = left;
    }

    private void deliver(Promised one) {
      long at = slot.startMillis() - one.commitment.fromMillis();
      if (at >= 0) {
        int number = (int) (at / (slot.endMillis() - slot.startMillis()));
        long wh = one.commitment.injectionWh().get(number);
        move(one, wh);
        if (wh < 0) {
          store(one.commitment.owner(), -wh);
        }
      }
    }

    /** A customer charges as far as it has a surplus, and takes out as soon as it can. */
    private void use(Promised one) {
      StorageCommitment option = one.commitment;
      if (option.fromMillis() > slot.startMillis()) {
        return;
      }
      boolean charges = option.kind() == Kind.CHARGE_SERVICE;
      long most = Math.min(one.leftWh, option.chargeSlotWh() + option.dischargeSlotWh());
      Integer plant = numberOf.get(option.owner());
      long wh = charges && plant != null ? Math.min(most, left[plant]) : most;
      if (wh > 0) {
        one.leftWh -= wh;
        move(one, charges ? -wh : wh);
        used.computeIfAbsent(one.unit, first -> new ArrayList<>())
            .add(new UnitDelivery.Used(option.id(), charges ? -wh : wh));
        if (charges) {
          store(option.owner(), wh);
        }
      }
    }

    private void move(Promised one, long injectionWh) {
      injection.merge(one.unit, injectionWh, Math::addExact);
      Objects.requireNonNull(stations.get(one.unit), one.unit)
          .move(one.commitment.owner(), -injectionWh);
    }

    /** What is stored comes out of a plant's surplus as far as it has one; a call's out of all. */
    private void store(String owner, long wh) {
      Integer plant = numberOf.get(owner);
      if (plant == null) {
        calledWh += wh;
      } else {
        left[plant] -= Math.min(left[plant], wh);
      }
    }

    private void serveCalls() {
      for (int i = 0; i < left.length && calledWh > 0; i++) {
        long taken = Math.min(left[i], calledWh);
        left[i] -= taken;
        calledWh -= taken;
      }
    }

    private Command delivery(String unit) {
      return new ReportDelivery(
          QinghaiRules.METERS,
          new UnitDelivery(
              unit, slot, 1, injection.getOrDefault(unit, 0L), used.getOrDefault(unit, List.of())));
    }
  }
}
