package org.commonwatt.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.commonwatt.model.MeterReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two days of all homes over real TCP: what comes out is the profile, slot by slot. */
class TwoDaysOfHomesTest {
  private static final long STEP = 300_000;
  private static final long SLOT = 900_000;
  private static final int HOMES = 17;

  private final Path directory;

  TwoDaysOfHomesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private record Registers(long importWh, long exportWh) {}

  @Test
  void everyHomesEnergyPerSlotIsItsProfile() throws Exception {
    ManualClock clock = new ManualClock("2022-08-02T07:00:00Z");
    long start = clock.millis();
    long end = start + 2 * 96 * SLOT;
    RecordingSink sink = new RecordingSink();
    try (Community community = Community.of(clock, HOMES);
        IngestService service = community.service(directory, sink)) {
      for (long time = start; time <= end; time += STEP) {
        clock.set(time);
        PollOutcome.Spooled round = (PollOutcome.Spooled) service.poll(time);
        assertThat(round.failures()).isEmpty();
        assertThat(round.rejected()).isEmpty();
        assertThat(round.accepted()).hasSize(HOMES);
      }
      assertThat(service.awaitPublished(end, Duration.ofMinutes(2))).isTrue();
    }
    Map<String, Registers> borders = new HashMap<>();
    for (MeterReading reading : sink.readings()) {
      borders.put(
          reading.meter() + "@" + reading.timeMillis(),
          new Registers(reading.importWh(), reading.exportWh()));
    }
    assertThat(borders).hasSize(HOMES * (2 * 96 * 3 + 1));
    for (int home = 1; home <= HOMES; home++) {
      for (long slot = start; slot < end; slot += SLOT) {
        assertSlot(borders, home, slot);
      }
    }
  }

  private static void assertSlot(Map<String, Registers> borders, int home, long slot) {
    Registers before = borders.getOrDefault("home-" + home + "@" + slot, new Registers(-1, -1));
    Registers after =
        borders.getOrDefault("home-" + home + "@" + (slot + SLOT), new Registers(-1, -1));
    long net = Community.PROFILES.netWh(home, slot);
    assertThat(after.importWh() - before.importWh()).isEqualTo(Math.max(-net, 0));
    assertThat(after.exportWh() - before.exportWh()).isEqualTo(Math.max(net, 0));
  }
}
