package org.commonwatt.benchmarks.engine;

import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.commonwatt.benchmarks.engine.ApiRun.Figures;
import org.commonwatt.benchmarks.engine.ApiRun.Plan;

/**
 * Orders over HTTP and over sockets, for {@code docs/performance.md}, beside a bare Vert.x that
 * echoes the same JSON. The server is a process of its own with a heap of 1 GiB; driver, server and
 * broker share the machine. Each round has a market without orders, in the same warm process.
 */
public final class ApiBenchmarks {
  private static final long ORDERS = 200_000; // with as many to warm up, half a market
  private static final int ROUNDS = 5;
  private static final int ACTIVE = 100;
  private static final int AMENDED = 1_000;

  /** How much the heap after a collection may grow from the second round of a soak to the last. */
  private static final long SOAK_GROWTH_MIB = 16;

  private static final String TABLE =
      "what | clients | requests under way | orders each second | p50 ms | p99 ms | refused"
          + " | µs of processor an order: server | broker | driver | orders in a frame";
  private static final String TIME = "{\"op\":\"subscribe\",\"id\":\"a\",\"channel\":\"time\"}";

  private final PrintStream out;
  private final long orders;
  private final int rounds;

  /**
   * How much is measured.
   *
   * @param out takes the tables
   * @param orders that are measured in a row of a table
   * @param rounds how often; the first ones are for the compilers
   */
  ApiBenchmarks(PrintStream out, long orders, int rounds) {
    this.out = out;
    this.orders = orders;
    this.rounds = rounds;
  }

  /**
   * Runs one of the measurements.
   *
   * @param arguments its name; then, to measure more or less than usual, how many orders each row
   *     is about, and how many rounds there are
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    String what = arguments.length == 0 ? "" : arguments[0];
    if (what.equals("serve")) {
      ApiServer.run();
      return;
    }
    System.out.printf("load average before: %.2f%n", ApiProcess.load());
    long orders = arguments.length > 1 ? Long.parseLong(arguments[1]) : ORDERS;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : ROUNDS;
    new ApiBenchmarks(System.out, orders, rounds).run(what);
    System.out.printf("load average after: %.2f%n", ApiProcess.load());
  }

  private void run(String what) throws IOException, InterruptedException {
    switch (what) {
      case "single" -> atServer(this::single);
      case "batch" -> atServer(this::batch);
      case "stream" -> atServer(this::stream);
      case "sockets" -> {
        atServer((server, driver) -> sockets(1_000, server, driver));
        atServer((server, driver) -> sockets(2_000, server, driver));
      }
      case "soak" -> atServer(this::soak);
      default -> throw new IllegalArgumentException("say single, batch, stream, sockets or soak");
    }
  }

  private interface Measurement {
    void take(ApiProcess server, ApiDriver driver) throws IOException, InterruptedException;
  }

  private static void atServer(Measurement measurement) throws IOException, InterruptedException {
    try (ApiProcess server = new ApiProcess();
        ApiDriver driver = new ApiDriver(server)) {
      measurement.take(server, driver);
    }
  }

  /** Orders one by one over HTTP. */
  void single(ApiProcess server, ApiDriver driver) throws IOException, InterruptedException {
    out.println(TABLE);
    for (int round = 0; round < rounds; round++) {
      for (int underWay : new int[] {64, 256}) {
        Plan plan = new Plan(orders / 2, orders, 1, 1, underWay);
        print("echo", plan, driver.http(server.echoPort(), "/", plan));
        print("POST /v1/orders", plan, driver.http(server.port(), "/v1/orders", plan));
        server.fresh();
      }
    }
  }

  /** Batches over HTTP, in flight from several clients. */
  void batch(ApiProcess server, ApiDriver driver) throws IOException, InterruptedException {
    out.println(TABLE);
    for (int round = 0; round < rounds; round++) {
      for (int underWay : new int[] {12, 64}) {
        Plan plan = new Plan(orders / 2, orders, 100, 4, underWay);
        print("echo of 100", plan, driver.http(server.echoPort(), "/", plan));
        print("batches of 100", plan, driver.http(server.port(), "/v1/orders/batch", plan));
        server.fresh();
      }
    }
  }

  /** Orders and batches over sockets, many under way. */
  void stream(ApiProcess server, ApiDriver driver) throws IOException, InterruptedException {
    out.println(TABLE);
    for (int round = 0; round < rounds; round++) {
      stream(server, driver, new Plan(orders / 8, orders / 4, 1, 4, 124));
      stream(server, driver, new Plan(orders / 8, orders / 4, 1, 32, 992));
      stream(server, driver, new Plan(orders / 2, orders, 100, 4, 64));
      stream(server, driver, new Plan(orders / 2, orders, 1_000, 4, 12));
    }
  }

  private void stream(ApiProcess server, ApiDriver driver, Plan plan)
      throws IOException, InterruptedException {
    print("echo over sockets, " + plan.inRequest(), plan, driver.sockets(server.echoPort(), plan));
    print(
        "sockets, " + plan.inRequest() + " in a message",
        plan,
        driver.sockets(server.port(), plan));
    server.fresh();
  }

  /** Many who follow one channel and say nothing, and some who follow a book and trade. */
  void sockets(int idle, ApiProcess server, ApiDriver driver)
      throws IOException, InterruptedException {
    out.println(TABLE);
    long atFirst = server.heapMiB();
    AtomicLong heard = new AtomicLong();
    AtomicLong closed = new AtomicLong();
    WebSocketClient client = driver.client();
    List<WebSocket> open = new ArrayList<>();
    for (int i = 0; i < idle + ACTIVE; i++) {
      open.add(driver.follower(client, i < idle ? TIME : book(), heard));
    }
    open.forEach(socket -> socket.closeHandler(ended -> closed.incrementAndGet()));
    long withAll = server.heapMiB();
    long before = heard.get();
    Plan plan = new Plan(orders / 8, orders / 4, 1, ACTIVE, 4 * ACTIVE);
    Figures figures = driver.sockets(server.port(), plan);
    print(ACTIVE + " sockets trade beside " + idle, plan, figures);
    TimeUnit.SECONDS.sleep(3); // heartbeats of three seconds
    out.printf(
        "heap after a collection: %d MiB without sockets, %d with %d, %d after the orders;"
            + " the others heard %d messages%n",
        atFirst, withAll, open.size(), server.heapMiB(), heard.get() - before);
    if (closed.get() > 0) {
      throw new IllegalStateException(closed.get() + " sockets were closed");
    }
  }

  /** A fixed number of amendments over sockets: the market does not grow by them. */
  void soak(ApiProcess server, ApiDriver driver) throws IOException, InterruptedException {
    out.println(TABLE + " | heap after a collection, MiB");
    driver.sockets(server.port(), new Plan(0, AMENDED, AMENDED, 1, 1));
    List<Long> heaps = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      Plan plan = new Plan(0, orders, 100, 4, 12, AMENDED);
      Figures figures = driver.sockets(server.port(), plan);
      heaps.add(server.heapMiB());
      print("amendments", plan, figures, " | " + heaps.get(round));
    }
    requireFlat(heaps);
  }

  /** The first round is for what is made once. */
  static void requireFlat(List<Long> heapsMiB) {
    List<Long> warm = heapsMiB.subList(Math.min(1, heapsMiB.size() - 1), heapsMiB.size());
    long grown = warm.get(warm.size() - 1) - warm.get(0);
    if (grown > SOAK_GROWTH_MIB) {
      throw new IllegalStateException(
          "the heap has grown by "
              + grown
              + " MiB, more than "
              + SOAK_GROWTH_MIB
              + ": "
              + heapsMiB);
    }
  }

  private static String book() {
    return "{\"op\":\"subscribe\",\"id\":\"a\",\"channel\":\"book\",\"params\":{\"area\":\"village\","
        + "\"slotStart\":\""
        + Instant.ofEpochMilli(BenchMarket.START)
        + "\"}}";
  }

  private void print(String what, Plan plan, Figures figures) {
    print(what, plan, figures, "");
  }

  private void print(String what, Plan plan, Figures figures, String more) {
    out.printf(
        "%s | %d | %d | %.0f | %.1f | %.1f | %d | %.1f | %.1f | %.1f | %.1f%s%n",
        what,
        plan.clients(),
        plan.underWay(),
        figures.perSecond(),
        figures.times().millis(0.5),
        figures.times().millis(0.99),
        figures.refused(),
        figures.micros(figures.used().server()),
        figures.micros(figures.used().broker()),
        figures.micros(figures.used().driver()),
        figures.inFrame(),
        more);
  }
}
