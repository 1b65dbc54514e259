package org.commonwatt.core;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.commonwatt.core.storage.StorageRefusal;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.Event.UnitCalled;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.jspecify.annotations.Nullable;

/** Which unit is called next for a call, for how much, at which price. */
final class CallPlan {
  private final StorageDesk storage;
  private final Map<String, Long> prices; // by unit
  private final long lengthMillis;

  /**
   * The units as they are now.
   *
   * @param prices what units ask for; one that says nothing asks for the price of the call
   * @param lengthMillis of a slot
   */
  CallPlan(StorageDesk storage, Map<String, Long> prices, long lengthMillis) {
    this.storage = storage;
    this.prices = prices;
    this.lengthMillis = lengthMillis;
  }

  /**
   * The cheapest of those that were not called and can keep a part of what is left.
   *
   * @param left of each slot, Wh, with its sign
   * @param fromMillis start of the first slot that it is called for, UTC; 0 for all of the call
   * @param untilMillis from when on it could not answer any more
   */
  @Nullable UnitCalled next(CallState state, long left, long fromMillis, long untilMillis) {
    DispatchCall call = state.call();
    List<CommittedUnit> candidates =
        storage.units().stream()
            .filter(unit -> unit.spec().area().equals(call.area()))
            .filter(unit -> !state.wasCalled(unit.spec().unit()))
            .filter(unit -> price(unit, call) <= call.priceMicroPerKwh())
            .sorted(
                Comparator.<CommittedUnit>comparingLong(unit -> price(unit, call))
                    .thenComparing(unit -> unit.spec().unit()))
            .toList();
    for (CommittedUnit unit : candidates) {
      long most = most(unit, state, left, fromMillis);
      if (most != 0) {
        return new UnitCalled(
            call.call(),
            unit.spec().unit(),
            unit.spec().owner(),
            most,
            price(unit, call),
            untilMillis,
            fromMillis);
      }
    }
    return null;
  }

  /** What a unit is committed to: its owner's energy is discharged, the operator's charged. */
  StorageCommitment commitment(CallState state, UnitCalled asked) {
    return commitment(state, asked.owner(), asked.injectionSlotWh(), asked.fromMillis());
  }

  private StorageCommitment commitment(
      CallState state, String unitOwner, long injectionSlotWh, long fromMillis) {
    DispatchCall call = state.call();
    long from = fromMillis == 0 ? call.fromMillis() : fromMillis;
    int slots = (int) ((call.toMillis() - from) / lengthMillis);
    return new StorageCommitment(
        call.call(),
        injectionSlotWh > 0 ? unitOwner : state.called().operator(),
        Kind.FIRM_SCHEDULE,
        from,
        call.toMillis(),
        0,
        0,
        0,
        0,
        Collections.nCopies(slots, injectionSlotWh));
  }

  /** Commits a unit to its part of a call; null when it was taken. */
  @Nullable StorageRefusal commit(CallState state, UnitCalled asked) {
    CommittedUnit unit = Objects.requireNonNull(storage.find(asked.unit()), "units stay");
    return unit.commit(commitment(state, asked));
  }

  private long price(CommittedUnit unit, DispatchCall call) {
    return prices.getOrDefault(unit.spec().unit(), call.priceMicroPerKwh());
  }

  /**
   * The most that a unit can keep of what is left, found by halving; 0 when it can keep nothing.
   */
  private long most(CommittedUnit unit, CallState state, long left, long fromMillis) {
    String id = state.call().call();
    if (unit.commitment(id) != null || unit.count() >= StorageChecks.MOST_COMMITMENTS) {
      return 0;
    }
    long sign = Long.signum(left);
    long kept = 0;
    long above = Math.abs(left) + 1;
    while (kept + 1 < above) {
      long tried = above > Math.abs(left) ? Math.abs(left) : kept + (above - kept) / 2;
      if (canKeep(unit, commitment(state, unit.spec().owner(), sign * tried, fromMillis))) {
        kept = tried;
      } else {
        above = tried;
      }
    }
    return sign * kept;
  }

  private static boolean canKeep(CommittedUnit unit, StorageCommitment one) {
    if (unit.commit(one) != null) {
      return false;
    }
    if (unit.withdraw(one.id()) != null) {
      throw new IllegalStateException("what was tried last can be given up");
    }
    return true;
  }
}
