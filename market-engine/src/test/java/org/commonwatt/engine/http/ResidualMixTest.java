package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.commonwatt.model.EnergySource;
import org.junit.jupiter.api.Test;

/** What few accounts feed in is told to nobody else, neither alone nor by subtraction. */
class ResidualMixTest {
  private static Set<String> homes(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> name + i).collect(Collectors.toSet());
  }

  /** 700 Wh of the sun and 90 of water are left, and 1,000 were used without a guarantee. */
  private static ObjectNode told(Caller caller, int roofs, int plants) {
    ResidualMix mix = new ResidualMix(caller);
    mix.unguaranteed(1_000);
    add(mix, roofs, plants);
    return written(mix);
  }

  private static void add(ResidualMix mix, int roofs, int plants) {
    add(mix, roofs, plants, 0);
  }

  private static void add(ResidualMix mix, int roofs, int plants, int storages) {
    mix.left(
        Map.of(
            EnergySource.SOLAR, homes("roof-", roofs), EnergySource.HYDRO, homes("mill-", plants)),
        Map.of(EnergySource.SOLAR, 700L, EnergySource.HYDRO, 90L),
        List.copyOf(homes("bank-", storages)));
  }

  private static ObjectNode written(ResidualMix mix) {
    ObjectNode node = Views.object();
    mix.write(node, true);
    return node;
  }

  @Test
  void theOnePlantsResidualIsNotToldNorWhatGivesItAway() {
    ObjectNode told = told(Caller.NOBODY, 15, 1);
    assertThat(told.get("residual").toString()).isEqualTo("[{\"source\":\"solar\",\"wh\":700}]");
    assertThat(told.get("togetherWh").isNull()).isTrue();
    assertThat(told.get("unknownWh").isNull()).isTrue();
    assertThat(told.get("unguaranteedWh").asLong()).isEqualTo(1_000);
    assertThat(told(Caller.NOBODY, 1, 0).get("residual")).isEmpty();
  }

  @Test
  void sourcesOfFewAreOneSumWhenFifteenHaveThemTogether() {
    ObjectNode told = told(Caller.NOBODY, 14, 1);
    assertThat(told.get("residual")).isEmpty();
    assertThat(told.get("togetherWh").asLong()).isEqualTo(790);
    assertThat(told.get("unknownWh").asLong()).isEqualTo(210);
    assertThat(told(Caller.NOBODY, 13, 1).get("togetherWh").isNull()).isTrue();
    assertThat(told(Caller.NOBODY, 13, 1).get("residual")).isEmpty();
  }

  @Test
  void sourcesOfManyAreToldApart() {
    ObjectNode told = told(Caller.NOBODY, 15, 15);
    assertThat(told.get("residual")).hasSize(2);
    assertThat(told.get("togetherWh").asLong()).isZero();
    assertThat(told.get("unknownWh").asLong()).isEqualTo(210);
  }

  @Test
  void itDependsOnDeclarationsAndNotOnWhatWasFedIn() {
    ResidualMix mix = new ResidualMix(Caller.NOBODY);
    mix.left(Map.of(EnergySource.HYDRO, homes("mill-", 1)), Map.of(), List.of());
    assertThat(written(mix).get("togetherWh").isNull()).isTrue();
  }

  @Test
  void aSlotThatIsWithheldIsNotInTheSumOfADay() {
    ResidualMix mix = new ResidualMix(Caller.NOBODY);
    add(mix, 14, 1);
    add(mix, 13, 1);
    assertThat(written(mix).get("togetherWh").isNull()).isTrue();
  }

  @Test
  void whatFewStoragesMayHaveGivenBackIsNotTold() {
    ResidualMix mix = new ResidualMix(Caller.NOBODY);
    add(mix, 20, 20, 14);
    assertThat(written(mix).get("residual")).isEmpty();
    assertThat(written(mix).get("togetherWh").isNull()).isTrue();
    ResidualMix many = new ResidualMix(Caller.NOBODY);
    add(many, 20, 20, 15);
    assertThat(written(many).get("residual")).hasSize(2);
  }

  @Test
  void whoSeesEverybodyIsToldAllOfIt() {
    ObjectNode told = told(Caller.EVERYBODY, 1, 1);
    assertThat(told.get("residual")).hasSize(2);
    assertThat(told.get("unknownWh").asLong()).isEqualTo(210);
  }

  @Test
  void aSuppressedAreaHasNothing() {
    ObjectNode node = Views.object();
    ResidualMix mix = new ResidualMix(Caller.EVERYBODY);
    add(mix, 20, 20);
    mix.write(node, false);
    assertThat(node.get("residual")).isEmpty();
    assertThat(node.get("togetherWh").isNull()).isTrue();
    assertThat(node.get("unguaranteedWh").isNull()).isTrue();
    assertThat(node.get("unknownWh").isNull()).isTrue();
  }
}
