package org.commonwatt.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import org.commonwatt.battery.life.Operation;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.battery.life.Statement;

/** Reads the JSON of batteries into the records that write it; whatever differs is an error. */
public final class BatteryJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private BatteryJson() {}

  /**
   * Reads a record.
   *
   * @throws LedgerException when the text is not that record's
   */
  static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new LedgerException("not the JSON of " + type.getSimpleName() + ": " + json, e);
    }
  }

  /**
   * Reads a statement with its signatures, or one that nobody has signed yet, however it is spaced:
   * {@code {"statement":{…},"signatures":[…]}} or the statement alone.
   *
   * @throws LedgerException saying what is wrong
   */
  public static SignedStatement readStatement(String json) {
    try {
      JsonNode node = MAPPER.readTree(json);
      boolean handed = node.has("statement");
      JsonNode said = handed ? node.required("statement") : node;
      SignedStatement signed =
          new SignedStatement(
              statement(said),
              handed
                  ? JsonParts.each(node.required("signatures"), BatteryJson::signature)
                  : List.of());
      String text = handed ? signed.text() : signed.statement().text();
      if (!MAPPER.readTree(text).equals(node)) {
        throw new IllegalArgumentException("it must have these fields and no others: " + text);
      }
      return signed;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new LedgerException("not the JSON of a statement: " + e.getMessage(), e);
    }
  }

  private static Statement statement(JsonNode said) throws JsonProcessingException {
    if (!said.isObject()) {
      throw new IllegalArgumentException("a statement must be an object, not " + said);
    }
    String word = JsonParts.text(said, "operation");
    Operation operation = MAPPER.treeToValue(TextNode.valueOf(word), Operation.class);
    JsonNode action = said.required("action");
    if (!action.isObject()) {
      throw new IllegalArgumentException("action must be an object");
    }
    requireNoNull(action, operation);
    return new Statement(
        operation,
        JsonParts.text(said, "asset"),
        JsonParts.number(said, "sequence"),
        JsonParts.number(said, "eventMillis"),
        JsonParts.each(said.required("evidence"), BatteryJson::hash),
        MAPPER.treeToValue(action, operation.form()));
  }

  /** Only a registration may say that there is none: no passport. */
  private static void requireNoNull(JsonNode node, Operation operation) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      boolean may = operation == Operation.REGISTER && field.getKey().equals("passport");
      if (field.getValue().isNull() && !may) {
        throw new IllegalArgumentException(field.getKey() + " must not be null");
      }
    }
    for (JsonNode one : node) {
      if (node.isArray() && one.isNull()) {
        throw new IllegalArgumentException("an array of action must not have null");
      }
      requireNoNull(one, operation);
    }
  }

  private static String hash(JsonNode node) {
    if (!node.isTextual()) {
      throw new IllegalArgumentException("evidence must be hashes, not " + node);
    }
    return node.textValue();
  }

  private static SignedStatement.Signature signature(JsonNode node) {
    if (!node.isObject()) {
      throw new IllegalArgumentException("signatures must be objects, not " + node);
    }
    return new SignedStatement.Signature(
        JsonParts.text(node, "org"), JsonParts.text(node, "signature"));
  }
}
