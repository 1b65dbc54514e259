package org.commonwatt.engine.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Bodies that differ from a good one in one place: good ones and bad ones. */
final class Mutants {
  private static final JsonNode VALUES =
      tree(
          """
          [null, true, 0, 1, -1, 1.5, 9223372036854775807, 9223372036854775808,
           -9223372036854775809, "", " ", "x y", "1", "buy", "BUY", "market", "good-till-date",
           "2022-08-02", "2022-08-02T07:15:00Z", "2022-08-02T07:15:00.250Z",
           "2022-08-02T07:15:00+00:00", "2022-08-02T07:15:00.2500Z", "2022-02-30T07:15:00Z",
           "2022-08-02T24:00:00Z", "2500-01-01T00:00:00Z", "2022-08-02t07:15:00z", "-x", "é",
           "x\\u0000y", [], {}, [1], {"a": 1}]
          """);

  private Mutants() {}

  /** Every field of every object of a body left out, and every value in it replaced in turn. */
  static List<JsonNode> of(JsonNode body) {
    List<JsonNode> found = new ArrayList<>();
    VALUES.forEach(found::add);
    if (body instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        for (JsonNode value : of(field.getValue())) {
          found.add(object.deepCopy().set(field.getKey(), value));
        }
        found.add(object.deepCopy().without(field.getKey()));
      }
    }
    if (body instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        for (JsonNode value : of(array.get(i))) {
          ArrayNode copy = array.deepCopy();
          copy.set(i, value);
          found.add(copy);
        }
      }
    }
    return found;
  }

  /** Every object of a body with one more field, of each name. */
  static List<JsonNode> withExtra(JsonNode body, Set<String> names) {
    List<JsonNode> found = new ArrayList<>();
    if (body instanceof ObjectNode object) {
      for (String name : names) {
        if (!object.has(name)) {
          found.add(object.deepCopy().put(name, 1));
        }
      }
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        for (JsonNode value : withExtra(field.getValue(), names)) {
          found.add(object.deepCopy().set(field.getKey(), value));
        }
      }
    }
    if (body instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        for (JsonNode value : withExtra(array.get(i), names)) {
          ArrayNode copy = array.deepCopy();
          copy.set(i, value);
          found.add(copy);
        }
      }
    }
    return found;
  }

  /** The names of all fields that a document names anywhere, those that only a server sets too. */
  static Set<String> fieldNames(JsonNode document) {
    Set<String> names = new TreeSet<>();
    document
        .findValues("properties")
        .forEach(fields -> fields.fieldNames().forEachRemaining(names::add));
    return names;
  }

  private static JsonNode tree(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
