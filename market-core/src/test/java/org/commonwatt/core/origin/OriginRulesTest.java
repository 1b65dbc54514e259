package org.commonwatt.core.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.commonwatt.core.origin.SlotEnergy.Metered;
import org.commonwatt.core.origin.SlotEnergy.Traded;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginEntries.Move;
import org.commonwatt.model.OriginEntries.Unguaranteed;
import org.junit.jupiter.api.Test;

class OriginRulesTest {
  private static final Origin SUN = new Origin("east", EnergySource.SOLAR);
  private static final Origin WIND = new Origin("east", EnergySource.WIND);

  @Test
  void moreThanWasInjectedIsNotMovedAndWhatIsUsedIsRetired() {
    OriginEntries entries =
        of(
            Map.of("roof", sun(600), "a", uses("east", 500), "b", uses("east", 300)),
            new Traded(1, "roof", "a", 500),
            new Traded(2, "roof", "b", 400));
    assertThat(entries.issued()).containsExactly(new Amount("roof", SUN, 600));
    // 600 over 500 and 400: 333.3 and 266.7.
    assertThat(entries.moved())
        .containsExactly(new Move(1, "roof", "a", SUN, 333), new Move(2, "roof", "b", SUN, 267));
    assertThat(entries.retired())
        .containsExactly(new Amount("a", SUN, 333), new Amount("b", SUN, 267));
    assertThat(entries.unguaranteed()).containsExactly(new Unguaranteed("east", 200));
  }

  @Test
  void tradesThatNamedTheirSourceGetTheirsFirst() {
    OriginEntries entries =
        of(
            Map.of("roof", sun(600), "a", uses("east", 500), "b", uses("east", 300)),
            new Traded(1, "roof", "a", 500),
            new Traded(2, "roof", "b", 400, true));
    assertThat(entries.moved())
        .containsExactly(new Move(1, "roof", "a", SUN, 200), new Move(2, "roof", "b", SUN, 400));
    assertThat(entries.retired())
        .containsExactly(new Amount("a", SUN, 200), new Amount("b", SUN, 300));
    assertThat(entries.unguaranteed()).containsExactly(new Unguaranteed("east", 300));
  }

  @Test
  void whatIsNotSoldAndWhatABuyerDoesNotUseIsLeft() {
    OriginEntries entries =
        of(Map.of("roof", sun(600), "a", uses("east", 100)), new Traded(1, "roof", "a", 250));
    assertThat(entries.retiredWh()).isEqualTo(100);
    assertThat(entries.issuedWh() - entries.retiredWh()).as("residual").isEqualTo(500);
    assertThat(entries.unguaranteed()).isEmpty();
  }

  @Test
  void energyOfNoDeclaredSourceAndResoldEnergyBringNone() {
    OriginEntries entries =
        of(
            Map.of(
                "roof",
                sun(100),
                "engine",
                new Metered("east", 100, null),
                "trader",
                new Metered("east", 0, EnergySource.WIND),
                "a",
                uses("east", 200)),
            new Traded(1, "roof", "trader", 100),
            new Traded(2, "trader", "a", 100),
            new Traded(3, "engine", "a", 100));
    assertThat(entries.moved()).containsExactly(new Move(1, "roof", "trader", SUN, 100));
    assertThat(entries.retired()).isEmpty();
    assertThat(entries.unguaranteed()).containsExactly(new Unguaranteed("east", 200));
  }

  @Test
  void aLinkHandsOnWhatItGotAndNoTradeCarriesMoreThanItsEnergy() {
    OriginEntries entries =
        of(
            Map.of(
                "roof", sun(5),
                "mill", new Metered("east", 5, EnergySource.WIND),
                "a", uses("west", 1),
                "b", uses("west", 9)),
            new Traded(1, "roof", "east>west", 5),
            new Traded(2, "mill", "east>west", 5),
            new Traded(3, "east>west", "a", 1),
            new Traded(4, "east>west", "b", 9));
    // 5 of the sun over 1 and 9: 0.5 and 4.5, and the earlier of equal remainders goes first.
    assertThat(entries.moved())
        .contains(
            new Move(3, "east>west", "a", SUN, 1),
            new Move(4, "east>west", "b", SUN, 4),
            new Move(4, "east>west", "b", WIND, 5));
    assertThat(entries.retiredWh()).isEqualTo(10);
    assertThat(entries.unguaranteed()).isEmpty();
  }

  @Test
  void linksInAChainHandOnWhateverTheirIdsAre() {
    OriginEntries entries =
        of(
            Map.of("roof", sun(7), "a", uses("west", 7)),
            new Traded(1, "east>mid", "a>mid", 7),
            new Traded(2, "roof", "east>mid", 7),
            new Traded(3, "a>mid", "a", 7));
    assertThat(entries.retired()).containsExactly(new Amount("a", SUN, 7));
  }

  @Test
  void differencesAddUpAndLeaveOutWhatDoesNotChange() {
    OriginEntries first = of(Map.of("roof", sun(600), "a", uses("east", 100)));
    OriginEntries second = of(Map.of("roof", sun(500), "a", uses("east", 100)));
    OriginEntries change = second.minus(first);
    assertThat(change.issued()).containsExactly(new Amount("roof", SUN, -100));
    assertThat(change.unguaranteed()).isEmpty();
    assertThat(first.plus(change)).isEqualTo(second);
    assertThat(second.minus(second)).isEqualTo(OriginEntries.NONE);
  }

  private static Metered sun(long netWh) {
    return new Metered("east", netWh, EnergySource.SOLAR);
  }

  private static Metered uses(String area, long wh) {
    return new Metered(area, -wh, null);
  }

  private static OriginEntries of(Map<String, Metered> members, Traded... trades) {
    return OriginRules.of(new SlotEnergy(members, List.of(trades)));
  }
}
