package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.commonwatt.engine.work.Pause;
import org.commonwatt.engine.work.StepByStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who makes answers, step by step; the event loop is a real one. */
class AnswerWriterTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final StepByStep workers = new StepByStep();
  private final AnswerWriter writer = new AnswerWriter(loop, workers);
  private final List<Object> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    writer.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void answersThatWaitAreMadeInOneStepAndToldInOrderOnTheEventLoop() {
    List<Integer> made = new ArrayList<>();
    List<Future<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int number = i;
      Future<Integer> answer =
          writer.write(
              () -> {
                made.add(number);
                return number;
              });
      answers.add(answer.onSuccess(told::add).onSuccess(ok -> told.add(onLoop())));
    }
    assertThat(made).isEmpty();
    assertThat(workers.step()).isEqualTo(Pause.NONE);
    assertThat(made).containsExactly(0, 1, 2);
    answers.forEach(AnswerWriterTest::await);
    passLoop();
    assertThat(told).containsExactly(0, true, 1, true, 2, true);
    assertThat(workers.step()).isEqualTo(Pause.UNTIL_WOKEN);
  }

  @Test
  void anAnswerThatFailsOrCannotBeToldKeepsNoOtherBack() {
    Future<String> broken =
        writer.write(
            () -> {
              throw new IllegalStateException("broken");
            });
    writer
        .write(() -> "told badly")
        .onSuccess(
            answer -> {
              throw new IllegalStateException("cannot be told");
            });
    Future<String> good = writer.write(() -> "good");
    broken.onFailure(failure -> told.add(String.valueOf(failure.getMessage())));
    good.onSuccess(told::add);
    workers.step();
    await(good);
    passLoop();
    assertThat(told).containsExactly("broken", "good");
  }

  private static boolean onLoop() {
    return Context.isOnEventLoopThread();
  }

  private static void await(Future<?> answer) {
    answer.toCompletionStage().toCompletableFuture().orTimeout(1, TimeUnit.MINUTES).join();
  }

  private void passLoop() {
    CompletableFuture<Void> passed = new CompletableFuture<>();
    loop.runOnContext(passed::complete);
    passed.orTimeout(1, TimeUnit.MINUTES).join();
  }
}
