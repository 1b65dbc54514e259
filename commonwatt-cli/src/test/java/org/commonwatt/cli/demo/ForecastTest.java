package org.commonwatt.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.commonwatt.model.DeliverySlot;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final DeliverySlot SLOT = new DeliverySlot(900_000, 15);

  @Property
  void theErrorHalvesWithEachRound(
      @ForAll long seed,
      @ForAll @LongRange(min = -100_000, max = 100_000) long recorded,
      @ForAll @IntRange(min = 0, max = 3) int round) {
    long net = new Forecast(seed, (home, slot) -> recorded).netWh("home-01", SLOT, round);
    long largest = Math.abs(recorded) / 5 >> round;
    assertThat(Math.abs(net - recorded)).isLessThanOrEqualTo(largest + 1);
  }

  @Test
  void theSameSeedGivesTheSameAndSeedHomeSlotAndRoundMatter() {
    EventTally.Profile recording = (home, slot) -> 100_000;
    Forecast forecast = new Forecast(1, recording);
    long net = forecast.netWh("home-01", SLOT, 0);
    assertThat(new Forecast(1, recording).netWh("home-01", SLOT, 0)).isEqualTo(net);
    assertThat(new Forecast(2, recording).netWh("home-01", SLOT, 0)).isNotEqualTo(net);
    assertThat(forecast.netWh("home-02", SLOT, 0)).isNotEqualTo(net);
    assertThat(forecast.netWh("home-01", SLOT.plus(1), 0)).isNotEqualTo(net);
    assertThat(forecast.netWh("home-01", SLOT, 1)).isNotEqualTo(net);
  }
}
