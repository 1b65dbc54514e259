package org.commonwatt.audit;

import java.util.TreeMap;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.codec.PositionRecord;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command;
import org.commonwatt.model.Command.ReportBoundary;
import org.commonwatt.model.Command.ReportErasedPosition;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.jspecify.annotations.Nullable;

/** Compares the reported positions with the records of the topic that they name. */
final class PositionSource {
  private static final String SOURCE = "positions";

  private final Findings findings;
  private final MarketHeader market;
  private final Keyring keyring;
  private final TreeMap<Long, PositionRecord> records = new TreeMap<>();
  private final TreeMap<Long, PositionRecord> unreported = new TreeMap<>();
  private long highest = -1;

  private PositionSource(Findings findings, MarketHeader market, Keyring keyring) {
    this.findings = findings;
    this.market = market;
    this.keyring = keyring;
  }

  /** Reads the topic; null when it was not given, and nothing is compared. */
  static @Nullable PositionSource read(AuditInput input, Findings findings, MarketHeader market) {
    Iterable<StoredRecord> records = input.positions();
    if (records == null) {
      return null;
    }
    PositionSource source = new PositionSource(findings, market, input.keyring());
    records.forEach(source::read);
    source.unreported.putAll(source.records);
    return source;
  }

  void check(Place place, CommandFrame.Entry entry) {
    PositionRecord reported = reported(entry.command());
    if (reported == null) {
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
    PositionRecord stored = records.get(origin.offset());
    if (!reported.equals(stored)) {
      findings.add(
          FindingCode.POSITION_SOURCE_DIFFERS,
          place,
          String.format(
              "expected %s as offset %d of positions has it, found %s",
              stored == null ? "no position" : content(stored),
              origin.offset(),
              content(reported)));
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
                    "expected a command that reports " + content(position) + ", found none"));
    int pending = unreported.tailMap(highest).size();
    if (pending > 0) {
      findings.add(
          FindingCode.POSITIONS_PENDING,
          Place.record(unreported.tailMap(highest).firstKey()),
          pending + " records of positions wait to be reported");
    }
  }

  private static @Nullable PositionRecord reported(Command command) {
    if (command instanceof ReportPosition report) {
      return new PositionRecord.Position(report.position());
    }
    if (command instanceof ReportBoundary report) {
      return new PositionRecord.Boundary(report.flow());
    }
    return command instanceof ReportErasedPosition erased
        ? new PositionRecord.Erased(erased.position())
        : null;
  }

  private static Object content(PositionRecord record) {
    if (record instanceof PositionRecord.Position position) {
      return position.position();
    }
    return record instanceof PositionRecord.Boundary boundary
        ? boundary.flow()
        : ((PositionRecord.Erased) record).position();
  }

  private void read(StoredRecord record) {
    if (!records.isEmpty() && record.offset() <= records.lastKey()) {
      findings.add(
          FindingCode.OFFSET_OUT_OF_ORDER,
          Place.record(record.offset()),
          "positions: expected an offset above "
              + records.lastKey()
              + ", found "
              + record.offset());
    }
    try {
      market.check("positions", record);
      records.put(record.offset(), PositionCodec.decode(record.bytes(), keyring));
    } catch (CodecException e) {
      findings.add(
          FindingCode.POSITION_UNREADABLE,
          Place.record(record.offset()),
          "expected a position, found a record that cannot be read: " + e.getMessage());
    }
  }
}
