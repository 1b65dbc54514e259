package org.commonwatt.ledger.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReads;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;

/** The part of a range that a simulation has read so far: what must not change before its turn. */
final class RangeReads {
  private final String start;
  private final String end;
  private final List<KVRead> rows = new ArrayList<>();
  private boolean exhausted;

  RangeReads(String start, String end) {
    this.start = start;
    this.end = end;
  }

  void read(Map.Entry<String, Versioned> row) {
    rows.add(SimulatedSet.kvRead(row.getKey(), Optional.of(row.getValue().version())));
  }

  /** Nothing more was found up to the end. */
  void exhaust() {
    exhausted = true;
  }

  /** The end is the range's, or the last row that was read, which then belongs to it. */
  RangeQueryInfo toMessage() {
    String last = rows.isEmpty() ? start : rows.get(rows.size() - 1).getKey();
    return RangeQueryInfo.newBuilder()
        .setStartKey(start)
        .setEndKey(exhausted ? end : last)
        .setItrExhausted(exhausted)
        .setRawReads(QueryReads.newBuilder().addAllKvReads(rows))
        .build();
  }
}
