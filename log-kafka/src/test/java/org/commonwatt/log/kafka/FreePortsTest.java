package org.commonwatt.log.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.commonwatt.log.kafka.FreePorts.Range;
import org.junit.jupiter.api.Test;

class FreePortsTest {
  private static final Range USUAL = new Range(24_576, 32_767);

  @Test
  void theUsualPortsAreBelowTheUsualOnesOfConnections() {
    assertThat(FreePorts.range("32768\t60999\n")).isEqualTo(USUAL);
    assertThat(FreePorts.range("")).isEqualTo(USUAL);
  }

  @Test
  void portsThatConnectionsGetAreLeftToThem() {
    assertThat(FreePorts.range("20000 60999")).isEqualTo(new Range(11_808, 19_999));
    assertThat(FreePorts.range("4096 60999")).isEqualTo(new Range(1_024, 4_095));
    assertThat(FreePorts.range("1024 60999")).isEqualTo(new Range(61_000, 65_535));
  }

  @Test
  void whereConnectionsGetAllPortsThereIsNoBetterChoice() {
    assertThat(FreePorts.range("1024 65535")).isEqualTo(USUAL);
  }
}
