package org.commonwatt.core.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.commonwatt.audit.StorageRecount;
import org.commonwatt.core.origin.SlotEnergy.Metered;
import org.commonwatt.core.origin.SlotEnergy.Traded;
import org.commonwatt.core.origin.Storages.Storage;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginEntries.Flow;
import org.commonwatt.model.OriginEntries.Move;
import org.commonwatt.model.OriginEntries.Stored;
import org.commonwatt.model.OriginEntries.Unguaranteed;
import org.commonwatt.model.OriginStorage;
import org.junit.jupiter.api.Test;

class StoragesTest {
  private static final Origin SUN = new Origin("east", EnergySource.SOLAR);
  private static final Origin WIND = new Origin("west", EnergySource.WIND);
  private static final OriginStorage BANK = new OriginStorage(1_000, 800_000);

  private final Storages storages = new Storages();

  @Test
  void aStorageKeepsWhatItTookAndGivesItBackWithItsLosses() {
    OriginEntries noon =
        storages.entries(
            Map.of("roof", new Metered("east", 500, EnergySource.SOLAR)),
            List.of(new Storage("bank", "east", -600, BANK)),
            List.of(new Traded(1, "roof", "bank", 400)),
            true);
    assertThat(noon)
        .isEqualTo(
            new OriginEntries(
                List.of(new Amount("roof", SUN, 500)),
                List.of(new Move(1, "roof", "bank", SUN, 400)),
                List.of(),
                List.of(),
                new Stored(
                    List.of(new Amount("bank", SUN, 400)),
                    List.of(),
                    List.of(),
                    List.of(new Flow("bank", 600, 0)))));
    // 240 Wh need 300 of what was taken: 200 of them solar, of which 160 come out.
    OriginEntries evening =
        storages.entries(
            Map.of("home", new Metered("west", -240, null)),
            List.of(new Storage("bank", "east", 240, BANK)),
            List.of(new Traded(2, "bank", "home", 240)),
            true);
    assertThat(evening)
        .isEqualTo(
            new OriginEntries(
                List.of(),
                List.of(new Move(2, "bank", "home", SUN, 160)),
                List.of(new Amount("home", SUN, 160)),
                List.of(new Unguaranteed("east", 20), new Unguaranteed("west", 80)),
                new Stored(
                    List.of(),
                    List.of(new Amount("bank", SUN, 160)),
                    List.of(new Amount("bank", SUN, 40)),
                    List.of(new Flow("bank", 0, 300)))));
  }

  @Test
  void whatWasTakenFirstIsGivenBackFirstAndWhatWasNeverTakenHasNoGuarantees() {
    charge(100, SUN, 100);
    charge(100, WIND, 100);
    OriginEntries all = discharge(120);
    assertThat(all.storage().released())
        .containsExactly(new Amount("bank", SUN, 80), new Amount("bank", WIND, 40));
    assertThat(discharge(120).storage().released()).containsExactly(new Amount("bank", WIND, 40));
    assertThat(discharge(120).storage()).isEqualTo(Stored.NONE);
  }

  @Test
  void whatAStorageCannotHoldAnyMoreIsLost() {
    charge(1_000, SUN, 1_000);
    OriginEntries full = charge(400, WIND, 400);
    assertThat(full.storage().lost())
        .as("1,000 Wh of 1,250 taken, and 1,400 were")
        .containsExactly(new Amount("bank", SUN, 150));
  }

  @Test
  void onlyTheLastRunOfASlotChargesAndGivesBack() {
    charge(100, SUN, 100);
    OriginEntries first =
        storages.entries(
            Map.of(), List.of(new Storage("bank", "east", 80, BANK)), List.of(), false);
    assertThat(first.storage()).isEqualTo(Stored.NONE);
    assertThat(discharge(80).storage().released()).containsExactly(new Amount("bank", SUN, 80));
  }

  @Property
  void nothingIsGivenBackThatWasNotTakenAndTheAuditCountsTheSame(
      @ForAll("steps") List<Step> steps, @ForAll("limits") OriginStorage limits) {
    Storages storages = new Storages(); // this object is the same for all tries
    StorageRecount audit = new StorageRecount();
    SortedMap<Origin, Long> kept = new TreeMap<>();
    for (Step step : steps) {
      OriginEntries found =
          step.wh() < 0 ? step.charge(storages, limits) : step.give(storages, limits);
      add(kept, found.storage().stored(), 1);
      add(kept, found.storage().released(), -1);
      add(kept, found.storage().lost(), -1);
      assertThat(kept.values()).allMatch(wh -> wh >= 0);
      long given = found.storage().released().stream().mapToLong(Amount::wh).sum();
      assertThat(given).isLessThanOrEqualTo(Math.max(0, step.wh()));
      assertThat(keyed(found)).isEqualTo(step.recount(audit, limits));
    }
  }

  /**
   * A slot of the storage.
   *
   * @param wh what it injects; negative when it charges
   * @param sun how much of a charge is solar, and as much is wind, in thousandths
   */
  private record Step(long wh, int sun) {
    OriginEntries charge(Storages storages, OriginStorage limits) {
      long each = -wh * sun / 1_000;
      List<Traded> trades = new ArrayList<>();
      if (each > 0) {
        trades.add(new Traded(1, "roof", "bank", each));
        trades.add(new Traded(2, "mill", "bank", each));
      }
      return storages.entries(
          Map.of(
              "roof", new Metered("east", each, EnergySource.SOLAR),
              "mill", new Metered("west", each, EnergySource.WIND)),
          List.of(new Storage("bank", "east", wh, limits)),
          trades,
          true);
    }

    OriginEntries give(Storages storages, OriginStorage limits) {
      return storages.entries(
          Map.of(), List.of(new Storage("bank", "east", wh, limits)), List.of(), true);
    }

    /** Released, lost and lost without a guarantee, by key. */
    Map<String, BigInteger> recount(StorageRecount audit, OriginStorage limits) {
      Map<String, BigInteger> all = new TreeMap<>();
      if (wh < 0) {
        SortedMap<String, BigInteger> pile = new TreeMap<>();
        BigInteger each = BigInteger.valueOf(-wh * sun / 1_000);
        pile.put("east solar", each);
        pile.put("west wind", each);
        pile.put(StorageRecount.UNKNOWN, BigInteger.valueOf(-wh).subtract(each).subtract(each));
        audit.put("bank", pile);
        audit
            .take("bank", audit.excess("bank", limits))
            .forEach((kind, some) -> put(all, "lost " + kind, some));
      } else {
        audit
            .take("bank", audit.neededFor("bank", BigInteger.valueOf(wh), limits))
            .forEach(
                (kind, some) -> {
                  BigInteger given = StorageRecount.given(some, limits);
                  put(all, "released " + kind, given);
                  put(all, "lost " + kind, some.subtract(given));
                });
        all.remove("released " + StorageRecount.UNKNOWN);
      }
      return all;
    }

    private static void put(Map<String, BigInteger> all, String key, BigInteger wh) {
      if (wh.signum() != 0) {
        all.put(key, wh);
      }
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.longs().between(-2_000, 2_000), Arbitraries.integers().between(0, 500))
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<OriginStorage> limits() {
    return Combinators.combine(
            Arbitraries.longs().between(1, 5_000), Arbitraries.integers().between(1, 1_000_000))
        .as(OriginStorage::new);
  }

  private OriginEntries charge(long wh, Origin origin, long known) {
    return storages.entries(
        Map.of("maker", new Metered(origin.area(), known, origin.source())),
        List.of(new Storage("bank", "east", -wh, BANK)),
        List.of(new Traded(1, "maker", "bank", known)),
        true);
  }

  private OriginEntries discharge(long wh) {
    return storages.entries(
        Map.of(), List.of(new Storage("bank", "east", wh, BANK)), List.of(), true);
  }

  private static void add(SortedMap<Origin, Long> kept, List<Amount> amounts, int sign) {
    amounts.forEach(one -> kept.merge(one.origin(), sign * one.wh(), Long::sum));
  }

  private static Map<String, BigInteger> keyed(OriginEntries found) {
    Map<String, BigInteger> all = new TreeMap<>();
    for (Amount one : found.storage().lost()) {
      all.put("lost " + kind(one.origin()), BigInteger.valueOf(one.wh()));
    }
    for (Amount one : found.storage().released()) {
      all.put("released " + kind(one.origin()), BigInteger.valueOf(one.wh()));
    }
    for (Unguaranteed one : found.unguaranteed()) {
      all.put("lost " + StorageRecount.UNKNOWN, BigInteger.valueOf(one.wh()));
    }
    return all;
  }

  private static String kind(Origin origin) {
    return origin.area() + " " + origin.source().id();
  }
}
