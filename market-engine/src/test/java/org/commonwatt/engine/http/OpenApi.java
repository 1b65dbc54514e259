package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the API's document, and checks requests and answers against it with a validator of JSON
 * Schema 2020-12, which is the language of schemas in OpenAPI 3.1. Formats count, and an {@code
 * int64} has 64 bits. Thread-safe.
 */
final class OpenApi {
  private static final Set<String> METHODS = Set.of("get", "post", "delete", "put", "patch");
  private static final SchemaValidatorsConfig CONFIG =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

  private final JsonNode document;
  private final Map<JsonNode, JsonSchema> schemas = new IdentityHashMap<>();

  OpenApi(String yaml) throws IOException {
    document = bounded(new YAMLMapper().readTree(yaml));
  }

  /** The document as it lies in the jar. */
  static OpenApi packaged() {
    try (var in = OpenApi.class.getResourceAsStream("/openapi/openapi.yaml")) {
      return new OpenApi(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The document itself. */
  JsonNode document() {
    return document;
  }

  /** Every operation as {@code METHOD /path}. */
  Set<String> operations() {
    Set<String> found = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (METHODS.contains(name)) {
                  found.add(name.toUpperCase(Locale.ROOT) + " " + path.getKey());
                }
              });
    }
    return found;
  }

  /** The operation that a request reaches, by its path without a query; empty for none. */
  Optional<String> operation(String method, String path) {
    String literal = method + " " + path;
    boolean isWritten = document.get("paths").has(path); // then no path with parameters is meant
    return operations().stream()
        .filter(
            one ->
                isWritten
                    ? one.equals(literal)
                    : literal.matches(one.replaceAll("\\{[^}]+}", "[^/]+")))
        .findFirst();
  }

  /** What the document says of an operation. */
  JsonNode at(String operation) {
    String[] parts = operation.split(" ", 2);
    return document.get("paths").path(parts[1]).path(parts[0].toLowerCase(Locale.ROOT));
  }

  /** The parameters of an operation in path and query, those of its path included. */
  List<JsonNode> parameters(String operation) {
    List<JsonNode> found = new ArrayList<>();
    JsonNode path = document.get("paths").path(operation.split(" ", 2)[1]);
    path.path("parameters").forEach(one -> found.add(resolve(one)));
    at(operation).path("parameters").forEach(one -> found.add(resolve(one)));
    found.removeIf(one -> one.path("in").asText().equals("header"));
    return found;
  }

  /** The JSON body that an operation takes, missing when it takes none. */
  JsonNode body(String operation) {
    return resolve(at(operation).path("requestBody")).path("content").path("application/json");
  }

  /** The example of a body that is bytes, missing for an operation that takes none. */
  JsonNode bytes(String operation) {
    return at(operation).at("/requestBody/content/application~1octet-stream/example");
  }

  /** The example bodies of an operation by name. */
  Map<String, JsonNode> examples(String operation) {
    Map<String, JsonNode> found = new java.util.LinkedHashMap<>();
    JsonNode body = body(operation);
    if (body.has("example")) {
      found.put("example", body.get("example"));
    }
    body.path("examples")
        .properties()
        .forEach(one -> found.put(one.getKey(), one.getValue().get("value")));
    return found;
  }

  /** What is wrong with a body for an operation, empty when it is as documented. */
  List<String> bodyViolations(String operation, JsonNode value) {
    JsonNode schema = body(operation).path("schema");
    return schema.isMissingNode()
        ? List.of(operation + " takes no body")
        : violations(schema, value);
  }

  /** What is wrong with an answer, empty when it is as documented. */
  List<String> violations(String operation, ApiClient.Reply reply) {
    JsonNode response =
        resolve(at(operation).path("responses").path(String.valueOf(reply.status())));
    if (response.isMissingNode()) {
      return List.of(operation + " does not document status " + reply.status());
    }
    JsonNode media = response.path("content").path(reply.type().split(";")[0]);
    if (media.isMissingNode()) {
      return List.of(operation + " does not document " + reply.type() + " at " + reply.status());
    }
    boolean json = reply.type().contains("json");
    return violations(
        media.get("schema"), json ? reply.json() : JsonNodeFactory.instance.textNode(reply.text()));
  }

  /** What is wrong with a value by a schema of the document. */
  synchronized List<String> violations(JsonNode schema, JsonNode value) {
    return schemas.computeIfAbsent(schema, this::compiled).validate(value).stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }

  /** The node that a reference names, or the node itself. */
  JsonNode resolve(JsonNode node) {
    JsonNode ref = node.path("$ref");
    return ref.isMissingNode() ? node : document.at(ref.asText().substring(1));
  }

  /** A schema for the validator: it finds the components where the references point. */
  private JsonSchema compiled(JsonNode schema) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.setAll((ObjectNode) schema);
    root.set("components", document.get("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root, CONFIG);
  }

  /** JSON Schema has no 64 bits: the format is given the bounds that it means. */
  private static JsonNode bounded(JsonNode node) {
    if (node instanceof ObjectNode object && object.path("format").asText().equals("int64")) {
      if (!object.has("minimum")) {
        object.put("minimum", Long.MIN_VALUE);
      }
      if (!object.has("maximum")) {
        object.put("maximum", Long.MAX_VALUE);
      }
    }
    node.forEach(OpenApi::bounded);
    return node;
  }
}
