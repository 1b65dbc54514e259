package org.commonwatt.core.settlement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.core.settlement.Promise.Ending;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.ServiceDelivery;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.UnitDelivery;
import org.commonwatt.model.UnitDelivery.Used;
import org.jspecify.annotations.Nullable;

/**
 * What each service of one storage unit has in a slot. Of what was metered each option has what was
 * used of it. What is left is that of the firm schedules: what they lack of it, in either
 * direction, its owner's own lack first, then the latest agreed.
 */
final class UnitServices {
  private static final Comparator<Promise> LAST_SERVED_FIRST =
      Comparator.comparing(Promise::isOwn)
          .reversed()
          .thenComparing(Comparator.comparingLong(Promise::number).reversed());

  private final DeliverySlot slot;
  private final List<Promise> promises;
  private final @Nullable UnitDelivery metered;
  private final Map<Long, Long> used = new HashMap<>(); // of options, by number
  private final Map<Long, Long> lacking = new HashMap<>(); // of firm schedules, by number

  /**
   * Those of a unit.
   *
   * @param promises that cover the slot, by number
   * @param metered null while nothing was
   */
  UnitServices(DeliverySlot slot, List<Promise> promises, @Nullable UnitDelivery metered) {
    this.slot = slot;
    this.promises = promises;
    this.metered = metered;
    if (metered != null) {
      assign(metered);
    }
  }

  /**
   * What the services of customers have, by number.
   *
   * @throws ArithmeticException when an energy does not fit in 64 bits
   */
  List<ServiceDelivery> all() {
    List<ServiceDelivery> all = new ArrayList<>();
    for (Promise one : promises) {
      ServiceDelivery delivery = one.isOwn() ? null : of(one);
      if (delivery != null) {
        all.add(delivery);
      }
    }
    return all;
  }

  /** What one of them has, null when it was taken back. */
  @Nullable ServiceDelivery of(Promise one) {
    if (stands(one)) {
      return standing(one);
    }
    return one.ending() == Ending.WITHDRAWN ? null : lost(one);
  }

  private void assign(UnitDelivery report) {
    long leftWh = report.injectionWh();
    for (Used one : report.used()) {
      leftWh = Math.subtractExact(leftWh, one.injectionWh());
      promises.stream()
          .filter(promise -> promise.commitment().id().equals(one.commitment()))
          .filter(this::stands)
          .reduce((earlier, later) -> later)
          .ifPresent(promise -> used.put(promise.number(), one.injectionWh()));
    }
    List<Promise> firm =
        promises.stream()
            .filter(one -> one.commitment().kind() == Kind.FIRM_SCHEDULE && stands(one))
            .sorted(LAST_SERVED_FIRST)
            .toList();
    for (Promise one : firm) {
      leftWh = Math.subtractExact(leftWh, firmWh(one));
    }
    for (Promise one : firm) {
      long wanted = firmWh(one);
      if (Long.signum(wanted) == -Long.signum(leftWh)) {
        long most = Math.min(Math.abs(wanted), Math.abs(leftWh));
        lacking.put(one.number(), most);
        leftWh += Long.signum(wanted) * most;
      }
    }
  }

  private ServiceDelivery standing(Promise one) {
    if (one.commitment().kind() != Kind.FIRM_SCHEDULE) {
      long usedWh = used.getOrDefault(one.number(), 0L);
      long leased = one.commitment().kind() == Kind.LEASE ? shareWh(one) : 0;
      return delivery(one, new Amounts(usedWh, usedWh, leased, 0), false);
    }
    long wanted = firmWh(one);
    if (metered == null) {
      return delivery(one, new Amounts(wanted, 0, 0, 0), false);
    }
    long missed = lacking.getOrDefault(one.number(), 0L);
    long delivered = wanted - Long.signum(wanted) * missed;
    return delivery(one, new Amounts(wanted, delivered, 0, missed), false);
  }

  private ServiceDelivery lost(Promise one) {
    boolean isFirm = one.commitment().kind() == Kind.FIRM_SCHEDULE;
    long wanted = isFirm ? firmWh(one) : 0;
    long missed = isFirm ? Math.abs(wanted) : shareWh(one);
    return delivery(one, new Amounts(wanted, 0, 0, missed), one.ending() == Ending.EXCUSED);
  }

  private record Amounts(long committedWh, long deliveredWh, long leasedWh, long missedWh) {}

  private ServiceDelivery delivery(Promise one, Amounts amounts, boolean excused) {
    return new ServiceDelivery(
        one.number(),
        one.unit(),
        one.commitment().id(),
        one.commitment().kind(),
        one.seller(),
        one.customer(),
        one.priceIn(slot.startMillis(), slot.lengthMillis()),
        slot,
        metered == null ? 0 : metered.version(),
        amounts.committedWh,
        amounts.deliveredWh,
        amounts.leasedWh,
        amounts.missedWh,
        excused);
  }

  private boolean stands(Promise one) {
    return one.standsIn(slot.startMillis());
  }

  private long firmWh(Promise one) {
    return one.firmWh(slot.startMillis(), slot.lengthMillis());
  }

  private long shareWh(Promise one) {
    return one.shareWh(slot.startMillis(), slot.lengthMillis());
  }

  /** The services of all units in a slot, by number. */
  static List<ServiceDelivery> of(SettlementInput input) {
    if (input.rulebook().storage() == null) {
      return List.of();
    }
    Map<String, List<Promise>> byUnit = new HashMap<>();
    for (Promise one : input.services().promises()) {
      byUnit.computeIfAbsent(one.unit(), first -> new ArrayList<>()).add(one);
    }
    Map<String, UnitDelivery> metered = new HashMap<>();
    input.services().deliveries().forEach(one -> metered.put(one.unit(), one));
    List<ServiceDelivery> all = new ArrayList<>();
    byUnit.forEach(
        (unit, promises) ->
            all.addAll(new UnitServices(input.slot(), promises, metered.get(unit)).all()));
    all.sort(Comparator.comparingLong(ServiceDelivery::service));
    return all;
  }
}
