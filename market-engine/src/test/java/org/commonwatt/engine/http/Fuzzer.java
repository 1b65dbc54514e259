package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests from the API's document: valid ones of every operation, changed in one to three
 * places – method, path, query, body, its type and encoding, headers.
 */
final class Fuzzer {
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO", "get");
  private static final List<String> PLACES =
      List.of(
          "",
          "%00",
          "%2F",
          "%2e%2e",
          "..",
          "%zz",
          "%",
          "%C0%AF",
          "%F0%9F%98%80",
          "é",
          "a%20b",
          "*",
          "1e3",
          "-1",
          "0",
          "1",
          "99999999999999999999",
          "9223372036854775807",
          ";a=b",
          "a,b",
          "{}",
          "home-01%0d%0aX:%20y",
          "home-02",
          "nobody",
          "operator",
          "village",
          "open",
          "batch",
          "%ff",
          "2022-08-02T07:15:00Z",
          "2022-08-02T07:07:00Z",
          "2200-01-01T00:00:00Z",
          "null",
          "true",
          "a".repeat(300),
          "..%2f..%2fetc%2fpasswd",
          "<script>",
          "'--",
          "$%7Bx%7D",
          "%25",
          "~");
  private static final List<String> TYPES =
      List.of(
          "application/json; charset=utf-8",
          "APPLICATION/JSON",
          "application/json;charset=utf-16",
          "text/plain",
          "",
          "application/x-www-form-urlencoded",
          "multipart/form-data",
          "multipart/form-data; boundary=x",
          "application/json, text/html",
          ";",
          "*/*",
          "é",
          "application/problem+json",
          "application/json;");
  private static final List<String> HEADERS =
      List.of(
          "Accept: text/xml",
          "Accept: ;;;",
          "Accept-Encoding: gzip, br;q=x",
          "Cookie: a=b; =; ;",
          "Content-Encoding: gzip",
          "Expect: 100-continue",
          "Expect: wonders",
          "Range: bytes=0-",
          "If-Match: *",
          "If-None-Match: \"a\"",
          "Origin: https://example.org",
          "Referer: x",
          "X-HTTP-Method-Override: DELETE",
          "X-Forwarded-Host: example.org",
          "Connection: close",
          "Connection: upgrade",
          "Upgrade: h2c",
          "Content-Language: é",
          "Date: yesterday",
          ": none",
          "No colon",
          "Tab:\tx",
          "X-Empty:",
          "X-Long: " + "x".repeat(9_000),
          "Max-Forwards: -1",
          "X-Nul: a\0b",
          "Accept-Charset: utf-7",
          "Content-Location: //",
          "Via: 1.1 x",
          "TE: x");
  private static final List<String> HOSTS =
      List.of("localhost", "127.0.0.1:99999", "example.org", "", "[::1]", "127.0.0.1, x", "a b");

  private final OpenApi document;
  private final Random random;
  private final List<String> operations;
  private final FuzzedBodies bodies;
  private final Map<String, List<byte[]>> examples = new TreeMap<>();

  Fuzzer(OpenApi document, Random random) {
    this.document = document;
    this.random = random;
    this.operations = List.copyOf(document.operations());
    this.bodies = new FuzzedBodies(document, random);
    for (String operation : operations) {
      List<byte[]> found = new ArrayList<>();
      document
          .examples(operation)
          .values()
          .forEach(one -> found.add(one.toString().getBytes(StandardCharsets.UTF_8)));
      examples.put(operation, found);
    }
  }

  /** The next request. */
  FuzzedRequest next() {
    String operation = one(operations);
    String method = random.nextInt(20) == 0 ? one(METHODS) : operation.split(" ", 2)[0];
    int kind = random.nextInt(8);
    String changed = kind < 3 ? parameter(operation) : null;
    FuzzedRequest request = new FuzzedRequest(method, target(operation, changed));
    List<byte[]> known = examples.getOrDefault(operation, List.of());
    if (!known.isEmpty()) {
      boolean asItIs = kind < 3 || random.nextInt(10) == 0;
      request.type("application/json");
      request.body(asItIs ? one(known) : bodies.next(operation));
    } else if (random.nextInt(10) == 0) {
      request.body(bodies.next(one(operations))).type("application/json");
    }
    if (kind == 3) {
      request.target(request.target() + query());
    }
    return dressed(request);
  }

  private FuzzedRequest dressed(FuzzedRequest request) {
    switch (random.nextInt(16)) {
      case 0, 1 -> request.header(one(HEADERS));
      case 2 -> request.type(random.nextInt(4) == 0 ? null : one(TYPES));
      case 3 -> request.host(one(HOSTS));
      case 4 -> request.inChunks();
      case 5 -> request.target(request.target() + "&".repeat(random.nextInt(3)) + "%");
      default -> {
        // As it is.
      }
    }
    return request;
  }

  private @Nullable String parameter(String operation) {
    List<JsonNode> parameters = document.parameters(operation);
    return parameters.isEmpty() ? null : one(parameters).get("name").asText();
  }

  /** The examples of all parameters, or of some, and one of them replaced. */
  private String target(String operation, @Nullable String changed) {
    String path = operation.split(" ", 2)[1];
    List<String> query = new ArrayList<>();
    for (JsonNode parameter : document.parameters(operation)) {
      String name = parameter.get("name").asText();
      boolean replaced = name.equals(changed);
      String value = replaced ? one(PLACES) : example(parameter);
      if (parameter.get("in").asText().equals("path")) {
        path = path.replace("{" + name + "}", value);
      } else if (parameter.get("in").asText().equals("query")
          && (parameter.path("required").asBoolean() || replaced || random.nextInt(3) == 0)) {
        query.add(name + "=" + value);
      }
    }
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  private static String example(JsonNode parameter) {
    JsonNode example =
        parameter.has("example") ? parameter.get("example") : parameter.at("/schema/default");
    return URLEncoder.encode(example.asText(), StandardCharsets.UTF_8);
  }

  private String query() {
    return switch (random.nextInt(7)) {
      case 0 -> "?limit=5&limit=6";
      case 1 -> "?" + one(PLACES) + "=" + one(PLACES);
      case 2 -> "?limit=" + one(PLACES);
      case 3 -> "?cursor=" + one(PLACES);
      case 4 -> "?%";
      case 5 -> "?a=" + "x".repeat(random.nextInt(5_000));
      default -> "?&&=&participant";
    };
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
