package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The memory of an engine runs out under batches of orders, because its heap is far too small: the
 * orders that two members may have, 250,000 of 445 bytes, do not fit, and twelve batches at once
 * may not either. The process ends, as the launcher has it end, and does not linger half dead; the
 * next start has all that was acknowledged, once.
 */
@Tag("slow")
class OutOfMemorySlowTest {
  private static final String HEAP = "-Xmx80m";
  private static final String AS_THE_LAUNCHER = "-XX:+ExitOnOutOfMemoryError";
  private static final int OUT_OF_MEMORY = 3; // the exit code that this option gives
  private static final int CLIENTS = 12;
  private static final int BATCH = 1_000;
  private static final int FIRST_BATCHES = 20;
  private static final int FIRST_BATCH = 50;
  private static final int SLOTS = 24;
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
  private final AtomicInteger batches = new AtomicInteger();
  private volatile boolean gone;

  @Test
  void theProcessEndsAndTheNextStartHasAllThatWasAcknowledged() throws Exception {
    try (EngineSite site = new EngineSite(folder)) {
      try (Cli small = site.startEngine("small", HEAP, AS_THE_LAUNCHER)) {
        small.awaitOut("(LEADING)");
        EngineSite.awaitClock(EngineSite.uri(small));
        tradeOneByOne(EngineSite.uri(small));
        List<Thread> clients = start(EngineSite.uri(small));
        assertThat(small.await().exitCode()).isEqualTo(OUT_OF_MEMORY);
        gone = true;
        for (Thread client : clients) {
          client.join();
        }
      }
      try (Cli again = site.startEngine("small")) {
        again.awaitOut("(LEADING)");
        assertAllIsThere(site);
        Api api = new Api(EngineSite.uri(again));
        Eventually.passes(
            EngineSite.LIMIT,
            () ->
                assertThat(
                        api.postOrder(Api.order("home-01", "z", EngineSite.openSlot(), "buy"))
                            .status())
                    .isEqualTo(201));
      }
    }
  }

  private void assertAllIsThere(EngineSite site) throws Exception {
    Eventually.passes(
        EngineSite.LIMIT,
        () -> {
          Map<String, Long> accepted = new HashMap<>();
          for (EventEnvelope envelope : site.events()) {
            if (envelope.event() instanceof Event.OrderAccepted order) {
              assertThat(accepted.put(order.clientOrderId(), order.orderId())).isNull();
            }
          }
          assertThat(accepted).containsAllEntriesOf(acknowledged);
        });
  }

  private List<Thread> start(URI engine) {
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Thread client = new Thread(() -> trade(engine), "client-" + i);
      client.setDaemon(true);
      client.start();
      clients.add(client);
    }
    return clients;
  }

  /** So much that it is acknowledged, and so little that it fits. */
  private void tradeOneByOne(URI engine) throws Exception {
    HttpClient http = client();
    for (int i = 0; i < FIRST_BATCHES; i++) {
      ask(http, batch(engine, batches.incrementAndGet(), FIRST_BATCH));
    }
    assertThat(acknowledged).hasSize(FIRST_BATCHES * FIRST_BATCH);
  }

  private void trade(URI engine) {
    HttpClient http = client();
    while (!gone) {
      try {
        ask(http, batch(engine, batches.incrementAndGet(), BATCH));
      } catch (IOException e) {
        // Nobody knows what became of it; soon there will be nobody to ask.
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private void ask(HttpClient http, HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() == 200) {
      note(JSON.readTree(response.body()));
    }
  }

  private void note(JsonNode body) {
    for (JsonNode result : body.required("results")) {
      JsonNode placed = result.path("placed");
      if (placed.isObject()) {
        acknowledged.put(
            placed.required("clientOrderId").asText(), placed.required("orderId").asLong());
      }
    }
  }

  private static HttpRequest batch(URI engine, int number, int size) {
    Instant slot = EngineSite.openSlot().plus(Duration.ofMinutes(15L * (number / 2 % SLOTS)));
    String participant = number % 2 == 0 ? "home-01" : "home-02";
    String operations =
        IntStream.range(0, size)
            .mapToObj(i -> Api.order(participant, "b-" + number + "-" + i, slot, "buy"))
            .map(order -> "{\"place\":" + order + "}")
            .collect(Collectors.joining(",", "{\"operations\":[", "]}"));
    return HttpRequest.newBuilder(engine.resolve("/v1/orders/batch"))
        .timeout(ANSWER)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(operations))
        .build();
  }
}
