package org.commonwatt.core.origin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.commonwatt.core.origin.SlotEnergy.Metered;
import org.commonwatt.core.origin.SlotEnergy.Traded;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Slots of eight members in three areas, two of them storages, with any trades: of members that
 * sell more than they injected, that buy and sell, and over links, in a chain too; a third of them
 * named their source.
 */
final class RandomSlots {
  private static final List<String> AREAS = List.of("east", "mid", "west");
  private static final List<String> PARTIES =
      List.of("h0", "h1", "h2", "h3", "h4", "h5", "h6", "h7", "east>mid", "mid>west");

  /** How many of the members are storages. */
  private static final int STORAGES = 2;

  private RandomSlots() {}

  private record Deal(int seller, int buyer, long wh, boolean named) {}

  /** Of what a storage injects, two thirds are of a sun in the west and a wind in the east. */
  private static SortedMap<Origin, Long> released(long netWh) {
    return netWh <= 0
        ? new TreeMap<>()
        : new TreeMap<>(
            Map.of(
                new Origin("west", EnergySource.SOLAR), netWh / 3,
                new Origin("east", EnergySource.WIND), netWh / 3));
  }

  static Arbitrary<SlotEnergy> any() {
    Arbitrary<Deal> deal =
        Combinators.combine(
                Arbitraries.integers().between(0, PARTIES.size() - 1),
                Arbitraries.integers().between(0, PARTIES.size() - 1),
                Arbitraries.longs().between(1, 900),
                Arbitraries.of(true, false, false))
            .as(Deal::new);
    Arbitrary<@Nullable EnergySource> source =
        Arbitraries.of(EnergySource.SOLAR, EnergySource.WIND, EnergySource.HYDRO).injectNull(0.3);
    return Combinators.combine(
            Arbitraries.longs().between(-1_000, 1_000).list().ofSize(8),
            source.list().ofSize(8),
            deal.list().ofMaxSize(20))
        .as(RandomSlots::slot);
  }

  private static SlotEnergy slot(
      List<Long> net, List<@Nullable EnergySource> sources, List<Deal> deals) {
    Map<String, Metered> members = new TreeMap<>();
    for (int i = 0; i < net.size(); i++) {
      members.put(
          "h" + i,
          i < STORAGES
              ? new Metered(AREAS.get(i % 3), net.get(i), null, released(net.get(i)))
              : new Metered(AREAS.get(i % 3), net.get(i), sources.get(i)));
    }
    List<Traded> trades = new ArrayList<>();
    for (Deal deal : deals) {
      boolean backward = deal.seller() >= 8 && deal.buyer() >= 8 && deal.seller() > deal.buyer();
      if (deal.seller() != deal.buyer() && !backward) {
        trades.add(
            new Traded(
                trades.size() + 1L,
                PARTIES.get(deal.seller()),
                PARTIES.get(deal.buyer()),
                deal.wh(),
                deal.named()));
      }
    }
    return new SlotEnergy(members, trades);
  }
}
