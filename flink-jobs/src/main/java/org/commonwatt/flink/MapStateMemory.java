package org.commonwatt.flink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.commonwatt.flink.surveillance.Memory;
import org.jspecify.annotations.Nullable;

/** What a state machine remembers, in Flink's state of the current key. */
final class MapStateMemory<K, V> implements Memory<K, V> {
  private static final long ENTRIES_BETWEEN_CLOCKS = 1_000;

  /**
   * By the machine's clock, and only what was not written for so long: the state machines forget by
   * themselves when a slot ends, and this bounds what a slot leaves that never does. A slot opens
   * at most 31 days before its start.
   *
   * <p>What has expired is left out of full snapshots, and RocksDB drops it when it compacts. On
   * the heap the clean-up in the background, which is on by default, would copy a key's whole map
   * at each access.
   */
  static final StateTtlConfig KEPT =
      StateTtlConfig.newBuilder(Duration.ofDays(70))
          .disableCleanupInBackground()
          .cleanupFullSnapshot()
          .cleanupInRocksdbCompactFilter(ENTRIES_BETWEEN_CLOCKS)
          .build();

  private final MapState<K, V> state;

  private MapStateMemory(MapState<K, V> state) {
    this.state = state;
  }

  static <K, V> MapStateMemory<K, V> of(
      RuntimeContext context, String name, Class<K> keys, Class<V> values) {
    MapStateDescriptor<K, V> descriptor =
        new MapStateDescriptor<>(name, TypeInformation.of(keys), TypeInformation.of(values));
    descriptor.enableTimeToLive(KEPT);
    return new MapStateMemory<>(context.getMapState(descriptor));
  }

  /** One that forgets nothing by itself: for few values, each of which stays true. */
  static <K, V> MapStateMemory<K, V> lasting(
      RuntimeContext context, String name, Class<K> keys, Class<V> values) {
    return new MapStateMemory<>(
        context.getMapState(
            new MapStateDescriptor<>(name, TypeInformation.of(keys), TypeInformation.of(values))));
  }

  @Override
  public @Nullable V get(K key) {
    return run(() -> state.get(key));
  }

  @Override
  public void put(K key, V value) {
    run(
        () -> {
          state.put(key, value);
          return value;
        });
  }

  @Override
  public void remove(K key) {
    run(
        () -> {
          state.remove(key);
          return key;
        });
  }

  @Override
  public List<K> keys() {
    List<K> keys = new ArrayList<>();
    run(
        () -> {
          state.keys().forEach(keys::add);
          return keys;
        });
    return keys;
  }

  private interface Access<T> {
    @Nullable T run() throws Exception;
  }

  private static <T> @Nullable T run(Access<T> access) {
    try {
      return access.run();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the job's state does not answer", e);
    }
  }
}
