package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Says in words what the schemas of the API's document allow. */
final class ApiSchemas {
  private static final String COMPONENT = "#/components/schemas/";

  private final JsonNode document;

  ApiSchemas(JsonNode document) {
    this.document = document;
  }

  /** Where in the page a schema is described. */
  static String anchor(String schema) {
    return "schema-" + schema.toLowerCase(Locale.ROOT);
  }

  /** The node that a reference names, or the node itself. */
  JsonNode resolved(JsonNode node) {
    JsonNode ref = node.path("$ref");
    return ref.isTextual() ? document.at(ref.asText().substring(1)) : node;
  }

  /** Describes a schema: its fields when it is an object, else its type. */
  void describe(JsonNode schema, Html html) {
    String ref = schema.path("$ref").asText();
    if (ref.startsWith(COMPONENT)) {
      html.open("p");
      type(schema, html);
      html.close("p");
      return;
    }
    html.paragraphs(schema.path("description").asText());
    if (!schema.path("properties").isObject()) {
      html.open("p");
      type(schema, html);
      html.close("p");
      return;
    }
    Set<String> required =
        StreamSupport.stream(schema.path("required").spliterator(), false)
            .map(JsonNode::asText)
            .collect(java.util.stream.Collectors.toSet());
    html.table(List.of("field", "type", "meaning"));
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      html.open("tr").open("td").open("code").text(field.getKey()).close("code");
      html.text(required.contains(field.getKey()) ? "" : " (may be left out)").close("td");
      html.open("td");
      type(field.getValue(), html);
      html.close("td").open("td").prose(meaning(field.getValue())).close("td").close("tr");
    }
    html.endTable();
  }

  /** Adds the type of a schema in words, with a link where it has a name. */
  void type(JsonNode schema, Html html) {
    String ref = schema.path("$ref").asText();
    if (ref.startsWith(COMPONENT)) {
      String name = ref.substring(COMPONENT.length());
      html.link(anchor(name), name);
    } else if (schema.path("items").isObject()) {
      html.text("list of ");
      type(schema.path("items"), html);
    } else if (schema.path("properties").isObject()) {
      html.text("object with " + String.join(", ", names(schema.path("properties"))));
    } else {
      html.text(plain(schema));
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private String meaning(JsonNode schema) {
    String own = schema.path("description").asText();
    return own.isEmpty() ? resolved(schema).path("description").asText() : own;
  }

  private static String plain(JsonNode schema) {
    List<String> words = new ArrayList<>();
    JsonNode type = schema.path("type");
    words.add(type.isArray() ? joined(type, " or ") : type.asText("any"));
    if (schema.has("enum")) {
      words.add("one of " + joined(schema.get("enum"), ", "));
    }
    addIf(words, schema, "format", "as ");
    addIf(words, schema, "pattern", "matching ");
    addIf(words, schema, "minimum", "from ");
    addIf(words, schema, "maximum", "to ");
    addIf(words, schema, "maxLength", "length up to ");
    addIf(words, schema, "default", "default ");
    return String.join(", ", words);
  }

  private static void addIf(List<String> words, JsonNode schema, String key, String before) {
    if (schema.has(key)) {
      words.add(before + schema.get(key).asText());
    }
  }

  private static String joined(JsonNode array, String between) {
    List<String> words = new ArrayList<>();
    array.forEach(item -> words.add(item.asText()));
    return String.join(between, words);
  }
}
