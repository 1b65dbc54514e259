package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The JSON Schema of the stream's messages, with the API's own schemas that it refers to. */
final class StreamSchema {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final SchemaValidatorsConfig CONFIG =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

  private final JsonSchema client;
  private final JsonSchema server;

  StreamSchema() {
    try (var in = StreamSchema.class.getResourceAsStream("/openapi/stream.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String local = text.replace("openapi.json#/components", "#/components");
      client = compiled(local, "ClientMessage");
      server = compiled(local, "ServerMessage");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with a message of a client, empty when it is as documented. */
  List<String> clientViolations(JsonNode message) {
    return violations(client, message);
  }

  /** What is wrong with a message of the server, empty when it is as documented. */
  List<String> serverViolations(JsonNode message) {
    return violations(server, message);
  }

  private static synchronized List<String> violations(JsonSchema schema, JsonNode message) {
    return schema.validate(message).stream().map(ValidationMessage::getMessage).toList();
  }

  private static JsonSchema compiled(String text, String name) throws IOException {
    ObjectNode root = (ObjectNode) MAPPER.readTree(text);
    root.remove(List.of("oneOf", "$id"));
    root.put("$ref", "#/$defs/" + name);
    root.set("components", OpenApi.packaged().document().get("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root, CONFIG);
  }
}
