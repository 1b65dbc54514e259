package org.commonwatt.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.commonwatt.model.Hash;

/** Reads what a ledger stores, strictly: a number is no text, and none is cut to fit. */
final class JsonParts {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonParts() {}

  /**
   * Reads a text.
   *
   * @param what it should be, for the message
   * @throws LedgerException when it is not that
   */
  static <T> T decode(String what, String json, Function<JsonNode, T> reader) {
    try {
      return reader.apply(MAPPER.readTree(json));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new LedgerException("not the JSON of " + what + ": " + e.getMessage(), e);
    }
  }

  static <T> List<T> each(JsonNode array, Function<JsonNode, T> reader) {
    if (!array.isArray()) {
      throw new IllegalArgumentException("an array is expected");
    }
    List<T> all = new ArrayList<>();
    array.forEach(node -> all.add(reader.apply(node)));
    return all;
  }

  static String text(JsonNode node, String field) {
    JsonNode value = node.required(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(field + " must be a string");
    }
    return value.textValue();
  }

  static Hash hash(JsonNode node, String field) {
    return new Hash(text(node, field));
  }

  static long number(JsonNode node, String field) {
    JsonNode value = node.required(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException(field + " must be a whole number");
    }
    return value.longValue();
  }

  /** A number that fits 32 bits. */
  static int integer(JsonNode node, String field) {
    JsonNode value = node.required(field);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw new IllegalArgumentException(field + " must be a whole number of at most 32 bits");
    }
    return value.intValue();
  }
}
