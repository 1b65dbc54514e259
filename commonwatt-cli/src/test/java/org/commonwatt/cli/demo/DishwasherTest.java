package org.commonwatt.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.commonwatt.model.DeliverySlot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The day of the template begins at 07:00 UTC. */
class DishwasherTest {
  @TempDir private Path folder;
  private Dishwasher dishwasher;

  @BeforeEach
  void plugIn() throws IOException {
    dishwasher = new Dishwasher(DemoPlanTest.rulebook(folder, true));
  }

  @Test
  void itRunsByDayAndOnceADay() {
    assertThat(dishwasher.waitsFor(slot("2022-08-02T14:45:00Z"))).isFalse();
    assertThat(dishwasher.waitsFor(slot("2022-08-02T15:00:00Z"))).isTrue();
    assertThat(dishwasher.waitsFor(slot("2022-08-02T22:45:00Z"))).isTrue();
    assertThat(dishwasher.waitsFor(slot("2022-08-02T23:00:00Z"))).isFalse();
    dishwasher.runs(slot("2022-08-02T15:00:00Z"));
    assertThat(dishwasher.waitsFor(slot("2022-08-02T18:00:00Z"))).isFalse();
    assertThat(dishwasher.waitsFor(slot("2022-08-03T18:00:00Z"))).isTrue();
  }

  @Test
  void whatItMayTakeIsNotBidFor() {
    DeliverySlot noon = slot("2022-08-02T19:00:00Z");
    assertThat(dishwasher.bidWh(noon, 350)).isEqualTo(50);
    assertThat(dishwasher.bidWh(noon, 200)).isZero();
    assertThat(dishwasher.bidWh(slot("2022-08-02T10:00:00Z"), 350)).isEqualTo(350);
    dishwasher.runs(noon);
    assertThat(dishwasher.bidWh(noon, 350)).isEqualTo(350);
  }

  @Test
  void itTakesNoMoreThanItNeedsAndDoesNotRunWithLittle() {
    assertThat(Dishwasher.profileWh(List.of(350L, 120L))).containsExactly(300L, 120L);
    assertThat(Dishwasher.profileWh(List.of(350L, 99L))).isEmpty();
    assertThat(Dishwasher.profileWh(List.of(-50L, 350L))).isEmpty();
  }

  private static DeliverySlot slot(String start) {
    return new DeliverySlot(Instant.parse(start).toEpochMilli(), 15);
  }
}
