package org.commonwatt.engine.sequencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.commonwatt.engine.runtime.CommittedFrame;
import org.commonwatt.engine.work.ThreadWorkers;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The test stands where log and engine are: it takes the frames and answers them. */
class SequencerTest {
  private static final long LIMIT_SECONDS = 120;

  private record Sent(CommandFrame frame, CompletableFuture<Long> appended) {}

  private final BlockingQueue<Sent> log = new LinkedBlockingQueue<>();
  private final Sequencer sequencer = sequencer(Duration.ofSeconds(LIMIT_SECONDS));

  @AfterEach
  void close() {
    sequencer.close();
  }

  @Test
  void aCommandIsAnsweredWithItsOwnEventsWhenTheFrameIsCommitted() throws Exception {
    CompletableFuture<CommandResult> result = sequencer.submit(new Command.Tick(1));
    Sent sent = next();
    sent.appended().complete(7L);
    assertThat(result).isNotDone();
    sequencer.committed(committed(sent.frame()));
    assertThat(
            result
                .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                .first(Event.TimeAdvanced.class)
                .orElseThrow())
        .isEqualTo(new Event.TimeAdvanced(1));
  }

  @Test
  void aBatchStaysTogetherInOneFrameAndNoFrameGrowsTooLarge() throws Exception {
    try (Sequencer roomy = sequencer(Duration.ofSeconds(LIMIT_SECONDS), 5_000)) {
      roomy.submit(new Command.Tick(0));
      Sent first = next(); // on its way: what follows waits for company
      CompletableFuture<List<CommandResult>> most = roomy.submitAll(ticks(1, 999));
      CompletableFuture<List<CommandResult>> two = roomy.submitAll(ticks(1_000, 1_001));
      CompletableFuture<CommandResult> last = roomy.submit(new Command.Tick(1_002));
      long expected = 1;
      while (expected <= 1_002) {
        CommandFrame frame = next().frame();
        List<Long> times =
            frame.entries().stream().map(e -> ((Command.Tick) e.command()).timeMillis()).toList();
        assertThat(times)
            .containsExactlyElementsOf(
                ticks(expected, expected + times.size() - 1).stream()
                    .map(Command.Tick::timeMillis)
                    .toList());
        assertThat(times.contains(1_000L)).isEqualTo(times.contains(1_001L));
        expected += times.size();
        roomy.committed(committed(frame));
      }
      first.appended().complete(0L);
      List<CommandResult> results = most.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      assertThat(results).hasSize(999);
      assertThat(results.get(998).first(Event.TimeAdvanced.class))
          .contains(new Event.TimeAdvanced(999));
      assertThat(two.get(LIMIT_SECONDS, TimeUnit.SECONDS)).hasSize(2);
      assertThat(last.get(LIMIT_SECONDS, TimeUnit.SECONDS).first(Event.TimeAdvanced.class))
          .contains(new Event.TimeAdvanced(1_002));
      assertThatThrownBy(() -> roomy.submitAll(ticks(1, 1_001)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aBatchForWhichThereIsNoRoomIsRefusedAsAWhole() throws Exception {
    sequencer.submit(new Command.Tick(0));
    next();
    CompletableFuture<List<CommandResult>> batch = sequencer.submitAll(ticks(1, 10));
    assertThat(batch.handle((ok, failure) -> failure).get(LIMIT_SECONDS, TimeUnit.SECONDS))
        .isInstanceOf(OverloadedException.class);
    assertThat(sequencer.waiting()).isEqualTo(1);
    assertThat(sequencer.submitAll(ticks(1, 9))).isNotDone();
    assertThat(next().frame().entries()).hasSize(9);
  }

  private static List<Command.Tick> ticks(long from, long to) {
    return java.util.stream.LongStream.rangeClosed(from, to).mapToObj(Command.Tick::new).toList();
  }

  @Test
  void framesOfOtherAppendersAreIgnored() throws Exception {
    CompletableFuture<CommandResult> result = sequencer.submit(new Command.Tick(1));
    CommandFrame own = next().frame();
    CommandFrame foreign = new CommandFrame("other", own.frameNumber(), own.entries());
    sequencer.committed(committed(foreign));
    assertThat(result).isNotDone();
  }

  @Test
  void aFailedAppendIsUnknown() throws Exception {
    CompletableFuture<CommandResult> result = sequencer.submit(new Command.Tick(1));
    next().appended().completeExceptionally(new IllegalStateException("injected"));
    assertThatThrownBy(() -> result.get(LIMIT_SECONDS, TimeUnit.SECONDS))
        .hasRootCauseMessage("injected")
        .rootCause()
        .isInstanceOf(IllegalStateException.class);
    assertThat(result.handle((ok, failure) -> failure.getCause()).get())
        .isInstanceOf(UnknownOutcomeException.class);
  }

  @Test
  void noAnswerInTimeIsUnknown() {
    try (Sequencer impatient = sequencer(Duration.ofMillis(50))) {
      assertThatThrownBy(
              () -> impatient.submit(new Command.Tick(1)).get(LIMIT_SECONDS, TimeUnit.SECONDS))
          .hasCauseInstanceOf(UnknownOutcomeException.class)
          .hasMessageContaining("50 ms");
    }
  }

  @Test
  void tooManyWaitingCommandsAreRefusedEarlyAndTakenAgainLater() throws Exception {
    List<CompletableFuture<CommandResult>> results = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      results.add(sequencer.submit(new Command.Tick(i)));
    }
    assertThatThrownBy(
            () -> sequencer.submit(new Command.Tick(10)).get(LIMIT_SECONDS, TimeUnit.SECONDS))
        .hasCauseInstanceOf(OverloadedException.class);
    while (results.stream().anyMatch(result -> !result.isDone())) {
      Sent sent = next();
      sequencer.committed(committed(sent.frame()));
    }
    assertThat(sequencer.waiting()).isZero();
    assertThat(sequencer.submit(new Command.Tick(11))).isNotDone();
  }

  @Test
  void aStalledLogIsRefusedEarlyAndNothingIsKeptOfThoseWhoGaveUp() throws Exception {
    try (Sequencer stalled = sequencer(Duration.ofMillis(50))) {
      int refused = 0;
      List<CompletableFuture<CommandResult>> results = new ArrayList<>();
      for (int round = 0; round < 40; round++) {
        for (int i = 0; i < 50; i++) {
          CompletableFuture<CommandResult> result = stalled.submit(new Command.Tick(i));
          if (result.isCompletedExceptionally()) {
            refused++;
          } else {
            results.add(result);
          }
          assertThat(stalled.waiting()).isLessThanOrEqualTo(10);
          assertThat(stalled.framesKept()).isLessThanOrEqualTo(10);
        }
        TimeUnit.MILLISECONDS.sleep(10);
      }
      CompletableFuture<List<CommandResult>> frame =
          stalled.submitFrame(
              List.of(new CommandFrame.Entry(CommandOrigin.NONE, new Command.Tick(1))));
      results.forEach(
          result -> assertThat(result.handle((ok, failed) -> failed).join()).isNotNull());
      assertThat(frame.handle((ok, failed) -> failed).join()).isNotNull();
      assertThat(refused).isPositive();
      // A caller may hear of the failure a moment before the room behind it is free.
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
      while (stalled.waiting() + stalled.framesKept() > 0 && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      assertThat(stalled.waiting()).isZero();
      assertThat(stalled.framesKept()).isZero();
    }
  }

  @Test
  void aFrameOfABridgeIsOneRecordInOrder() throws Exception {
    List<CommandFrame.Entry> entries = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      entries.add(
          new CommandFrame.Entry(new CommandOrigin("positions", 0, i), new Command.Tick(i)));
    }
    CompletableFuture<List<CommandResult>> results = sequencer.submitFrame(entries);
    CommandFrame frame = next().frame();
    assertThat(frame.entries()).isEqualTo(entries);
    sequencer.committed(committed(frame));
    assertThat(results.get(LIMIT_SECONDS, TimeUnit.SECONDS))
        .extracting(result -> result.first(Event.TimeAdvanced.class).orElseThrow().timeMillis())
        .containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void whoWaitsWhenTheEngineStopsGetsUnknownAndLaterCommandsToo() {
    CompletableFuture<CommandResult> waiting = sequencer.submit(new Command.Tick(1));
    sequencer.stop("the engine is HALTED");
    assertThatThrownBy(() -> waiting.get(LIMIT_SECONDS, TimeUnit.SECONDS))
        .hasCauseInstanceOf(UnknownOutcomeException.class)
        .hasMessageContaining("HALTED");
    assertThatThrownBy(
            () -> sequencer.submit(new Command.Tick(2)).get(LIMIT_SECONDS, TimeUnit.SECONDS))
        .hasCauseInstanceOf(UnknownOutcomeException.class);
  }

  private Sequencer sequencer(Duration timeout) {
    return sequencer(timeout, 10);
  }

  private Sequencer sequencer(Duration timeout, int bound) {
    return new Sequencer(
        "me",
        new Sequencer.Limits(bound, timeout),
        frame -> {
          CompletableFuture<Long> appended = new CompletableFuture<>();
          log.add(new Sent(frame, appended));
          return appended;
        },
        new ThreadWorkers());
  }

  private Sent next() throws InterruptedException {
    Sent sent = log.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    assertThat(sent).isNotNull();
    return java.util.Objects.requireNonNull(sent);
  }

  private static CommittedFrame committed(CommandFrame frame) {
    return new CommittedFrame(7, new byte[0], frame, answers(frame), List.of());
  }

  private static List<List<EventEnvelope>> answers(CommandFrame frame) {
    return frame.entries().stream()
        .map(entry -> (Command.Tick) entry.command())
        .map(tick -> new Event.TimeAdvanced(tick.timeMillis()))
        .map(event -> List.of(new EventEnvelope(0, 0, 0, 1, 1, Hash.ZERO, event)))
        .toList();
  }
}
