package org.commonwatt.core.origin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.core.origin.SlotEnergy.Metered;
import org.commonwatt.core.origin.SlotEnergy.Traded;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginEntries.Flow;
import org.commonwatt.model.OriginEntries.Stored;
import org.commonwatt.model.OriginEntries.Unguaranteed;
import org.commonwatt.model.OriginLots;
import org.commonwatt.model.OriginStorage;

/**
 * What the storages of a market keep. Only the last run of a slot charges and discharges them: what
 * was given back on the word of an earlier run could not be taken back.
 */
final class Storages {
  private final Map<String, OriginLots> lots = new HashMap<>(); // by account

  /**
   * A storage in a slot.
   *
   * @param netWh net metered injection, Wh, negative when it charged
   */
  record Storage(String id, String area, long netWh, OriginStorage limits) {}

  /** Keeps what the ledger says instead of what was computed so far. */
  void restore(Map<String, List<OriginLots.Lot>> known) {
    lots.clear();
    known.forEach((id, all) -> lots.put(id, new OriginLots(all)));
  }

  /**
   * The guarantees of a slot.
   *
   * @param others its members that are no storages, by id
   * @param last whether no run of the slot comes after this one
   */
  OriginEntries entries(
      Map<String, Metered> others, List<Storage> storages, List<Traded> trades, boolean last) {
    Map<String, Metered> members = new HashMap<>(others);
    Moved moved = new Moved();
    for (Storage one : storages) {
      SortedMap<Origin, Long> released =
          last && one.netWh() > 0 ? discharge(one, moved) : new TreeMap<>();
      members.put(one.id(), new Metered(one.area(), one.netWh(), null, released));
    }
    OriginEntries all = OriginRules.of(new SlotEnergy(members, trades));
    for (Storage one : storages) {
      if (last && one.netWh() < 0) {
        charge(one, all.storage().stored(), moved);
      }
    }
    return all.plus(moved.entries());
  }

  private SortedMap<Origin, Long> discharge(Storage one, Moved moved) {
    OriginLots own = lots(one);
    long needed = Math.min(own.totalWh(), one.limits().takenForWh(one.netWh()));
    OriginLots.Lot taken = own.take(needed);
    SortedMap<Origin, Long> released = new TreeMap<>();
    taken
        .known()
        .forEach(
            (origin, wh) -> {
              released.put(origin, one.limits().givenForWh(wh));
              moved.lost(one, origin, wh - one.limits().givenForWh(wh));
            });
    moved.lostUnknown(one, taken.unknownWh() - one.limits().givenForWh(taken.unknownWh()));
    moved.flows.add(new Flow(one.id(), 0, needed));
    return released;
  }

  private void charge(Storage one, List<Amount> stored, Moved moved) {
    SortedMap<Origin, Long> known = new TreeMap<>();
    for (Amount amount : stored) {
      if (amount.account().equals(one.id())) {
        known.put(amount.origin(), amount.wh());
      }
    }
    long charged = Math.negateExact(one.netWh());
    long guaranteed = known.values().stream().reduce(0L, Math::addExact);
    OriginLots own = lots(one);
    own.add(new OriginLots.Lot(known, charged - guaranteed));
    long room = one.limits().takenForWh(one.limits().capacityWh());
    long excess = Math.max(0, own.totalWh() - room);
    OriginLots.Lot gone = own.take(excess);
    gone.known().forEach((origin, wh) -> moved.lost(one, origin, wh));
    moved.lostUnknown(one, gone.unknownWh());
    moved.flows.add(new Flow(one.id(), charged, excess));
  }

  private OriginLots lots(Storage one) {
    return lots.computeIfAbsent(one.id(), first -> new OriginLots(List.of()));
  }

  /** What storages' energy adds to the guarantees of a slot. */
  private static final class Moved {
    private final List<Amount> lost = new ArrayList<>();
    private final List<Flow> flows = new ArrayList<>();
    private final List<Unguaranteed> bare = new ArrayList<>();

    void lost(Storage one, Origin origin, long wh) {
      lost.add(new Amount(one.id(), origin, wh));
    }

    void lostUnknown(Storage one, long wh) {
      bare.add(new Unguaranteed(one.area(), wh));
    }

    OriginEntries entries() {
      Stored stored = new Stored(List.of(), List.of(), lost, flows);
      return new OriginEntries(List.of(), List.of(), List.of(), bare, stored);
    }
  }
}
