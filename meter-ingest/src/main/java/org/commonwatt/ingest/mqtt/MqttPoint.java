package org.commonwatt.ingest.mqtt;

import org.commonwatt.ingest.registers.RegisterUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where one value comes from.
 *
 * @param entity unique id of an entity that Home Assistant's discovery announces; else null
 * @param place topic, field and unit; null with an entity, whose announcement says them
 * @param positiveIsImport of power: whether positive power is drawn from the grid
 */
public record MqttPoint(@Nullable String entity, @Nullable Place place, boolean positiveIsImport) {
  /** Checks that it is one of both. */
  public MqttPoint {
    if ((entity == null) == (place == null)) {
      throw new IllegalArgumentException("a value has either entity, or topic and unit");
    }
  }

  /**
   * A place of values.
   *
   * @param topic without wildcards
   * @param field names of JSON fields, joined by points; empty when the whole message is the number
   * @param unit what the number counts
   */
  public record Place(String topic, String field, RegisterUnit unit) {
    /** Checks that it is a topic. */
    public Place {
      if (topic.isEmpty() || topic.indexOf('#') >= 0 || topic.indexOf('+') >= 0) {
        throw new IllegalArgumentException("a topic is not empty and has no # or +");
      }
    }
  }
}
