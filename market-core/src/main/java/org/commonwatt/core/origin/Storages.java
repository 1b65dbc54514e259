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
import org.commonwatt.model.OriginEntries.Stored;
import org.commonwatt.model.OriginStorage;

/**
 * What the storages of a market keep. Only the last run of a slot charges and discharges them: what
 * was given back on the word of an earlier run could not be taken back.
 */
final class Storages {
  private final Map<String, StoredLots> lots = new HashMap<>(); // by account and area

  /**
   * A storage in a slot.
   *
   * @param netWh net metered injection, Wh, negative when it charged
   */
  record Storage(String id, String area, long netWh, OriginStorage limits) {}

  /**
   * The guarantees of a slot.
   *
   * @param others its members that are no storages, by id
   * @param last whether no run of the slot comes after this one
   */
  OriginEntries entries(
      Map<String, Metered> others, List<Storage> storages, List<Traded> trades, boolean last) {
    Map<String, Metered> members = new HashMap<>(others);
    List<Amount> lost = new ArrayList<>();
    for (Storage one : storages) {
      SortedMap<Origin, Long> released = new TreeMap<>();
      if (last && one.netWh() > 0) {
        StoredLots.Discharge back = lots(one).discharge(one.netWh(), one.limits());
        released.putAll(back.released());
        add(one, back.lost(), lost);
      }
      members.put(one.id(), new Metered(one.area(), one.netWh(), null, released));
    }
    OriginEntries all = OriginRules.of(new SlotEnergy(members, trades));
    for (Storage one : storages) {
      if (last && one.netWh() < 0) {
        add(one, charge(one, all.storage().stored()), lost);
      }
    }
    Stored gone = new Stored(List.of(), List.of(), lost);
    return all.plus(new OriginEntries(List.of(), List.of(), List.of(), List.of(), gone));
  }

  private SortedMap<Origin, Long> charge(Storage one, List<Amount> stored) {
    SortedMap<Origin, Long> known = new TreeMap<>();
    for (Amount amount : stored) {
      if (amount.account().equals(one.id())) {
        known.put(amount.origin(), amount.wh());
      }
    }
    return lots(one).charge(Math.negateExact(one.netWh()), known, one.limits());
  }

  /** No id has a blank. */
  private StoredLots lots(Storage one) {
    return lots.computeIfAbsent(one.id() + " " + one.area(), first -> new StoredLots());
  }

  private static void add(Storage one, SortedMap<Origin, Long> what, List<Amount> lost) {
    what.forEach((origin, wh) -> lost.add(new Amount(one.id(), origin, wh)));
  }
}
