package org.commonwatt.cli.laptop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Watches the resident memory of this process and its helpers, added up, and keeps the peak. Pages
 * that processes share are counted once for each, so the figure errs on the high side.
 */
public final class ResidentMemory implements AutoCloseable {
  private final Supplier<List<ProcessHandle>> roots;
  private final AtomicLong peakKiB = new AtomicLong();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "resident-memory");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Starts watching, twice a second.
   *
   * @param roots processes whose descendants count too, besides this process
   */
  public ResidentMemory(Supplier<List<ProcessHandle>> roots) {
    this.roots = roots;
    timer.scheduleAtFixedRate(this::sample, 0, 500, TimeUnit.MILLISECONDS);
  }

  /** The peak in MiB so far, 0 where {@code /proc} does not tell. */
  public long peakMiB() {
    return peakKiB.get() / 1024;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void sample() {
    Set<Long> pids = new LinkedHashSet<>();
    addTree(ProcessHandle.current(), pids);
    roots.get().forEach(root -> addTree(root, pids));
    long sum = pids.stream().mapToLong(ResidentMemory::residentKiB).sum();
    peakKiB.accumulateAndGet(sum, Math::max);
  }

  private static void addTree(ProcessHandle root, Set<Long> pids) {
    pids.add(root.pid());
    root.descendants().forEach(child -> pids.add(child.pid()));
  }

  private static long residentKiB(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
    } catch (IOException e) {
      // The process has just ended, or this system has no /proc: it counts nothing.
      return 0;
    }
    return 0;
  }
}
