package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the API's document and checks answers against it, as far as the document goes. */
final class OpenApi {
  private final JsonNode document;

  OpenApi(String yaml) throws IOException {
    document = new YAMLMapper().readTree(yaml);
  }

  /** Every operation as {@code METHOD /path}. */
  Set<String> operations() {
    Set<String> found = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (Iterator<String> names = path.getValue().fieldNames(); names.hasNext(); ) {
        String name = names.next();
        if (Set.of("get", "post", "delete", "put", "patch").contains(name)) {
          found.add(name.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
        }
      }
    }
    return found;
  }

  /** The example bodies of an operation. */
  List<JsonNode> examples(String method, String path) {
    List<JsonNode> found = new ArrayList<>();
    document
        .get("paths")
        .path(path)
        .path(method)
        .at("/requestBody/content/application~1json/examples")
        .forEach(example -> found.add(example.get("value")));
    return found;
  }

  /** What is wrong with an answer, empty when it is as documented. */
  List<String> violations(String operation, ApiClient.Reply reply) {
    String[] parts = operation.split(" ");
    JsonNode response =
        resolve(
            document
                .get("paths")
                .path(parts[1])
                .path(parts[0].toLowerCase(java.util.Locale.ROOT))
                .path("responses")
                .path(String.valueOf(reply.status())));
    if (response.isMissingNode()) {
      return List.of(operation + " does not document status " + reply.status());
    }
    JsonNode media = response.path("content").path(reply.type().split(";")[0]);
    if (media.isMissingNode()) {
      return List.of(operation + " does not document " + reply.type() + " at " + reply.status());
    }
    List<String> found = new ArrayList<>();
    check(media.get("schema"), reply.json(), operation, found);
    return found;
  }

  private void check(JsonNode schemaOrRef, JsonNode value, String at, List<String> found) {
    JsonNode schema = resolve(schemaOrRef);
    if (!hasType(schema.path("type"), value)) {
      found.add(at + " is " + value.getNodeType() + ", not " + schema.path("type"));
    }
    if (schema.has("enum") && !contains(schema.get("enum"), value)) {
      found.add(at + " is " + value + ", not one of " + schema.get("enum"));
    }
    if (schema.has("pattern") && !value.asText().matches(schema.get("pattern").asText())) {
      found.add(at + " " + value + " does not match " + schema.get("pattern"));
    }
    for (JsonNode item : value.isArray() ? value : List.<JsonNode>of()) {
      check(schema.path("items"), item, at + "[]", found);
    }
    if (value.isObject()) {
      checkFields(schema, value, at, found);
    }
  }

  private void checkFields(JsonNode schema, JsonNode value, String at, List<String> found) {
    for (JsonNode required : schema.path("required")) {
      if (!value.has(required.asText())) {
        found.add(at + " lacks " + required.asText());
      }
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JsonNode property = schema.path("properties").path(field.getKey());
      if (property.isMissingNode()) {
        found.add(at + " has the undocumented field " + field.getKey());
      } else {
        check(property, field.getValue(), at + "." + field.getKey(), found);
      }
    }
  }

  private JsonNode resolve(JsonNode node) {
    JsonNode ref = node.path("$ref");
    return ref.isMissingNode() ? node : document.at(ref.asText().substring(1));
  }

  private static boolean contains(JsonNode array, JsonNode value) {
    for (JsonNode item : array) {
      if (item.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasType(JsonNode type, JsonNode value) {
    if (type.isArray()) {
      for (JsonNode one : type) {
        if (hasType(one, value)) {
          return true;
        }
      }
      return false;
    }
    return switch (type.asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> false;
    };
  }
}
