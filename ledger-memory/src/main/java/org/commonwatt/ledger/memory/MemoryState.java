package org.commonwatt.ledger.memory;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/** The rules' view in one transaction: committed values only, every read noted with its version. */
final class MemoryState implements State {
  /** Ends each part of a key; ids do not contain it. */
  private static final char END = '\u0000';

  private final SortedMap<String, Row> rows;
  private final Caller caller;
  private final MemoryTransaction transaction;

  /**
   * A committed value.
   *
   * @param value the value
   * @param version number of the block that wrote it
   */
  record Row(String value, long version) {}

  MemoryState(SortedMap<String, Row> rows, Caller caller, MemoryTransaction transaction) {
    this.rows = rows;
    this.caller = caller;
    this.transaction = transaction;
  }

  @Override
  public @Nullable String get(StateKey key) {
    String flat = flat(key);
    Row row = rows.get(flat);
    transaction.reads.put(flat, row == null ? Optional.empty() : Optional.of(row.version()));
    return row == null ? null : row.value();
  }

  @Override
  public List<String> list(StateKey prefix) {
    String flat = flat(prefix);
    transaction.ranges.put(flat, versions(rows, flat));
    return under(rows, flat).values().stream().map(Row::value).toList();
  }

  @Override
  public List<String> range(StateKey prefix, int most) {
    List<String> all = list(prefix);
    return all.subList(0, Math.min(all.size(), most + 1));
  }

  @Override
  public List<String> from(StateKey prefix, StateKey first, int most) {
    return under(rows, flat(prefix)).tailMap(flat(first)).values().stream()
        .limit(most)
        .map(Row::value)
        .toList();
  }

  @Override
  public void put(StateKey key, String value) {
    transaction.writes.put(flat(key), Optional.of(value));
  }

  @Override
  public void delete(StateKey key) {
    transaction.writes.put(flat(key), Optional.empty());
  }

  @Override
  public @Nullable String given(String name) {
    return transaction.given.get(name);
  }

  @Override
  public @Nullable String getPrivate(String collection, StateKey key) {
    String flat = flat(collection, key);
    Row row = rows.get(flat);
    transaction.reads.put(flat, row == null ? Optional.empty() : Optional.of(row.version()));
    return row == null ? null : row.value();
  }

  @Override
  public @Nullable Hash privateHash(String collection, StateKey key) {
    String value = getPrivate(collection, key);
    return value == null ? null : hash(value);
  }

  @Override
  public void putPrivate(String collection, StateKey key, String value) {
    transaction.privateWrites.put(flat(collection, key), value);
  }

  @Override
  public void event(String name, String payload) {
    transaction.eventName = name;
    transaction.eventPayload = payload;
  }

  @Override
  public String transactionId() {
    return transaction.id;
  }

  @Override
  public long timestampMillis() {
    return transaction.timestampMillis;
  }

  @Override
  public Caller caller() {
    return caller;
  }

  /** The versions of all keys that start so. */
  static SortedMap<String, Long> versions(SortedMap<String, Row> rows, String prefix) {
    SortedMap<String, Long> versions = new TreeMap<>();
    for (Map.Entry<String, Row> row : under(rows, prefix).entrySet()) {
      versions.put(row.getKey(), row.getValue().version());
    }
    return versions;
  }

  private static SortedMap<String, Row> under(SortedMap<String, Row> rows, String prefix) {
    return rows.subMap(prefix, prefix + Character.MAX_VALUE);
  }

  /** What a block has of a private value. */
  static Hash hash(String value) {
    return Hash.of(value.getBytes(StandardCharsets.UTF_8));
  }

  /** No type of a key begins with the end of one, so no public key is among these. */
  private static String flat(String collection, StateKey key) {
    return END + collection + END + flat(key);
  }

  private static String flat(StateKey key) {
    StringBuilder flat = new StringBuilder(key.type()).append(END);
    key.attributes().forEach(attribute -> flat.append(attribute).append(END));
    return flat.toString();
  }
}
