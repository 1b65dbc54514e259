package org.commonwatt.engine.sequencer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.commonwatt.engine.runtime.CommittedFrame;
import org.commonwatt.engine.work.Pause;
import org.commonwatt.engine.work.Work;
import org.commonwatt.engine.work.Worker;
import org.commonwatt.engine.work.Workers;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.jspecify.annotations.Nullable;

/**
 * Collects commands from many threads into frames, appends the frames, and completes each command
 * when the engine has committed its events. Thread-safe.
 *
 * <p>A frame and its transaction cost as much as dozens of commands, and the engine makes one
 * transaction at a time. So while frames await their answer a command waits for company, for ten
 * milliseconds at most. When they have it, those who were answered may send their next at once: for
 * them it waits until as many have come, for two milliseconds at most. Otherwise it is sent at
 * once. At most {@code bound} commands may await their answer; more are refused.
 */
public final class Sequencer implements AutoCloseable {
  private static final long LINGER_NANOS = 10_000_000;
  private static final long SETTLE_NANOS = 2_000_000;

  private final String appender;
  private final int bound;
  private final Duration answerTimeout;
  private final Function<CommandFrame, ? extends CompletableFuture<Long>> log;
  private final Workers workers;
  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
  private final Semaphore room;
  private final ConcurrentMap<Long, List<Waiting>> pending = new ConcurrentHashMap<>();
  private final Worker worker;
  private volatile @Nullable String stopReason;
  private final AtomicLong lastFrame = new AtomicLong();
  private volatile Settled settled;

  /**
   * The last frame that had its answer.
   *
   * @param atNanos when
   * @param commands that it had
   */
  private record Settled(long atNanos, int commands) {}

  /** Commands that are answered together; they take room until they are, and left the queue. */
  private static final class Waiting {
    private final List<CommandFrame.Entry> entries;
    private final CompletableFuture<List<CommandResult>> result = new CompletableFuture<>();
    private final AtomicInteger holds;
    private final Semaphore room;

    Waiting(List<CommandFrame.Entry> entries, boolean queued, Semaphore room) {
      this.entries = entries;
      this.holds = new AtomicInteger(queued ? 2 : 1);
      this.room = room;
      result.whenComplete((ok, failed) -> release());
    }

    List<CommandFrame.Entry> entries() {
      return entries;
    }

    CompletableFuture<List<CommandResult>> result() {
      return result;
    }

    void release() {
      if (holds.decrementAndGet() == 0) {
        room.release(entries.size());
      }
    }
  }

  /**
   * The limits of a sequencer.
   *
   * @param bound the most commands that may await an answer, positive
   * @param answerTimeout after this long without an answer a command's outcome is unknown
   */
  public record Limits(int bound, Duration answerTimeout) {}

  /**
   * Starts a sequencer.
   *
   * @param appender identity that no other process shares
   * @param limits bounds
   * @param log appends a frame and completes with its offset
   * @param workers who sends the frames, and the clock
   */
  public Sequencer(
      String appender,
      Limits limits,
      Function<CommandFrame, ? extends CompletableFuture<Long>> log,
      Workers workers) {
    this.appender = appender;
    this.bound = limits.bound();
    this.answerTimeout = limits.answerTimeout();
    this.log = log;
    this.workers = workers;
    this.room = new Semaphore(bound);
    this.settled = new Settled(workers.nanoTime(), 0);
    this.worker = workers.start("sequencer", new Sending());
  }

  /** Submits a command whose repeats need no dropping: see {@link CommandOrigin#NONE}. */
  public CompletableFuture<CommandResult> submit(Command command) {
    return submit(CommandOrigin.NONE, command);
  }

  /**
   * Submits a command.
   *
   * @return completes with the command's committed events; fails with {@link OverloadedException}
   *     when it was refused early and with {@link UnknownOutcomeException} when nobody can say
   */
  public CompletableFuture<CommandResult> submit(CommandOrigin origin, Command command) {
    Waiting waiting = new Waiting(List.of(new CommandFrame.Entry(origin, command)), true, room);
    return admitted(waiting, this::enqueue, results -> results.get(0));
  }

  /**
   * Submits commands that stand in one frame, in this order: either all of them reach the log, or
   * none. Others may share the frame.
   *
   * @param commands 1 to {@value CommandFrame#MAX_ENTRIES}
   * @return completes when all are answered; fails like {@link #submit(CommandOrigin, Command)}
   */
  public CompletableFuture<List<CommandResult>> submitAll(List<? extends Command> commands) {
    if (commands.isEmpty() || commands.size() > CommandFrame.MAX_ENTRIES) {
      throw new IllegalArgumentException("a frame cannot hold " + commands.size() + " commands");
    }
    List<CommandFrame.Entry> entries = new ArrayList<>(commands.size());
    commands.forEach(one -> entries.add(new CommandFrame.Entry(CommandOrigin.NONE, one)));
    return admitted(new Waiting(entries, true, room), this::enqueue, results -> results);
  }

  /**
   * Submits commands as one frame: either all of them reach the log, in this order, or none. What a
   * bridge sends must not overtake itself, so it sends a frame and awaits it before the next.
   *
   * @param entries 1 to {@value CommandFrame#MAX_ENTRIES} commands
   * @return completes when all are answered; fails like {@link #submit(CommandOrigin, Command)}
   */
  public CompletableFuture<List<CommandResult>> submitFrame(List<CommandFrame.Entry> entries) {
    Waiting waiting = new Waiting(List.copyOf(entries), false, room);
    return admitted(waiting, frame -> append(List.of(frame)), results -> results);
  }

  /** Tells the sequencer of a frame whose events have committed. Frames of others are ignored. */
  public void committed(CommittedFrame committed) {
    CommandFrame frame = committed.frame();
    if (!frame.appender().equals(appender)) {
      return;
    }
    List<Waiting> waiting = pending.remove(frame.frameNumber());
    if (waiting == null) {
      return;
    }
    int index = 0;
    for (Waiting one : waiting) {
      List<CommandResult> results = new ArrayList<>(one.entries().size());
      for (int i = 0; i < one.entries().size(); i++) {
        results.add(new CommandResult(committed, index++));
      }
      one.result().complete(results);
    }
    settled = new Settled(workers.nanoTime(), index);
    worker.wake();
  }

  /** Refuses every further command and fails those that wait: nobody will answer any more. */
  public void stop(String reason) {
    stopReason = reason;
    UnknownOutcomeException unknown = unknown(reason, null);
    pending.keySet().forEach(number -> failFrame(number, unknown));
    for (Waiting left = next(Integer.MAX_VALUE); left != null; left = next(Integer.MAX_VALUE)) {
      failAll(List.of(left), unknown);
    }
  }

  /** The number of commands that await their answer. */
  public int waiting() {
    return bound - room.availablePermits();
  }

  @Override
  public void close() {
    stop("the service is closing");
    worker.close();
  }

  /** The number of frames whose commands are kept because one of them awaits its answer. */
  int framesKept() {
    return pending.size();
  }

  /**
   * Takes the next that waits out of the queue; whoever waits no more is left out.
   *
   * @param most it may have so many commands
   * @return null when there is none, or when it has more
   */
  private synchronized @Nullable Waiting next(int most) {
    for (Waiting next = queue.peek(); next != null; next = queue.peek()) {
      if (next.entries().size() > most) {
        return null;
      }
      queue.remove();
      next.release();
      if (!next.result().isDone()) {
        return next;
      }
    }
    return null;
  }

  /** Sends what waits: at once while no frame awaits its answer, else after a while. */
  private final class Sending implements Work {
    private List<Waiting> collected = new ArrayList<>();
    private int commands;
    private long since;
    private Settled last = settled;
    private int expected; // commands, when all have come who were answered last

    @Override
    public Pause step() {
      long now = workers.nanoTime();
      since = collected.isEmpty() ? now : since;
      if (last != settled) {
        last = settled;
        expected = commands + last.commands();
      }
      collect();
      if (collected.isEmpty()) {
        return Pause.UNTIL_WOKEN;
      }
      // What still waits did not fit: the frame is as full as it can be.
      if (commands < CommandFrame.MAX_ENTRIES && queue.isEmpty()) {
        long left = left(now);
        if (left > 0) {
          return Pause.of(Duration.ofNanos(left));
        }
      }
      append(collected);
      collected = new ArrayList<>();
      commands = 0;
      expected = 0;
      return Pause.NONE;
    }

    /** How long to wait for company. */
    private long left(long now) {
      long lingers = since + LINGER_NANOS - now;
      if (!pending.isEmpty()) {
        return lingers;
      }
      return commands < expected ? Math.min(lingers, last.atNanos() + SETTLE_NANOS - now) : 0;
    }

    private void collect() {
      int most = CommandFrame.MAX_ENTRIES;
      for (Waiting one = next(most - commands); one != null; one = next(most - commands)) {
        collected.add(one);
        commands += one.entries().size();
      }
    }

    @Override
    public void end() {
      failAll(collected, unknown("the service is closing", null));
    }
  }

  private void append(List<Waiting> commands) {
    long number = lastFrame.incrementAndGet();
    pending.put(number, commands);
    AtomicInteger unanswered = new AtomicInteger(commands.size());
    for (Waiting command : commands) {
      command.result().whenComplete((ok, failed) -> forget(number, unanswered));
    }
    CommandFrame frame =
        new CommandFrame(
            appender, number, commands.stream().flatMap(one -> one.entries().stream()).toList());
    try {
      log.apply(frame).whenComplete((offset, failure) -> appended(number, failure));
    } catch (RuntimeException failure) {
      appended(number, failure);
    }
    if (stopReason != null) {
      failFrame(number, unknown(stopReason, null));
    }
  }

  /** Nobody may ever answer a frame: it is kept for as long as somebody waits. */
  private void forget(long number, AtomicInteger unanswered) {
    if (unanswered.decrementAndGet() == 0) {
      pending.remove(number);
    }
  }

  private void appended(long number, @Nullable Throwable failure) {
    if (failure != null) {
      failFrame(number, unknown("the log did not take the command", failure));
    }
  }

  private <T> CompletableFuture<T> admitted(
      Waiting waiting, Consumer<Waiting> send, Function<List<CommandResult>, T> answer) {
    if (stopReason != null) {
      return CompletableFuture.failedFuture(unknown(stopReason, null));
    }
    if (!room.tryAcquire(waiting.entries().size())) {
      return CompletableFuture.failedFuture(new OverloadedException(bound));
    }
    send.accept(waiting);
    return workers
        .limit(waiting.result(), answerTimeout)
        .thenApply(answer)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(explain(failure)));
  }

  private void enqueue(Waiting waiting) {
    queue.add(waiting);
    worker.wake();
    if (stopReason != null) {
      failAll(List.of(waiting), unknown(stopReason, null));
    }
  }

  private Throwable explain(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (failure instanceof CompletionException) {
      return cause instanceof TimeoutException ? late(cause) : cause;
    }
    return failure instanceof TimeoutException ? late(failure) : failure;
  }

  private UnknownOutcomeException late(Throwable timeout) {
    return unknown("no answer within " + answerTimeout.toMillis() + " ms", timeout);
  }

  private static UnknownOutcomeException unknown(
      @Nullable String message, @Nullable Throwable cause) {
    return new UnknownOutcomeException(String.valueOf(message), cause);
  }

  private void failFrame(long number, UnknownOutcomeException unknown) {
    List<Waiting> waiting = pending.remove(number);
    if (waiting != null) {
      failAll(waiting, unknown);
    }
  }

  private static void failAll(List<Waiting> waiting, UnknownOutcomeException unknown) {
    waiting.forEach(command -> command.result().completeExceptionally(unknown));
  }
}
