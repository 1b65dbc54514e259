package org.commonwatt.flink.surveillance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a state machine remembers between events, by key.
 *
 * @param <K> the key
 * @param <V> an immutable value
 */
public interface Memory<K, V> {
  /** The value of a key, null when there is none. */
  @Nullable V get(K key);

  /** Remembers a value. */
  void put(K key, V value);

  /** Forgets a value, if there is one. */
  void remove(K key);

  /** The keys, in no particular order: nothing may depend on it. */
  List<K> keys();
}
