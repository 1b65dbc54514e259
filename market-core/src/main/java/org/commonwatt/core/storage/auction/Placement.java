package org.commonwatt.core.storage.auction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.core.storage.FirmSchedule;
import org.commonwatt.core.storage.FreeCharge;
import org.commonwatt.core.storage.auction.SurplusBid.LinkedRelease;
import org.jspecify.annotations.Nullable;

/** In which units linked bids are, and what that leaves of the units. */
final class Placement {
  /** Nothing is decided of a linked bid. */
  static final int OPEN = -2;

  /** A linked bid is not accepted. */
  static final int OUT = -1;

  private final Ordered in;
  private final Map<List<Integer>, FreeCharge> rooms; // of a unit and its linked bids; shared
  private final int[] unit; // per bid

  private Placement(Ordered in, Map<List<Integer>, FreeCharge> rooms, int[] unit) {
    this.in = in;
    this.rooms = rooms;
    this.unit = unit;
  }

  /** All linked bids open, or all out. */
  static Placement all(Ordered in, int where) {
    int[] unit = new int[in.bids.size()];
    Arrays.fill(unit, where);
    return new Placement(in, new HashMap<>(), unit);
  }

  /** The same, with a bid in a unit or out. */
  Placement with(int bid, int where) {
    int[] changed = unit.clone();
    changed[bid] = where;
    return new Placement(in, rooms, changed);
  }

  /** The same, with what is open out. */
  Placement closed() {
    int[] changed = unit.clone();
    for (int b : in.linked) {
      changed[b] = Math.max(OUT, changed[b]);
    }
    return new Placement(in, rooms, changed);
  }

  /** Where a linked bid is: a unit, {@link #OUT} or {@link #OPEN}. */
  int of(int bid) {
    return unit[bid];
  }

  boolean isClosed() {
    return in.linked.stream().allMatch(b -> unit[b] != OPEN);
  }

  /** Linked bids in a unit. */
  List<Integer> in(int where) {
    return in.linked.stream().filter(b -> unit[b] == where).toList();
  }

  /** What linked bids charge in a unit, by slot of the auction, Wh. */
  long[] chargedWh(int where) {
    long[] charged = new long[in.slots];
    for (int b : in(where)) {
      for (int s = 0; s < in.slots; s++) {
        charged[s] += in.surplusWh(b, s);
      }
    }
    return charged;
  }

  /** What a unit with its linked bids has free. */
  FreeCharge room(int where) {
    List<Integer> key = new ArrayList<>(in(where));
    key.add(-1 - where);
    return rooms.computeIfAbsent(
        key, unused -> FreeCharge.of(in.offers.get(where).book(), schedules(where)));
  }

  private List<FirmSchedule> schedules(int where) {
    ServiceOffer offer = in.offers.get(where);
    return in(where).stream().map(b -> in.schedule(b, offer)).toList();
  }

  /** Whether all units can keep their linked bids. */
  boolean isKept() {
    for (int u = 0; u < in.offers.size(); u++) {
      if (!in(u).isEmpty() && !room(u).isKept()) {
        return false;
      }
    }
    return true;
  }

  /** The same with a bid in a unit; null if that can never be, whichever others follow. */
  @Nullable Placement entering(int bid, int where) {
    LinkedRelease release = in.bids.get(bid).release();
    ServiceOffer offer = in.offers.get(where);
    if (release == null || release.from() + release.slotWh().size() > offer.end()) {
      return null;
    }
    FreeCharge before = room(where);
    for (int s = in.window.from(); s < offer.end(); s++) {
      long charged = in.window.has(s) ? in.surplusWh(bid, s - in.window.from()) : 0;
      boolean againstRelease = charged > 0 && before.direction(offer.own(s)) < 0;
      boolean againstCharge = release.wh(s) > 0 && before.direction(offer.own(s)) > 0;
      if (againstRelease || againstCharge) {
        return null;
      }
    }
    Placement then = with(bid, where);
    try {
      return then.isWithin(where) ? then : null;
    } catch (ArithmeticException e) {
      return null; // more energy than any unit has
    }
  }

  /** Whether a unit has the power and the cycles for its linked bids, and offers them. */
  private boolean isWithin(int where) {
    FreeCharge room = room(where);
    ServiceOffer offer = in.offers.get(where);
    long[] charges = chargedWh(where);
    long sum = 0;
    for (int s = 0; s < in.slots; s++) {
      long charged = charges[s];
      sum += charged;
      if (room.slotWh(offer.own(in.window.from() + s)) < 0
          || charged > offer.slots().get(s).mostWh()) {
        return false;
      }
    }
    return sum <= offer.energyWh() && dayWh(where) >= 0;
  }

  /** What cycles leave to be charged in the day of the auction, Wh. */
  long dayWh(int where) {
    return room(where).dayWh(in.offers.get(where).day(in.window.from()));
  }
}
