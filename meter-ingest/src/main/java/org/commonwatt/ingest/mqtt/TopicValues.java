package org.commonwatt.ingest.mqtt;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.commonwatt.ingest.registers.DecimalQuantity;
import org.jspecify.annotations.Nullable;

/**
 * The last value of every point, and when it came. A message that the broker had retained is of
 * unknown age, so it counts for nothing but announcements.
 */
final class TopicValues {
  private final LongSupplier nanoTime;
  private final Set<MqttPoint.Place> configured = new HashSet<>();
  private final Set<String> wanted = new HashSet<>();
  private final Map<String, MqttPoint.Place> announced = new HashMap<>();
  private final Map<String, Set<MqttPoint.Place>> places = new HashMap<>();
  private final Map<MqttPoint.Place, Value> values = new HashMap<>();

  private record Value(DecimalQuantity quantity, long nanos) {}

  /**
   * A value and how long ago it came.
   *
   * @param quantity what it says
   * @param age since it came
   */
  record Aged(DecimalQuantity quantity, Duration age) {}

  /**
   * What an announcement changes.
   *
   * @param subscribe topic to listen to from now on; null for none
   * @param unsubscribe topic that nobody needs any more; null for none
   */
  record Moved(@Nullable String subscribe, @Nullable String unsubscribe) {
    static final Moved NOWHERE = new Moved(null, null);
  }

  /** What came of a message. */
  enum Outcome {
    /** It gave a value. */
    TAKEN,
    /** The broker had retained it. */
    RETAINED,
    /** It has no number where one should be, or nobody asked for it. */
    MALFORMED
  }

  /**
   * Without any value.
   *
   * @param points what is wanted
   * @param nanoTime runs evenly, ns
   */
  TopicValues(List<MqttPoint> points, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    for (MqttPoint point : points) {
      if (point.place() != null) {
        configured.add(point.place());
        want(point.place());
      } else if (point.entity() != null) {
        wanted.add(point.entity());
      }
    }
  }

  /** The topics that values come from, as far as they are known. */
  synchronized Set<String> topics() {
    return Set.copyOf(places.keySet());
  }

  /** Whether any value is announced by discovery. */
  synchronized boolean usesDiscovery() {
    return !wanted.isEmpty();
  }

  /** Takes an announcement; one that moves a value leaves its former place. */
  synchronized Moved announce(byte[] payload) {
    Discovery.Announced found =
        Discovery.read(payload).filter(it -> wanted.contains(it.entity())).orElse(null);
    if (found == null) {
      return Moved.NOWHERE;
    }
    MqttPoint.Place before = announced.put(found.entity(), found.place());
    if (found.place().equals(before)) {
      return Moved.NOWHERE;
    }
    boolean isNew = !places.containsKey(found.place().topic());
    want(found.place());
    return new Moved(
        isNew ? found.place().topic() : null,
        before == null || isNeeded(before) ? null : left(before));
  }

  private boolean isNeeded(MqttPoint.Place place) {
    return configured.contains(place) || announced.containsValue(place);
  }

  /** Forgets a place; its topic if nothing else comes from there. */
  private @Nullable String left(MqttPoint.Place place) {
    values.remove(place);
    Set<MqttPoint.Place> others = places.getOrDefault(place.topic(), new HashSet<>());
    others.remove(place);
    if (!others.isEmpty()) {
      return null;
    }
    places.remove(place.topic());
    return place.topic();
  }

  /** Takes a message of a topic. */
  synchronized Outcome take(String topic, byte[] payload, boolean retained) {
    if (retained) {
      return Outcome.RETAINED;
    }
    boolean taken = false;
    for (MqttPoint.Place place : places.getOrDefault(topic, Set.of())) {
      Optional<DecimalQuantity> quantity = Payload.read(place, payload);
      if (quantity.isPresent()) {
        values.put(place, new Value(quantity.get(), nanoTime.getAsLong()));
        taken = true;
      }
    }
    return taken ? Outcome.TAKEN : Outcome.MALFORMED;
  }

  /** The last value of a point that came no longer ago than that. */
  synchronized Optional<Aged> value(MqttPoint point, Duration maxAge) {
    MqttPoint.@Nullable Place place =
        point.place() != null ? point.place() : announced.get(String.valueOf(point.entity()));
    Value value = place == null ? null : values.get(place);
    if (value == null) {
      return Optional.empty();
    }
    Duration age = Duration.ofNanos(nanoTime.getAsLong() - value.nanos());
    return age.compareTo(maxAge) > 0
        ? Optional.empty()
        : Optional.of(new Aged(value.quantity(), age));
  }

  private void want(MqttPoint.Place place) {
    places.computeIfAbsent(place.topic(), topic -> new HashSet<>()).add(place);
  }
}
