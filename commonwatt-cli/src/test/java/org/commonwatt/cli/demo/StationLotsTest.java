package org.commonwatt.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose energy a station of 90 % round trip holds. */
class StationLotsTest {
  private final StationLots lots = new StationLots();

  @Test
  void whatIsStoredLosesOnTheWayInAndOut() {
    lots.flowed("wind", -1_000);
    assertThat(lots.wholeWh(10_000)).isEqualTo(Map.of("wind", 948L));
    lots.flowed("wind", 500);
    assertThat(lots.wholeWh(10_000)).as("500 Wh remove 527").isEqualTo(Map.of("wind", 421L));
    lots.flowed("wind", 1_000);
    assertThat(lots.wholeWh(10_000)).as("never below 0").isEqualTo(Map.of("wind", 0L));
  }

  @Test
  void lotsAreTogetherNoMoreThanWhatIsStored() {
    lots.flowed("a", -1_000);
    lots.flowed("b", -1_000);
    assertThat(lots.wholeWh(1_000)).isEqualTo(Map.of("a", 948L, "b", 52L));
  }
}
