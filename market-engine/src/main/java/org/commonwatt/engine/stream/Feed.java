package org.commonwatt.engine.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.commonwatt.engine.runtime.CommittedFrame;
import org.commonwatt.engine.runtime.EngineHealth;
import org.commonwatt.engine.runtime.EngineState;
import org.commonwatt.engine.runtime.MarketEngine;
import org.commonwatt.engine.work.Pause;
import org.commonwatt.engine.work.Work;
import org.commonwatt.engine.work.Worker;
import org.commonwatt.engine.work.Workers;
import org.commonwatt.model.EventEnvelope;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of every committed change to those who follow channels. One thread of its own takes the
 * frames that the engine has committed; the engine's thread only puts them into a queue, and not
 * even that while nobody follows anything. Whoever reads slowly is the {@link Delivery}'s affair.
 *
 * <p>When the engine no longer leads, or the feed falls too far behind, all channels end, and
 * everybody is told: who comes back begins anew. Thread-safe.
 */
public final class Feed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final int DELIVERIES_UNDER_WAY = 16;
  private static final int TASKS_A_STEP = 64;
  private static final long BYTES_A_STEP = 4L << 20; // a step ends once its messages have as many

  private final FeedLimits limits;
  private final Workers workers;
  private final Delivery delivery;
  private final Channels channels;
  private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger framesWaiting = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger interested = new AtomicInteger(); // subscriptions asked for, channels
  private final AtomicBoolean behind = new AtomicBoolean();
  private int counted; // channels among the interested
  private volatile long position;
  private volatile Map<Topic, Long> told = Map.of(); // of channels that others tell
  private volatile boolean closed;
  private volatile @Nullable Worker worker;

  /** Something that the feed's thread does, in the order in which it was asked for. */
  private interface Task {
    void run();
  }

  /**
   * A feed that nobody follows.
   *
   * @param engine whose changes it tells
   * @param limits how much it keeps
   * @param workers who does the work, and the clock
   * @param delivery takes what it tells
   */
  public Feed(MarketEngine engine, FeedLimits limits, Workers workers, Delivery delivery) {
    this.limits = limits;
    this.workers = workers;
    this.delivery = delivery;
    this.channels = new Channels(engine, limits, workers::nanoTime);
  }

  /** Starts the feed's thread. */
  public Feed start() {
    worker = workers.start("feed", new Telling());
    return this;
  }

  /** Takes a frame whose events have committed. Called on the engine's thread. */
  public void committed(CommittedFrame frame) {
    if (interested.get() == 0 || closed) {
      position = last(frame);
      return;
    }
    if (framesWaiting.incrementAndGet() > limits.framesBehind()) {
      framesWaiting.decrementAndGet();
      if (behind.compareAndSet(false, true)) {
        ask(() -> lose(new Delivery.Loss(null)));
      }
      return;
    }
    ask(() -> tell(frame));
  }

  /** The engine does something else. Called on the engine's thread. */
  public void moved(EngineHealth health) {
    if (health.state() != EngineState.LEADING) {
      ask(() -> lose(new Delivery.Loss(health)));
    }
  }

  /**
   * Lets somebody follow a channel. The answer comes with the messages, in order: what {@link
   * Request#subscribed} or {@link Request#refused} makes of it, then a snapshot or what was missed.
   */
  public void subscribe(Request request) {
    interested.incrementAndGet();
    ask(
        () -> {
          try {
            channels.subscribe(request);
          } finally {
            settle(); // before: no frame may pass between the two
            interested.decrementAndGet();
          }
        });
  }

  /** Lets somebody no longer follow a channel. */
  public void unsubscribe(Topic topic, Subscriber subscriber, Message answer) {
    ask(() -> channels.unsubscribe(topic, subscriber, answer));
  }

  /** Lets somebody follow nothing any more. */
  public void leave(Subscriber subscriber) {
    ask(() -> channels.leave(subscriber));
  }

  /**
   * The channels that are told by others than the events, and up to which of the engine's sequence
   * numbers each was.
   */
  public Map<Topic, Long> told() {
    return told;
  }

  /** Tells channels what others have found out; done when they have been told. */
  public CompletableFuture<Void> bring(News news) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    ask(
        () -> {
          try {
            channels.bring(news);
            told = channels.told();
          } finally {
            done.complete(null);
          }
        });
    return done;
  }

  /** The engine's sequence number that the feed has come to. */
  public long position() {
    return position;
  }

  @Override
  public void close() {
    closed = true;
    Worker started = worker;
    if (started != null) {
      started.close();
    }
  }

  private void ask(Task task) {
    tasks.add(task);
    wake();
  }

  private void wake() {
    Worker started = worker;
    if (started != null) {
      started.wake();
    }
  }

  /** Counts the channels that are there now as interest in frames. */
  private void settle() {
    int now = channels.count();
    interested.addAndGet(now - counted);
    counted = now;
    told = channels.told();
  }

  private void tell(CommittedFrame frame) {
    framesWaiting.decrementAndGet();
    try {
      for (List<EventEnvelope> events : frame.events()) {
        events.forEach(channels::apply);
      }
      position = last(frame);
      channels.advance(position);
    } catch (RuntimeException e) {
      LOG.error("the feed failed on the events before {}; all begin anew", last(frame), e);
      lose(new Delivery.Loss(null));
    }
  }

  private void lose(Delivery.Loss loss) {
    channels.clear();
    settle();
    behind.set(false);
    handOn();
    delivery.end(loss);
  }

  private void handOn() {
    List<Delivery.Parcel> parcels = channels.takeParcels();
    if (!parcels.isEmpty()) {
      underWay.incrementAndGet();
      delivery.deliver(
          parcels,
          () -> {
            underWay.decrementAndGet();
            wake();
          });
    }
  }

  private static long last(CommittedFrame frame) {
    List<EventEnvelope> last = frame.events().get(frame.events().size() - 1);
    return last.get(last.size() - 1).sequence();
  }

  /** Takes what was asked for, step by step, while the delivery keeps up. */
  private final class Telling implements Work {
    private long pulseNanos = workers.nanoTime();
    private long lookNanos = pulseNanos;

    @Override
    public Pause step() {
      if (underWay.get() >= DELIVERIES_UNDER_WAY) {
        return Pause.UNTIL_WOKEN; // the delivery wakes
      }
      for (int done = 0; done < TASKS_A_STEP && channels.parcelBytes() < BYTES_A_STEP; done++) {
        Task task = tasks.poll();
        if (task == null) {
          break;
        }
        task.run();
      }
      long now = workers.nanoTime();
      boolean pulse = now - pulseNanos >= limits.pulse().toNanos();
      if (pulse || now - lookNanos >= limits.look().toNanos()) {
        lookNanos = now;
        channels.look();
      }
      if (pulse) {
        pulseNanos = now;
        pulse();
      }
      handOn();
      return tasks.isEmpty() ? Pause.of(untilNext(now)) : Pause.NONE;
    }

    private void pulse() {
      channels.dropIdle();
      settle();
      if (!channels.asksState()) { // or it would say that what they have yet to tell was sent
        long sent = told.values().stream().reduce(position, Math::min);
        channels.toAll(Message.of(delivery.heartbeat(sent)));
      }
    }

    private Duration untilNext(long now) {
      long pulse = limits.pulse().toNanos() - (now - pulseNanos);
      long look = limits.look().toNanos() - (now - lookNanos);
      return Duration.ofNanos(Math.max(1, channels.asksState() ? Math.min(pulse, look) : pulse));
    }
  }
}
