package org.commonwatt.ingest.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.ingest.registers.RegisterUnit;

/**
 * What devices announce of their sensors in Home Assistant's discovery topics, {@code
 * PREFIX/sensor/[NODE/]OBJECT/config}: the fields {@code unique_id}, {@code state_topic}, {@code
 * unit_of_measurement} and {@code value_template}, by these names or their short ones, with {@code
 * ~} for the base topic.
 */
final class Discovery {
  /** An announcement of a sensor is small; what is larger is not looked at. */
  static final int MOST_BYTES = 16_384;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Map<String, RegisterUnit> UNITS =
      Map.of(
          "Wh", RegisterUnit.WATT_HOUR,
          "kWh", RegisterUnit.KILOWATT_HOUR,
          "MWh", RegisterUnit.MEGAWATT_HOUR,
          "W", RegisterUnit.WATT,
          "kW", RegisterUnit.KILOWATT);

  /** Templates are programs; we know those that name a field, or that leave the value as it is. */
  private static final Pattern TEMPLATE =
      Pattern.compile(
          "\\{\\{\\s*(?:value|value_json(?<path>(?:\\.\\w+|\\['[^']+'])+))\\s*"
              + "(?:\\|\\s*float(?:\\(\\s*0?\\s*\\))?\\s*)?}}");

  private Discovery() {}

  /**
   * A sensor.
   *
   * @param entity its unique id
   * @param place where its values come from
   */
  record Announced(String entity, MqttPoint.Place place) {}

  /**
   * Reads an announcement.
   *
   * @param payload of a config topic
   * @return the sensor; empty when it is none of energy or power, or is announced in a way that we
   *     do not know, or in more than {@value #MOST_BYTES} bytes
   */
  static Optional<Announced> read(byte[] payload) {
    if (payload.length > MOST_BYTES) {
      return Optional.empty();
    }
    try {
      JsonNode config = MAPPER.readTree(payload);
      String entity = text(config, "unique_id", "uniq_id");
      String base = config.path("~").asText("");
      String topic = text(config, "state_topic", "stat_t");
      RegisterUnit unit = UNITS.get(text(config, "unit_of_measurement", "unit_of_meas"));
      Optional<String> field = field(text(config, "value_template", "val_tpl"));
      if (entity.isEmpty() || topic.isEmpty() || unit == null || field.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new Announced(entity, new MqttPoint.Place(expanded(topic, base), field.get(), unit)));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String text(JsonNode config, String name, String shortName) {
    return config.path(config.has(name) ? name : shortName).asText("");
  }

  private static String expanded(String topic, String base) {
    if (topic.startsWith("~")) {
      return base + topic.substring(1);
    }
    return topic.endsWith("~") ? topic.substring(0, topic.length() - 1) + base : topic;
  }

  private static Optional<String> field(String template) {
    if (template.isEmpty()) {
      return Optional.of("");
    }
    Matcher matcher = TEMPLATE.matcher(template.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String path = matcher.group("path");
    return Optional.of(path == null ? "" : path.replaceAll("\\['([^']+)']", ".$1").substring(1));
  }
}
