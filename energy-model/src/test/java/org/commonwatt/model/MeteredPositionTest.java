package org.commonwatt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeteredPositionTest {

  @Test
  void theNetIsInjectionPositive() {
    assertThat(position("home-01", 1, 200, 500).netWh()).isEqualTo(300);
    assertThat(position("home-01", 1, 500, 200).netWh()).isEqualTo(-300);
  }

  @ParameterizedTest
  @CsvSource({
    "no id, 1, 0, 0",
    "home-01, 0, 0, 0",
    "home-01, 1, -1, 0",
    "home-01, 1, 0, -1",
    "home-01, 1, 1000000000001, 0",
    "home-01, 1, 0, 1000000000001"
  })
  void valuesOutOfRangeAreRefused(String participant, int version, long importWh, long exportWh) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> position(participant, version, importWh, exportWh));
  }

  @Test
  void whatIsAssumedHasNoReadingsAndNoVersionThatWasReported() {
    MeteredPosition assumed = MeteredPosition.assumed("home-01", new DeliverySlot(0, 15), -300);
    assertThat(assumed.version()).isZero();
    assertThat(assumed.quality()).isEqualTo(Quality.NULL);
    assertThat(assumed.netWh()).isEqualTo(-300);
    assertThatIllegalArgumentException().isThrownBy(assumed::requireMetered);
  }

  private static MeteredPosition position(
      String participant, int version, long importWh, long exportWh) {
    return new MeteredPosition(
        participant, new DeliverySlot(0, 15), version, importWh, exportWh, Quality.ACTUAL);
  }
}
