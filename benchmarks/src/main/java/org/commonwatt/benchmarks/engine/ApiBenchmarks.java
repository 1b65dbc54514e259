package org.commonwatt.benchmarks.engine;

import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.commonwatt.benchmarks.engine.ApiDriver.Figures;
import org.commonwatt.benchmarks.engine.ApiDriver.Plan;

/**
 * Orders over HTTP and over sockets, for {@code docs/performance.md}. The server is a process of
 * its own with a heap of 1 GiB; driver, server and broker share the machine. Say {@code single},
 * {@code batch}, {@code stream}, {@code sockets} or {@code soak}.
 */
public final class ApiBenchmarks {
  private static final int IDLE = 2_000;
  private static final int ACTIVE = 100;
  private static final int SOAK_ROUNDS = 10;
  private static final long A_ROUND = 100_000;
  private static final int AMENDED = 1_000;

  private ApiBenchmarks() {}

  /**
   * Runs one of the measurements.
   *
   * @param arguments its name
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String what = arguments.length == 0 ? "" : arguments[0];
    if (what.equals("serve")) {
      ApiServer.run();
      return;
    }
    System.out.printf("load average before: %.2f%n", ApiProcess.load());
    switch (what) {
      case "single" -> single();
      case "batch" -> batch();
      case "stream" -> stream();
      case "sockets" -> sockets();
      case "soak" -> soak();
      default -> throw new IllegalArgumentException("say single, batch, stream, sockets or soak");
    }
    System.out.printf("load average after: %.2f%n", ApiProcess.load());
  }

  private static void single() throws IOException, InterruptedException {
    System.out.println("what | requests under way | each second | p50 ms | p99 ms | refused");
    try (ApiProcess server = new ApiProcess();
        ApiDriver driver = new ApiDriver(server)) {
      long first = 0;
      for (int underWay : new int[] {64, 64, 256}) { // the first time is for the compilers
        Plan plan = new Plan(first, 20_000, 60_000, 1, underWay);
        print("echo", plan, driver.http(server.echoPort(), "/", plan));
        print("POST /v1/orders", plan, driver.http(server.port(), "/v1/orders", plan));
        first += 80_000;
      }
    }
  }

  private static void batch() throws IOException, InterruptedException {
    System.out.println(
        "what | requests under way | orders each second | p50 ms | p99 ms | refused");
    try (ApiProcess server = new ApiProcess();
        ApiDriver driver = new ApiDriver(server)) {
      for (int run = 0; run < 3; run++) {
        Plan plan = new Plan(run * 300_000L, 100_000, 200_000, 100, 12);
        print(
            "batches of 100 over HTTP", plan, driver.http(server.port(), "/v1/orders/batch", plan));
      }
    }
  }

  private static void stream() throws IOException, InterruptedException {
    System.out.println(
        "what | requests under way | orders each second | p50 ms | p99 ms | refused");
    for (int inRequest : new int[] {1, 100, 1_000}) {
      try (ApiProcess server = new ApiProcess();
          ApiDriver driver = new ApiDriver(server)) {
        long few = inRequest == 1 ? 50_000 : 300_000;
        for (int run = 0; run < 3; run++) {
          Plan plan =
              new Plan(run * few, few / 3, few - few / 3, inRequest, inRequest == 1 ? 124 : 12);
          print("socket, " + inRequest + " in a message", plan, driver.sockets(4, plan));
        }
      }
    }
  }

  /** Many who follow one channel and say nothing, and some who follow a book and trade. */
  private static void sockets() throws IOException, InterruptedException {
    try (ApiProcess server = new ApiProcess();
        ApiDriver driver = new ApiDriver(server)) {
      System.out.printf("heap before, after a collection: %d MiB%n", server.heapMiB());
      WebSocketClient client = driver.client();
      AtomicLong heard = new AtomicLong();
      AtomicLong closed = new AtomicLong();
      List<WebSocket> open = new ArrayList<>();
      for (int i = 0; i < IDLE + ACTIVE; i++) {
        open.add(driver.follower(client, i < IDLE ? TIME : book(), heard));
      }
      open.forEach(socket -> socket.closeHandler(ended -> closed.incrementAndGet()));
      System.out.printf("heap with %d sockets: %d MiB%n", open.size(), server.heapMiB());
      long before = heard.get();
      Plan plan = new Plan(0, 20_000, 60_000, 1, 4 * ACTIVE);
      Figures figures = driver.sockets(ACTIVE, plan);
      print(ACTIVE + " sockets trade beside them", plan, figures);
      TimeUnit.SECONDS.sleep(3); // heartbeats of three seconds
      System.out.printf(
          "heap after: %d MiB; the others heard %d messages, %d were closed%n",
          server.heapMiB(), heard.get() - before, closed.get());
    }
  }

  /** A fixed number of amendments over sockets: the market does not grow by them. */
  private static void soak() throws IOException, InterruptedException {
    try (ApiProcess server = new ApiProcess();
        ApiDriver driver = new ApiDriver(server)) {
      driver.sockets(1, new Plan(0, 0, AMENDED, AMENDED, 1));
      System.out.println(
          "amendments | each second | p99 ms | refused | heap after collection, MiB");
      for (int round = 0; round < SOAK_ROUNDS; round++) {
        Plan plan = new Plan(round * A_ROUND, 0, A_ROUND, 100, 12, AMENDED);
        Figures figures = driver.sockets(4, plan);
        System.out.printf(
            "%d | %.0f | %.1f | %d | %d%n",
            (round + 1) * A_ROUND,
            figures.perSecond(),
            figures.times().millis(0.99),
            figures.refused(),
            server.heapMiB());
      }
    }
  }

  private static final String TIME = "{\"op\":\"subscribe\",\"id\":\"a\",\"channel\":\"time\"}";

  private static String book() {
    return "{\"op\":\"subscribe\",\"id\":\"a\",\"channel\":\"book\",\"params\":{\"area\":\"village\","
        + "\"slotStart\":\""
        + Instant.ofEpochMilli(BenchMarket.START)
        + "\"}}";
  }

  private static void print(String what, Plan plan, Figures figures) {
    System.out.printf(
        "%s | %d | %.0f | %.1f | %.1f | %d%n",
        what,
        plan.underWay(),
        figures.perSecond(),
        figures.times().millis(0.5),
        figures.times().millis(0.99),
        figures.refused());
  }
}
