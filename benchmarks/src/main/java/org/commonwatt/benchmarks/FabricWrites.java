package org.commonwatt.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.commonwatt.fabric.network.FabricCommands;
import org.commonwatt.fabric.network.FabricNetwork;
import org.commonwatt.fabric.network.FabricOptions;
import org.commonwatt.fabric.network.NetworkControl;
import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.fabric.Deadlines;
import org.commonwatt.ledger.fabric.FabricConnection;
import org.commonwatt.ledger.fabric.FabricLedger;
import org.commonwatt.model.Hash;
import org.commonwatt.testkit.ledger.SampleBatches;

/**
 * Starts a Fabric network on this machine and posts the smallest batch, of two postings, from one
 * client and from many at once, each to a market of its own. Prints start time, memory,
 * transactions per second and the latency from the call to the commit at the own peer. No client
 * begins a batch after 15 s; the rate counts the time until the last one has its answer. Then the
 * same of batches that net many trades: {@link FabricNetting}. Ends with 1 when netting settles
 * less than {@value #TIMES} times as many trades per second as one transaction for each.
 */
public final class FabricWrites {
  private static final int[] CLIENTS = {1, 8, 32};
  private static final long SECONDS = 15;
  private static final long WARM_UP = 5;
  private static final int TIMES = 200;

  private FabricWrites() {}

  /**
   * Runs the measurement.
   *
   * @param arguments the folder of the chaincode's jars
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("fabric-writes");
    FabricCommands commands = FabricCommands.find(System.getenv());
    double times;
    try {
      times = measureIn(folder, commands, Path.of(arguments[0]));
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
    System.out.printf("netting settles at least %.0f times as many trades%n", times);
    if (times < TIMES) {
      System.err.printf("%d times are wanted%n", TIMES);
      System.exit(1);
    }
  }

  /** How many times as many trades per second as one transaction for each the slower batches do. */
  private static double measureIn(Path folder, FabricCommands commands, Path chaincode) {
    long start = System.nanoTime();
    try (FabricNetwork network = FabricNetwork.up(FabricOptions.of(folder, commands, chaincode));
        Ledger ledger =
            FabricLedger.open(
                FabricConnection.read(network.connection(Organisation.EXCHANGE)),
                Deadlines.DEFAULT)) {
      System.out.printf("new network up after %.1f s%n", seconds(System.nanoTime() - start));
      measure(ledger, 4, WARM_UP);
      double single = 0;
      for (int clients : CLIENTS) {
        long begun = System.nanoTime();
        List<Long> latencies = measure(ledger, clients, SECONDS);
        double elapsed = seconds(System.nanoTime() - begun);
        print(clients, latencies, elapsed);
        single = Math.max(single, latencies.size() / elapsed);
      }
      double netted = FabricNetting.measure(ledger);
      long bytes =
          NetworkControl.of(folder).status(commands).stream()
              .mapToLong(node -> node.residentBytes().orElse(0))
              .sum();
      System.out.printf("memory of the network %d MiB, blocks %d%n", bytes >> 20, ledger.height());
      return netted / single;
    }
  }

  private static List<Long> measure(Ledger ledger, int clients, long seconds) {
    ExecutorService pool = Executors.newFixedThreadPool(clients);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    List<CompletableFuture<List<Long>>> running = new ArrayList<>();
    for (int client = 0; client < clients; client++) {
      String market = "m" + client + "-" + deadline;
      running.add(CompletableFuture.supplyAsync(() -> post(ledger, market, deadline), pool));
    }
    try {
      List<Long> latencies = new ArrayList<>();
      running.forEach(one -> latencies.addAll(one.join()));
      return latencies;
    } finally {
      // After the failure of one client the others' threads would keep the program alive.
      pool.shutdownNow();
    }
  }

  private static List<Long> post(Ledger ledger, String market, long deadline) {
    SettlementLedger settlement = new SettlementLedger(ledger);
    SampleBatches batches = new SampleBatches(market).registered(ledger);
    List<Long> latencies = new ArrayList<>();
    Hash predecessor = Hash.ZERO;
    while (System.nanoTime() < deadline) {
      long begun = System.nanoTime();
      SubmitOutcome outcome = settlement.post(batches.payment(latencies.size(), predecessor, 1));
      if (!(outcome instanceof SubmitOutcome.Committed committed)) {
        throw new IllegalStateException("a batch was not recorded: " + outcome);
      }
      latencies.add(System.nanoTime() - begun);
      predecessor = new Hash(committed.result());
    }
    return latencies;
  }

  private static void print(int clients, List<Long> latencies, double elapsed) {
    long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "%d clients: %d transactions, %.1f per second, commit p50 %.0f ms, p95 %.0f ms, max %.0f"
            + " ms%n",
        clients,
        sorted.length,
        sorted.length / elapsed,
        millis(sorted, 50),
        millis(sorted, 95),
        millis(sorted, 100));
  }

  private static double millis(long[] sorted, int percentile) {
    int index = Math.max(0, (sorted.length * percentile + 99) / 100 - 1);
    return Arrays.stream(sorted).skip(index).findFirst().orElse(0) / 1e6;
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }
}
