package org.commonwatt.ingest.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.commonwatt.ingest.DryTaker;
import org.commonwatt.ingest.EdgeValidator;
import org.commonwatt.ingest.Eventually;
import org.commonwatt.ingest.IngestOptions;
import org.commonwatt.ingest.IngestService;
import org.commonwatt.ingest.Judged;
import org.commonwatt.ingest.MeterInput;
import org.commonwatt.ingest.OutgoingRecord;
import org.commonwatt.ingest.RawReading;
import org.commonwatt.ingest.ReadingSink;
import org.commonwatt.ingest.ReadingTaker;
import org.commonwatt.ingest.spool.FsyncPolicy;
import org.commonwatt.ingest.spool.SpoolOptions;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.ReadingRecord;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.Quality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackfillTest {
  private static final Map<String, Long> METERS = Map.of("a", 10_000L, "b", 10_000L);
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-02-01T00:00:00Z"));
  private static final EdgeValidator VALIDATOR = new EdgeValidator(CLOCK, Duration.ZERO);

  @TempDir private Path temp;

  private final List<OutgoingRecord> published = new ArrayList<>();

  @Test
  void readingsAreChainedAndNumberedAsThoseOfPolls() throws Exception {
    Backfill file =
        file(
            "meter,time,importKWh,exportWh,powerW,quality",
            "a,2026-01-01T00:00:00Z,1.5,20,-250,",
            "b,2026-01-01T01:00:00+01:00,7,0,,estimated",
            "a,2026-01-01T00:15:00Z,1.75,20,1.9,actual");
    assertThat(file.errors()).isEmpty();
    assertThat(importAll(file)).isEqualTo(new Backfill.Result(3, 0, 0, List.of()));
    List<MeterReading> all = readings();
    long start = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    assertThat(all.get(0))
        .isEqualTo(new MeterReading("a", 0, start, 1_500, 20, -250, Quality.ACTUAL, Hash.ZERO));
    assertThat(all.get(1))
        .isEqualTo(new MeterReading("b", 0, start, 7_000, 0, 0, Quality.ESTIMATED, Hash.ZERO));
    assertThat(all.get(2).sequence()).isEqualTo(1);
    assertThat(all.get(2).powerW()).isEqualTo(1);
    assertThat(all.get(2).previousHash()).isEqualTo(Hash.of(published.get(0).bytes()));
  }

  @Test
  void aFileThatWasInterruptedGoesOnWhereItStopped() throws Exception {
    String[] lines = new String[2_001];
    lines[0] = "meter,time,importWh";
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 1; i < lines.length; i++) {
      lines[i] = "a," + time.plusSeconds(i) + "," + i;
    }
    Backfill file = file(lines);
    try (IngestService service = service()) {
      ReadingTaker stopping = new Stopping(service, 3);
      assertThat(catchThrowable(() -> file.run(stopping, n -> {}))).isInstanceOf(IOException.class);
    }
    assertThat(importAll(file)).isEqualTo(new Backfill.Result(500, 1_500, 0, List.of()));
    assertThat(importAll(file)).isEqualTo(new Backfill.Result(0, 2_000, 0, List.of()));
    assertThat(readings()).extracting(MeterReading::sequence).hasSize(2_000).isSorted();
  }

  @Test
  void whatCannotBeTrueIsRefusedWithItsLine() throws Exception {
    Backfill file =
        file(
            "meter,time,importWh",
            "a,2026-01-01T00:00:00Z,5000",
            "a,2026-01-01T00:15:00Z,1000000000001",
            "a,2026-01-01T00:30:00Z,50000",
            "a,2026-01-01T00:30:00Z,5100",
            "a,2026-01-01T00:30:00Z,5100",
            "a,2026-01-01T00:30:00Z,5101",
            "a,2026-03-01T00:00:00Z,5200");
    Backfill.Result result = importAll(file);
    assertThat(result.accepted()).isEqualTo(2);
    assertThat(result.known()).as("the same once more").isEqualTo(1);
    assertThat(result.refused()).isEqualTo(4);
    assertThat(result.errors())
        .extracting(error -> error.line() + " " + error.message().split(":", -1)[0])
        .containsExactly(
            "3 a VALUE_OUT_OF_RANGE",
            "4 a VALUE_OUT_OF_RANGE",
            "7 a READING_CONFLICT",
            "8 a READING_FUTURE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c,2026-01-01T00:00:00Z,1 | there is no meter c",
        "a,2026-01-01 00:00,1 | time is an instant",
        "a,2026-01-01T00:00:00,1 | time is an instant",
        "a,2026-01-01T00:00:00Z,-1 | not negative",
        "a,2026-01-01T00:00:00Z,1e3 | importWh is a number",
        "a,2026-01-01T00:00:00Z,1.000,5 | 4 fields where the first line names 3",
        "a | 1 fields",
        "'' | 1 fields"
      })
  void aWrongLineIsNamed(String line, String complaint) throws Exception {
    List<LineError> errors = file("meter,time,importWh", "a,2026-01-01T00:00:00Z,1", line).errors();
    assertThat(errors)
        .singleElement()
        .satisfies(error -> assertThat(error.line()).isEqualTo(3))
        .satisfies(error -> assertThat(error.message()).contains(complaint));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "meter,time | names the columns",
        "meter,time,importWh,importKWh | names the columns",
        "meter,time,importWh,time | twice",
        "meter,time,importWh,note | no column note",
        "meter;time;importWh | no column meter;time;importWh"
      })
  void aWrongHeaderIsNamed(String header, String complaint) throws Exception {
    assertThat(file(header, "x").errors())
        .singleElement()
        .satisfies(error -> assertThat(error.line()).isEqualTo(1))
        .satisfies(error -> assertThat(error.message()).contains(complaint));
  }

  @Test
  void anEmptyFileAndOneThatIsNoTextAreErrors() throws Exception {
    assertThat(file().errors()).extracting(LineError::message).containsExactly("the file is empty");
    Path path = temp.resolve("latin.csv");
    Files.write(path, "meter,time,importWh\na,\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(new Backfill(path, METERS).errors())
        .extracting(LineError::message)
        .anyMatch(message -> message.contains("UTF-8"));
  }

  @Test
  void aDryRunJudgesAndKeepsNothing() throws Exception {
    Backfill file =
        file(
            "meter,time,importWh",
            "a,2026-01-01T00:00:00Z,5",
            "a,2026-01-01T00:15:00Z,1000000000001");
    for (int i = 0; i < 2; i++) {
      Backfill.Result result = file.run(new DryTaker(options(), VALIDATOR), n -> {});
      assertThat(result.accepted()).isEqualTo(1);
      assertThat(result.refused()).isEqualTo(1);
    }
    assertThat(temp.resolve("spool")).doesNotExist();
  }

  @Test
  void aSpoolThatIsFullIsWaitedFor() throws Exception {
    String[] lines = new String[1_201];
    lines[0] = "meter,time,importWh";
    Instant time = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 1; i < lines.length; i++) {
      lines[i] = "a," + time.plusSeconds(i) + "," + i;
    }
    List<Long> progress = new ArrayList<>();
    try (IngestService service =
        service(new SpoolOptions(temp.resolve("spool"), 160_000, 20_000, FsyncPolicy.NEVER))) {
      assertThat(file(lines).run(service, progress::add).accepted()).isEqualTo(1_200);
    }
    assertThat(progress).containsExactly(501L, 1_001L, 1_201L);
  }

  /** Fails as a disk does, at one of the calls. */
  private static final class Stopping implements ReadingTaker {
    private final ReadingTaker taker;
    private int left;

    Stopping(ReadingTaker taker, int left) {
      this.taker = taker;
      this.left = left;
    }

    @Override
    public Optional<List<Judged>> take(List<RawReading> readings) throws IOException {
      if (left-- == 0) {
        throw new IOException("the disk is full");
      }
      return taker.take(readings);
    }

    @Override
    public OptionalLong latest(String meter) {
      return taker.latest(meter);
    }
  }

  private Backfill.Result importAll(Backfill file) throws Exception {
    try (IngestService service = service()) {
      Backfill.Result result = file.run(service, line -> {});
      Eventually.until("all is out", () -> service.waitingBytes() == 0);
      return result;
    }
  }

  private IngestService service() throws IOException {
    return service(SpoolOptions.of(temp.resolve("spool")));
  }

  private IngestService service(SpoolOptions spool) throws IOException {
    ReadingSink sink = published::addAll;
    return IngestService.open(
        IngestOptions.of("village", spool), MeterInput.of(List.of()), VALIDATOR, sink);
  }

  private IngestOptions options() {
    return IngestOptions.of("village", SpoolOptions.of(temp.resolve("spool")));
  }

  private List<MeterReading> readings() {
    return published.stream()
        .filter(outgoing -> outgoing.kind() == OutgoingRecord.Kind.READING)
        .map(outgoing -> ReadingCodec.decode(outgoing.bytes()))
        .map(decoded -> ((ReadingRecord.Reading) decoded).reading())
        .toList();
  }

  private Backfill file(String... lines) throws IOException {
    Path path = temp.resolve("readings.csv");
    Files.write(path, List.of(lines));
    return new Backfill(path, METERS);
  }
}
