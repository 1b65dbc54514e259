package org.commonwatt.audit;

import java.util.TreeMap;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.MeteredPosition;
import org.jspecify.annotations.Nullable;

/** Compares the reported positions with the records of the topic that they name. */
final class PositionSource {
  private static final String SOURCE = "positions";

  private final Findings findings;
  private final MarketHeader market;
  private final TreeMap<Long, MeteredPosition> records = new TreeMap<>();
  private final TreeMap<Long, MeteredPosition> unreported = new TreeMap<>();
  private long highest = -1;

  private PositionSource(Findings findings, MarketHeader market) {
    this.findings = findings;
    this.market = market;
  }

  /** Reads the topic; null when it was not given, and nothing is compared. */
  static @Nullable PositionSource read(
      @Nullable Iterable<StoredRecord> records, Findings findings, MarketHeader market) {
    if (records == null) {
      return null;
    }
    PositionSource source = new PositionSource(findings, market);
    records.forEach(source::read);
    source.unreported.putAll(source.records);
    return source;
  }

  void check(Place place, CommandFrame.Entry entry) {
    if (!(entry.command() instanceof ReportPosition report)) {
      return;
    }
    CommandOrigin origin = entry.origin();
    if (!origin.source().equals(SOURCE) || origin.partition() != 0) {
      findings.add(
          FindingCode.POSITION_WITHOUT_SOURCE, place, "the position names no record of positions");
      return;
    }
    highest = Math.max(highest, origin.offset());
    unreported.remove(origin.offset());
    MeteredPosition stored = records.get(origin.offset());
    if (!report.position().equals(stored)) {
      findings.add(
          FindingCode.POSITION_SOURCE_DIFFERS,
          place,
          String.format(
              "expected %s as offset %d of positions has it, found %s",
              stored == null ? "no position" : stored, origin.offset(), report.position()));
    }
  }

  void finish() {
    unreported
        .headMap(highest)
        .forEach(
            (offset, position) ->
                findings.add(
                    FindingCode.POSITION_NOT_REPORTED,
                    Place.record(offset),
                    "expected a command that reports " + position + ", found none"));
    int pending = unreported.tailMap(highest).size();
    if (pending > 0) {
      findings.add(
          FindingCode.POSITIONS_PENDING,
          Place.record(unreported.tailMap(highest).firstKey()),
          pending + " records of positions wait to be reported");
    }
  }

  private void read(StoredRecord record) {
    try {
      market.check("positions", record);
      records.put(record.offset(), PositionCodec.decode(record.bytes()));
    } catch (CodecException e) {
      findings.add(
          FindingCode.POSITION_UNREADABLE,
          Place.record(record.offset()),
          "expected a position, found a record that cannot be read: " + e.getMessage());
    }
  }
}
