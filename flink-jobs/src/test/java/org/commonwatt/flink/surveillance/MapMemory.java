package org.commonwatt.flink.surveillance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a state machine remembers, in a map. */
public final class MapMemory<K, V> implements Memory<K, V> {
  private final Map<K, V> values = new HashMap<>();

  @Override
  public @Nullable V get(K key) {
    return values.get(key);
  }

  @Override
  public void put(K key, V value) {
    values.put(key, value);
  }

  @Override
  public void remove(K key) {
    values.remove(key);
  }

  @Override
  public List<K> keys() {
    return List.copyOf(values.keySet());
  }

  boolean isEmpty() {
    return values.isEmpty();
  }
}
