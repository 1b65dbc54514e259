package org.commonwatt.ingest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonwatt.ingest.modbus.DeviceFailure;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.RejectedReadingCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.sign.ReadingProof;
import org.commonwatt.log.sign.ReadingSigner;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/** Turns readings that came together into records; changes nothing but itself. */
final class ReadingRound {
  private final String market;
  private final Keyring keyring;
  private final @Nullable ReadingSigner signer;
  private final EdgeValidator validator;
  private final MeterChains chains;

  private final List<Judged> judged = new ArrayList<>();
  private final List<MeterReading> accepted = new ArrayList<>();
  private final List<RejectedReading> rejected = new ArrayList<>();
  private final Map<String, DeviceFailure> failures = new LinkedHashMap<>();
  private final Map<String, LastReading> next = new LinkedHashMap<>();
  private final List<OutgoingRecord> records = new ArrayList<>();

  ReadingRound(IngestOptions options, EdgeValidator validator, MeterChains chains) {
    this.market = options.market();
    this.keyring = options.keyring();
    this.signer = options.signer();
    this.validator = validator;
    this.chains = chains;
  }

  /** Takes what a meter gave when it was asked. */
  void add(Sample sample, long timeMillis) {
    if (sample.result() instanceof DeviceResult.Ok<MeterRegisters> ok) {
      add(
          new RawReading(
              sample.meter(),
              sample.ratedPowerW(),
              timeMillis + sample.offsetMillis(),
              ok.value(),
              sample.quality(),
              Math.max(0, sample.offsetMillis())));
    } else if (sample.result() instanceof DeviceResult.Failed<MeterRegisters> failed) {
      failures.put(sample.meter(), failed.failure());
    }
  }

  /** Takes a reading. */
  void add(RawReading raw) {
    LastReading last = next.getOrDefault(raw.meter(), chains.last(raw.meter()));
    MeterReading reading = reading(raw, last);
    byte[] stored = ReadingCodec.encode(market, reading, keyring);
    Optional<Rejection> rejection = validator.validate(raw, last);
    judged.add(new Judged(raw, rejection.isPresent() ? -1 : reading.sequence(), rejection));
    if (rejection.isPresent()) {
      reject(reading, stored, rejection.get());
      return;
    }
    accepted.add(reading);
    next.put(raw.meter(), LastReading.of(reading, stored, last));
    records.add(new OutgoingRecord(OutgoingRecord.Kind.READING, raw.meter(), stored));
  }

  /** What became of each reading, in order. */
  List<Judged> judged() {
    return List.copyOf(judged);
  }

  /** The records of the round, in order; its readings are signed together, as of now. */
  List<OutgoingRecord> records() {
    return signed(records);
  }

  /** Readings, and the tick behind them, with one signature; refusals have none. */
  private List<OutgoingRecord> signed(List<OutgoingRecord> plain) {
    if (signer == null) {
      return plain;
    }
    List<byte[]> leaves = new ArrayList<>(plain.size());
    for (OutgoingRecord outgoing : plain) {
      if (outgoing.kind() != OutgoingRecord.Kind.REJECTED) {
        leaves.add(outgoing.bytes());
      }
    }
    Iterator<ReadingProof> proofs = signer.sign(leaves, validator.nowMillis()).iterator();
    return plain.stream()
        .map(
            outgoing ->
                outgoing.kind() == OutgoingRecord.Kind.REJECTED
                    ? outgoing
                    : new OutgoingRecord(
                        outgoing.kind(),
                        outgoing.meter(),
                        ReadingCodec.encodeSigned(market, proofs.next())))
        .toList();
  }

  /** The records of the round, the tick last. */
  List<OutgoingRecord> recordsWithTick(long timeMillis) {
    List<OutgoingRecord> all = new ArrayList<>(records);
    all.add(
        new OutgoingRecord(
            OutgoingRecord.Kind.TICK, "", ReadingCodec.encodeTick(market, timeMillis)));
    return signed(all);
  }

  /** What the meters' next readings are chained to. */
  Map<String, LastReading> next() {
    return next;
  }

  PollOutcome.Spooled outcome(long timeMillis) {
    return new PollOutcome.Spooled(
        timeMillis,
        List.copyOf(accepted),
        List.copyOf(rejected),
        Collections.unmodifiableMap(failures));
  }

  /** A reading that is in the spool already, after a restart, is nothing to tell anybody. */
  private void reject(MeterReading reading, byte[] stored, Rejection rejection) {
    RejectedReading refused =
        new RejectedReading(
            reading.meter(), reading.timeMillis(), rejection, HexFormat.of().formatHex(stored));
    rejected.add(refused);
    if (rejection.code() != RejectionCode.READING_DUPLICATE) {
      records.add(
          new OutgoingRecord(
              OutgoingRecord.Kind.REJECTED,
              reading.meter(),
              RejectedReadingCodec.encode(market, refused, keyring)));
    }
  }

  private static MeterReading reading(RawReading raw, @Nullable LastReading last) {
    return new MeterReading(
        raw.meter(),
        last == null ? 0 : last.sequence() + 1,
        raw.timeMillis(),
        raw.registers().importWh(),
        raw.registers().exportWh(),
        raw.registers().powerW(),
        raw.quality(),
        last == null ? Hash.ZERO : last.hash());
  }
}
