package org.commonwatt.simulation;

import java.time.Duration;
import org.commonwatt.log.LogUnavailableException;

/** A process's way to the broker and the ledger, and what goes wrong on it. */
final class Uplink {
  private final Scheduler scheduler;
  private final Chance chance;
  private final Weather weather;
  private final SimulatedWorkers workers;
  private long cutUntil;

  /** What holds for all processes. */
  static final class Weather {
    private long fullUntil;
    private long ledgerAwayUntil;

    void fillDisk(Scheduler scheduler, Duration length) {
      fullUntil = scheduler.nanos() + length.toNanos();
    }

    boolean isFull(Scheduler scheduler) {
      return scheduler.nanos() < fullUntil;
    }

    void takeLedgerAway(Scheduler scheduler, Duration length) {
      ledgerAwayUntil = scheduler.nanos() + length.toNanos();
    }

    boolean isLedgerAway(Scheduler scheduler) {
      return scheduler.nanos() < ledgerAwayUntil;
    }
  }

  Uplink(Scheduler scheduler, Chance chance, Weather weather, SimulatedWorkers workers) {
    this.scheduler = scheduler;
    this.chance = chance;
    this.weather = weather;
    this.workers = workers;
  }

  Chance chance() {
    return chance;
  }

  SimulatedWorkers workers() {
    return workers;
  }

  void cut(Duration length) {
    cutUntil = scheduler.nanos() + length.toNanos();
  }

  boolean isCut() {
    return chance.isFaulty() && scheduler.nanos() < cutUntil;
  }

  boolean reachesLedger() {
    return !isCut() && !(chance.isFaulty() && weather.isLedgerAway(scheduler));
  }

  /** Whether a write would be taken now. */
  boolean takesWrites() {
    return !isCut() && !(chance.isFaulty() && weather.isFull(scheduler));
  }

  void requireReachable() {
    workers.requireAlive();
    if (isCut()) {
      workers.spend(chance.millis(100, 1_000));
      throw new LogUnavailableException("simulated: the log cannot be reached");
    }
  }

  void requireWritable() {
    requireReachable();
    if (!takesWrites()) {
      throw new LogUnavailableException("simulated: the log's disk is full");
    }
  }

  /** Fails a request whose answer is lost. */
  void loseAnswer(Fault fault, int perThousand) {
    if (chance.strikes(fault, perThousand)) {
      workers.spend(chance.millis(100, 1_000));
      throw new LogUnavailableException("simulated: " + fault);
    }
  }
}
