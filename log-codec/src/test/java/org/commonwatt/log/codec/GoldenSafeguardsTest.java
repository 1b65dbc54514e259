package org.commonwatt.log.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.log.codec.proto.RecordProto.LogRecord;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.EventEnvelope;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The bytes of version 4, forever: limits and collateral. */
class GoldenSafeguardsTest {
  private static final GoldenFiles GOLDEN = new GoldenFiles("v4");

  @TestFactory
  Stream<DynamicTest> everyCommandIsEncodedAsItsGoldenFileSaysAndBack() {
    return SafeguardSamples.commands().entrySet().stream()
        .map(sample -> DynamicTest.dynamicTest(sample.getKey(), () -> check(sample)));
  }

  @TestFactory
  Stream<DynamicTest> everyEventIsEncodedAsItsGoldenFileSaysAndBack() {
    return SafeguardSamples.events().entrySet().stream()
        .map(sample -> DynamicTest.dynamicTest(sample.getKey(), () -> checkEvent(sample)));
  }

  @Test
  void whatOnlyVersionFourCanSayIsDamageUnderTheVersionsBefore() throws Exception {
    for (EventEnvelope event : SafeguardSamples.events().values()) {
      byte[] older =
          EventProto.EventEnvelope.parseFrom(EventCodec.encodeEvent(event)).toBuilder()
              .setVersion(3)
              .build()
              .toByteArray();
      assertThatThrownBy(() -> EventCodec.decodeEvent(older))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("version 3 cannot hold what only version 4 can say");
    }
    for (CommandFrame frame : SafeguardSamples.commands().values()) {
      byte[] older =
          LogRecord.parseFrom(CommandCodec.encode(Samples.MARKET, frame)).toBuilder()
              .setVersion(3)
              .build()
              .toByteArray();
      assertThatThrownBy(() -> CommandCodec.decode(older)).isInstanceOf(CodecException.class);
    }
  }

  @Test
  void everyGoldenFileHasASample() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "golden", "v4"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(
                      Stream.of("README.md"),
                      SafeguardSamples.commands().keySet().stream()
                          .map(n -> "command-" + n + ".hex"),
                      SafeguardSamples.events().keySet().stream().map(n -> "event-" + n + ".hex"))
                  .flatMap(names -> names)
                  .toList());
    }
  }

  private static void check(Map.Entry<String, CommandFrame> sample) throws IOException {
    String name = "command-" + sample.getKey();
    byte[] bytes = CommandCodec.encode(Samples.MARKET, sample.getValue());
    assertThat(GOLDEN.annotated(name, bytes)).isEqualTo(GOLDEN.text(name, bytes));
    assertThat(CommandCodec.decode(GOLDEN.bytes(name))).isEqualTo(sample.getValue());
  }

  private static void checkEvent(Map.Entry<String, EventEnvelope> sample) throws IOException {
    String name = "event-" + sample.getKey();
    byte[] bytes = EventCodec.encodeEvent(sample.getValue());
    assertThat(GOLDEN.annotated(name, bytes)).isEqualTo(GOLDEN.text(name, bytes));
    assertThat(EventCodec.decodeEvent(GOLDEN.bytes(name))).isEqualTo(sample.getValue());
  }
}
