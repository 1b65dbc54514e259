package org.commonwatt.ledger.embedded;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.hyperledger.fabric.shim.ledger.KeyValue;
import org.hyperledger.fabric.shim.ledger.QueryResultsIterator;

/**
 * The rows of a range as a peer hands them to a contract: a hundred at a time, each batch when the
 * contract asks for it, and one row ahead. What was never handed out was not read. At the limit of
 * a query the rows end as if there were no more, which a contract cannot see: it reads by pages.
 */
final class RangeScan implements QueryResultsIterator<KeyValue>, Iterator<KeyValue> {
  private static final int BATCH = 100;

  private final Iterator<Map.Entry<String, Versioned>> source;
  private final RangeReads reads;
  private final Deque<KeyValue> ready = new ArrayDeque<>();
  private final Deque<KeyValue> ahead = new ArrayDeque<>();
  private boolean more;
  private int left;

  RangeScan(Iterator<Map.Entry<String, Versioned>> source, RangeReads reads, int limit) {
    this.source = source;
    this.reads = reads;
    this.left = limit;
    fetch();
  }

  @Override
  public Iterator<KeyValue> iterator() {
    return this;
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || more;
  }

  @Override
  public KeyValue next() {
    if (ready.isEmpty()) {
      if (!more) {
        throw new NoSuchElementException();
      }
      fetch();
    }
    return ready.remove();
  }

  @Override
  public void close() {
    more = false;
    ready.clear();
  }

  private void fetch() {
    while (left > 0 && source.hasNext()) {
      left--;
      Map.Entry<String, Versioned> row = source.next();
      reads.read(row);
      if (ahead.size() == BATCH) {
        ready.addAll(ahead);
        ahead.clear();
        ahead.add(Rows.row(row));
        more = true;
        return;
      }
      ahead.add(Rows.row(row));
    }
    if (left > 0) {
      reads.exhaust();
    }
    ready.addAll(ahead);
    ahead.clear();
    more = false;
  }
}
