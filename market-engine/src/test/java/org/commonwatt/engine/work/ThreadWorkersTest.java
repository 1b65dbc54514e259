package org.commonwatt.engine.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ThreadWorkersTest {
  private final ThreadWorkers workers = new ThreadWorkers();
  private final BlockingQueue<Integer> steps = new LinkedBlockingQueue<>();

  @Test
  void aSleepingWorkerStepsWhenItIsWoken() throws Exception {
    try (Worker worker = workers.start("test", counting(Pause.UNTIL_WOKEN))) {
      assertThat(next()).isEqualTo(1);
      worker.wake();
      assertThat(next()).isEqualTo(2);
    }
  }

  @Test
  void aWorkerStepsWhenWhatItWaitsForHasCompletedOrFailed() throws Exception {
    CompletableFuture<String> awaited = new CompletableFuture<>();
    try (Worker worker = workers.start("test", counting(Pause.until(awaited)))) {
      assertThat(next()).isEqualTo(1);
      awaited.completeExceptionally(new IllegalStateException("injected"));
      assertThat(next()).isEqualTo(2);
      assertThat(worker).isNotNull();
    }
  }

  @Test
  void aWakeIsNotLostThoughTheStepIsStillUnderWay() throws Exception {
    CountDownLatch inStep = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Work work =
        new Work() {
          private int count;

          @Override
          public Pause step() {
            steps.add(++count);
            inStep.countDown();
            await(goOn);
            return Pause.UNTIL_WOKEN;
          }
        };
    try (Worker worker = workers.start("test", work)) {
      await(inStep);
      worker.wake();
      goOn.countDown();
      assertThat(next()).isEqualTo(1);
      assertThat(next()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aFailedStepIsTakenAgain(Throwable fault) throws Exception {
    Work work =
        new Work() {
          private int count;

          @Override
          public Pause step() {
            steps.add(++count);
            if (count == 1 && fault instanceof Error error) {
              throw error;
            }
            if (count == 1) {
              throw (RuntimeException) fault;
            }
            return Pause.UNTIL_WOKEN;
          }
        };
    try (Worker worker = workers.start("test", work)) {
      assertThat(next()).isEqualTo(1);
      assertThat(next()).isEqualTo(2);
      assertThat(worker).isNotNull();
    }
  }

  static List<Throwable> faults() {
    return List.of(new IllegalStateException("injected"), new StackOverflowError("injected"));
  }

  @Test
  void closingEndsTheWorkOnceAndNoStepFollows() {
    CompletableFuture<Thread> ended = new CompletableFuture<>();
    Work work =
        new Work() {
          @Override
          public Pause step() {
            return Pause.UNTIL_WOKEN;
          }

          @Override
          public void end() {
            assertThat(ended.complete(Thread.currentThread())).isTrue();
          }
        };
    Worker worker = workers.start("test", work);
    worker.close();
    worker.close();
    assertThat(ended).isCompletedWithValueMatching(thread -> thread.getName().equals("test"));
  }

  @Test
  void whatIsNotCompleteInTimeFails() {
    CompletableFuture<String> never =
        workers.limit(new CompletableFuture<>(), Duration.ofMillis(20));
    assertThatThrownBy(() -> never.get(120, TimeUnit.SECONDS))
        .hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void pausesAfterFailuresDoubleUpToABoundAndStartAnewAfterASuccess() {
    Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofMillis(150));
    assertThat(backoff.afterFailure()).isEqualTo(Duration.ofMillis(50));
    assertThat(backoff.afterFailure()).isEqualTo(Duration.ofMillis(100));
    assertThat(backoff.afterFailure()).isEqualTo(Duration.ofMillis(150));
    assertThat(backoff.afterFailure()).isEqualTo(Duration.ofMillis(150));
    backoff.reset();
    assertThat(backoff.afterFailure()).isEqualTo(Duration.ofMillis(50));
  }

  private Work counting(Pause first) {
    return new Work() {
      private int count;

      @Override
      public Pause step() {
        steps.add(++count);
        return count == 1 ? first : Pause.UNTIL_WOKEN;
      }
    };
  }

  private int next() throws InterruptedException {
    Integer step = steps.poll(120, TimeUnit.SECONDS);
    return step == null ? -1 : step;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
