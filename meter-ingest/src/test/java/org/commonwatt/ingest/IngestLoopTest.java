package org.commonwatt.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.commonwatt.ingest.modbus.RawModbusServer;
import org.commonwatt.ingest.spool.SpoolOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestLoopTest {
  private static final long INTERVAL = 100;

  private final Path directory;

  IngestLoopTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void pollsOnAtMultiplesOfTheIntervalThoughAMeterIsSilent() throws Exception {
    RecordingSink sink = new RecordingSink();
    InstantSource clock = InstantSource.system();
    try (RawModbusServer silent = new RawModbusServer(0, request -> RawModbusServer.SILENCE);
        IngestService service =
            IngestService.open(
                IngestOptions.of("village", SpoolOptions.of(directory)),
                Community.poller(
                    List.of(new MeterSource("silent", silent.endpoint(), 1, 1)),
                    clock,
                    Duration.ofMillis(300)),
                new EdgeValidator(clock, Duration.ZERO),
                sink);
        IngestLoop loop = new IngestLoop(service, clock, Duration.ofMillis(INTERVAL))) {
      loop.start();
      Eventually.until("four polls", () -> sink.ticks().size() >= 4);
    }
    List<Long> ticks = sink.ticks();
    assertThat(ticks).doesNotHaveDuplicates().isSorted();
    assertThat(ticks).allMatch(tick -> tick % INTERVAL == 0);
    assertThat(sink.readings()).isEmpty();
  }

  @Test
  void goesOnAfterAPollThatFailed() throws Exception {
    RecordingSink sink = new RecordingSink();
    ManualClock stopped = new ManualClock("2026-01-01T00:00:00Z");
    InstantSource failsFirst =
        new InstantSource() {
          private int calls;

          @Override
          public synchronized Instant instant() {
            if (calls++ == 0) {
              throw new IllegalStateException("a fault that the loop must survive");
            }
            return stopped.instant();
          }
        };
    try (Community community = Community.of(stopped, 1);
        IngestService service =
            IngestService.open(
                IngestOptions.of("village", SpoolOptions.of(directory)),
                Community.poller(community.meters(), failsFirst),
                new EdgeValidator(InstantSource.system(), Duration.ZERO),
                sink);
        IngestLoop loop = new IngestLoop(service, InstantSource.system(), Duration.ofMillis(50))) {
      loop.start();
      Eventually.until("readings come", () -> sink.readings().size() >= 2);
    }
  }
}
