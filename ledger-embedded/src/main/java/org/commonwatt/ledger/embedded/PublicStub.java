package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.hyperledger.fabric.shim.ledger.CompositeKey;
import org.hyperledger.fabric.shim.ledger.KeyModification;
import org.hyperledger.fabric.shim.ledger.KeyValue;
import org.hyperledger.fabric.shim.ledger.QueryResultsIterator;
import org.hyperledger.fabric.shim.ledger.QueryResultsIteratorWithMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The part of a peer's stub that reads and writes public state. Reads see what was committed before
 * the transaction, never its own writes, and are recorded with their versions; of a range, what the
 * contract was given.
 */
abstract class PublicStub extends CallStub {
  /** After every composite key: plain ranges begin here. */
  private static final String FIRST_PLAIN = "\u0001";

  private static final String LAST_CHARACTER = new String(Character.toChars(0x10FFFF));

  private final WorldState state;
  private final SimulatedSet set = new SimulatedSet();
  private final int queryLimit;
  private boolean readOnly;

  PublicStub(CallProposal proposal, Peer peer) {
    super(proposal);
    this.state = peer.state();
    this.queryLimit = peer.queryLimit();
  }

  final WorldState state() {
    return state;
  }

  final SimulatedSet set() {
    return set;
  }

  @Override
  public byte[] getState(String key) {
    requireKey(key);
    set.read(key, state.open().version(key));
    Versioned found = state.open().get(key);
    return found == null ? new byte[0] : found.value().clone();
  }

  @Override
  public void putState(String key, byte[] value) {
    requireKey(key);
    requireWritable();
    set.write(key, SimulatedSet.written(value));
  }

  @Override
  public void delState(String key) {
    requireKey(key);
    requireWritable();
    set.write(key, Optional.empty());
  }

  /** Null for a key without a policy of its own. */
  @Override
  public byte @Nullable [] getStateValidationParameter(String key) {
    requireKey(key);
    set.read(key, state.open().version(key));
    ByteString policy = state.open().policy(key);
    return policy.isEmpty() ? null : policy.toByteArray();
  }

  @Override
  public void setStateValidationParameter(String key, byte[] policy) {
    requireKey(key);
    requireWritable();
    set.protect(key, Bytes.string(policy));
  }

  @Override
  public QueryResultsIterator<KeyValue> getStateByRange(
      @Nullable String startKey, @Nullable String endKey) {
    String start = startOf(startKey);
    String end = endKey == null ? "" : endKey;
    CompositeKey.validateSimpleKeys(start, end);
    return found(start, end);
  }

  @Override
  public QueryResultsIterator<KeyValue> getStateByPartialCompositeKey(String compositeKey) {
    return getStateByPartialCompositeKey(composite(compositeKey));
  }

  @Override
  public QueryResultsIterator<KeyValue> getStateByPartialCompositeKey(
      String objectType, String... attributes) {
    return getStateByPartialCompositeKey(new CompositeKey(objectType, attributes));
  }

  @Override
  public QueryResultsIterator<KeyValue> getStateByPartialCompositeKey(CompositeKey compositeKey) {
    String start = compositeKey.toString();
    return found(start, endOf(start));
  }

  @Override
  public QueryResultsIteratorWithMetadata<KeyValue> getStateByRangeWithPagination(
      @Nullable String startKey, @Nullable String endKey, int pageSize, @Nullable String bookmark) {
    String start = startOf(startKey);
    String end = endKey == null ? "" : endKey;
    CompositeKey.validateSimpleKeys(start, end);
    return page(start, end, pageSize, bookmark);
  }

  @Override
  public QueryResultsIteratorWithMetadata<KeyValue> getStateByPartialCompositeKeyWithPagination(
      CompositeKey compositeKey, int pageSize, @Nullable String bookmark) {
    String start = compositeKey.toString();
    return page(start, endOf(start), pageSize, bookmark);
  }

  /** Newest first; not recorded as read, as on Fabric. */
  @Override
  public QueryResultsIterator<KeyModification> getHistoryForKey(String key) {
    List<KeyModification> changes = new ArrayList<>();
    state.history(key).stream()
        .limit(queryLimit)
        .forEach(change -> changes.add(new Rows.Change(change)));
    return new Rows.Found<>(changes);
  }

  /** Fabric allows pages and private ranges in transactions that write nothing, and only there. */
  final void requireReadOnly(String what) {
    if (set.hasWrites()) {
      throw new IllegalStateException(what + " are for transactions that write nothing");
    }
    readOnly = true;
  }

  final void requireWritable() {
    if (readOnly) {
      throw new IllegalStateException(
          "a transaction that has made pages or private ranges may not write");
    }
  }

  static void requireKey(String key) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("a key has at least one character");
    }
  }

  static String startOf(@Nullable String startKey) {
    return startKey == null || startKey.isEmpty() ? FIRST_PLAIN : startKey;
  }

  static String endOf(String compositeStart) {
    return compositeStart + LAST_CHARACTER;
  }

  static CompositeKey composite(String text) {
    return text.startsWith(CompositeKey.NAMESPACE)
        ? CompositeKey.parseCompositeKey(text)
        : new CompositeKey(text);
  }

  final QueryResultsIterator<KeyValue> rows(SortedMap<String, Versioned> found) {
    return new Rows.Found<>(found.entrySet().stream().limit(queryLimit).map(Rows::row).toList());
  }

  private QueryResultsIterator<KeyValue> found(String start, String end) {
    return new RangeScan(
        state.open().range(start, end).entrySet().iterator(), set.range(start, end), queryLimit);
  }

  private Rows.Page<KeyValue> page(String start, String end, int asked, @Nullable String bookmark) {
    requireReadOnly("pages");
    int size = Math.min(asked, queryLimit);
    String from = bookmark == null || bookmark.isEmpty() ? start : bookmark;
    RangeReads reads = set.range(from, end);
    Iterator<Map.Entry<String, Versioned>> rows =
        state.open().range(from, end).entrySet().iterator();
    List<KeyValue> page = new ArrayList<>();
    while (page.size() < size && rows.hasNext()) {
      Map.Entry<String, Versioned> row = rows.next();
      reads.read(row);
      page.add(Rows.row(row));
    }
    if (page.size() < size) {
      reads.exhaust();
    }
    return new Rows.Page<>(page, rows.hasNext() ? rows.next().getKey() : "");
  }
}
