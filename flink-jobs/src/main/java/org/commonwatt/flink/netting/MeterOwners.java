package org.commonwatt.flink.netting;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who has a meter that was assigned, and from when.
 *
 * @param owners the earliest first, each until the next one
 */
public record MeterOwners(List<Owner> owners) {
  static final MeterOwners NONE = new MeterOwners(List.of());

  /**
   * One of them.
   *
   * @param fromMillis start of the first slot that is its own, UTC
   * @param participant the account
   * @param area where the meter is
   */
  public record Owner(long fromMillis, String participant, String area) {}

  /** The owner in a slot, null before the first one. */
  @Nullable Owner at(long slotStartMillis) {
    @Nullable Owner found = null;
    for (Owner owner : owners) {
      if (owner.fromMillis() <= slotStartMillis) {
        found = owner;
      }
    }
    return found;
  }

  /** With another owner, and without those that nobody has been at an instant or later. */
  MeterOwners with(Owner next, long nowMillis) {
    @Nullable Owner current = at(nowMillis);
    List<Owner> kept = new ArrayList<>();
    for (Owner owner : owners) {
      boolean isPast = current != null && owner.fromMillis() < current.fromMillis();
      if (!isPast && owner.fromMillis() < next.fromMillis()) {
        kept.add(owner);
      }
    }
    kept.add(next);
    return new MeterOwners(kept);
  }
}
