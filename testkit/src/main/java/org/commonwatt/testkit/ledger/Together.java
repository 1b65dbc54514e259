package org.commonwatt.testkit.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Runs a task on several threads that start at the same moment. */
final class Together {
  private Together() {}

  static <T> List<T> run(int threads, Supplier<T> task) {
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<CompletableFuture<T>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(CompletableFuture.supplyAsync(() -> afterAll(start, task), pool));
      }
      return running.stream().map(CompletableFuture::join).toList();
    } finally {
      pool.shutdown();
    }
  }

  private static <T> T afterAll(CyclicBarrier start, Supplier<T> task) {
    try {
      start.await();
    } catch (Exception e) {
      throw new IllegalStateException("the threads did not start together", e);
    }
    return task.get();
  }
}
