package org.commonwatt.core;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The places that orders and trades take, of one slot or of a whole market. An accepted order has a
 * place of its owner, a continuous trade one of the owner of the order that arrived, and a trade of
 * an auction one of nobody. A place is free again when the slot is dropped, and not before: what
 * ended or fell away keeps it.
 */
final class Places {
  private final Map<String, Integer> owned = new HashMap<>();
  private int used;

  /** How many are taken. */
  int used() {
    return used;
  }

  /** How many a participant has taken. */
  int of(String participant) {
    return owned.getOrDefault(participant, 0);
  }

  /**
   * Takes a place.
   *
   * @param owner whose it is, null when nobody's
   */
  void take(@Nullable String owner) {
    used++;
    if (owner != null) {
      owned.merge(owner, 1, Integer::sum);
    }
  }

  /** Adds the places of a slot. */
  void add(Places slot) {
    used = Math.addExact(used, slot.used);
    slot.owned.forEach((owner, count) -> owned.merge(owner, count, Integer::sum));
  }

  /** Gives the places of a slot back, which were added or taken with it. */
  void remove(Places slot) {
    used -= slot.used;
    slot.owned.forEach(
        (owner, count) ->
            owned.computeIfPresent(owner, (o, all) -> all.equals(count) ? null : all - count));
  }

  void save(StateWriter out) {
    out.number(used);
    out.number(owned.size());
    new TreeMap<>(owned)
        .forEach(
            (owner, count) -> {
              out.text(owner);
              out.number(count);
            });
  }

  void restore(StateReader in) {
    used = in.count();
    for (int left = in.count(); left > 0; left--) {
      owned.put(in.text(), in.count());
    }
  }
}
