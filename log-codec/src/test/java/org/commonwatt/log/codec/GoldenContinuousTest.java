package org.commonwatt.log.codec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.log.codec.proto.RecordProto.LogRecord;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.EventEnvelope;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The bytes of version 3, forever: continuous trading and the terms of orders. */
class GoldenContinuousTest {
  private static final GoldenFiles GOLDEN = new GoldenFiles("v3");

  @TestFactory
  Stream<DynamicTest> everyEventIsEncodedAsItsGoldenFileSaysAndBack() {
    return ContinuousSamples.events().entrySet().stream()
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.getKey(),
                    () -> {
                      String name = "event-" + sample.getKey();
                      byte[] bytes = EventCodec.encodeEvent(sample.getValue());
                      assertThat(GOLDEN.annotated(name, bytes)).isEqualTo(GOLDEN.text(name, bytes));
                      assertThat(EventCodec.decodeEvent(GOLDEN.bytes(name)))
                          .isEqualTo(sample.getValue());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyCommandIsEncodedAsItsGoldenFileSaysAndBack() {
    return ContinuousSamples.commands().entrySet().stream()
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.getKey(),
                    () -> {
                      String name = "command-" + sample.getKey();
                      byte[] bytes = CommandCodec.encode(Samples.MARKET, sample.getValue());
                      assertThat(GOLDEN.annotated(name, bytes)).isEqualTo(GOLDEN.text(name, bytes));
                      assertThat(CommandCodec.decode(GOLDEN.bytes(name)))
                          .isEqualTo(sample.getValue());
                    }));
  }

  @Test
  void whatOnlyVersionThreeCanSayIsDamageUnderVersionTwo() throws Exception {
    for (EventEnvelope event : ContinuousSamples.events().values()) {
      byte[] older =
          EventProto.EventEnvelope.parseFrom(EventCodec.encodeEvent(event)).toBuilder()
              .setVersion(2)
              .build()
              .toByteArray();
      assertThatThrownBy(() -> EventCodec.decodeEvent(older))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("version 2 cannot hold what only version 3 can say");
    }
    for (CommandFrame frame : ContinuousSamples.commands().values()) {
      byte[] older =
          LogRecord.parseFrom(CommandCodec.encode(Samples.MARKET, frame)).toBuilder()
              .setVersion(2)
              .build()
              .toByteArray();
      assertThatThrownBy(() -> CommandCodec.decode(older))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("version 2 cannot hold what only version 3 can say");
    }
  }

  @Test
  void aCancellationSaysBothHowMuchAndWhyOrNeither() throws Exception {
    EventProto.EventEnvelope.Builder half =
        EventProto.EventEnvelope.parseFrom(
            EventCodec.encodeEvent(
                requireNonNull(ContinuousSamples.events().get("order-cancelled"))))
            .toBuilder();
    half.getEventBuilder().getOrderCancelledBuilder().clearUnfilledWh();
    assertThatThrownBy(() -> EventCodec.decodeEvent(half.build().toByteArray()))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("missing field unfilled_wh");
  }

  @Test
  void everyGoldenFileHasASample() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "golden", "v3"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(
                      Stream.of("README.md"),
                      Stream.concat(
                          ContinuousSamples.commands().keySet().stream()
                              .map(name -> "command-" + name + ".hex"),
                          ContinuousSamples.events().keySet().stream()
                              .map(name -> "event-" + name + ".hex")))
                  .toList());
    }
  }
}
