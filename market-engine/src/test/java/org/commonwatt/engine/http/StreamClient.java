package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A client of the stream, of the JDK: another implementation of RFC 6455 than the server's. It
 * holds every message against the schema, those that the server took included.
 */
final class StreamClient implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final StreamSchema SCHEMA = new StreamSchema();
  private static final long PATIENCE_SECONDS = 180;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<JsonNode> kept = new ArrayList<>(); // seen and not taken
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private final WebSocket socket;
  private volatile boolean reading;
  private CompletableFuture<WebSocket> sent = CompletableFuture.completedFuture(null);
  private int requests;

  /** Opens a socket that reads at once. */
  StreamClient(int port) throws Exception {
    this(port, true);
  }

  /**
   * Opens a socket.
   *
   * @param reading whether it reads at once, or only after {@link #read}
   */
  StreamClient(int port, boolean reading) throws Exception {
    this(port, reading, Map.of());
  }

  /** Opens a socket with headers of its request. */
  StreamClient(int port, boolean reading, Map<String, String> headers) throws Exception {
    this.reading = reading;
    WebSocket.Builder builder = http.newWebSocketBuilder();
    headers.forEach(builder::header);
    this.socket =
        builder
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/v1/stream"), new Reader())
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private final class Reader implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void onOpen(WebSocket opened) {
      if (reading) {
        opened.request(1);
      }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          messages.add(MAPPER.readTree(text.toString()));
        } catch (java.io.IOException e) {
          closed.completeExceptionally(e);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(code + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed.complete("broken: " + error);
    }
  }

  /** Begins to read. */
  void read() {
    reading = true;
    socket.request(1);
  }

  /** Sends text as it is. */
  void send(String text) throws Exception {
    socket.sendText(text, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Sends text after what was sent before, and does not wait; the server may not read it. */
  void sendUnawaited(String text) {
    sent = sent.handle((ok, failed) -> socket.sendText(text, true)).thenCompose(next -> next);
  }

  /** Sends a request with an id of its own, which is returned. */
  String send(ObjectNode request) throws Exception {
    String id = "r" + ++requests;
    request.put("id", id);
    send(request.toString());
    List<String> wrong = SCHEMA.clientViolations(request);
    if (!wrong.isEmpty()) {
      throw new AssertionError("the schema does not know " + request + ": " + wrong);
    }
    return id;
  }

  /** Asks to follow a channel and returns the answer. */
  JsonNode subscribe(String channel, @Nullable ObjectNode params, @Nullable Long from)
      throws Exception {
    ObjectNode request = MAPPER.createObjectNode().put("op", "subscribe").put("channel", channel);
    if (params != null) {
      request.set("params", params);
    }
    if (from != null) {
      request.put("from", from);
    }
    JsonNode answer = answer(send(request));
    if (!answer.get("type").asText().equals("subscribed")) {
      throw new AssertionError(request + " is answered by " + answer);
    }
    return answer;
  }

  /** The answer to a request; messages before it are kept. */
  JsonNode answer(String id) throws Exception {
    return next(message -> message.path("id").asText().equals(id));
  }

  /** The next message of a type, of those that were not taken. */
  JsonNode next(String type) throws Exception {
    return next(message -> message.get("type").asText().equals(type));
  }

  /** The next message of a channel. */
  JsonNode nextOf(String channel) throws Exception {
    return next(
        message ->
            message.path("channel").asText().equals(channel)
                && List.of("snapshot", "delta").contains(message.get("type").asText()));
  }

  /** The next message that is looked for; those before it are kept for others. */
  JsonNode next(Predicate<JsonNode> wanted) throws Exception {
    for (Iterator<JsonNode> earlier = kept.iterator(); earlier.hasNext(); ) {
      JsonNode message = earlier.next();
      if (wanted.test(message)) {
        earlier.remove();
        return message;
      }
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      JsonNode message = messages.poll(1, TimeUnit.SECONDS);
      if (message == null) {
        continue;
      }
      List<String> wrong = SCHEMA.serverViolations(message);
      if (!wrong.isEmpty()) {
        throw new AssertionError("the schema does not know " + message + ": " + wrong);
      }
      if (wanted.test(message)) {
        return message;
      }
      if (!message.get("type").asText().equals("heartbeat")) {
        kept.add(message);
      }
    }
    throw new AssertionError("no such message came, only " + kept);
  }

  /** Code and reason with which the server closed the socket. */
  String awaitClose() throws Exception {
    return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Whether a message of a channel was seen, and not taken, since the answer to a request. */
  boolean saw(String channel) {
    return kept.stream().anyMatch(message -> message.path("channel").asText().equals(channel));
  }

  /** Forgets what was seen and not taken. */
  void forget() {
    kept.clear();
  }

  /** Messages that came and were not taken. */
  int waiting() {
    return messages.size() + kept.size();
  }

  static ObjectNode params() {
    return MAPPER.createObjectNode();
  }

  @Override
  public void close() {
    socket.abort();
  }
}
