package org.commonwatt.ingest.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.commonwatt.ingest.registers.DecimalQuantity;

/** Reads the number of a message, exactly. */
final class Payload {
  /** A message of a meter is small; what is larger is not looked at. */
  static final int MOST_BYTES = 65_536;

  private static final int MOST_DEPTH = 20;
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MOST_DEPTH)
                          .maxNumberLength(40)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);

  private Payload() {}

  /**
   * The number at a place.
   *
   * @param place field and unit
   * @param payload of a message of its topic
   * @return empty when it is not there or is no plain decimal number, such as {@code unavailable}
   */
  static Optional<DecimalQuantity> read(MqttPoint.Place place, byte[] payload) {
    if (payload.length > MOST_BYTES) {
      return Optional.empty();
    }
    if (place.field().isEmpty()) {
      return DecimalQuantity.parse(
          new String(payload, StandardCharsets.UTF_8).strip(), place.unit());
    }
    try {
      JsonNode node = MAPPER.readTree(payload);
      for (String name : place.field().split("\\.", -1)) {
        node = node.path(name);
      }
      return number(node).flatMap(text -> DecimalQuantity.parse(text, place.unit()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** As it was written: a number, or a text that holds one. */
  private static Optional<String> number(JsonNode node) {
    if (node.isIntegralNumber()) {
      return Optional.of(node.asText());
    }
    if (node.isBigDecimal()) {
      // One of a huge exponent would be written out in full.
      int scale = node.decimalValue().scale();
      return scale < 0 || scale > 40
          ? Optional.empty()
          : Optional.of(node.decimalValue().toPlainString());
    }
    return node.isTextual() ? Optional.of(node.textValue().strip()) : Optional.empty();
  }
}
