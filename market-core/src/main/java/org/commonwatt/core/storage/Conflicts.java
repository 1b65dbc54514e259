package org.commonwatt.core.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Which commitments break a limit together with the newest. Those that press least are left out
 * first, as long as the limit stays broken; what is left is minimal: without any single one of them
 * it would be kept. Where pressures add up, no set of fewer breaks it.
 */
final class Conflicts {
  private final Limit limit;
  private final Reliefs reliefs;
  private long excess;

  /** Begins with a limit that is broken. */
  Conflicts(Limits limits, Limit limit) {
    this.limit = limit;
    reliefs = new Reliefs(limits.unit, limits.sums, limit);
    excess = limits.excess(limit);
  }

  /**
   * A commitment that presses.
   *
   * @param pressure by how much, beside all others
   */
  private record Pressing(Commitment commitment, long pressure) {}

  /**
   * Ids of the commitments that a limit is broken with, by id.
   *
   * @param all commitments but the newest, which is in the sums
   */
  List<String> of(Collection<Commitment> all) {
    List<Pressing> needed = pressing(all);
    boolean again = true;
    while (again) {
      again = false;
      List<Pressing> left = new ArrayList<>();
      for (Pressing one : needed) {
        boolean depends = reliefs.depends(one.commitment());
        long relief = depends ? reliefs.of(one.commitment()) : one.pressure();
        if (relief >= excess) {
          left.add(one);
        } else {
          excess -= relief;
          if (depends) {
            reliefs.leaveOut(one.commitment());
            again = true; // what others do may have changed
          }
        }
      }
      needed = left;
    }
    return needed.stream().map(one -> one.commitment().id()).sorted().toList();
  }

  /** What presses, the least first and of equals the last. */
  private List<Pressing> pressing(Collection<Commitment> all) {
    List<Pressing> found = new ArrayList<>();
    for (Commitment one : all) {
      if (limit.concerns(one)) {
        long pressure = reliefs.of(one);
        if (pressure > 0) {
          found.add(new Pressing(one, pressure));
        }
      }
    }
    Collections.reverse(found);
    found.sort(Comparator.comparingLong(Pressing::pressure));
    return found;
  }
}
