package org.commonwatt.ledger.embedded;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;
import org.jspecify.annotations.Nullable;

/** One space of keys: the public state, or one collection's private values or their hashes. */
final class StateSpace {
  private final TreeMap<String, Versioned> rows = new TreeMap<>(KeyOrder.INSTANCE);

  @Nullable Versioned get(String key) {
    return rows.get(key);
  }

  /** The version of a key, empty when it has no value: absence is something read, too. */
  Optional<Version> version(String key) {
    return Optional.ofNullable(rows.get(key)).map(Versioned::version);
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

  void put(String key, byte[] value, Version version) {
    rows.put(key, new Versioned(value, version));
  }

  void delete(String key) {
    rows.remove(key);
  }
}
