package org.commonwatt.testkit.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Runs tasks on threads that start at the same moment. */
final class Together {
  private Together() {}

  /** The same task on several threads. */
  static <T> List<T> run(int threads, Supplier<T> task) {
    return run(Collections.nCopies(threads, task));
  }

  /** Each task on its thread; the results in the order of the tasks. */
  static <T> List<T> run(List<Supplier<T>> tasks) {
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    ExecutorService pool = Executors.newFixedThreadPool(tasks.size());
    try {
      List<CompletableFuture<T>> running = new ArrayList<>();
      for (Supplier<T> task : tasks) {
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
