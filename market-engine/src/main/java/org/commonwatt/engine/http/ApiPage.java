package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The page of the API for people, made from its OpenAPI document: every operation with its
 * parameters, bodies, examples as commands and answers, then every schema.
 */
final class ApiPage {
  private static final List<String> METHODS = List.of("get", "post", "patch", "delete", "put");
  private static final String STYLE =
      "body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:0 auto;padding:1rem;"
          + "color:#1b1b1b;background:#fff}code,pre{font:14px/1.4 ui-monospace,monospace}"
          + "pre{background:#f3f3f0;padding:.7rem;overflow-x:auto}table{border-collapse:collapse;"
          + "margin:.5rem 0;width:100%}th,td{text-align:left;vertical-align:top;padding:.2rem .6rem"
          + " .2rem 0;border-bottom:1px solid #ddd}section{border-top:2px solid #bbb;"
          + "margin-top:1.5rem}h3 code{font-size:1rem}nav ul{columns:2;padding-left:1.2rem}"
          + "@media(max-width:40rem){nav ul{columns:1}}@media(prefers-color-scheme:dark){"
          + "body{color:#e8e8e4;background:#161616}pre{background:#242424}a{color:#8ab4f8}"
          + "th,td{border-color:#444}}";

  private final JsonNode document;
  private final ApiSchemas schemas;
  private final Html html = new Html();

  private ApiPage(JsonNode document) {
    this.document = document;
    this.schemas = new ApiSchemas(document);
  }

  /** The page of a document. */
  static String of(JsonNode document) {
    return new ApiPage(document).page();
  }

  private record Operation(String method, String path, JsonNode node, JsonNode shared) {
    String id() {
      return node.path("operationId").asText();
    }
  }

  private String page() {
    JsonNode info = document.path("info");
    html.open("html", "lang", "en").open("head").open("meta", "charset", "utf-8");
    html.open("meta", "name", "viewport", "content", "width=device-width,initial-scale=1");
    html.element("title", info.path("title").asText());
    html.element("style", STYLE).close("head").open("body").open("main");
    html.element("h1", info.path("title").asText() + " " + info.path("version").asText());
    html.paragraphs(info.path("description").asText());
    List<Operation> operations = operations();
    contents(operations);
    for (JsonNode tag : document.path("tags")) {
      html.element("h2", tag.path("name").asText());
      html.paragraphs(tag.path("description").asText());
      operations.stream().filter(one -> isTagged(one, tag)).forEach(this::operation);
    }
    html.element("h2", "Schemas");
    for (Map.Entry<String, JsonNode> schema : document.at("/components/schemas").properties()) {
      html.open("section", "id", ApiSchemas.anchor(schema.getKey()));
      html.element("h3", schema.getKey());
      schemas.describe(schema.getValue(), html);
      html.close("section");
    }
    return "<!DOCTYPE html>\n" + html.close("main").close("body").close("html");
  }

  private List<Operation> operations() {
    List<Operation> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (String method : METHODS) {
        JsonNode node = path.getValue().path(method);
        if (node.isObject()) {
          String upper = method.toUpperCase(Locale.ROOT);
          found.add(new Operation(upper, path.getKey(), node, path.getValue().path("parameters")));
        }
      }
    }
    return found;
  }

  private static boolean isTagged(Operation operation, JsonNode tag) {
    return operation.node().at("/tags/0").equals(tag.path("name"));
  }

  private void contents(List<Operation> operations) {
    html.open("nav").open("ul");
    for (Operation one : operations) {
      html.open("li").link(one.id(), one.method() + " " + one.path()).close("li");
    }
    html.close("ul").close("nav");
  }

  private void operation(Operation one) {
    html.open("section", "id", one.id()).open("h3").open("code");
    html.text(one.method() + " " + one.path()).close("code").close("h3");
    html.paragraphs(one.node().path("summary").asText());
    html.paragraphs(one.node().path("description").asText());
    parameters(one);
    JsonNode body = schemas.resolved(one.node().path("requestBody"));
    if (body.isObject()) {
      JsonNode content = body.path("content");
      html.element("h4", "Body");
      schemas.describe(content.iterator().next().path("schema"), html);
      examples(one, content.path("application/json")); // of other types a shell would spoil them
    }
    answers(one.node().path("responses"));
    html.close("section");
  }

  private void parameters(Operation one) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    one.shared().forEach(parameter -> all.add(schemas.resolved(parameter)));
    one.node().path("parameters").forEach(parameter -> all.add(schemas.resolved(parameter)));
    if (all.isEmpty()) {
      return;
    }
    html.table(List.of("parameter", "in", "type", "meaning"));
    for (JsonNode parameter : all) {
      html.open("tr").open("td").open("code").text(parameter.path("name").asText());
      html.close("code").text(parameter.path("required").asBoolean() ? "" : " (may be left out)");
      html.close("td").element("td", parameter.path("in").asText()).open("td");
      schemas.type(parameter.path("schema"), html);
      html.close("td").open("td").prose(parameter.path("description").asText());
      html.close("td").close("tr");
    }
    html.endTable();
  }

  private void examples(Operation one, JsonNode media) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    if (media.has("example")) {
      all.putObject("example").set("value", media.get("example"));
    }
    media.path("examples").properties().forEach(e -> all.set(e.getKey(), e.getValue()));
    for (JsonNode example : all) {
      html.paragraphs(example.path("summary").asText());
      html.element("pre", command(one, example.path("value")));
    }
  }

  private String command(Operation one, JsonNode body) {
    String server = document.at("/servers/0/url").asText();
    String path = one.path();
    for (JsonNode parameter : one.shared()) {
      JsonNode resolved = schemas.resolved(parameter);
      String name = "{" + resolved.path("name").asText() + "}";
      path = path.replace(name, resolved.path("example").asText(name));
    }
    return "curl -s -X "
        + one.method()
        + " "
        + server
        + path
        + " -H 'Content-Type: application/json' -d '"
        + pretty(body)
        + "'";
  }

  private void answers(JsonNode responses) {
    html.table(List.of("answer", "meaning", "body"));
    for (Map.Entry<String, JsonNode> response : responses.properties()) {
      JsonNode node = schemas.resolved(response.getValue());
      html.open("tr").element("td", response.getKey()).open("td");
      html.prose(node.path("description").asText()).close("td").open("td");
      for (JsonNode media : node.path("content")) {
        schemas.type(media.path("schema"), html);
      }
      html.close("td").close("tr");
    }
    html.endTable();
  }

  private static String pretty(JsonNode node) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(node);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }
}
