package org.commonwatt.simulation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.commonwatt.engine.work.Pause;
import org.commonwatt.engine.work.Work;
import org.commonwatt.engine.work.Worker;
import org.commonwatt.engine.work.Workers;

/**
 * The workers of one process, on virtual time. A frozen process takes no step, a dead one never.
 */
final class SimulatedWorkers implements Workers {
  private final Scheduler scheduler;
  private final Chance chance;
  private Duration spent = Duration.ZERO;
  private boolean dead;
  private long frozenUntil;

  SimulatedWorkers(Scheduler scheduler, Chance chance) {
    this.scheduler = scheduler;
    this.chance = chance;
  }

  void kill() {
    dead = true;
  }

  boolean isDead() {
    return dead;
  }

  void freeze(Duration length) {
    frozenUntil = Math.max(frozenUntil, scheduler.nanos() + length.toNanos());
  }

  boolean isFrozen() {
    return scheduler.nanos() < frozenUntil;
  }

  /** Lets everybody else go on for a while, in the middle of a step. */
  void stall(Duration length) {
    scheduler.run(length);
    while (!dead && isFrozen()) {
      scheduler.run(Duration.ofNanos(frozenUntil - scheduler.nanos()));
    }
    requireAlive();
  }

  /** Nothing of a dead process goes on: this takes its stack away. */
  void requireAlive() {
    if (dead) {
      throw new ProcessDied();
    }
  }

  /** Adds to the time that the step under way takes. */
  void spend(Duration time) {
    spent = spent.plus(time);
  }

  /** Runs something in this process after a delay, unless the process is dead by then. */
  void later(Duration delay, Runnable task) {
    scheduler.after(
        delay,
        () -> {
          if (!dead) {
            if (isFrozen()) {
              later(Duration.ofNanos(frozenUntil - scheduler.nanos()), task);
            } else {
              task.run();
            }
          }
        });
  }

  @Override
  public Worker start(String name, Work work) {
    SimulatedWorker worker = new SimulatedWorker(work);
    worker.schedule(chance.micros(10, 2_000));
    return worker;
  }

  @Override
  public <T> CompletableFuture<T> limit(CompletableFuture<T> future, Duration timeout) {
    later(
        timeout,
        () -> {
          if (!future.isDone()) {
            future.completeExceptionally(new TimeoutException());
          }
        });
    return future;
  }

  @Override
  public long nanoTime() {
    return scheduler.nanos();
  }

  private final class SimulatedWorker implements Worker {
    private final Work work;
    private boolean busy;
    private boolean woken;
    private boolean closed;
    private long turn;

    SimulatedWorker(Work work) {
      this.work = work;
    }

    @Override
    public void wake() {
      if (busy) {
        woken = true;
      } else {
        schedule(chance.micros(10, 300));
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        work.end();
      }
    }

    /** The next step; replaces one that was scheduled before. */
    private void schedule(Duration delay) {
      long mine = ++turn;
      later(
          delay,
          () -> {
            if (mine == turn && !busy && !closed) {
              step();
            }
          });
    }

    private void step() {
      Duration outer = spent;
      spent = Duration.ZERO;
      busy = true;
      woken = false;
      Pause pause = Pause.UNTIL_WOKEN;
      try {
        pause = work.step();
      } catch (ProcessDied e) {
        closed = true;
      }
      busy = false;
      Duration cost = spent.plus(chance.micros(50, 2_000));
      spent = outer;
      if (!dead) {
        rest(pause, cost);
      }
    }

    private void rest(Pause pause, Duration cost) {
      schedule(woken ? cost : cost.plus(pause.atMost()));
      long mine = turn;
      if (pause.until() != null) {
        pause.until().whenComplete((done, failed) -> wakeIf(mine));
      }
    }

    private void wakeIf(long mine) {
      if (mine == turn) {
        wake();
      }
    }
  }
}
