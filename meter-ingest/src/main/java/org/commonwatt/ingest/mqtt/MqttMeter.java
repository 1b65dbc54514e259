package org.commonwatt.ingest.mqtt;

import java.time.Duration;
import java.util.stream.Stream;
import org.commonwatt.model.Ids;
import org.jspecify.annotations.Nullable;

/**
 * A meter whose registers come as messages.
 *
 * @param meter id
 * @param ratedPowerW the most that its connection can carry in either direction, W, positive
 * @param imported where the total from the grid comes from
 * @param exported where the total into the grid comes from; null: it never exports
 * @param power where the power comes from; null: it counts as 0
 * @param maxAge a value that came longer ago stands for nothing any more
 */
public record MqttMeter(
    String meter,
    long ratedPowerW,
    MqttPoint imported,
    @Nullable MqttPoint exported,
    @Nullable MqttPoint power,
    Duration maxAge) {
  /** Checks id and age. */
  public MqttMeter {
    Ids.require("meter", meter);
    if (maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException("maxAgeSeconds is positive");
    }
  }

  /** Where its values come from. */
  Stream<MqttPoint> points() {
    return Stream.of(Stream.of(imported), Stream.ofNullable(exported), Stream.ofNullable(power))
        .flatMap(points -> points);
  }
}
