package org.commonwatt.log.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.commonwatt.log.codec.Samples.MARKET;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnknownFieldSet;
import java.math.BigInteger;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.commonwatt.log.codec.CodecException.Reason;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.log.codec.proto.ReadingProto;
import org.commonwatt.log.codec.proto.RecordProto.LogRecord;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.junit.jupiter.api.Test;

/** Every way in which a record can be wrong has its reason and names what is wrong. */
class CodecExceptionTest {

  private static final ByteString HASH = ByteString.copyFrom(new byte[32]);
  private static final UnknownFieldSet FIELD_77 =
      UnknownFieldSet.newBuilder()
          .addField(77, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
          .build();

  @Test
  void noBytesHaveNoType() {
    refused(() -> CommandCodec.decode(new byte[0]), Reason.MISSING_FIELD, "missing field type");
  }

  @Test
  void noiseIsNoRecord() {
    refused(() -> PositionCodec.decode(new byte[] {1, 2, 3}), Reason.NOT_A_RECORD, "not a record");
  }

  @Test
  void anUnknownTypeIsNamedAndComesFromANewerWriter() {
    byte[] record = header().setType(99).build().toByteArray();
    refused(() -> ReadingCodec.decode(record), Reason.UNKNOWN_TYPE, "unknown type 99");
    assertThat(Reason.UNKNOWN_TYPE.isFromNewerWriter()).isTrue();
  }

  @Test
  void anUnknownVersionIsNamedAndComesFromANewerWriter() {
    byte[] record = header().setType(1).setVersion(99).build().toByteArray();
    refused(
        () -> CommandCodec.decode(record),
        Reason.UNSUPPORTED_VERSION,
        "unsupported version 99 of type 1 (COMMAND_FRAME)");
    assertThat(Reason.UNSUPPORTED_VERSION.isFromNewerWriter()).isTrue();
  }

  @Test
  void damageDoesNotComeFromANewerWriter() {
    assertThat(
            List.of(
                Reason.NOT_A_RECORD, Reason.OTHER_TYPE, Reason.MISSING_FIELD, Reason.OUT_OF_RANGE))
        .noneMatch(Reason::isFromNewerWriter);
  }

  @Test
  void aRecordWithoutVersionOrMarketIsNone() {
    byte[] noVersion = header().setType(4).clearVersion().build().toByteArray();
    byte[] noMarket = header().setType(4).clearMarket().build().toByteArray();
    byte[] badMarket = header().setType(4).setMarket("a b").build().toByteArray();
    refused(() -> ReadingCodec.decode(noVersion), Reason.MISSING_FIELD, "missing field version");
    refused(() -> ReadingCodec.decode(noMarket), Reason.MISSING_FIELD, "missing field market");
    refused(() -> ReadingCodec.decode(badMarket), Reason.OUT_OF_RANGE, "\"a b\" is not an id");
  }

  @Test
  void anUnknownFieldUnderAKnownVersionIsDamage() {
    byte[] inHeader = header().setType(4).setUnknownFields(FIELD_77).build().toByteArray();
    byte[] inBody =
        Records.wrap(
            RecordType.READING_TICK,
            MARKET,
            ReadingProto.ReadingTick.newBuilder().setUnknownFields(FIELD_77).build());
    refused(() -> ReadingCodec.decode(inHeader), Reason.NOT_A_RECORD, "field 77 in LogRecord");
    refused(() -> ReadingCodec.decode(inBody), Reason.NOT_A_RECORD, "field 77 in ReadingTick");
  }

  @Test
  void aCommandOfAnUnknownKindIsToldFromOneThatIsMissing() {
    CommandProto.Command unknown =
        CommandProto.Command.newBuilder().setUnknownFields(FIELD_77).build();
    refused(
        () -> CommandCodec.decode(frameOf(unknown)), Reason.UNKNOWN_TYPE, "type of command: 77");
    refused(
        () -> CommandCodec.decode(frameOf(CommandProto.Command.getDefaultInstance())),
        Reason.MISSING_FIELD,
        "missing field command");
  }

  @Test
  void anEventOfAnUnknownKindOrVersionIsToldFromOneThatIsMissing() {
    EventProto.EventEnvelope.Builder envelope =
        EventProto.EventEnvelope.newBuilder().setVersion(1).setPreviousHash(HASH);
    byte[] missing = envelope.build().toByteArray();
    byte[] unknown =
        envelope
            .setEvent(EventProto.Event.newBuilder().setUnknownFields(FIELD_77))
            .build()
            .toByteArray();
    byte[] newer = envelope.setVersion(99).build().toByteArray();
    refused(() -> EventCodec.decodeEvent(missing), Reason.MISSING_FIELD, "missing field event");
    refused(() -> EventCodec.decodeEvent(unknown), Reason.UNKNOWN_TYPE, "type of event: 77");
    refused(() -> EventCodec.decodeEvent(newer), Reason.UNSUPPORTED_VERSION, "version 99");
  }

  @Test
  void codesOfEnumsMustBeThereAndKnown() {
    ModelProto.MeteredPosition.Builder position =
        ModelProto.MeteredPosition.newBuilder()
            .setParticipant("home-01")
            .setSlot(ModelProto.DeliverySlot.newBuilder().setMinutes(15))
            .setVersion(1);
    refused(
        () -> PositionCodec.decode(record(5, position.build())),
        Reason.MISSING_FIELD,
        "missing field Quality");
    refused(
        () -> PositionCodec.decode(record(5, position.setQualityValue(9).build())),
        Reason.OUT_OF_RANGE,
        "Quality has no code 9");
  }

  @Test
  void valuesThatTheModelRefusesAreOutOfRange() {
    ModelProto.MeteredPosition position =
        ModelProto.MeteredPosition.newBuilder()
            .setParticipant("home-01")
            .setSlot(ModelProto.DeliverySlot.newBuilder().setStartMillis(1).setMinutes(15))
            .setVersion(1)
            .setQuality(ModelProto.Quality.QUALITY_ACTUAL)
            .build();
    refused(
        () -> PositionCodec.decode(record(5, position)),
        Reason.OUT_OF_RANGE,
        "is not on a border of 15 minutes");
    refused(
        () -> PositionCodec.decode(record(5, position.toBuilder().clearSlot().build())),
        Reason.MISSING_FIELD,
        "missing field slot");
  }

  @Test
  void aHashHas32Bytes() {
    ReadingProto.MeterReading.Builder reading =
        ReadingProto.MeterReading.newBuilder().setQuality(ModelProto.Quality.QUALITY_ACTUAL);
    refused(
        () -> ReadingCodec.decode(record(3, reading.build())),
        Reason.MISSING_FIELD,
        "missing field previous_hash");
    refused(
        () -> ReadingCodec.decode(record(3, reading.setPreviousHash(HASH.substring(1)).build())),
        Reason.OUT_OF_RANGE,
        "previous_hash has 31 bytes");
  }

  @Test
  void anAmountHasAtMost128Bits() {
    EventProto.AuctionCleared.Builder auction =
        EventProto.AuctionCleared.newBuilder()
            .setSlot(ModelProto.DeliverySlot.newBuilder().setMinutes(15));
    refused(
        () -> EventCodec.decodeEvent(eventOf(auction.build())),
        Reason.MISSING_FIELD,
        "missing field welfare_nano");
    auction.setWelfareNano(ByteString.copyFrom(new byte[17]));
    refused(
        () -> EventCodec.decodeEvent(eventOf(auction.build())),
        Reason.OUT_OF_RANGE,
        "welfare_nano has more than 128 bits");
    BigInteger tooLarge = BigInteger.ONE.shiftLeft(127);
    Event.AreaCleared area = new Event.AreaCleared("area-1", null, null, null, 0, 0);
    Event event = new Event.AuctionCleared(Samples.SLOT, List.of(area), List.of(), tooLarge);
    assertThatThrownBy(
            () -> EventCodec.encodeEvent(new EventEnvelope(0, 0, 0, 1, 1, Hash.ZERO, event)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must fit in 128 bits");
  }

  @Test
  void aFrameWithoutEventsIsNeitherWrittenNorRead() {
    assertThatThrownBy(() -> EventCodec.encodeFrame(MARKET, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    byte[] empty = header().setType(2).build().toByteArray();
    refused(() -> EventCodec.splitFrame(empty), Reason.MISSING_FIELD, "missing field event");
  }

  @Test
  void aReadingIsNoPosition() {
    MeterReading reading = Samples.READING;
    refused(
        () -> PositionCodec.decode(ReadingCodec.encode(MARKET, reading)),
        Reason.OTHER_TYPE,
        "a record of type 3 (METER_READING) where 5 (METERED_POSITION) is expected");
  }

  private static void refused(ThrowingCallable decoding, Reason reason, String message) {
    assertThatThrownBy(decoding)
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            CodecException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static LogRecord.Builder header() {
    return LogRecord.newBuilder().setVersion(1).setMarket(MARKET);
  }

  private static byte[] record(int type, MessageLite body) {
    return header().setType(type).setBody(body.toByteString()).build().toByteArray();
  }

  private static byte[] frameOf(CommandProto.Command command) {
    return record(
        1,
        CommandProto.CommandFrame.newBuilder()
            .addEntries(CommandProto.CommandFrame.Entry.newBuilder().setCommand(command))
            .build());
  }

  private static byte[] eventOf(EventProto.AuctionCleared auction) {
    return EventProto.EventEnvelope.newBuilder()
        .setVersion(1)
        .setPreviousHash(HASH)
        .setEvent(EventProto.Event.newBuilder().setAuctionCleared(auction))
        .build()
        .toByteArray();
  }
}
