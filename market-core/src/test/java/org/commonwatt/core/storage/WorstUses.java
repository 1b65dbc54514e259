package org.commonwatt.core.storage;

import java.util.ArrayList;
import java.util.List;

/** Uses that are the worst for some limit, and whether they are known to be. */
final class WorstUses {
  private static final long MUCH = 1_000_000;

  private WorstUses() {}

  /** Everybody charges as early as possible, or takes out, from a slot on or in it alone. */
  static List<Use> of(StorageUnit unit, List<Commitment> all) {
    List<Use> uses = new ArrayList<>();
    for (int from = 0; from < unit.horizon().slots(); from++) {
      int first = from;
      uses.add(new Use(unit, all, (c, s) -> charges(all, c) && s >= first ? MUCH : 0));
      uses.add(new Use(unit, all, (c, s) -> discharges(all, c) && s >= first ? out(all, c) : 0));
      uses.add(new Use(unit, all, (c, s) -> discharges(all, c) && s == first ? out(all, c) : 0));
      uses.add(new Use(unit, all, (c, s) -> charged(all, c, s, first)));
    }
    return uses;
  }

  private static boolean charges(List<Commitment> all, int c) {
    return !(all.get(c) instanceof Release);
  }

  private static boolean discharges(List<Commitment> all, int c) {
    return !(all.get(c) instanceof ChargeService);
  }

  private static long out(List<Commitment> all, int c) {
    return all.get(c) instanceof Release ? MUCH : -MUCH;
  }

  /** In one slot everybody charges, before it leases make room. */
  private static long charged(List<Commitment> all, int c, int s, int slot) {
    if (s == slot && charges(all, c)) {
      return MUCH;
    }
    return s < slot && all.get(c) instanceof Lease ? -MUCH : 0;
  }

  /** Whether some option may run against a firm schedule, or firm ones against each other. */
  static boolean netting(StorageUnit unit, List<Commitment> all) {
    for (int s = 0; s < unit.horizon().slots(); s++) {
      boolean in = false;
      boolean out = false;
      boolean options = false;
      for (Commitment one : all) {
        if (one.window().has(s)) {
          if (one instanceof FirmSchedule firm) {
            in |= firm.chargeWh(s) > 0;
            out |= firm.chargeWh(s) < 0;
          }
          options |= one instanceof Lease;
        }
      }
      for (Commitment one : all) {
        boolean against = one instanceof ChargeService && out || one instanceof Release && in;
        if (one.window().has(s) && against) {
          return true;
        }
      }
      if (in && out || options && (in || out)) {
        return true;
      }
    }
    return false;
  }
}
