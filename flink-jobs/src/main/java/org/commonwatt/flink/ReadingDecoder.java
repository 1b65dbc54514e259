package org.commonwatt.flink;

import java.io.Serializable;
import java.time.Instant;
import java.util.HexFormat;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.ReadingRecord;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/** Decodes records of {@code readings}; whatever the bytes are, the answer is a value. */
final class ReadingDecoder implements Serializable {
  private static final long serialVersionUID = 1L;

  /** 9999-12-31T23:59:59.999Z: beyond it neither ISO 8601 nor the database agree on instants. */
  static final long LAST_MILLIS = 253_402_300_799_999L;

  private final MeterRegistry registry;
  private final JobKeys keys;

  ReadingDecoder(MeterRegistry registry) {
    this(registry, JobKeys.NONE);
  }

  ReadingDecoder(MeterRegistry registry, JobKeys keys) {
    this.registry = registry;
    this.keys = keys;
  }

  /**
   * Decodes a record.
   *
   * @param bytes the record's value, null when it has none
   * @return null when the key of its reading was erased: it is no reading any more, and no fault
   * @throws CodecException when the key is missing and was not erased: the job must not go on
   */
  @Nullable LogReading decode(byte @Nullable [] bytes) {
    if (bytes == null) {
      return malformed("the record has no value; only meter-ingest writes to this topic", "");
    }
    String rawHex = HexFormat.of().formatHex(bytes);
    try {
      ReadingRecord record = ReadingCodec.decode(bytes, keys.keyring());
      if (record instanceof ReadingRecord.Tick tick) {
        return isInstant(tick.timeMillis())
            ? LogReading.tick(tick.timeMillis())
            : malformed("the tick's time " + tick.timeMillis() + " is out of range", rawHex);
      }
      return record instanceof ReadingRecord.Reading read ? judge(read.reading(), rawHex) : null;
    } catch (CodecException e) {
      if (e.reason() == CodecException.Reason.KEY_MISSING) {
        throw e;
      }
      return malformed(String.valueOf(e.getMessage()), rawHex);
    }
  }

  private LogReading judge(MeterReading reading, String rawHex) {
    String participant = registry.participantOf(reading.meter());
    if (participant == null) {
      return refused(
          reading,
          RejectionCode.UNKNOWN_METER,
          "the meter is not registered; add it to the community file and restart",
          rawHex);
    }
    if (reading.importWh() < 0 || reading.exportWh() < 0 || !isInstant(reading.timeMillis())) {
      return refused(
          reading,
          RejectionCode.VALUE_OUT_OF_RANGE,
          "registers must not be negative and the time must lie in the years 1970 to 9999; check"
              + " the meter's register map and clock",
          rawHex);
    }
    return LogReading.of(
        new RegisterReading(
            reading.meter(),
            participant,
            reading.sequence(),
            reading.timeMillis(),
            reading.importWh(),
            reading.exportWh(),
            reading.powerW(),
            reading.quality(),
            rawHex));
  }

  /** Whether {@link Instant} and the database can both show the time. */
  static boolean isInstant(long timeMillis) {
    return timeMillis >= 0 && timeMillis <= LAST_MILLIS;
  }

  private static LogReading refused(
      MeterReading reading, RejectionCode code, String message, String rawHex) {
    return LogReading.refused(
        new RejectedReading(
            reading.meter(), reading.timeMillis(), new Rejection(code, message), rawHex));
  }

  private static LogReading malformed(String message, String rawHex) {
    return LogReading.refused(
        new RejectedReading("", 0, new Rejection(RejectionCode.MALFORMED, message), rawHex));
  }
}
