package org.commonwatt.core.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.commonwatt.core.storage.StorageRefusal.Code;

/**
 * Which commitments break a limit together with the newest. Those that press least are left out
 * first, as long as the limit stays broken; what is left is minimal: without any single one of them
 * it would be kept. Where pressures add up, no set of fewer breaks it.
 */
final class Conflicts {
  private final SlotSums sums;
  private final OwnerAccounts accounts;
  private final Limits limits;
  private final Limit limit;
  private final Pressures pressures;

  Conflicts(Limits limits, Limit limit) {
    this.limits = limits;
    this.limit = limit;
    sums = limits.sums;
    accounts = limits.accounts;
    pressures = new Pressures(limits.unit, sums, limit);
  }

  /**
   * A commitment that presses.
   *
   * @param isOwn whether its pressure stays what it is, whatever others do
   */
  private record Pressing(Commitment commitment, long pressure, boolean isOwn) {}

  /**
   * Ids of the commitments that a limit is broken with, by id. The sums are as before at the end.
   *
   * @param all commitments but the newest, which is in the sums
   */
  List<String> of(Collection<Commitment> all) {
    List<Pressing> needed = pressing(all);
    List<Commitment> out = new ArrayList<>(); // of the sums
    long excess = limits.excess(limit);
    boolean again = true;
    while (again) {
      again = false;
      List<Pressing> left = new ArrayList<>();
      for (Pressing one : needed) {
        long relief = one.isOwn() ? one.pressure() : takeOut(one.commitment());
        boolean isNeeded = relief >= excess;
        if (isNeeded) {
          left.add(one);
        } else {
          excess -= relief;
          again |= !one.isOwn(); // what others do may have changed
        }
        if (!one.isOwn() && isNeeded) {
          apply(one.commitment(), 1);
        } else if (!one.isOwn()) {
          out.add(one.commitment());
        }
      }
      needed = left;
    }
    out.forEach(one -> apply(one, 1));
    return needed.stream().map(one -> one.commitment().id()).sorted().toList();
  }

  /** Those that press on the limit, the least pressing first, and of equal ones the latest. */
  private List<Pressing> pressing(Collection<Commitment> all) {
    List<Pressing> found = new ArrayList<>();
    for (Commitment one : all) {
      if (limit.concerns(one)) {
        boolean isOwn = pressures.isOwn(one);
        long pressure = isOwn ? pressures.of(one) : takeOut(one);
        if (!isOwn) {
          apply(one, 1);
        }
        if (pressure > 0) {
          found.add(new Pressing(one, pressure, isOwn));
        }
      }
    }
    Collections.reverse(found);
    found.sort(Comparator.comparingLong(Pressing::pressure));
    return found;
  }

  /** Takes a commitment out and tells by how much that relieves the limit. */
  private long takeOut(Commitment one) {
    Window window = one.window();
    long before = limits.pressure(limit, window.from(), window.to());
    apply(one, -1);
    return before - limits.pressure(limit, window.from(), window.to());
  }

  private void apply(Commitment one, int sign) {
    if (limit.code() == Code.NOT_BACKED) {
      accounts.apply(one, sign);
    } else {
      sums.apply(one, sign);
    }
  }
}
