package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.commonwatt.model.Command;

/**
 * Speaks HTTP with the API, like anybody, and holds every answer against the API's document:
 * status, media type and body. A body that was taken must be one that the document allows.
 */
final class ApiClient implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final OpenApi DOCUMENT = OpenApi.packaged();

  private final Vertx vertx = Vertx.vertx();
  private final WebClient client = WebClient.create(vertx);
  private final int port;

  private final Map<String, String> headers;

  ApiClient(int port) {
    this(port, Map.of());
  }

  /** Sends headers with every request. */
  ApiClient(int port, Map<String, String> headers) {
    this.port = port;
    this.headers = headers;
  }

  /** An answer. */
  record Reply(int status, String type, String text) {
    JsonNode json() {
      try {
        return MAPPER.readTree(text);
      } catch (java.io.IOException e) {
        throw new AssertionError("not JSON: " + text, e);
      }
    }

    String code() {
      return json().path("code").asText();
    }
  }

  Reply get(String path) throws Exception {
    return call(HttpMethod.GET, path);
  }

  Reply call(HttpMethod method, String path) throws Exception {
    return documented(method, path, reply(request(method, path).send()));
  }

  /** A header of an answer. */
  String header(HttpMethod method, String path, String name) throws Exception {
    HttpResponse<Buffer> response =
        request(method, path)
            .send()
            .toCompletionStage()
            .toCompletableFuture()
            .get(120, TimeUnit.SECONDS);
    return String.valueOf(response.getHeader(name));
  }

  Reply getFromHost(String path, String host) throws Exception {
    return reply(request(HttpMethod.GET, path).virtualHost(host).send());
  }

  Reply post(String body) throws Exception {
    return post("/v1/orders", body);
  }

  /** Posts a body of a type as an order. */
  Reply postAs(String type, String body) throws Exception {
    return send(HttpMethod.POST, "/v1/orders", type, body);
  }

  /** Posts JSON to a path. */
  Reply post(String path, String body) throws Exception {
    return send(HttpMethod.POST, path, "application/json", body);
  }

  Reply patch(String path, String body) throws Exception {
    return send(HttpMethod.PATCH, path, "application/json", body);
  }

  Reply post(Command.PlaceOrder order) throws Exception {
    return post(json(order).toString());
  }

  static ObjectNode json(Command.PlaceOrder order) {
    return MAPPER
        .createObjectNode()
        .put("participant", order.participant())
        .put("clientOrderId", order.clientOrderId())
        .put("area", order.area())
        .put("slotStart", Instant.ofEpochMilli(order.slotStartMillis()).toString())
        .put("side", order.side().name().toLowerCase(Locale.ROOT))
        .put("priceMicroPerKwh", order.priceMicroPerKwh())
        .put("energyWh", order.energyWh());
  }

  @Override
  public void close() {
    vertx.close();
  }

  /** Sends a body of a type. */
  Reply send(HttpMethod method, String path, String type, String body) throws Exception {
    Reply reply =
        documented(
            method,
            path,
            reply(
                request(method, path)
                    .putHeader("Content-Type", type)
                    .sendBuffer(Buffer.buffer(body))));
    if (reply.status() < 300) {
      requireAllowed(DOCUMENT.operation(method.name(), plain(path)).orElseThrow(), body);
    }
    return reply;
  }

  /** A body that was taken is one that the document allows; where it takes bytes, any. */
  private static void requireAllowed(String operation, String body) throws IOException {
    List<String> wrong =
        DOCUMENT.bytes(operation).isMissingNode()
            ? DOCUMENT.bodyViolations(operation, MAPPER.readTree(body))
            : List.of();
    if (!wrong.isEmpty()) {
      throw new AssertionError(operation + " took " + body + " although " + wrong);
    }
  }

  private static Reply documented(HttpMethod method, String path, Reply reply) {
    Optional<String> operation = DOCUMENT.operation(method.name(), plain(path));
    if (operation.isEmpty() && (reply.status() == 404 || reply.status() == 405)) {
      return reply;
    }
    List<String> wrong = DOCUMENT.violations(operation.orElseThrow(), reply);
    if (!wrong.isEmpty()) {
      throw new AssertionError(operation.get() + " answers " + reply + " although " + wrong);
    }
    return reply;
  }

  private static String plain(String path) {
    return path.split("\\?", 2)[0];
  }

  private HttpRequest<Buffer> request(HttpMethod method, String path) {
    HttpRequest<Buffer> request = client.request(method, port, "127.0.0.1", path);
    headers.forEach(request::putHeader);
    return request;
  }

  private static Reply reply(Future<HttpResponse<Buffer>> sent) throws Exception {
    HttpResponse<Buffer> response =
        sent.toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
    return new Reply(
        response.statusCode(),
        String.valueOf(response.getHeader("Content-Type")),
        String.valueOf(response.bodyAsString()));
  }
}
