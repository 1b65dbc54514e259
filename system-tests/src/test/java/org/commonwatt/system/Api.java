package org.commonwatt.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** The market's HTTP API as a client sees it. */
final class Api {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final Optional<String> login;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Api(int port) {
    this(URI.create("http://127.0.0.1:" + port));
  }

  Api(URI base) {
    this(base, Optional.empty());
  }

  private Api(URI base, Optional<String> login) {
    this.base = base;
    this.login = login;
  }

  /** As whoever has the login of a file. */
  static Api as(Path loginFile, URI base) throws IOException {
    return new Api(base, Optional.of(Files.readString(loginFile).strip()));
  }

  /** A status and a body. */
  record Answer(int status, JsonNode body) {
    String text(String field) {
      return body.required(field).asText();
    }
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  /** The newest tree head as its file; waits until there is one. */
  byte[] treeHead() throws IOException, InterruptedException {
    long end = System.nanoTime() + SmallLaptop.PATIENCE.toNanos();
    while (true) {
      HttpResponse<byte[]> answer =
          http.send(
              request("/v1/tree-head").GET().build(), HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() == 200) {
        return answer.body();
      }
      if (System.nanoTime() > end) {
        throw new IOException("no tree head: " + answer.statusCode());
      }
      Thread.sleep(50);
    }
  }

  Answer postOrder(String body) throws IOException, InterruptedException {
    return send(
        request("/v1/orders")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  /** Sends a request; an empty body is none. */
  Answer send(String method, String path, String body) throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path);
    if (body.isEmpty()) {
      return send(request.method(method, BodyPublishers.noBody()).build());
    }
    return send(
        request
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build());
  }

  /** The JSON of an order for 100 Wh at 0.15 per kWh. */
  static String order(String participant, String clientOrderId, Instant slotStart, String side) {
    return """
    {"participant":"%s","clientOrderId":"%s","area":"sierra-crest","slotStart":"%s",\
    "side":"%s","priceMicroPerKwh":150000,"energyWh":100}\
    """
        .formatted(participant, clientOrderId, slotStart, side);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
    login.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    return request;
  }

  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }
}
