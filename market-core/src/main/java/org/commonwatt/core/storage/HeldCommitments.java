package org.commonwatt.core.storage;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commitments of a book as they were taken, and by id for a refusal that names many. */
final class HeldCommitments {
  private static final Comparator<Held> BY_ID = Comparator.comparing(one -> one.commitment.id());

  private final Efficiency efficiency;
  private final Map<String, Held> all = new LinkedHashMap<>();
  private Held[] byId = {};
  private boolean isSorted; // byId has all, in order: from the first refusal on
  private long taken;

  HeldCommitments(Efficiency efficiency) {
    this.efficiency = efficiency;
  }

  boolean has(String id) {
    return all.containsKey(id);
  }

  @Nullable Commitment find(String id) {
    Held held = all.get(id);
    return held == null ? null : held.commitment;
  }

  /** In the order in which they were taken. */
  List<Commitment> inOrder() {
    return all.values().stream().map(held -> held.commitment).toList();
  }

  /** By id. */
  List<Held> byId() {
    if (!isSorted) {
      byId = all.values().toArray(new Held[0]);
      Arrays.sort(byId, BY_ID);
      isSorted = true;
    }
    return Arrays.asList(byId).subList(0, all.size());
  }

  /** Adds one with an id that is not there. */
  void add(Commitment one) {
    Held held = new Held(one, taken++, efficiency);
    if (isSorted) {
      int count = all.size();
      int place = -1 - Arrays.binarySearch(byId, 0, count, held, BY_ID);
      if (count == byId.length) {
        byId = Arrays.copyOf(byId, count + count / 2 + 1);
      }
      System.arraycopy(byId, place, byId, place + 1, count - place);
      byId[place] = held;
    }
    all.put(one.id(), held);
  }

  /** Takes one out that is there. */
  void remove(String id) {
    Held held = all.remove(id);
    if (isSorted && held != null) {
      int count = all.size();
      int place = Arrays.binarySearch(byId, 0, count + 1, held, BY_ID);
      System.arraycopy(byId, place + 1, byId, place, count - place);
    }
  }
}
