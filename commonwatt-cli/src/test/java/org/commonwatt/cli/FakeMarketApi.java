package org.commonwatt.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A fake of the API of a market: it answers each path with what it was given, and keeps what came.
 */
final class FakeMarketApi implements AutoCloseable {
  /** What is answered, by path with query; {@code {}} to every other. */
  final Map<String, String> answers = new TreeMap<>();

  /** Method, path and body of each request. */
  final List<String> requests = new ArrayList<>();

  /** With which status everything is answered. */
  int status = 200;

  private final Map<String, List<String>> headers = new TreeMap<>();
  private final HttpServer server;

  FakeMarketApi() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String path = exchange.getRequestURI().toString();
          requests.add((exchange.getRequestMethod() + " " + path + " " + body).strip());
          exchange
              .getRequestHeaders()
              .forEach(
                  (name, values) ->
                      headers.computeIfAbsent(name, key -> new ArrayList<>()).addAll(values));
          byte[] answer = answers.getOrDefault(path, "{}").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  /** The option that names it. */
  String option() {
    return "--url=http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What all requests said under a header. */
  List<String> header(String name) {
    return headers.getOrDefault(name, List.of());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
