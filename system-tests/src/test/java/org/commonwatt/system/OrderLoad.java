package org.commonwatt.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Clients that place orders as fast as they are answered, each waiting for its answer. A client
 * whose order was surely not taken sends it again; one that cannot know leaves it, and it is looked
 * up later.
 */
final class OrderLoad implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final long AGAIN_MILLIS = 20;
  private static final List<String> PARTICIPANTS = List.of("home-01", "home-02");

  private final Supplier<List<URI>> engines;
  private final Instant slot;
  private final String prefix;
  private final List<Thread> clients = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger preferred = new AtomicInteger();
  private final Map<URI, Long> firstAnswer = new ConcurrentHashMap<>();
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final Map<String, String> unknown = new ConcurrentHashMap<>();
  private final Map<String, String> refused = new ConcurrentHashMap<>();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private volatile boolean closing;

  /**
   * Starts to place orders.
   *
   * @param engines where the engines answer now
   * @param slot whose orders they are
   * @param prefix of the client order ids
   * @param count how many clients
   */
  OrderLoad(Supplier<List<URI>> engines, Instant slot, String prefix, int count) {
    this.engines = engines;
    this.slot = slot;
    this.prefix = prefix;
    for (int i = 0; i < count; i++) {
      Thread client = new Thread(this::trade, "client-" + i);
      client.setDaemon(true);
      clients.add(client);
    }
    clients.forEach(Thread::start);
  }

  /** Whose order it is: of all in turns, as one alone may not have a whole slot. */
  static String participantOf(String clientOrderId) {
    int number = Integer.parseInt(clientOrderId.substring(clientOrderId.lastIndexOf('-') + 1));
    return PARTICIPANTS.get(number % PARTICIPANTS.size());
  }

  /** Order ids by the client order ids that were acknowledged. */
  Map<String, Long> acknowledged() {
    return acknowledged;
  }

  /** Client order ids of which nobody knows, and why. */
  Map<String, String> unknown() {
    return unknown;
  }

  /** Client order ids that the rules refused, and the answers. */
  Map<String, String> refused() {
    return refused;
  }

  /** When an engine first acknowledged an order, by {@link System#nanoTime}; null before. */
  @Nullable Long firstAnswerOf(URI engine) {
    return firstAnswer.get(engine);
  }

  /** Lets every client end what it has begun. */
  @Override
  public void close() throws InterruptedException {
    closing = true;
    for (Thread client : clients) {
      client.join(2 * ANSWER.toMillis());
    }
  }

  private void trade() {
    while (!closing) {
      place(prefix + "-" + next.incrementAndGet());
    }
  }

  /** Sends an order until it is answered, or until nobody can know what became of it. */
  private void place(String id) {
    while (true) {
      List<URI> all = engines.get();
      URI engine = all.get(Math.floorMod(preferred.get(), all.size()));
      try {
        if (isDone(
            engine, id, http.send(request(engine, id), HttpResponse.BodyHandlers.ofString()))) {
          return;
        }
      } catch (java.net.ConnectException e) {
        // Nothing was sent.
      } catch (IOException e) {
        unknown.put(id, String.valueOf(e));
        return;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      if (closing) {
        return;
      }
      preferred.incrementAndGet();
      pause();
    }
  }

  private boolean isDone(URI engine, String id, HttpResponse<String> response) throws IOException {
    if (response.statusCode() == 201 || response.statusCode() == 200) {
      acknowledged.put(id, JSON.readTree(response.body()).required("orderId").asLong());
      firstAnswer.putIfAbsent(engine, System.nanoTime());
      return true;
    }
    if (response.statusCode() != 503 && response.statusCode() != 429) {
      refused.put(id, response.body());
      return true;
    }
    if (response.body().contains("OUTCOME_UNKNOWN")) {
      unknown.put(id, response.body());
      return true;
    }
    return false;
  }

  private HttpRequest request(URI engine, String id) {
    String body =
        """
        {"participant":"%s","clientOrderId":"%s","area":"sierra-crest","slotStart":"%s",\
        "side":"buy","priceMicroPerKwh":150000,"energyWh":1}\
        """
            .formatted(participantOf(id), id, slot);
    return HttpRequest.newBuilder(engine.resolve("/v1/orders"))
        .timeout(ANSWER)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
