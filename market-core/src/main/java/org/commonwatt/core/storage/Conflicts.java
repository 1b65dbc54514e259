package org.commonwatt.core.storage;

import java.util.Arrays;
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
   * Ids of the commitments that a limit is broken with, by id.
   *
   * @param byId commitments by id; the newest is passed over if it is among them
   * @param newest what is in the sums since last, or out of them
   */
  List<String> of(List<Held> byId, Commitment newest) {
    Pressing pressing = pressing(byId, newest);
    boolean[] left = new boolean[pressing.count];
    Arrays.fill(left, true);
    int[] order = pressing.leastFirst();
    boolean again = true;
    while (again) {
      again = false;
      for (int i : order) {
        if (left[i]) {
          Held one = pressing.held[i];
          boolean depends = reliefs.depends(one);
          long relief = depends ? reliefs.of(one) : pressing.pressures[i];
          if (relief < excess) {
            left[i] = false;
            excess -= relief;
            if (depends) {
              reliefs.leaveOut(one);
              again = true; // what others do may have changed
            }
          }
        }
      }
    }
    return pressing.ids(left);
  }

  private Pressing pressing(List<Held> byId, Commitment newest) {
    Pressing found = new Pressing(byId.size());
    for (Held one : byId) {
      if (limit.concerns(one) && one.commitment != newest) {
        long pressure = reliefs.of(one);
        if (pressure > 0) {
          found.add(one, pressure);
        }
      }
    }
    return found;
  }

  /** Commitments that press, by id, and by how much beside all others. */
  private static final class Pressing {
    private final Held[] held;
    private final long[] pressures;
    private int count;

    private Pressing(int most) {
      held = new Held[most];
      pressures = new long[most];
    }

    private void add(Held one, long pressure) {
      held[count] = one;
      pressures[count++] = pressure;
    }

    /** Their places, that of the least pressure first, and of equals the last that was taken. */
    private int[] leastFirst() {
      int[] order = new int[count];
      long[] age = new long[count];
      long newest = 0;
      for (int i = 0; i < count; i++) {
        order[i] = i;
        newest = Math.max(newest, held[i].number);
      }
      for (int i = 0; i < count; i++) {
        age[i] = newest - held[i].number;
      }
      return RadixOrder.of(RadixOrder.of(order, age), pressures);
    }

    private List<String> ids(boolean[] left) {
      String[] ids = new String[count];
      int named = 0;
      for (int i = 0; i < count; i++) {
        if (left[i]) {
          ids[named++] = held[i].commitment.id();
        }
      }
      return List.of(Arrays.copyOf(ids, named));
    }
  }
}
