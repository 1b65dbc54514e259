package org.commonwatt.engine.sequencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.commonwatt.engine.runtime.CommittedFrame;
import org.commonwatt.engine.work.Pause;
import org.commonwatt.engine.work.StepByStep;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.Test;

/** What goes into which frame, step by step: neither threads nor a clock run in these tests. */
class SequencerFramesTest {
  private static final Duration LINGER = Duration.ofMillis(10);
  private static final Duration SETTLE = Duration.ofMillis(2);
  private static final int BOUND = 5_000;

  private final StepByStep workers = new StepByStep();
  private final List<CommandFrame> sent = new ArrayList<>();
  private final List<CompletableFuture<Long>> appended = new ArrayList<>();
  private boolean broken;

  @Test
  void commandsThatArriveWhileAFrameIsOnItsWayShareTheNextOne() {
    Sequencer sequencer = sequencer(BOUND);
    submit(sequencer, 1, 1);
    workers.step();
    assertThat(ticks(0)).as("sent at once, alone").containsExactly(1);

    List<CompletableFuture<CommandResult>> nine = submit(sequencer, 2, 10);
    Pause pause = workers.step();
    assertThat(sent).as("they wait for company").hasSize(1);
    assertThat(pause.atMost()).isPositive().isLessThanOrEqualTo(LINGER);
    workers.pass(LINGER);
    workers.step();
    assertThat(sent).hasSize(2);
    assertThat(ticks(1)).containsExactly(2, 3, 4, 5, 6, 7, 8, 9, 10);
    sequencer.committed(committed(sent.get(1)));
    assertThat(nine).allMatch(CompletableFuture::isDone);
  }

  @Test
  void whoComesWhileOthersLingerGoesWithThemAndDelaysNobody() {
    Sequencer sequencer = sequencer(BOUND);
    submit(sequencer, 1, 1);
    workers.step();
    submit(sequencer, 2, 2);
    workers.step();
    workers.pass(LINGER.dividedBy(2));
    submit(sequencer, 3, 3);
    workers.step();
    assertThat(sent).hasSize(1);
    workers.pass(LINGER.dividedBy(2));
    workers.step();
    assertThat(ticks(1)).containsExactly(2, 3);
  }

  @Test
  void whoWasAnsweredAndSendsTheNextAtOnceSharesAFrameWithTheOthersThatWere() {
    Sequencer sequencer = sequencer(BOUND);
    submit(sequencer, 1, 3);
    workers.step();
    submit(sequencer, 4, 4); // while the first frame is on its way
    workers.step();
    sequencer.committed(committed(sent.get(0)));
    Pause pause = workers.step();
    assertThat(pause.atMost()).isPositive().isLessThanOrEqualTo(SETTLE);
    submit(sequencer, 5, 6);
    workers.step();
    assertThat(sent).as("one of three is missing").hasSize(1);
    submit(sequencer, 7, 7);
    workers.step();
    assertThat(ticks(1)).as("all are there: nobody waits longer").containsExactly(4, 5, 6, 7);
  }

  @Test
  void whoWasAnsweredAndSendsNothingMoreKeepsTheOthersForAMomentOnly() {
    Sequencer sequencer = sequencer(BOUND);
    submit(sequencer, 1, 3);
    workers.step();
    submit(sequencer, 4, 4);
    workers.step();
    sequencer.committed(committed(sent.get(0)));
    workers.step();
    assertThat(sent).hasSize(1);
    workers.pass(SETTLE);
    workers.step();
    assertThat(ticks(1)).containsExactly(4);
  }

  @Test
  void aClientThatSendsOneAfterTheOtherNeverWaits() {
    Sequencer sequencer = sequencer(BOUND);
    for (int i = 0; i < 3; i++) {
      submit(sequencer, i, i);
      workers.step();
      assertThat(ticks(i)).containsExactly(i);
      sequencer.committed(committed(sent.get(i)));
      workers.step();
    }
  }

  @Test
  void aCommandIsSentAtOnceWhenNothingHasBeenOnItsWayForAWhile() {
    Sequencer sequencer = sequencer(BOUND);
    submit(sequencer, 1, 2);
    workers.step();
    sequencer.committed(committed(sent.get(0)));
    workers.step();
    workers.pass(SETTLE);
    submit(sequencer, 3, 3);
    workers.step();
    assertThat(ticks(1)).containsExactly(3);
  }

  @Test
  void moreThanAThousandWaitingGoIntoFramesOfAtMostAThousandInOrder() {
    Sequencer sequencer = sequencer(BOUND);
    submit(sequencer, 1, 1);
    workers.step();
    List<CompletableFuture<CommandResult>> many = submit(sequencer, 2, 2_501);
    workers.step();
    workers.step();
    assertThat(sent).as("a full frame waits for nobody").hasSize(3);
    workers.step();
    assertThat(sent).as("the rest may get company").hasSize(3);
    workers.pass(LINGER);
    workers.step();
    assertThat(sent).hasSize(4);
    assertThat(ticks(1)).containsExactly(LongStream.rangeClosed(2, 1_001).toArray());
    assertThat(ticks(2)).containsExactly(LongStream.rangeClosed(1_002, 2_001).toArray());
    assertThat(ticks(3)).containsExactly(LongStream.rangeClosed(2_002, 2_501).toArray());
    sent.forEach(frame -> sequencer.committed(committed(frame)));
    assertThat(many).allMatch(CompletableFuture::isDone);
    assertThat(sequencer.waiting()).isZero();
  }

  @Test
  void aLogThatThrowsMakesAnUnknownOutcomeAndTheNextCommandIsSent() {
    Sequencer sequencer = sequencer(BOUND);
    broken = true;
    CompletableFuture<CommandResult> lost = submit(sequencer, 1, 1).get(0);
    workers.step();
    assertUnknown(lost, "the log did not take the command");
    assertThat(sequencer.waiting()).isZero();
    assertThat(sequencer.framesKept()).isZero();
    broken = false;
    CompletableFuture<CommandResult> next = submit(sequencer, 2, 2).get(0);
    workers.step();
    assertThat(ticks(0)).as("nothing is thought to be on its way").containsExactly(2);
    sequencer.committed(committed(sent.get(0)));
    assertThat(next).isCompleted();
  }

  @Test
  void whoWaitsUnsentWhenTheEngineStopsIsToldAndIsNeverSent() {
    Sequencer sequencer = sequencer(BOUND);
    List<CompletableFuture<CommandResult>> waiting = submit(sequencer, 1, 3);
    sequencer.stop("the engine is HALTED");
    waiting.forEach(one -> assertUnknown(one, "HALTED"));
    workers.step();
    assertThat(sent).isEmpty();
    assertThat(sequencer.waiting()).isZero();
  }

  @Test
  void whoLingersWhenTheSequencerIsClosedIsTold() {
    Sequencer sequencer = sequencer(BOUND);
    CompletableFuture<CommandResult> first = submit(sequencer, 1, 1).get(0);
    workers.step();
    CompletableFuture<CommandResult> lingering = submit(sequencer, 2, 2).get(0);
    workers.step();
    sequencer.close();
    assertUnknown(first, "closing");
    assertUnknown(lingering, "closing");
    assertThat(sent).hasSize(1);
    assertThat(sequencer.waiting()).isZero();
    assertThat(sequencer.framesKept()).isZero();
  }

  @Test
  void aFullQueueTakesExactlyAsManyAsWereAnsweredAgainAndAgain() {
    Sequencer sequencer = sequencer(10);
    submit(sequencer, 0, 3);
    workers.step();
    submit(sequencer, 4, 9);
    int answered = 0;
    for (int round = 0; round < 5; round++) {
      assertOverloaded(sequencer);
      CommandFrame frame = sent.get(round);
      sequencer.committed(committed(frame));
      appended.get(round).complete((long) round);
      workers.pass(LINGER);
      workers.step(); // whoever waits leaves the queue
      int room = frame.entries().size();
      answered += room;
      assertThat(sequencer.waiting()).isEqualTo(10 - room);
      submit(sequencer, 100L * round, 100L * round + room - 1)
          .forEach(one -> assertThat(one).isNotDone());
    }
    assertThat(answered).isGreaterThanOrEqualTo(20);
  }

  private void assertOverloaded(Sequencer sequencer) {
    assertThat(sequencer.waiting()).isEqualTo(10);
    assertThatThrownBy(() -> sequencer.submit(new Command.Tick(99)).join())
        .hasCauseInstanceOf(OverloadedException.class);
  }

  private static void assertUnknown(CompletableFuture<CommandResult> result, String why) {
    assertThat(result).isCompletedExceptionally();
    assertThatThrownBy(result::join)
        .hasCauseInstanceOf(UnknownOutcomeException.class)
        .hasMessageContaining(why);
  }

  private static List<CompletableFuture<CommandResult>> submit(
      Sequencer sequencer, long from, long to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(tick -> sequencer.submit(new Command.Tick(tick)))
        .toList();
  }

  private long[] ticks(int frame) {
    return sent.get(frame).entries().stream()
        .mapToLong(entry -> ((Command.Tick) entry.command()).timeMillis())
        .toArray();
  }

  private Sequencer sequencer(int bound) {
    return new Sequencer(
        "me",
        new Sequencer.Limits(bound, Duration.ofMinutes(1)),
        frame -> {
          if (broken) {
            throw new IllegalStateException("injected");
          }
          CompletableFuture<Long> future = new CompletableFuture<>();
          sent.add(frame);
          appended.add(future);
          return future;
        },
        workers);
  }

  private static CommittedFrame committed(CommandFrame frame) {
    List<List<EventEnvelope>> answers =
        frame.entries().stream()
            .map(entry -> ((Command.Tick) entry.command()).timeMillis())
            .map(
                time ->
                    List.of(
                        new EventEnvelope(0, 0, 0, 1, 1, Hash.ZERO, new Event.TimeAdvanced(time))))
            .toList();
    return new CommittedFrame(7, new byte[0], frame, answers, List.of());
  }
}
