package org.commonwatt.core.origin;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Origin;
import org.jspecify.annotations.Nullable;

/**
 * What guarantees of origin of a slot rest on.
 *
 * @param members who was metered, by id
 * @param trades what was traded and stands, by id
 */
public record SlotEnergy(SortedMap<String, Metered> members, List<Traded> trades) {

  /** Copies and orders both. */
  public SlotEnergy(Map<String, Metered> members, List<Traded> trades) {
    this(
        new TreeMap<>(members),
        trades.stream().sorted(Comparator.comparingLong(Traded::tradeId)).toList());
  }

  /** Copies both. */
  public SlotEnergy {
    members = new TreeMap<>(members);
    trades = List.copyOf(trades);
  }

  /**
   * A member of the slot.
   *
   * @param area its area
   * @param netWh net metered injection, Wh, negative when it withdrew
   * @param source what its injection is made of, null when nothing is declared
   * @param released of a storage, the guarantees that its injection gives back, Wh; null of others
   */
  public record Metered(
      String area,
      long netWh,
      @Nullable EnergySource source,
      @Nullable SortedMap<Origin, Long> released) {
    /** Copies the map. */
    public Metered {
      released = released == null ? null : new TreeMap<>(released);
    }

    /** A member that is no storage. */
    public Metered(String area, long netWh, @Nullable EnergySource source) {
      this(area, netWh, source, null);
    }

    /** What it withdrew, Wh, net. */
    long withdrawnWh() {
      return Math.max(0, Math.negateExact(netWh));
    }
  }

  /**
   * A trade.
   *
   * @param seller participant, or {@link AreaLink#party()}
   * @param buyer participant, or {@link AreaLink#party()}
   * @param energyWh positive
   * @param named whether it named the source of its energy: it gets guarantees before those that
   *     did not
   */
  public record Traded(long tradeId, String seller, String buyer, long energyWh, boolean named) {
    /** A trade that named nothing. */
    public Traded(long tradeId, String seller, String buyer, long energyWh) {
      this(tradeId, seller, buyer, energyWh, false);
    }
  }

  /** Whether a party to a trade is a link: no id has a {@code >}. */
  public static boolean isLink(String party) {
    return party.indexOf('>') >= 0;
  }
}
