package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;

import com.google.protobuf.ByteString;
import java.util.HexFormat;
import org.commonwatt.log.codec.proto.ReadingProto;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.RejectedReading;

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
