package org.commonwatt.battery.life;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Where an asset is in its life. A part of another has the state that it was put in with. */
public enum LifeState {
  /** Made, and nowhere yet. */
  MANUFACTURED,
  /** In a vehicle. */
  IN_VEHICLE,
  /** Taken out of a vehicle. */
  REMOVED,
  /** Tested behind its removal. */
  TESTED,
  /** Found good for something. */
  GRADED,
  /** Taken apart, or got by taking something apart. */
  DISMANTLED,
  /** A part of something, or put together of parts. */
  INTEGRATED,
  /** At work in a storage. */
  COMMISSIONED,
  /** Taken out of work. */
  DECOMMISSIONED,
  /** Waste. */
  WASTE,
  /** Recycled: final, and kept as a tombstone. */
  RECYCLED,
  /** Burnt or lost. */
  DESTROYED;

  private static final Map<LifeState, Set<LifeState>> NEXT =
      Map.of(
          MANUFACTURED, EnumSet.of(IN_VEHICLE, INTEGRATED, COMMISSIONED),
          IN_VEHICLE, EnumSet.of(REMOVED),
          REMOVED, EnumSet.of(TESTED, IN_VEHICLE, WASTE),
          TESTED, EnumSet.of(GRADED, WASTE),
          GRADED, EnumSet.of(DISMANTLED, INTEGRATED, WASTE),
          DISMANTLED, EnumSet.of(INTEGRATED, WASTE),
          INTEGRATED, EnumSet.of(COMMISSIONED, DECOMMISSIONED, DISMANTLED, WASTE),
          COMMISSIONED, EnumSet.of(DECOMMISSIONED),
          DECOMMISSIONED, EnumSet.of(TESTED, WASTE),
          WASTE, EnumSet.of(RECYCLED));

  /** Whether nothing more may happen to it. */
  public boolean closed() {
    return this == RECYCLED || this == DESTROYED;
  }

  /** Whether this may become the other state; anything but what is closed may be destroyed. */
  public boolean mayBecome(LifeState next) {
    return next == DESTROYED ? !closed() : NEXT.getOrDefault(this, Set.of()).contains(next);
  }
}
