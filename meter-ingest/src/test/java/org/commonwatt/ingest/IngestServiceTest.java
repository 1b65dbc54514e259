package org.commonwatt.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.commonwatt.model.RejectionCode.VALUE_OUT_OF_RANGE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.ingest.simulator.SimulatedMeter;
import org.commonwatt.ingest.spool.FsyncPolicy;
import org.commonwatt.ingest.spool.SpoolOptions;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.ReadingRecord;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestServiceTest {
  private static final long STEP = 300_000;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path directory;

  IngestServiceTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private final ManualClock clock = new ManualClock("2022-08-02T07:00:00Z");
  private final RecordingSink sink = new RecordingSink();

  @Test
  void publishesEveryReadingThenTheTickOfItsInstant() throws Exception {
    try (Community community = Community.of(clock, 3);
        IngestService service = community.service(directory, sink)) {
      assertThat(service.publishedThrough()).isEqualTo(Long.MIN_VALUE);
      pollOk(service);
      clock.advanceMillis(STEP);
      pollOk(service);
      assertThat(service.awaitPublished(clock.millis(), PATIENCE)).isTrue();
      assertThat(service.publishedThrough()).isEqualTo(clock.millis());
      assertThat(sink.records().stream().map(outgoing -> outgoing.kind() + outgoing.meter()))
          .containsExactly(
              "READINGhome-1",
              "READINGhome-2",
              "READINGhome-3",
              "TICK",
              "READINGhome-1",
              "READINGhome-2",
              "READINGhome-3",
              "TICK");
      assertThat(sink.ticks()).containsExactly(clock.millis() - STEP, clock.millis());
      MeterReading first = sink.readings().get(0);
      assertThat(first.timeMillis()).isEqualTo(clock.millis() - STEP);
      assertThat(first.quality()).isEqualTo(Quality.ACTUAL);
      assertThat(service.awaitPublished(clock.millis() + 1, Duration.ofMillis(30))).isFalse();
    }
  }

  @Test
  void sequenceAndHashChainGoOnAcrossRestarts() throws Exception {
    try (Community community = Community.of(clock, 2)) {
      for (int life = 0; life < 4; life++) {
        try (IngestService service = community.service(directory, sink)) {
          for (int i = 0; i < 3; i++) {
            clock.advanceMillis(STEP);
            pollOk(service);
          }
          assertThat(service.awaitPublished(clock.millis(), PATIENCE)).isTrue();
        }
        if (life == 1) {
          // The readings themselves may be gone from the spool; the state file goes on.
          deleteSpoolFiles();
        }
        if (life == 2) {
          // The state may be a round behind; the spool knows better.
          Files.delete(directory.resolve("meters"));
        }
      }
    }
    assertChains(24);
  }

  @Test
  void metersThatAreReadElsewhereFromNowOnGoOnWithTheirChains() throws Exception {
    try (Community here = Community.of(clock, 2);
        Community there = Community.of(clock, 2);
        IngestService service = here.service(directory, sink)) {
      clock.advanceMillis(STEP);
      pollOk(service);
      here.close();
      service.replace(Community.poller(there.meters(), clock));
      clock.advanceMillis(STEP);
      pollOk(service);
      assertThat(service.awaitPublished(clock.millis(), PATIENCE)).isTrue();
    }
    assertChains(4);
  }

  private void deleteSpoolFiles() throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".spool")).toList()) {
        Files.delete(file);
      }
    }
  }

  private void assertChains(int readings) {
    Map<String, Hash> hashes = new HashMap<>();
    Map<String, Long> sequences = new HashMap<>();
    int seen = 0;
    for (OutgoingRecord outgoing : sink.records()) {
      if (outgoing.kind() == OutgoingRecord.Kind.READING) {
        MeterReading reading =
            ((ReadingRecord.Reading) ReadingCodec.decode(outgoing.bytes())).reading();
        assertThat(reading.sequence()).isEqualTo(sequences.getOrDefault(reading.meter(), -1L) + 1);
        assertThat(reading.previousHash())
            .isEqualTo(hashes.getOrDefault(reading.meter(), Hash.ZERO));
        sequences.put(reading.meter(), reading.sequence());
        hashes.put(reading.meter(), Hash.of(outgoing.bytes()));
        seen++;
      }
    }
    assertThat(seen).isEqualTo(readings);
  }

  @Test
  void readingsWaitWhileTheLogIsAwayAndGoOutInOrder() throws Exception {
    try (Community community = Community.of(clock, 2);
        IngestService service = community.service(directory, sink)) {
      sink.away(true);
      for (int i = 0; i < 5; i++) {
        clock.advanceMillis(STEP);
        pollOk(service);
      }
      Eventually.until("the log was tried twice", () -> sink.refusals() >= 2);
      assertThat(sink.records()).isEmpty();
      assertThat(service.awaitPublished(clock.millis(), Duration.ofMillis(50))).isFalse();
      sink.away(false);
      assertThat(service.awaitPublished(clock.millis(), PATIENCE)).isTrue();
    }
    assertChains(10);
    assertThat(sink.ticks()).isSorted().hasSize(5);
  }

  @Test
  void whatWasNotPublishedIsPublishedByTheNextProcess() throws Exception {
    try (Community community = Community.of(clock, 2)) {
      sink.away(true);
      try (IngestService service = community.service(directory, sink)) {
        pollOk(service);
      }
      sink.away(false);
      try (IngestService service = community.service(directory, sink)) {
        assertThat(service.awaitPublished(clock.millis(), PATIENCE)).isTrue();
      }
      assertChains(2);
      try (IngestService service = community.service(directory, sink)) {
        assertThat(service.publishedThrough()).as("known at once").isEqualTo(clock.millis());
      }
    }
  }

  @Test
  void anInstantPolledAgainAfterARestartYieldsNoSecondReading() throws Exception {
    try (Community community = Community.of(clock, 2)) {
      try (IngestService service = community.service(directory, sink)) {
        pollOk(service);
      }
      try (IngestService service = community.service(directory, sink)) {
        PollOutcome.Spooled again = poll(service);
        assertThat(again.accepted()).isEmpty();
        assertThat(again.rejected().stream().map(refused -> refused.rejection().code()))
            .containsExactly(RejectionCode.READING_DUPLICATE, RejectionCode.READING_DUPLICATE);
        assertThat(service.awaitPublished(clock.millis(), PATIENCE)).isTrue();
      }
    }
    assertThat(sink.readings()).hasSize(2);
    assertThat(sink.rejected()).isEmpty();
  }

  @Test
  void aFullSpoolStopsPollingAndLosesNoEnergy() throws Exception {
    SpoolOptions small = new SpoolOptions(directory, 8_192, 1_024, FsyncPolicy.NEVER);
    try (Community community = Community.of(clock, 2);
        IngestService service = community.service(small, sink)) {
      sink.away(true);
      PollOutcome outcome = service.poll(clock.millis());
      int taken = 0;
      while (outcome instanceof PollOutcome.Spooled) {
        taken++;
        clock.advanceMillis(STEP);
        outcome = service.poll(clock.millis());
      }
      assertThat(taken).isGreaterThan(3);
      assertThat(((PollOutcome.SpoolFull) outcome).capacityBytes()).isEqualTo(8_192);
      assertThat(service.poll(clock.millis())).isInstanceOf(PollOutcome.SpoolFull.class);
      sink.away(false);
      assertThat(service.awaitPublished(clock.millis() - STEP, PATIENCE)).isTrue();
      Eventually.until("there is room again", () -> isSpooled(service));
      assertThat(service.awaitPublished(clock.millis(), PATIENCE)).isTrue();
      assertChains(2 * (taken + 1));
    }
    long expected = Community.PROFILES.importedUnits(1, clock.millis(), 1) + 12_137_911;
    MeterReading last = sink.readings().get(sink.readings().size() - 2);
    assertThat(last.importWh()).isEqualTo(expected);
  }

  private boolean isSpooled(IngestService service) {
    try {
      return service.poll(clock.millis()) instanceof PollOutcome.Spooled;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aWrappedRegisterGoesOnInItsChain() throws Exception {
    long nearEnd = (1L << 32) - 1 - Community.PROFILES.importedUnits(1, clock.millis(), 1);
    SimulatedMeter wrapping = new SimulatedMeter("old", 1, nearEnd, 5, 0);
    try (Community community = new Community(clock, List.of(wrapping))) {
      for (int life = 0; life < 2; life++) {
        try (IngestService service = community.service(directory, sink)) {
          pollOk(service);
          clock.advanceMillis(3 * STEP);
          pollOk(service);
          clock.advanceMillis(STEP);
          assertThat(service.awaitPublished(clock.millis() - STEP, PATIENCE)).isTrue();
        }
      }
    }
    assertThat(sink.rejected()).isEmpty();
    assertThat(sink.readings())
        .extracting(MeterReading::importWh)
        .first()
        .isEqualTo((1L << 32) - 1);
    assertThat(sink.readings().subList(1, 4))
        .extracting(MeterReading::importWh)
        .isSorted()
        .allMatch(importWh -> importWh < 10_000);
    assertThat(sink.readings()).extracting(MeterReading::quality).containsOnly(Quality.ACTUAL);
    assertChains(4);
  }

  @Test
  void whatAMeterShowedBeforeItFellIsKnownAfterARestart() throws Exception {
    long time = clock.millis();
    try (Community community = Community.of(clock, 1)) {
      try (IngestService service = community.service(directory, sink)) {
        assertThat(refusal(service, time - 3_000, 1_000_000)).isEmpty();
        assertThat(refusal(service, time - 2_000, 0)).isEmpty();
      }
      deleteSpoolFiles();
      try (IngestService service = community.service(directory, sink)) {
        assertThat(refusal(service, time - 1_000, 900_000)).contains(VALUE_OUT_OF_RANGE);
        assertThat(refusal(service, time, 1_000_003)).isEmpty();
      }
    }
  }

  private static Optional<RejectionCode> refusal(
      IngestService service, long timeMillis, long importWh) throws IOException {
    RawReading reading =
        new RawReading(
            "m", 12_000, timeMillis, new MeterRegisters(importWh, 0, 0, 1), Quality.ACTUAL);
    return service.take(List.of(reading)).orElseThrow().get(0).rejection().map(Rejection::code);
  }

  @Test
  void aRefusedReadingIsKeptWithItsBytes() throws Exception {
    try (Community community = Community.of(clock, 1);
        IngestService service = community.service(directory, sink)) {
      assertThat(refusal(service, clock.millis() - STEP, 5)).isEmpty();
      assertThat(refusal(service, clock.millis(), 9_999_999)).contains(VALUE_OUT_OF_RANGE);
      pollOk(service);
      assertThat(service.awaitPublished(clock.millis(), PATIENCE)).isTrue();
      RejectedReading rejected = sink.rejected().get(0);
      assertThat(rejected.meter()).isEqualTo("m");
      assertThat(rejected.rejection().code()).isEqualTo(VALUE_OUT_OF_RANGE);
      byte[] raw = HexFormat.of().parseHex(rejected.rawHex());
      MeterReading kept = ((ReadingRecord.Reading) ReadingCodec.decode(raw)).reading();
      assertThat(kept.timeMillis()).isEqualTo(clock.millis());
      assertThat(kept.importWh()).isEqualTo(9_999_999);
    }
  }

  @Test
  void damagedStateIsAnErrorThatNamesTheLine() throws Exception {
    for (String line :
        List.of(
            "home-1 1 2 3",
            "home-1 1 2 3 4 " + Hash.ZERO + " 5 x 7",
            "home 1 2 3 4 5 6",
            "home-1 x 2 3 4 " + Hash.ZERO,
            "h 1 2 3 4 z")) {
      Files.writeString(directory.resolve("meters"), line + "\n");
      try (Community community = Community.of(clock, 1)) {
        assertThatThrownBy(() -> community.service(directory, sink))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("meters line 1: expected meter, sequence");
      }
    }
  }

  private void pollOk(IngestService service) throws Exception {
    PollOutcome.Spooled round = poll(service);
    assertThat(round.failures()).isEmpty();
    assertThat(round.rejected()).isEmpty();
    assertThat(round.accepted()).isNotEmpty();
  }

  private PollOutcome.Spooled poll(IngestService service) throws Exception {
    PollOutcome outcome = service.poll(clock.millis());
    assertThat(outcome).isInstanceOf(PollOutcome.Spooled.class);
    return (PollOutcome.Spooled) outcome;
  }
}
