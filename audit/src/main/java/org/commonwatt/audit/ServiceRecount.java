package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.audit.StoredPromises.End;
import org.commonwatt.audit.StoredPromises.Promised;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.ServiceDelivery;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageRules;
import org.commonwatt.model.UnitDelivery;
import org.jspecify.annotations.Nullable;

/**
 * What storage services have in a slot, and who pays for it, from "Storage services" in {@code
 * docs/settlement.md}.
 */
final class ServiceRecount {
  private ServiceRecount() {}

  /**
   * What a run has of storage.
   *
   * @param metered of units, by id
   * @param services what each has, by number of the agreement
   */
  record Stored(
      SortedMap<String, UnitDelivery> metered, SortedMap<Long, ServiceDelivery> services) {

    /** What a member sold to units and customers less what it bought of them, Wh. */
    long soldWh(String member) {
      long sold = 0;
      for (ServiceDelivery one : services.values()) {
        sold += one.seller().equals(member) ? one.deliveredWh() : 0;
        sold -= one.customer().equals(member) ? one.deliveredWh() : 0;
      }
      return sold;
    }

    /** Whether a member has a service or gives one. */
    boolean isParty(String member) {
      return services.values().stream()
          .anyMatch(one -> one.seller().equals(member) || one.customer().equals(member));
    }
  }

  /** What a slot has by its promises and what was metered. */
  static Stored of(SlotState slot, MarketState state) {
    SortedMap<String, UnitDelivery> metered = new TreeMap<>(state.deliveries(slot.slot));
    SortedMap<Long, ServiceDelivery> services = new TreeMap<>();
    if (slot.rules.storage() != null) {
      Map<String, List<Promised>> units = new TreeMap<>();
      for (Promised one : state.promises.of(slot.slot.startMillis())) {
        units.computeIfAbsent(one.unit, first -> new ArrayList<>()).add(one);
      }
      units.forEach((unit, promised) -> unit(slot, promised, metered.get(unit), services));
    }
    return new Stored(metered, services);
  }

  private static boolean isSettled(SlotState slot, Promised one) {
    return !one.isOwn() && EnergyLimits.canSettle(slot.rules, one.what, one.prices);
  }

  private static void unit(
      SlotState slot,
      List<Promised> promised,
      @Nullable UnitDelivery metered,
      SortedMap<Long, ServiceDelivery> services) {
    long start = slot.slot.startMillis();
    Map<Long, Long> got = new HashMap<>(); // delivered, by number
    long rest = metered == null ? 0 : metered.injectionWh();
    for (UnitDelivery.Used used : metered == null ? List.<UnitDelivery.Used>of() : metered.used()) {
      rest -= used.injectionWh();
      Promised of = null;
      for (Promised one : promised) {
        of = one.what.id().equals(used.commitment()) && one.stands(start) ? one : of;
      }
      if (of != null) {
        got.put(of.number, used.injectionWh());
      }
    }
    List<Promised> firm = new ArrayList<>();
    for (Promised one : promised) {
      if (one.what.kind() == StorageCommitment.Kind.FIRM_SCHEDULE && one.stands(start)) {
        firm.add(one);
        long wanted = scheduled(one, slot.slot);
        rest -= wanted;
        got.put(one.number, metered == null ? 0 : wanted);
      }
    }
    // Customers are served before the owner, who agreed earlier before who agreed later.
    firm.sort(
        Comparator.<Promised>comparingInt(one -> isSettled(slot, one) ? 1 : 0)
            .thenComparing(one -> -one.number));
    for (Promised one : metered == null ? List.<Promised>of() : firm) {
      long wanted = scheduled(one, slot.slot);
      long lack =
          wanted > 0 ? Math.min(wanted, Math.max(0, -rest)) : Math.min(-wanted, Math.max(0, rest));
      long signed = wanted > 0 ? lack : -lack;
      got.put(one.number, wanted - signed);
      rest += signed;
    }
    for (Promised one : promised) {
      boolean gone = one.end == End.TAKEN_BACK && !one.stands(start);
      if (isSettled(slot, one) && !gone) {
        long delivered = got.getOrDefault(one.number, 0L);
        services.put(one.number, delivery(slot.slot, one, delivered, metered));
      }
    }
  }

  private static ServiceDelivery delivery(
      DeliverySlot slot, Promised one, long delivered, @Nullable UnitDelivery metered) {
    boolean stands = one.stands(slot.startMillis());
    boolean firm = one.what.kind() == StorageCommitment.Kind.FIRM_SCHEDULE;
    long committed = firm ? scheduled(one, slot) : delivered;
    long leased = stands && one.what.kind() == StorageCommitment.Kind.LEASE ? share(one, slot) : 0;
    long missed = 0;
    if (!stands) {
      missed = firm ? Math.abs(committed) : share(one, slot);
    } else if (firm && metered != null) {
      missed = Math.abs(committed - delivered);
    }
    return new ServiceDelivery(
        one.number,
        one.unit,
        one.what.id(),
        one.what.kind(),
        one.seller,
        one.customer,
        one.prices.get(one.prices.size() == 1 ? 0 : place(one, slot)),
        slot,
        metered == null ? 0 : metered.version(),
        committed,
        stands ? delivered : 0,
        leased,
        missed,
        !stands && one.end == End.EXCUSED);
  }

  private static int place(Promised one, DeliverySlot slot) {
    return (int) ((slot.startMillis() - one.what.fromMillis()) / slot.lengthMillis());
  }

  private static long scheduled(Promised one, DeliverySlot slot) {
    return one.what.injectionWh().get(place(one, slot));
  }

  private static long share(Promised one, DeliverySlot slot) {
    long slots = (one.what.toMillis() - one.what.fromMillis()) / slot.lengthMillis();
    long before = place(one, slot);
    return one.what.energyWh() * (before + 1) / slots - one.what.energyWh() * before / slots;
  }

  /** The lines of a service, without those of the other side. */
  static List<BillLine> lines(ServiceDelivery one, Rulebook rules) {
    List<BillLine> lines = new ArrayList<>();
    boolean lease = one.kind() == StorageCommitment.Kind.LEASE;
    long price = one.priceMicroPerKwh();
    long moved = one.deliveredWh();
    if (moved != 0) {
      Kind kind = moved > 0 ? Kind.STORAGE_DISCHARGE : Kind.STORAGE_CHARGE;
      lines.add(paid(one, kind, Math.abs(moved), lease ? 0 : price));
    }
    if (one.leasedWh() != 0) {
      lines.add(paid(one, Kind.STORAGE_LEASE, one.leasedWh(), price));
    }
    StorageRules storage = rules.storage();
    long penalty = storage == null ? 0 : price * storage.penaltyPpm() / 1_000_000;
    if (one.missedWh() > 0 && penalty > 0 && !one.excused()) {
      lines.add(paid(one, Kind.STORAGE_PENALTY, one.missedWh(), penalty));
    }
    return lines;
  }

  private static BillLine paid(ServiceDelivery one, Kind kind, long energyWh, long price) {
    boolean penalty = kind == Kind.STORAGE_PENALTY;
    return new BillLine(
        penalty ? one.seller() : one.customer(),
        one.slot(),
        kind,
        penalty ? one.customer() : one.seller(),
        one.service(),
        energyWh,
        price,
        Math.negateExact(Math.multiplyExact(energyWh, price)),
        Hash.ZERO);
  }
}
