package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;
import org.jspecify.annotations.Nullable;

/** One space of keys: the public state, or one collection's private values or their hashes. */
final class StateSpace {
  private final TreeMap<String, Versioned> rows = new TreeMap<>(KeyOrder.INSTANCE);
  private final Set<String> touched = new HashSet<>();
  private final Set<String> newPolicies = new HashSet<>();

  @Nullable Versioned get(String key) {
    return rows.get(key);
  }

  /** The version of a key, empty when it has no value: absence is something read, too. */
  Optional<Version> version(String key) {
    return Optional.ofNullable(rows.get(key)).map(Versioned::version);
  }

  /**
   * Whether a key that was read is what it was: the same version, and not written by an earlier
   * transaction of this block, not even by deleting what was not there.
   */
  boolean isStill(String key, Optional<Version> then) {
    return !touched.contains(key) && version(key).equals(then);
  }

  /** Says that a new block begins. */
  void beginBlock() {
    touched.clear();
    newPolicies.clear();
  }

  /** The rows from {@code start}, inclusive, to {@code end}, exclusive; an empty end is open. */
  SortedMap<String, Versioned> range(String start, String end) {
    if (end.isEmpty()) {
      return rows.tailMap(start);
    }
    return KeyOrder.INSTANCE.compare(start, end) >= 0
        ? new TreeMap<>(Map.of())
        : rows.subMap(start, end);
  }

  /** The rows from one key to another, both of which belong to it. */
  SortedMap<String, Versioned> through(String start, String last) {
    return KeyOrder.INSTANCE.compare(start, last) > 0
        ? new TreeMap<>(Map.of())
        : rows.subMap(start, true, last, true);
  }

  void put(String key, byte[] value, Version version) {
    touched.add(key);
    rows.put(key, new Versioned(value, version, policy(key)));
  }

  /** The endorsement policy that a key has of its own, empty without one. */
  ByteString policy(String key) {
    Versioned row = rows.get(key);
    return row == null ? ByteString.EMPTY : row.policy();
  }

  /** Whether an earlier transaction of this block has changed a key's own policy. */
  boolean hasNewPolicy(String key) {
    return newPolicies.contains(key);
  }

  /** Gives a key a policy of its own, which is a change of it; nothing when it has no value. */
  void protect(String key, ByteString policy, Version version) {
    Versioned row = rows.get(key);
    if (row != null) {
      touched.add(key);
      newPolicies.add(key);
      rows.put(key, new Versioned(row.value(), version, policy));
    }
  }

  void delete(String key) {
    touched.add(key);
    rows.remove(key);
  }
}
