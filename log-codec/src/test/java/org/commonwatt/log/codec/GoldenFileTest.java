package org.commonwatt.log.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The bytes of version 1, forever. A file that is missing is written below {@code target/golden}:
 * check it by eye and add it to {@code src/test/resources/golden/v1}. A file that differs is never
 * to be replaced: old logs have these bytes, so a change needs a new version.
 */
class GoldenFileTest {

  private static final GoldenFiles GOLDEN = new GoldenFiles("v1");

  /** Kinds that version 1 does not have, and whose golden files are in another test. */
  private static final Set<Class<?>> LATER =
      Set.of(Command.RecordErasure.class, Event.ErasureRecorded.class); // SealedPayloadsTest

  @TestFactory
  Stream<DynamicTest> everySampleIsEncodedAsItsGoldenFileSays() {
    return Samples.stored().entrySet().stream()
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.getKey(),
                    () ->
                        assertThat(annotated(sample.getKey(), sample.getValue()))
                            .isEqualTo(GOLDEN.text(sample.getKey(), sample.getValue()))));
  }

  @TestFactory
  Stream<DynamicTest> goldenCommandsAreDecodedToTheirSamples() {
    return Samples.commands().entrySet().stream()
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.getKey(),
                    () ->
                        assertThat(CommandCodec.decode(goldenBytes("command-" + sample.getKey())))
                            .isEqualTo(sample.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> goldenEventsAreDecodedToTheirSamples() {
    return Samples.events().entrySet().stream()
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.getKey(),
                    () ->
                        assertThat(EventCodec.decodeEvent(goldenBytes("event-" + sample.getKey())))
                            .isEqualTo(sample.getValue())));
  }

  @Test
  void theGoldenFrameOfEventsSplitsIntoTheEventsItWasMadeOf() throws IOException {
    assertThat(EventCodec.splitFrame(goldenBytes("event-frame")))
        .containsExactly(goldenBytes("event-time-advanced"), goldenBytes("event-order-cancelled"));
  }

  @Test
  void goldenMeterDataAreDecodedToTheirSamples() throws IOException {
    assertThat(ReadingCodec.decode(goldenBytes("meter-reading")))
        .isEqualTo(new ReadingRecord.Reading(Samples.READING));
    assertThat(ReadingCodec.decode(goldenBytes("signed-reading")))
        .usingRecursiveComparison()
        .isEqualTo(new ReadingRecord.Reading(Samples.READING, Samples.signed()));
    assertThat(ReadingCodec.decode(goldenBytes("signed-tick")))
        .usingRecursiveComparison()
        .isEqualTo(new ReadingRecord.Tick(Samples.MORNING, Samples.signedTick()));
    assertThat(ReadingCodec.decode(goldenBytes("reading-tick")))
        .isEqualTo(new ReadingRecord.Tick(Samples.MORNING));
    assertThat(PositionCodec.decode(goldenBytes("metered-position"))).isEqualTo(Samples.POSITION);
    assertThat(RejectedReadingCodec.decode(goldenBytes("rejected-reading")))
        .isEqualTo(Samples.REJECTED);
  }

  @Test
  void theGoldenKeyOfAnEngineIsDecodedToItsSample() throws IOException {
    assertThat(EngineKeyCodec.decode(goldenBytes("engine-key"))).isEqualTo(Samples.ENGINE_KEY);
  }

  @Test
  void theGoldenAlertIsDecodedToItsSample() throws IOException {
    assertThat(AlertCodec.decode(goldenBytes("alert"))).isEqualTo(Samples.ALERT);
  }

  @Test
  void aFrameOfCommandsSplitsIntoTheBytesThatStandInIt() throws IOException {
    byte[] record = goldenBytes("command-report-position");
    List<byte[]> split = CommandCodec.splitFrame(record);
    assertThat(split).hasSize(CommandCodec.decode(record).entries().size());
    assertThat(HexFormat.of().formatHex(record))
        .endsWith(HexFormat.of().formatHex(split.get(split.size() - 1)));
  }

  @Test
  void noKindOfCommandIsForgotten() {
    Map<String, CommandFrame> samples = new HashMap<>(ContinuousSamples.commands());
    samples.putAll(Samples.commands());
    samples.putAll(SafeguardSamples.commands());
    samples.putAll(FallbackSamples.commands());
    samples.putAll(SwitchSamples.commands());
    samples.putAll(DisputeSamples.commands());
    samples.putAll(RegistrationSamples.commands());
    samples.putAll(SettlementRunSamples.commands());
    samples.putAll(ImbalanceSamples.commands());
    samples.putAll(BasketSamples.commands());
    samples.putAll(PreferenceSamples.commands());
    samples.putAll(BilateralSamples.commands());
    samples.putAll(PayOutSamples.commands());
    samples.putAll(LossSamples.commands());
    samples.putAll(StorageSamples.commands());
    samples.putAll(AssumedSamples.commands());
    samples.putAll(WindowSamples.commands());
    samples.putAll(EvidenceSamples.commands());
    samples.putAll(ProvenanceSamples.commands());
    samples.putAll(NegotiationSamples.commands());
    samples.putAll(CallSamples.commands());
    samples.putAll(StorageAuctionSamples.commands());
    samples.putAll(DeliverySamples.commands());
    samples.putAll(ProofRuleSamples.commands());
    samples.putAll(LeaseSamples.commands());
    assertThat(Command.class.getPermittedSubclasses())
        .filteredOn(kind -> !ModelArbitraries.READ_ONLY.contains(kind))
        .hasSize(CommandProto.Command.getDescriptor().getOneofs().get(0).getFieldCount())
        .filteredOn(kind -> !LATER.contains(kind))
        .allSatisfy(
            kind ->
                assertThat(samples.get(Samples.nameOf(kind)))
                    .as("a sample and so a golden file of %s", kind)
                    .satisfies(
                        frame -> assertThat(frame.entries().get(0).command()).isInstanceOf(kind)));
  }

  @Test
  void noKindOfEventIsForgotten() {
    Map<String, EventEnvelope> samples = new HashMap<>(ContinuousSamples.events());
    samples.putAll(Samples.events());
    samples.putAll(SafeguardSamples.events());
    samples.putAll(FallbackSamples.events());
    samples.putAll(BoundSamples.events());
    samples.putAll(SwitchSamples.events());
    samples.putAll(DisputeSamples.events());
    samples.putAll(RegistrationSamples.events());
    samples.putAll(SettlementRunSamples.events());
    samples.putAll(ImbalanceSamples.events());
    samples.putAll(BasketSamples.events());
    samples.putAll(PreferenceSamples.events());
    samples.putAll(BilateralSamples.events());
    samples.putAll(PayOutSamples.events());
    samples.putAll(LossSamples.events());
    samples.putAll(StorageSamples.events());
    samples.putAll(AssumedSamples.events());
    samples.putAll(WindowSamples.events());
    samples.putAll(EvidenceSamples.events());
    samples.putAll(ProvenanceSamples.events());
    samples.putAll(NegotiationSamples.events());
    samples.putAll(CallSamples.events());
    samples.putAll(StorageAuctionSamples.events());
    samples.putAll(DeliverySamples.events());
    samples.putAll(ProofRuleSamples.events());
    samples.putAll(CallSamples.eventsOfLosses());
    samples.putAll(LeaseSamples.events());
    assertThat(Event.class.getPermittedSubclasses())
        .filteredOn(kind -> !ModelArbitraries.READ_ONLY.contains(kind))
        .hasSize(EventProto.Event.getDescriptor().getOneofs().get(0).getFieldCount())
        .filteredOn(kind -> !LATER.contains(kind))
        .allSatisfy(
            kind ->
                assertThat(samples.get(Samples.nameOf(kind)))
                    .as("a sample and so a golden file of %s", kind)
                    .satisfies(envelope -> assertThat(envelope.event()).isInstanceOf(kind)));
  }

  @Test
  void everyGoldenFileHasASample() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "golden", "v1"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(
                      Stream.of("README.md"),
                      Samples.stored().keySet().stream().map(name -> name + ".hex"))
                  .toList());
    }
  }

  private static String annotated(String name, byte[] bytes) {
    return GOLDEN.annotated(name, bytes);
  }

  private static byte[] goldenBytes(String name) throws IOException {
    return GOLDEN.bytes(name);
  }
}
