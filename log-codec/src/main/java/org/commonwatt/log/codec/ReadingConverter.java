package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HexFormat;
import java.util.Optional;
import org.commonwatt.log.codec.proto.ReadingProto;
import org.commonwatt.log.seal.Context;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.Rejection;

/** Readings, and what was refused of them. */
final class ReadingConverter {

  private ReadingConverter() {}

  static ReadingProto.MeterReading encode(MeterReading reading) {
    return ReadingProto.MeterReading.newBuilder()
        .setMeter(reading.meter())
        .setSequence(reading.sequence())
        .setTimeMillis(reading.timeMillis())
        .setImportWh(reading.importWh())
        .setExportWh(reading.exportWh())
        .setPowerW(reading.powerW())
        .setQuality(ModelConverter.QUALITIES.encode(reading.quality()))
        .setPreviousHash(Fields.bytes(reading.previousHash()))
        .build();
  }

  static MeterReading decode(ReadingProto.MeterReading reading) {
    known(reading);
    return new MeterReading(
        reading.getMeter(),
        reading.getSequence(),
        reading.getTimeMillis(),
        reading.getImportWh(),
        reading.getExportWh(),
        reading.getPowerW(),
        ModelConverter.QUALITIES.decode(reading.getQuality(), reading.getQualityValue()),
        Fields.hash(reading.getPreviousHash(), "previous_hash"));
  }

  static ReadingProto.MeterReading seal(MeterReading reading, Seals seals) {
    ReadingProto.ReadingContent content =
        ReadingProto.ReadingContent.newBuilder()
            .setImportWh(reading.importWh())
            .setExportWh(reading.exportWh())
            .setPowerW(reading.powerW())
            .setQuality(ModelConverter.QUALITIES.encode(reading.quality()))
            .build();
    return ReadingProto.MeterReading.newBuilder()
        .setMeter(reading.meter())
        .setSequence(reading.sequence())
        .setTimeMillis(reading.timeMillis())
        .setPreviousHash(Fields.bytes(reading.previousHash()))
        .setSealed(
            seals.seal(
                Subject.meter(reading.meter()),
                context(reading.meter(), reading.sequence(), reading.timeMillis()),
                content.toByteString()))
        .build();
  }

  static ReadingRecord open(ReadingProto.MeterReading message, Seals seals)
      throws InvalidProtocolBufferException {
    if (!message.hasSealed()) {
      return new ReadingRecord.Reading(decode(message));
    }
    known(message);
    if (!message.equals(withoutContent(message))) {
      throw CodecException.outOfRange("a reading is either in clear or sealed");
    }
    Seals.Opened opened =
        seals.open(
            Subject.meter(message.getMeter()),
            context(message.getMeter(), message.getSequence(), message.getTimeMillis()),
            message.getSealed());
    if (opened == null) {
      return new ReadingRecord.Erased(
          message.getMeter(), message.getSequence(), message.getTimeMillis());
    }
    ReadingProto.ReadingContent content =
        known(ReadingProto.ReadingContent.parseFrom(opened.payload()));
    return new ReadingRecord.Reading(
        decode(
            message.toBuilder()
                .clearSealed()
                .setImportWh(content.getImportWh())
                .setExportWh(content.getExportWh())
                .setPowerW(content.getPowerW())
                .setQualityValue(content.getQualityValue())
                .build()));
  }

  private static ReadingProto.MeterReading withoutContent(ReadingProto.MeterReading message) {
    return message.toBuilder().clearImportWh().clearExportWh().clearPowerW().clearQuality().build();
  }

  private static Context context(String meter, long sequence, long timeMillis) {
    return Context.of("reading", Subject.meter(meter)).number(sequence).number(timeMillis);
  }

  /** The refusal of a reading without its message. */
  static ReadingProto.RejectedReading withoutMessage(RejectedReading rejected) {
    return encode(rejected).toBuilder()
        .setRejection(ModelConverter.encode(new Rejection(rejected.rejection().code(), "")))
        .build();
  }

  /** The refusal of a sealed reading: its message may tell registers, its bytes are sealed. */
  static ReadingProto.RejectedReading seal(RejectedReading rejected, String keyId, Seals seals) {
    return withoutMessage(rejected).toBuilder()
        .setMessage(
            seals.seal(
                Subject.meter(rejected.meter()),
                keyId,
                refusalContext(rejected.meter(), rejected.timeMillis(), rejected.rejection()),
                ByteString.copyFromUtf8(rejected.rejection().message())))
        .build();
  }

  /** A rejected reading, empty when its key was erased. */
  static Optional<RejectedReading> open(ReadingProto.RejectedReading message, Seals seals) {
    RejectedReading rejected = decode(message);
    if (!message.hasMessage()) {
      return Optional.of(rejected);
    }
    if (!rejected.rejection().message().isEmpty()) {
      throw CodecException.outOfRange("a refusal is either in clear or sealed");
    }
    Seals.Opened opened =
        seals.open(
            Subject.meter(rejected.meter()),
            refusalContext(rejected.meter(), rejected.timeMillis(), rejected.rejection()),
            message.getMessage());
    return Optional.ofNullable(opened)
        .map(
            text ->
                new RejectedReading(
                    rejected.meter(),
                    rejected.timeMillis(),
                    new Rejection(rejected.rejection().code(), text.payload().toStringUtf8()),
                    rejected.rawHex()));
  }

  private static Context refusalContext(String meter, long timeMillis, Rejection rejection) {
    return Context.of("reading refusal", Subject.meter(meter))
        .number(timeMillis)
        .text(rejection.code().name());
  }

  static ReadingProto.RejectedReading encode(RejectedReading rejected) {
    return ReadingProto.RejectedReading.newBuilder()
        .setMeter(rejected.meter())
        .setTimeMillis(rejected.timeMillis())
        .setRejection(ModelConverter.encode(rejected.rejection()))
        .setRaw(ByteString.copyFrom(HexFormat.of().parseHex(rejected.rawHex())))
        .build();
  }

  static RejectedReading decode(ReadingProto.RejectedReading rejected) {
    known(rejected);
    return new RejectedReading(
        rejected.getMeter(),
        rejected.getTimeMillis(),
        ModelConverter.decode(rejected.hasRejection(), rejected.getRejection()),
        HexFormat.of().formatHex(rejected.getRaw().toByteArray()));
  }
}
