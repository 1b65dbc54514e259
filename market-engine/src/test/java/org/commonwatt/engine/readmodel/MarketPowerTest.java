package org.commonwatt.engine.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.readmodel.MarketPower.Share;
import org.junit.jupiter.api.Test;

/** The indices of market power, by examples and by what must hold of each market. */
class MarketPowerTest {
  private static MarketPower of(Share... shares) {
    return of(List.of(shares));
  }

  private static MarketPower of(List<Share> shares) {
    return MarketPower.of(Fixtures.slot(0), shares);
  }

  @Test
  void theExampleOfTheDocumentsIsThis() {
    MarketPower power =
        of(
            new Share("a", 600, 300, 0),
            new Share("b", 300, 100, 0),
            new Share("c", 100, 0, 0),
            new Share("d", 0, 0, 800));
    assertThat(power.sellers()).isEqualTo(3);
    assertThat(power.hhi()).as("0.75² + 0.25²").isEqualTo(6_250);
    assertThat(power.residualSupplyPpm()).as("(1000 - 600) / 800").isEqualTo(500_000);
    assertThat(power.pivotal()).containsExactly("a", "b");
  }

  @Test
  void aMarketWithoutOrdersOfASideHasNoIndexInsteadOfAZero() {
    MarketPower nothing = of(new Share("a", 0, 0, 500));
    assertThat(nothing.hhi()).isNull();
    assertThat(nothing.residualSupplyPpm()).isZero();
    assertThat(of(new Share("a", 500, 0, 0)).residualSupplyPpm()).isNull();
    assertThat(of(new Share("a", 500, 0, 0)).pivotal()).isEmpty();
  }

  @Test
  void sumsBeyondALongAreAFaultAndSquaresAreNot() {
    long large = Long.MAX_VALUE / 2;
    MarketPower two = of(new Share("a", large, large, 0), new Share("b", large, large, 1));
    assertThat(two.hhi()).isEqualTo(5_000);
    assertThat(two.residualSupplyPpm()).as("not told beyond").isEqualTo(1_000_000_000_000L);
    Share most = new Share("a", Long.MAX_VALUE, 0, 0);
    assertThatThrownBy(() -> of(most, new Share("b", 1, 0, 0)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Provide
  Arbitrary<List<Share>> markets() {
    Arbitrary<Long> energy = Arbitraries.longs().between(0, 1_000_000);
    return Combinators.combine(energy, energy, energy)
        .as((offered, sold, asked) -> new Share("", offered, Math.min(offered, sold), asked))
        .list()
        .ofMinSize(1)
        .ofMaxSize(12)
        .map(MarketPowerTest::named);
  }

  private static List<Share> named(List<Share> shares) {
    List<Share> named = new ArrayList<>();
    for (Share share : shares) {
      named.add(
          new Share(
              "home-" + (10 + named.size()), share.offeredWh(), share.soldWh(), share.askedWh()));
    }
    return named;
  }

  @Property
  void concentrationLiesBetweenThatOfEqualsAndThatOfOne(@ForAll("markets") List<Share> shares) {
    MarketPower power = of(shares);
    Integer hhi = power.hhi();
    if (hhi == null) {
      assertThat(power.soldWh()).isZero();
    } else {
      assertThat(hhi).isBetween(10_000 / power.sellers() - 1, 10_000);
    }
  }

  @Property
  void theLargestSellerIsPivotalExactlyWhenTheResidualSupplyIsShort(
      @ForAll("markets") List<Share> shares) {
    MarketPower power = of(shares);
    Long residual = power.residualSupplyPpm();
    boolean isShort = residual != null && residual < 1_000_000 && power.sellers() > 0;
    assertThat(!power.pivotal().isEmpty()).isEqualTo(isShort);
  }

  @Property
  void theOrderOfParticipantsIsOfNoMatterToTheIndices(@ForAll("markets") List<Share> shares) {
    List<Share> turned = new ArrayList<>(shares);
    Collections.reverse(turned);
    assertThat(of(turned).hhi()).isEqualTo(of(shares).hhi());
    assertThat(of(turned).residualSupplyPpm()).isEqualTo(of(shares).residualSupplyPpm());
    assertThat(of(turned).pivotal()).containsExactlyInAnyOrderElementsOf(of(shares).pivotal());
  }

  @Property
  void theUnitOfEnergyIsOfNoMatter(@ForAll("markets") List<Share> shares) {
    List<Share> larger =
        shares.stream()
            .map(
                share ->
                    new Share(
                        share.participant(),
                        share.offeredWh() * 1_000,
                        share.soldWh() * 1_000,
                        share.askedWh() * 1_000))
            .toList();
    assertThat(of(larger).hhi()).isEqualTo(of(shares).hhi());
    assertThat(of(larger).residualSupplyPpm()).isEqualTo(of(shares).residualSupplyPpm());
    assertThat(of(larger).pivotal()).isEqualTo(of(shares).pivotal());
  }
}
