package org.commonwatt.ingest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonwatt.ingest.modbus.DeviceFailure;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.sunspec.MeterRegisters;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.RejectedReadingCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/** Turns the results of one poll into records; changes nothing but itself. */
final class PollRound {
  private final String market;
  private final Keyring keyring;
  private final EdgeValidator validator;
  private final MeterChains chains;
  private final long timeMillis;

  private final List<MeterReading> accepted = new ArrayList<>();
  private final List<RejectedReading> rejected = new ArrayList<>();
  private final Map<String, DeviceFailure> failures = new LinkedHashMap<>();
  private final Map<String, LastReading> next = new LinkedHashMap<>();
  private final List<OutgoingRecord> records = new ArrayList<>();

  PollRound(IngestOptions options, EdgeValidator validator, MeterChains chains, long timeMillis) {
    this.market = options.market();
    this.keyring = options.keyring();
    this.validator = validator;
    this.chains = chains;
    this.timeMillis = timeMillis;
  }

  void add(Polled polled) {
    String meter = polled.source().meter();
    if (polled.result() instanceof DeviceResult.Ok<MeterRegisters> ok) {
      addRegisters(polled.source(), ok.value());
    } else if (polled.result() instanceof DeviceResult.Failed<MeterRegisters> failed) {
      failures.put(meter, failed.failure());
    }
  }

  /** The records of the round, the tick last. */
  List<OutgoingRecord> recordsWithTick() {
    List<OutgoingRecord> all = new ArrayList<>(records);
    all.add(
        new OutgoingRecord(
            OutgoingRecord.Kind.TICK, "", ReadingCodec.encodeTick(market, timeMillis)));
    return all;
  }

  /** What the meters' next readings are chained to. */
  Map<String, LastReading> next() {
    return next;
  }

  PollOutcome.Spooled outcome() {
    return new PollOutcome.Spooled(
        timeMillis,
        List.copyOf(accepted),
        List.copyOf(rejected),
        Collections.unmodifiableMap(failures));
  }

  private void addRegisters(MeterSource source, MeterRegisters registers) {
    LastReading last = chains.last(source.meter());
    MeterReading reading = reading(source, last, registers);
    byte[] stored = ReadingCodec.encode(market, reading, keyring);
    Optional<Rejection> rejection = validator.validate(source, last, registers, timeMillis);
    if (rejection.isPresent()) {
      reject(reading, stored, rejection.get());
      return;
    }
    accepted.add(reading);
    next.put(source.meter(), LastReading.of(reading, stored));
    records.add(new OutgoingRecord(OutgoingRecord.Kind.READING, source.meter(), stored));
  }

  /** A reading that is in the spool already, after a restart, is nothing to tell anybody. */
  private void reject(MeterReading reading, byte[] stored, Rejection rejection) {
    RejectedReading refused =
        new RejectedReading(
            reading.meter(), timeMillis, rejection, HexFormat.of().formatHex(stored));
    rejected.add(refused);
    if (rejection.code() != RejectionCode.READING_DUPLICATE) {
      records.add(
          new OutgoingRecord(
              OutgoingRecord.Kind.REJECTED,
              reading.meter(),
              RejectedReadingCodec.encode(market, refused, keyring)));
    }
  }

  private MeterReading reading(
      MeterSource source, @Nullable LastReading last, MeterRegisters registers) {
    return new MeterReading(
        source.meter(),
        last == null ? 0 : last.sequence() + 1,
        timeMillis,
        registers.importWh(),
        registers.exportWh(),
        registers.powerW(),
        Quality.ACTUAL,
        last == null ? Hash.ZERO : last.hash());
  }
}
