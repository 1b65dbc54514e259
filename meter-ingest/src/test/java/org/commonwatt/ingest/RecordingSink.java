package org.commonwatt.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.ReadingRecord;
import org.commonwatt.log.codec.RejectedReadingCodec;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.RejectedReading;

/** A log in memory that can be switched off. */
final class RecordingSink implements ReadingSink {
  private final List<OutgoingRecord> records = new ArrayList<>();
  private boolean away;
  private int refusals;

  @Override
  public synchronized void publish(List<OutgoingRecord> batch) throws SinkUnavailableException {
    if (away) {
      refusals++;
      throw new SinkUnavailableException("switched off", new IOException("by the test"));
    }
    records.addAll(batch);
  }

  synchronized void away(boolean isAway) {
    away = isAway;
  }

  synchronized int refusals() {
    return refusals;
  }

  synchronized List<OutgoingRecord> records() {
    return List.copyOf(records);
  }

  List<MeterReading> readings() {
    return records().stream()
        .filter(outgoing -> outgoing.kind() == OutgoingRecord.Kind.READING)
        .map(outgoing -> ReadingCodec.decode(outgoing.bytes()))
        .map(decoded -> ((ReadingRecord.Reading) decoded).reading())
        .toList();
  }

  List<RejectedReading> rejected() {
    return records().stream()
        .filter(outgoing -> outgoing.kind() == OutgoingRecord.Kind.REJECTED)
        .map(outgoing -> RejectedReadingCodec.decode(outgoing.bytes()))
        .toList();
  }

  List<Long> ticks() {
    return records().stream()
        .filter(outgoing -> outgoing.kind() == OutgoingRecord.Kind.TICK)
        .map(outgoing -> ((ReadingRecord.Tick) ReadingCodec.decode(outgoing.bytes())).timeMillis())
        .toList();
  }
}
