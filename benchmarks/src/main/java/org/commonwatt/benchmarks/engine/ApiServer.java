package org.commonwatt.benchmarks.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.commonwatt.engine.http.Admission;
import org.commonwatt.engine.http.ApiContext;
import org.commonwatt.engine.http.HttpApi;
import org.commonwatt.engine.http.Logins;
import org.commonwatt.engine.http.Receipts;
import org.commonwatt.engine.receipt.EngineKey;
import org.commonwatt.engine.receipt.EngineKeys;
import org.commonwatt.engine.receipt.ReceiptSigner;
import org.commonwatt.log.seal.Keyring;

/**
 * The server that is measured, in a process of its own: broker, engine and API, and an {@link
 * EchoServer}. It has no database: what is measured asks no read model, and no projector takes part
 * of the processors.
 */
final class ApiServer {
  /** What the server says when it is ready: the ports of API and echo. */
  static final String READY = "ready ";

  /** Asks for a market without orders: it is {@link #READY} again then. */
  static final String FRESH = "fresh";

  /** Asks for the heap in use after a collection, MiB. */
  static final String HEAP = "heap";

  /** Asks for what was used so far: ns of processor, of server and broker, and frames. */
  static final String USED = "used";

  private ApiServer() {}

  /** Serves one market after the other until its input ends. */
  static void run() throws IOException, InterruptedException, ExecutionException {
    BufferedReader asked =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (BenchBroker broker = new BenchBroker();
        EchoServer echo = new EchoServer()) {
      while (serve(broker, echo, asked)) {
        broker.freshTopics();
      }
    }
  }

  /** Serves a market; true when another one is asked for. */
  private static boolean serve(BenchBroker broker, EchoServer echo, BufferedReader asked)
      throws IOException, InterruptedException {
    try (LoneEngine engine = new LoneEngine(broker, new NoSnapshots(), Long.MAX_VALUE)) {
      engine.lead().run(BenchMarket.plain().opening());
      EngineKey key = EngineKey.open(broker.part("engine.key"));
      Receipts receipts =
          new Receipts(
              new ReceiptSigner(BenchMarket.MARKET, 0, key),
              EngineKeys.with(key, broker.bootstrap(), BenchMarket.MARKET));
      try (HttpApi api = HttpApi.start(context(engine, receipts), 0)) {
        System.out.println(READY + api.port() + " " + echo.port());
        return answer(engine, asked);
      }
    }
  }

  private static boolean answer(LoneEngine engine, BufferedReader asked) throws IOException {
    for (String line = asked.readLine(); line != null; line = asked.readLine()) {
      switch (line) {
        case FRESH -> {
          return true;
        }
        case HEAP -> System.out.println(HEAP + " " + heapMiB());
        case USED ->
            System.out.println(
                USED + " " + ownNanos() + " " + brokersNanos() + " " + engine.frames());
        default -> throw new IllegalArgumentException(line);
      }
    }
    return false;
  }

  @SuppressWarnings("NullAway") // no read model is asked
  private static ApiContext context(LoneEngine engine, Receipts receipts) {
    return new ApiContext(
        engine.engine(),
        engine.sequencer(),
        null,
        receipts,
        "none",
        InstantSource.system(),
        Keyring.NONE,
        false,
        List::of,
        Logins.EVERYBODY,
        Admission.of(engine.engine()));
  }

  private static long heapMiB() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
  }

  private static long ownNanos() {
    return nanos(ProcessHandle.current());
  }

  private static long brokersNanos() {
    return ProcessHandle.current().descendants().mapToLong(ApiServer::nanos).sum();
  }

  private static long nanos(ProcessHandle process) {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }
}
