package org.commonwatt.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.commonwatt.ingest.backfill.Backfill;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.push.PushDesk;
import org.commonwatt.ingest.push.PushKey;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.ingest.spool.SpoolOptions;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.ReadingRecord;
import org.commonwatt.log.sign.ReadingProof;
import org.commonwatt.log.sign.ReadingSigner;
import org.commonwatt.log.sign.ReadingVerifier;
import org.commonwatt.log.sign.ReadingVerifier.Verdict;
import org.commonwatt.log.sign.SigningKey;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.Quality;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever way readings come, what is spooled and published of them is signed. */
class SignedReadingsTest {
  private static final long NOW = Instant.parse("2026-01-31T00:15:00Z").toEpochMilli();
  private static final long BEFORE = NOW - 900_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock("2026-01-31T00:15:00Z");
  private final RecordingSink sink = new RecordingSink();
  private SigningKey key;

  @BeforeEach
  void makeAKey() throws IOException {
    key = SigningKey.open(folder.resolve("ingest.key"), "an ingest");
  }

  private IngestService service() throws IOException {
    return IngestService.open(
        IngestOptions.of("village", SpoolOptions.of(folder.resolve("spool")))
            .signedBy(new ReadingSigner(key)),
        new Shown(),
        new EdgeValidator(clock, Duration.ZERO),
        sink);
  }

  private static RawReading raw(String meter, long timeMillis, long importWh) {
    return new RawReading(
        meter, 10_000, timeMillis, new MeterRegisters(importWh, 0, 0, 1), Quality.ACTUAL);
  }

  private List<ReadingProof> proofs() {
    return sink.records().stream()
        .filter(outgoing -> outgoing.kind() == OutgoingRecord.Kind.READING)
        .map(outgoing -> ReadingCodec.decode(outgoing.bytes()))
        .map(record -> Objects.requireNonNull(((ReadingRecord.Reading) record).proof()))
        .toList();
  }

  @Test
  void aReadingHasTheTimeOfItsRegistersAndThatOfItsArrivalAndIsSigned() throws Exception {
    try (IngestService service = service()) {
      service.take(List.of(raw("a", BEFORE, 1), raw("b", BEFORE, 2), raw("a", BEFORE + 1, 2)));
      clock.advanceMillis(900_000);
      service.poll(clock.millis());
      assertThat(service.awaitPublished(clock.millis(), PATIENCE)).isTrue();
    }
    List<ReadingProof> proofs = proofs();
    ReadingVerifier verifier = new ReadingVerifier(List.of(key.publicKey()));
    assertThat(proofs).extracting(verifier::judge).containsOnly(Verdict.RIGHT).hasSize(5);
    assertThat(proofs)
        .extracting(ReadingProof::receivedMillis)
        .containsExactly(NOW, NOW, NOW, NOW + 900_000, NOW + 900_000);
    assertThat(sink.readings().get(0).timeMillis()).isEqualTo(BEFORE);
    assertThat(sink.readings().get(3).timeMillis()).isEqualTo(NOW + 900_000);
    assertThat(proofs.get(0).signature()).isEqualTo(proofs.get(2).signature());
    assertThat(proofs.get(0).signature()).isNotEqualTo(proofs.get(3).signature());
    OutgoingRecord last = sink.records().get(sink.records().size() - 1);
    ReadingRecord.Tick tick = (ReadingRecord.Tick) ReadingCodec.decode(last.bytes());
    assertThat(tick.timeMillis()).isEqualTo(NOW + 900_000);
    ReadingProof ofTick = Objects.requireNonNull(tick.proof());
    assertThat(verifier.judge(ofTick)).isEqualTo(Verdict.RIGHT);
    assertThat(ofTick.signature()).as("one for all").isEqualTo(proofs.get(3).signature());
  }

  @Test
  void theChainGoesOnThroughSignaturesRestartsAndANewKey() throws Exception {
    sink.away(true); // so the second process finds signed readings in its spool
    try (IngestService service = service()) {
      service.take(List.of(raw("a", BEFORE, 1), raw("a", BEFORE + 1, 1)));
    }
    sink.away(false);
    key = SigningKey.make(folder.resolve("ingest.key"));
    try (IngestService service = service()) {
      service.take(List.of(raw("a", BEFORE + 2, 1)));
      service.poll(clock.millis());
      assertThat(service.awaitPublished(clock.millis(), PATIENCE)).isTrue();
    }
    List<ReadingProof> proofs = proofs();
    assertThat(sink.readings().subList(0, 4))
        .extracting(reading -> reading.previousHash())
        .containsExactly(
            Hash.ZERO,
            Hash.of(proofs.get(0).record()),
            Hash.of(proofs.get(1).record()),
            Hash.of(proofs.get(2).record()));
    assertThat(proofs.get(1).keyId()).isNotEqualTo(proofs.get(2).keyId());
    assertThat(new ReadingVerifier(List.of(key.publicKey())).judge(proofs.get(2)))
        .isEqualTo(Verdict.RIGHT);
  }

  /** The three doors of an ingest: a push, a file, and the meters that it asks itself. */
  @Test
  void whatIsPushedOrImportedIsSignedNumberedAndChainedWithWhatIsPolled() throws Exception {
    Path file = folder.resolve("past.csv");
    Files.write(file, List.of("meter,time,importWh", "a,2026-01-30T00:00:00Z,1"));
    Map<String, Long> rated = Map.of("a", 10_000L);
    try (IngestService service = service()) {
      assertThat(new Backfill(file, rated).run(service, lines -> {}).accepted()).isEqualTo(1);
      PushKey gateway = new PushKey("gateway", PushKey.digest("secret"), rated);
      PushDesk desk = new PushDesk(service, System::nanoTime);
      desk.know(List.of(gateway));
      String pushed =
          "{\"readings\":[{\"meter\":\"a\",\"time\":\"2026-01-31T00:00:00Z\",\"importWh\":2}]}";
      assertThat(desk.post(gateway, pushed.getBytes(StandardCharsets.UTF_8)).status())
          .isEqualTo(200);
      service.poll(clock.millis());
      assertThat(service.awaitPublished(clock.millis(), PATIENCE)).isTrue();
    }
    List<ReadingProof> proofs = proofs();
    assertThat(proofs)
        .extracting(new ReadingVerifier(List.of(key.publicKey()))::judge)
        .containsOnly(Verdict.RIGHT);
    assertThat(proofs).extracting(ReadingProof::receivedMillis).containsOnly(NOW);
    List<MeterReading> ofOne =
        sink.readings().stream().filter(reading -> "a".equals(reading.meter())).toList();
    assertThat(ofOne).extracting(MeterReading::timeMillis).hasSize(3).isSorted().endsWith(NOW);
    assertThat(ofOne).extracting(MeterReading::sequence).containsExactly(0L, 1L, 2L);
    assertThat(ofOne).extracting(MeterReading::quality).containsOnly(Quality.ACTUAL);
    assertThat(ofOne)
        .extracting(MeterReading::previousHash)
        .containsExactly(
            Hash.ZERO, Hash.of(proofs.get(0).record()), Hash.of(proofs.get(1).record()));
  }

  /** Two meters whose registers are known. */
  private static final class Shown implements MeterInput {
    @Override
    public int size() {
      return 2;
    }

    @Override
    public List<Sample> sample(long timeMillis) {
      return List.of(sample("a"), sample("b"));
    }

    private static Sample sample(String meter) {
      return new Sample(
          meter, 10_000, Quality.ACTUAL, new DeviceResult.Ok<>(new MeterRegisters(3, 0, 0, 1)));
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
