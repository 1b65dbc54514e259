package org.commonwatt.engine.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Iterator;
import java.util.Set;
import org.commonwatt.model.Command;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /v1/orders}, strictly: every field, no other, right types. */
final class OrderRequest {
  private static final Set<String> FIELDS =
      Set.of(
          "participant",
          "clientOrderId",
          "area",
          "slotStart",
          "side",
          "priceMicroPerKwh",
          "energyWh");
  private static final String HINT =
      "Send one JSON object with participant, clientOrderId, area, slotStart, side,"
          + " priceMicroPerKwh and energyWh; /openapi.yaml has an example.";
  private static final ObjectMapper MAPPER = strictMapper();

  private OrderRequest() {}

  /**
   * Reads a body.
   *
   * @throws ProblemException with status 400 naming the field that is wrong
   */
  static Command.PlaceOrder parse(byte[] body) {
    JsonNode node = tree(body);
    if (!node.isObject()) {
      throw malformed("The body is not a JSON object.");
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        throw malformed("The field " + Params.quote(name) + " is not known.");
      }
    }
    return new Command.PlaceOrder(
        Params.id("participant", text(node, "participant")),
        Params.id("clientOrderId", text(node, "clientOrderId")),
        Params.id("area", text(node, "area")),
        Params.instantMillis("slotStart", text(node, "slotStart")),
        side(text(node, "side")),
        integer(node, "priceMicroPerKwh"),
        integer(node, "energyWh"));
  }

  private static JsonNode tree(byte[] body) {
    try {
      JsonNode node = MAPPER.readTree(body);
      if (node == null || node.isMissingNode()) {
        throw malformed("The body is empty.");
      }
      return node;
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " at line " + e.getLocation().getLineNr() + ", column " + column(e);
      throw malformed("The body is not well-formed JSON" + where + ".");
    } catch (IOException e) {
      throw malformed("The body is not text in UTF-8.");
    }
  }

  private static int column(JsonProcessingException e) {
    return e.getLocation().getColumnNr();
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = present(node, field);
    if (!value.isTextual()) {
      throw malformed("The field " + field + " must be a string.");
    }
    return value.textValue();
  }

  private static long integer(JsonNode node, String field) {
    JsonNode value = present(node, field);
    if (!value.isIntegralNumber()) {
      throw malformed("The field " + field + " must be an integer, without a decimal point.");
    }
    if (!value.canConvertToLong()) {
      throw malformed("The field " + field + " does not fit in 64 bits.");
    }
    return value.longValue();
  }

  private static JsonNode present(JsonNode node, String field) {
    @Nullable JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      throw malformed("The field " + field + " is missing.");
    }
    return value;
  }

  private static Side side(String text) {
    return switch (text) {
      case "buy" -> Side.BUY;
      case "sell" -> Side.SELL;
      default -> throw malformed("The field side must be \"buy\" or \"sell\".");
    };
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(Problem.malformed(detail, HINT));
  }

  private static ObjectMapper strictMapper() {
    ObjectMapper mapper =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonParser.Feature.ALLOW_COMMENTS)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(8)
                .maxNumberLength(40)
                .maxStringLength(4096)
                .build());
    return mapper;
  }
}
