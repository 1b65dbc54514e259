package org.commonwatt.cli.laptop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeeperTest {
  private final AtomicInteger starts = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();

  private static final class Worker implements AutoCloseable {
    private final AtomicBoolean alive = new AtomicBoolean(true);

    @Override
    public void close() {
      alive.set(false);
    }
  }

  private final Keeper.Part<Worker> part =
      new Keeper.Part<>() {
        @Override
        public boolean isAlive(Worker worker) {
          return worker.alive.get();
        }

        @Override
        public Worker startAgain() {
          if (failures.getAndDecrement() > 0) {
            throw new IllegalStateException("not yet");
          }
          starts.incrementAndGet();
          return new Worker();
        }
      };

  @Test
  void aPartThatDiesIsStartedAgain() throws Exception {
    Worker first = new Worker();
    try (Keeper<Worker> keeper = new Keeper<>("the worker", first, part)) {
      first.close();
      await(() -> keeper.current() != first && keeper.trouble().isEmpty());
      assertThat(starts).hasValue(1);
    }
  }

  @Test
  void aPartThatDoesNotStartIsReportedAndTriedAgain() throws Exception {
    failures.set(Integer.MAX_VALUE);
    Worker first = new Worker();
    try (Keeper<Worker> keeper = new Keeper<>("the worker", first, part)) {
      first.close();
      await(() -> keeper.trouble().orElse("").contains("not yet"));
      failures.set(0);
      await(() -> keeper.current() != first && keeper.trouble().isEmpty());
      assertThat(starts).hasValue(1);
    }
  }

  @Test
  void closingClosesThePartAndStartsNoOther() throws Exception {
    Worker first = new Worker();
    new Keeper<>("the worker", first, part).close();
    assertThat(first.alive).isFalse();
    assertThat(starts).hasValue(0);
  }

  private static void await(java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
