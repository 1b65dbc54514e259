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
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.commonwatt.model.Command;

/** Speaks HTTP with the API, like anybody. */
final class ApiClient implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Vertx vertx = Vertx.vertx();
  private final WebClient client = WebClient.create(vertx);
  private final int port;

  ApiClient(int port) {
    this.port = port;
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
    return reply(request(HttpMethod.GET, path).send());
  }

  Reply call(HttpMethod method, String path) throws Exception {
    return reply(request(method, path).send());
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
    return reply(
        request(HttpMethod.POST, "/v1/orders")
            .putHeader("Content-Type", type)
            .sendBuffer(Buffer.buffer(body)));
  }

  /** Posts JSON to a path. */
  Reply post(String path, String body) throws Exception {
    return reply(
        request(HttpMethod.POST, path)
            .putHeader("Content-Type", "application/json")
            .sendBuffer(Buffer.buffer(body)));
  }

  Reply patch(String path, String body) throws Exception {
    return reply(
        request(HttpMethod.PATCH, path)
            .putHeader("Content-Type", "application/json")
            .sendBuffer(Buffer.buffer(body)));
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

  private HttpRequest<Buffer> request(HttpMethod method, String path) {
    return client.request(method, port, "127.0.0.1", path);
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
