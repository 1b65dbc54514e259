package org.commonwatt.system.fabric;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.Ledger;

/** Clients of the exchange that post at the same time, each to a market and over a connection. */
final class Load implements AutoCloseable {
  private static final long STOP_SECONDS = 120;

  private final List<Ledger> ledgers = new ArrayList<>();
  private final List<BatchPoster> clients = new ArrayList<>();
  private final List<Future<?>> running = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Starts so many clients, whose markets begin with this name. */
  Load(String market, int count) {
    for (int i = 0; i < count; i++) {
      Ledger ledger = FabricUnderTest.ledger(Organisation.EXCHANGE);
      ledgers.add(ledger);
      clients.add(new BatchPoster(ledger, market + "-" + i));
    }
    clients.forEach(client -> running.add(threads.submit(client)));
  }

  /** The clients. */
  List<BatchPoster> clients() {
    return List.copyOf(clients);
  }

  /** Waits until each client has had so many more batches recorded. */
  void awaitRecorded(int more) {
    List<Integer> before = clients.stream().map(BatchPoster::recorded).toList();
    Patience.await(
        "every client has recorded " + more + " more",
        () -> all(i -> clients.get(i).recorded() >= before.get(i) + more));
  }

  /** How often each client could not tell what became of a batch. */
  List<Integer> faults() {
    return clients.stream().map(BatchPoster::faults).toList();
  }

  /** Waits until each client has had a fault more than before. */
  void awaitFaultsBeyond(List<Integer> before, String cause) {
    Patience.await(
        "every client has noticed " + cause,
        () -> all(i -> clients.get(i).faults() > before.get(i)));
  }

  /** Ends each client after its batch at hand, and returns them. */
  List<BatchPoster> stop() throws InterruptedException {
    clients.forEach(BatchPoster::stop);
    for (Future<?> one : running) {
      try {
        one.get(STOP_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new AssertionError("a client has failed", e);
      }
    }
    return clients();
  }

  @Override
  public void close() {
    clients.forEach(BatchPoster::stop);
    threads.shutdownNow();
    ledgers.forEach(Ledger::close);
  }

  private boolean all(IntPredicate client) {
    for (Future<?> one : running) {
      if (one.isDone()) {
        throw new AssertionError("a client has ended early: " + one);
      }
    }
    return IntStream.range(0, clients.size()).allMatch(client);
  }
}
