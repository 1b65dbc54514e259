package org.commonwatt.simulation;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time: runs what is due, in order of time, then in the order it was asked for. */
final class Scheduler {
  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::number));
  private long now;
  private long number;

  private record Due(long nanos, long number, Runnable task) {}

  /** Nanoseconds since the start. */
  long nanos() {
    return now;
  }

  void after(Duration delay, Runnable task) {
    queue.add(new Due(now + delay.toNanos(), number++, task));
  }

  /** Runs everything due within a time. May be called from a task: others then overtake it. */
  void run(Duration length) {
    long end = now + length.toNanos();
    while (true) {
      Due next = queue.peek();
      if (next == null || next.nanos() > end) {
        now = Math.max(now, end);
        return;
      }
      queue.remove();
      now = Math.max(now, next.nanos());
      next.task().run();
    }
  }
}
