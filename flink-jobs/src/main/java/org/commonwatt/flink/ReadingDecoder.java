package org.commonwatt.flink;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.ReadingRecord;
import org.commonwatt.log.sign.ReadingProof;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/** Decodes records of {@code readings}; whatever the bytes are, the answer is a value. */
final class ReadingDecoder implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The most that a register may show, Wh; the largest modulus of rules of meters. */
  static final long MOST_WH = 1_000_000_000_000_000L;

  /** 9999-12-31T23:59:59.999Z: beyond it neither ISO 8601 nor the database agree on instants. */
  static final long LAST_MILLIS = 253_402_300_799_999L;

  /**
   * How far a reading may lie ahead of its arrival at the ingest, ms. One that lies further waits
   * for time to pass it, and nothing else would bound how many do.
   */
  static final long MOST_AHEAD_MILLIS = 86_400_000;

  /** Whose a meter is that is registered while the job runs. */
  private static final String NOBODY_YET = "";

  private final String market;
  private final MeterRegistry registry;
  private final JobKeys keys;
  private final SignatureCheck signatures;
  private final boolean registrations;

  /**
   * Of a log on which nothing is sealed or needs a signature.
   *
   * @param market whose records it takes
   */
  ReadingDecoder(String market, MeterRegistry registry) {
    this(market, registry, JobKeys.NONE, ReadingKeys.NONE, false);
  }

  /**
   * A decoder.
   *
   * @param market whose records it takes
   * @param keys to open sealed readings with
   * @param signers who must have signed readings
   * @param registrations whether meters come while the job runs, so that a reading of an unknown
   *     one is passed on, as nobody's
   */
  ReadingDecoder(
      String market,
      MeterRegistry registry,
      JobKeys keys,
      ReadingKeys signers,
      boolean registrations) {
    this.market = market;
    this.registry = registry;
    this.keys = keys;
    this.signatures = new SignatureCheck(signers);
    this.registrations = registrations;
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
    try {
      ReadingRecord record = ReadingCodec.decode(market, bytes, keys.keyring());
      if (record instanceof ReadingRecord.Tick tick) {
        return judge(tick, hex(bytes));
      }
      return record instanceof ReadingRecord.Reading read ? judge(read, bytes) : null;
    } catch (CodecException e) {
      if (e.reason() == CodecException.Reason.KEY_MISSING) {
        throw e;
      }
      return malformed(String.valueOf(e.getMessage()), hex(bytes));
    }
  }

  /** A tick ends slots: nobody else may say so than who may say what meters show. */
  private LogReading judge(ReadingRecord.Tick tick, String rawHex) {
    if (!isInstant(tick.timeMillis())) {
      return malformed("the tick's time " + tick.timeMillis() + " is out of range", rawHex);
    }
    String complaint = signatures.complaint("tick", tick.proof(), tick.timeMillis());
    return complaint == null
        ? LogReading.tick(tick.timeMillis())
        : LogReading.refused(
            new RejectedReading(
                "",
                tick.timeMillis(),
                new Rejection(RejectionCode.SIGNATURE_INVALID, complaint),
                rawHex));
  }

  private LogReading judge(ReadingRecord.Reading read, byte[] bytes) {
    MeterReading reading = read.reading();
    String known = registry.participantOf(reading.meter());
    String participant = known == null && registrations ? NOBODY_YET : known;
    if (participant == null) {
      return refused(
          reading,
          RejectionCode.UNKNOWN_METER,
          "the meter is not registered; add it to the community file and restart",
          bytes);
    }
    String complaint = signatures.complaint("reading", read.proof(), reading.timeMillis());
    if (complaint != null) {
      return refused(reading, RejectionCode.SIGNATURE_INVALID, complaint, bytes);
    }
    if (!isRegister(reading.importWh())
        || !isRegister(reading.exportWh())
        || !isInstant(reading.timeMillis())) {
      return refused(
          reading,
          RejectionCode.VALUE_OUT_OF_RANGE,
          "registers must lie between 0 and "
              + MOST_WH
              + " Wh and the time in the years 1970 to 9999; check the meter's register map and"
              + " clock",
          bytes);
    }
    ReadingProof proof = read.proof();
    if (proof != null && reading.timeMillis() - MOST_AHEAD_MILLIS > proof.receivedMillis()) {
      return refused(
          reading,
          RejectionCode.READING_FUTURE,
          "the reading lies more than a day ahead of its arrival at the ingest, "
              + proof.receivedMillis()
              + " ms since 1970; check the clock of the meter or collector",
          bytes);
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
            new String(bytes, StandardCharsets.ISO_8859_1)));
  }

  /** The refusal of a reading whose meter nobody has. */
  static RejectedReading unknownMeter(RegisterReading reading) {
    return new RejectedReading(
        reading.meter(),
        reading.timeMillis(),
        new Rejection(
            RejectionCode.UNKNOWN_METER,
            "nobody has the meter: register its meter point, or add it to the community file"),
        reading.rawHex());
  }

  /** Registers that go on through resets stay far within 64 bits. */
  private static boolean isRegister(long registerWh) {
    return registerWh >= 0 && registerWh <= MOST_WH;
  }

  /** Whether {@link Instant} and the database can both show the time. */
  static boolean isInstant(long timeMillis) {
    return timeMillis >= 0 && timeMillis <= LAST_MILLIS;
  }

  private static LogReading refused(
      MeterReading reading, RejectionCode code, String message, byte[] bytes) {
    return LogReading.refused(
        new RejectedReading(
            reading.meter(), reading.timeMillis(), new Rejection(code, message), hex(bytes)));
  }

  private static LogReading malformed(String message, String rawHex) {
    return LogReading.refused(
        new RejectedReading("", 0, new Rejection(RejectionCode.MALFORMED, message), rawHex));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
