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
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.EventEnvelope;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What holds for the samples and the golden files of a version. */
abstract class GoldenVersionKit {
  private final int version;
  private final int before;
  private final Map<String, CommandFrame> commands;
  private final Map<String, EventEnvelope> events;
  private final GoldenFiles golden;

  /**
   * A version.
   *
   * @param before the version before, which cannot hold the samples
   * @param commands samples by the names of their golden files
   * @param events samples by the names of their golden files
   */
  GoldenVersionKit(
      int version,
      int before,
      Map<String, CommandFrame> commands,
      Map<String, EventEnvelope> events) {
    this.version = version;
    this.before = before;
    this.commands = commands;
    this.events = events;
    this.golden = new GoldenFiles("v" + version);
  }

  /** What seals and opens the samples; nothing for those that are in clear. */
  Keyring keys() {
    return Keyring.NONE;
  }

  @TestFactory
  Stream<DynamicTest> everyCommandIsEncodedAsItsGoldenFileSaysAndBack() {
    return commands.entrySet().stream()
        .map(sample -> DynamicTest.dynamicTest(sample.getKey(), () -> checkCommand(sample)));
  }

  @TestFactory
  Stream<DynamicTest> everyEventIsEncodedAsItsGoldenFileSaysAndBack() {
    return events.entrySet().stream()
        .map(sample -> DynamicTest.dynamicTest(sample.getKey(), () -> checkEvent(sample)));
  }

  @Test
  void whatOnlyThisVersionCanSayIsDamageUnderTheOneBefore() throws Exception {
    String message = "version " + before + " cannot hold what only version " + version + " can say";
    for (EventEnvelope event : events.values()) {
      byte[] older =
          EventProto.EventEnvelope.parseFrom(EventCodec.encodeEvent(event, keys())).toBuilder()
              .setVersion(before)
              .build()
              .toByteArray();
      assertThatThrownBy(() -> EventCodec.decodeEvent(older, keys()))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining(message);
    }
    for (CommandFrame frame : commands.values()) {
      byte[] older =
          LogRecord.parseFrom(CommandCodec.encode(Samples.MARKET, frame, keys())).toBuilder()
              .setVersion(before)
              .build()
              .toByteArray();
      assertThatThrownBy(() -> CommandCodec.decode(older, keys()))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void everyGoldenFileHasASample() throws IOException {
    Path folder = Path.of("src", "test", "resources", "golden", "v" + version);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(
                      Stream.of("README.md"),
                      commands.keySet().stream().map(name -> "command-" + name + ".hex"),
                      events.keySet().stream().map(name -> "event-" + name + ".hex"))
                  .flatMap(names -> names)
                  .toList());
    }
  }

  private void checkCommand(Map.Entry<String, CommandFrame> sample) throws IOException {
    String name = "command-" + sample.getKey();
    byte[] bytes = CommandCodec.encode(Samples.MARKET, sample.getValue(), keys());
    assertThat(golden.annotated(name, bytes)).isEqualTo(golden.text(name, bytes));
    assertThat(CommandCodec.decode(golden.bytes(name), keys())).isEqualTo(sample.getValue());
  }

  private void checkEvent(Map.Entry<String, EventEnvelope> sample) throws IOException {
    String name = "event-" + sample.getKey();
    byte[] bytes = EventCodec.encodeEvent(sample.getValue(), keys());
    assertThat(golden.annotated(name, bytes)).isEqualTo(golden.text(name, bytes));
    assertThat(EventCodec.decodeEvent(golden.bytes(name), keys())).isEqualTo(sample.getValue());
  }
}
