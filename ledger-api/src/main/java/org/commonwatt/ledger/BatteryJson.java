package org.commonwatt.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
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
      JsonNode said = node.has("statement") ? node.required("statement") : node;
      Operation operation = MAPPER.treeToValue(said.required("operation"), Operation.class);
      Statement statement =
          new Statement(
              operation,
              JsonParts.text(said, "asset"),
              JsonParts.number(said, "sequence"),
              JsonParts.number(said, "eventMillis"),
              JsonParts.each(said.required("evidence"), JsonNode::textValue),
              MAPPER.treeToValue(said.required("action"), operation.form()));
      List<SignedStatement.Signature> signatures = new ArrayList<>();
      for (JsonNode one : node.path("signatures")) {
        signatures.add(MAPPER.treeToValue(one, SignedStatement.Signature.class));
      }
      return new SignedStatement(statement, signatures);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new LedgerException("not the JSON of a statement: " + e.getMessage(), e);
    }
  }
}
