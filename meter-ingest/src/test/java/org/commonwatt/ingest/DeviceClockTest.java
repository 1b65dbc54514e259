package org.commonwatt.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.ingest.spool.SpoolOptions;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.Quality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The time of readings whose meter has a clock. */
class DeviceClockTest {
  private final ManualClock clock = new ManualClock("2026-01-31T00:15:00Z");

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "2000, 0",
    "2001, 2001",
    "-2000, 0",
    "-2001, -2001",
    "300000, 300000",
    "300001, 0",
    "-300000, -300000",
    "-300001, 0"
  })
  void aClockThatIsRightOrUnbelievableLeavesTheInstant(long off, long expected) {
    MeterRegisters shown = new MeterRegisters(1, 2, 3, 1, clock.millis() + off);
    assertThat(DeviceClock.offsetMillis("m", DeviceResult.ok(shown), clock)).isEqualTo(expected);
  }

  @Test
  void withoutAClockOrAnAnswerNothingIsMoved() {
    DeviceResult<MeterRegisters> plain = DeviceResult.ok(new MeterRegisters(1, 2, 3, 1));
    assertThat(DeviceClock.offsetMillis("m", plain, clock)).isZero();
    DeviceResult<MeterRegisters> silent = DeviceResult.failed(FailureCode.TIMEOUT, "silent");
    assertThat(DeviceClock.offsetMillis("m", silent, clock)).isZero();
  }

  /** A fast meter is no reading of the future: only its own clock says so. */
  @Test
  void aReadingHasTheTimeOfItsMeter(@TempDir Path folder) throws Exception {
    RecordingSink sink = new RecordingSink();
    try (IngestService service =
        IngestService.open(
            IngestOptions.of("village", SpoolOptions.of(folder.resolve("spool"))),
            new Clocked(),
            new EdgeValidator(clock, Duration.ofSeconds(5)),
            sink)) {
      PollOutcome.Spooled outcome = (PollOutcome.Spooled) service.poll(clock.millis());
      assertThat(outcome.rejected()).isEmpty();
      assertThat(outcome.accepted())
          .extracting(MeterReading::timeMillis)
          .containsExactly(clock.millis() + 90_000, clock.millis() - 90_000, clock.millis());
    }
  }

  /** One that is fast, one that is slow, one that is right. */
  private static final class Clocked implements MeterInput {
    @Override
    public int size() {
      return 3;
    }

    @Override
    public List<Sample> sample(long timeMillis) {
      return List.of(sample("a", 90_000), sample("b", -90_000), sample("c", 0));
    }

    private static Sample sample(String meter, long offsetMillis) {
      return new Sample(
          meter,
          10_000,
          Quality.ACTUAL,
          DeviceResult.ok(new MeterRegisters(3, 0, 0, 1)),
          offsetMillis);
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
