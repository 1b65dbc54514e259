package org.commonwatt.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.commonwatt.log.LogUnavailableException;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.CommandFrame;

/**
 * A process's idempotent producer of commands: in order, repeated until the log takes a frame or
 * the time is up, never doubled. What it has sent may arrive after its process has died.
 */
final class SimulatedAppender {
  private static final Duration RETRY = Duration.ofMillis(200);
  private static final long GIVE_UP_NANOS = Duration.ofSeconds(4).toNanos();

  private final Scheduler scheduler;
  private final SimulatedBroker broker;
  private final Uplink uplink;
  private final Keyring keys;
  private final Deque<Pending> queue = new ArrayDeque<>();
  private boolean sending;

  private record Pending(byte[] value, CompletableFuture<Long> appended, long sentNanos) {}

  SimulatedAppender(Site site, Uplink uplink, Keyring keys) {
    this.scheduler = site.scheduler();
    this.broker = site.broker();
    this.uplink = uplink;
    this.keys = keys;
  }

  CompletableFuture<Long> append(CommandFrame frame) {
    CompletableFuture<Long> appended = new CompletableFuture<>();
    byte[] value = CommandCodec.encode(Community.MARKET, frame, keys);
    queue.add(new Pending(value, appended, scheduler.nanos()));
    sendNext(uplink.chance().micros(50, 3_000));
    return appended;
  }

  private void sendNext(Duration delay) {
    if (!sending && !queue.isEmpty()) {
      sending = true;
      scheduler.after(delay, this::arrive);
    }
  }

  private void arrive() {
    sending = false;
    Pending first = queue.getFirst();
    if (uplink.takesWrites()) {
      queue.removeFirst();
      long offset = broker.appendCommand(first.value());
      boolean lost = uplink.chance().strikes(Fault.APPEND_ANSWER_LOST, 10);
      uplink
          .workers()
          .later(
              uplink.chance().micros(50, 1_000),
              () -> {
                if (lost) {
                  first.appended().completeExceptionally(unknown());
                } else {
                  first.appended().complete(offset);
                }
              });
      sendNext(uplink.chance().micros(50, 1_000));
    } else if (scheduler.nanos() - first.sentNanos() > GIVE_UP_NANOS) {
      queue.removeFirst();
      uplink
          .workers()
          .later(Duration.ZERO, () -> first.appended().completeExceptionally(unknown()));
      sendNext(RETRY);
    } else if (!uplink.workers().isDead()) {
      sendNext(RETRY);
    }
  }

  private static LogUnavailableException unknown() {
    return new LogUnavailableException("simulated: whether a frame reached the log is unknown");
  }
}
