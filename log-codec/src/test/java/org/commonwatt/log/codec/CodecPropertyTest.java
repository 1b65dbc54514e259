package org.commonwatt.log.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.Rejection;

class CodecPropertyTest {

  private static final List<Consumer<byte[]>> DECODERS =
      List.of(
          CommandCodec::decode,
          EventCodec::splitFrame,
          EventCodec::decodeEvent,
          ReadingCodec::decode,
          PositionCodec::decode,
          RejectedReadingCodec::decode);

  private static final List<byte[]> STORED = List.copyOf(Samples.stored().values());

  @Property(tries = 300)
  void everyFrameOfCommandsComesBackAndHasOneForm(@ForAll("frames") CommandFrame frame) {
    byte[] record = CommandCodec.encode("village", frame);
    assertThat(CommandCodec.decode(record)).isEqualTo(frame);
    assertThat(CommandCodec.encode("village", CommandCodec.decode(record))).isEqualTo(record);
  }

  @Property(tries = 500)
  void everyEventComesBackAndHasOneForm(@ForAll("envelopes") EventEnvelope envelope) {
    byte[] event = EventCodec.encodeEvent(envelope);
    assertThat(EventCodec.decodeEvent(event)).isEqualTo(envelope);
    assertThat(EventCodec.encodeEvent(EventCodec.decodeEvent(event))).isEqualTo(event);
  }

  @Property(tries = 300)
  void aFrameKeepsTheBytesOfItsEvents(@ForAll @Size(min = 1, max = 5) List<byte[]> events) {
    assertThat(EventCodec.splitFrame(EventCodec.encodeFrame("village", events)))
        .containsExactlyElementsOf(events);
  }

  @Property(tries = 300)
  void everyReadingComesBack(@ForAll("readings") MeterReading reading) {
    assertThat(ReadingCodec.decode(ReadingCodec.encode("village", reading)))
        .isEqualTo(new ReadingRecord.Reading(reading));
  }

  @Property(tries = 300)
  void everyTickComesBack(@ForAll long timeMillis) {
    assertThat(ReadingCodec.decode(ReadingCodec.encodeTick("village", timeMillis)))
        .isEqualTo(new ReadingRecord.Tick(timeMillis));
  }

  @Property(tries = 300)
  void everyPositionComesBack(@ForAll("positions") MeteredPosition position) {
    assertThat(PositionCodec.decode(PositionCodec.encode("village", position))).isEqualTo(position);
  }

  @Property(tries = 300)
  void everyRejectedReadingComesBackWithItsBytes(
      @ForAll long timeMillis, @ForAll byte[] raw, @ForAll("rejections") Rejection rejection) {
    RejectedReading rejected =
        new RejectedReading("", timeMillis, rejection, HexFormat.of().formatHex(raw));
    assertThat(RejectedReadingCodec.decode(RejectedReadingCodec.encode("village", rejected)))
        .isEqualTo(rejected);
  }

  @Property(tries = 1_000)
  void randomBytesGiveNothingButACodecException(@ForAll @Size(max = 200) byte[] bytes) {
    decodeAll(bytes);
  }

  /** Damage to real records gets deeper into the decoders than noise does. */
  @Property(tries = 5_000)
  void damagedRecordsGiveNothingButACodecException(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = STORED.get(random.nextInt(STORED.size()));
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes = damage(bytes, random);
    }
    decodeAll(bytes);
  }

  @Property(tries = 50)
  void everyTruncationGivesNothingButACodecException(@ForAll("stored") byte[] bytes) {
    for (int length = 0; length < bytes.length; length++) {
      decodeAll(Arrays.copyOf(bytes, length));
    }
  }

  @Provide
  Arbitrary<CommandFrame> frames() {
    return ModelArbitraries.frames();
  }

  @Provide
  Arbitrary<EventEnvelope> envelopes() {
    return ModelArbitraries.of(EventEnvelope.class);
  }

  @Provide
  Arbitrary<MeterReading> readings() {
    return ModelArbitraries.of(MeterReading.class);
  }

  @Provide
  Arbitrary<MeteredPosition> positions() {
    return ModelArbitraries.of(MeteredPosition.class);
  }

  @Provide
  Arbitrary<Rejection> rejections() {
    return ModelArbitraries.of(Rejection.class);
  }

  @Provide
  Arbitrary<byte[]> stored() {
    return Arbitraries.of(STORED);
  }

  private static void decodeAll(byte[] bytes) {
    List<CodecException> refused = new ArrayList<>();
    for (Consumer<byte[]> decoder : DECODERS) {
      try {
        decoder.accept(bytes);
      } catch (CodecException e) {
        refused.add(e);
      }
    }
    assertThat(refused).allSatisfy(e -> assertThat(e).hasMessageMatching("(?s).+ .+"));
    assertThat(refused.size()).as("no bytes are a record of every type").isPositive();
  }

  private static byte[] damage(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length + 1);
    byte noise = (byte) random.nextInt(256);
    byte[] result;
    switch (random.nextInt(4)) {
      case 0 -> { // cut off
        result = Arrays.copyOf(bytes, at);
      }
      case 1 -> { // one more byte
        result = Arrays.copyOf(bytes, bytes.length + 1);
        System.arraycopy(bytes, at, result, at + 1, bytes.length - at);
        result[at] = noise;
      }
      case 2 -> { // a part twice
        result = Arrays.copyOf(bytes, bytes.length + at);
        System.arraycopy(bytes, 0, result, bytes.length, at);
      }
      default -> {
        result = bytes.clone();
        if (at < result.length) {
          result[at] = noise;
        }
      }
    }
    return result;
  }
}
