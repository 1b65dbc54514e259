package org.commonwatt.simulation;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.commonwatt.core.MarketBounds;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.engine.snapshot.SnapshotStore;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.Lease;
import org.commonwatt.log.MarketLog;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * A market of a few slots under faults, on a virtual clock, from one seed. Faults strike until the
 * market's clock has come to the end, or for {@value #FAULTY_SECONDS} virtual seconds; then
 * everything must come to a good end within {@value #CALM_SECONDS} more. Some seeds then erase a
 * member.
 */
public final class Simulation {
  /** The longest time that faults strike, in virtual seconds. */
  public static final int FAULTY_SECONDS = 60;

  /** The time to come to a good end without faults, in virtual seconds. */
  public static final int CALM_SECONDS = 60;

  /** The time for an erasure, which every {@value #ERASES}th seed has, in virtual seconds. */
  public static final int ERASURE_SECONDS = 300;

  private static final int ERASES = 8;
  private static final Duration TURN = Duration.ofMillis(100);

  private final long seed;
  private final Site site;
  private final History history;
  private final Cluster cluster;
  private final Crowd crowd;
  private final Registrar registrar;
  private @Nullable String violation;

  /** Sends a frame to the log; completes with its offset. */
  @FunctionalInterface
  public interface Appending extends Function<CommandFrame, CompletableFuture<Long>> {}

  /**
   * What stands between the real parts and the simulated ones; a test plants bugs here.
   *
   * @param log around the log of every process
   * @param lease around the lease of every process
   * @param ledger around the ledger of every process
   * @param keys around the keys of every process
   * @param disk around the snapshots of every process
   * @param appender around what sends the frames of every process to the log
   * @param bounds in place of how much the market holds, for every engine
   */
  public record Wiring(
      UnaryOperator<MarketLog> log,
      UnaryOperator<Lease> lease,
      UnaryOperator<Ledger> ledger,
      UnaryOperator<Keyring> keys,
      UnaryOperator<SnapshotStore> disk,
      UnaryOperator<Appending> appender,
      UnaryOperator<MarketBounds> bounds) {
    /** Nothing in between. */
    public static final Wiring STRAIGHT =
        new Wiring(
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            UnaryOperator.identity());

    /** The same with another log. */
    public Wiring withLog(UnaryOperator<MarketLog> other) {
      return new Wiring(other, lease, ledger, keys, disk, appender, bounds);
    }

    /** The same with another lease. */
    public Wiring withLease(UnaryOperator<Lease> other) {
      return new Wiring(log, other, ledger, keys, disk, appender, bounds);
    }

    /** The same with another ledger. */
    public Wiring withLedger(UnaryOperator<Ledger> other) {
      return new Wiring(log, lease, other, keys, disk, appender, bounds);
    }

    /** The same with other keys. */
    public Wiring withKeys(UnaryOperator<Keyring> other) {
      return new Wiring(log, lease, ledger, other, disk, appender, bounds);
    }

    /** The same with another disk. */
    public Wiring withDisk(UnaryOperator<SnapshotStore> other) {
      return new Wiring(log, lease, ledger, keys, other, appender, bounds);
    }

    /** The same with another way to the log. */
    public Wiring withAppender(UnaryOperator<Appending> other) {
      return new Wiring(log, lease, ledger, keys, disk, other, bounds);
    }

    /** The same with engines of another size. */
    public Wiring withBounds(UnaryOperator<MarketBounds> other) {
      return new Wiring(log, lease, ledger, keys, disk, appender, other);
    }
  }

  /**
   * How a run ended.
   *
   * @param seed gives the same run again
   * @param violation what must not be, null when all is well
   * @param events on the log
   * @param questions requests of clients and of the conductor
   * @param processes how many were started
   * @param defaults of members
   * @param fallbacks gates that were missed, auctions that were cancelled, trades that fell away
   * @param curtailed times that a trade lost energy because a link may carry less
   * @param ceased how often an engine that had led lived on and led no more
   * @param injected how often each fault struck
   * @param seen how often each sight was met
   * @param lastHash hash of the last event: equal runs have equal ones
   */
  public record Outcome(
      long seed,
      @Nullable String violation,
      int events,
      int questions,
      int processes,
      int defaults,
      int fallbacks,
      int curtailed,
      int ceased,
      Map<Fault, Integer> injected,
      Map<Sight, Integer> seen,
      Hash lastHash) {
    /** Whether nothing was wrong. */
    public boolean isGood() {
      return violation == null;
    }
  }

  private Simulation(long seed, Wiring wiring) {
    this.seed = seed;
    this.site = Site.of(seed, wiring);
    this.history = new History(site);
    this.cluster = new Cluster(site, this::judge, this::violated);
    this.crowd = new Crowd(site, cluster, history, () -> recorded() == Community.SLOTS);
    this.registrar = new Registrar(site, cluster);
  }

  /** Runs a seed. */
  public static Outcome run(long seed) {
    return run(seed, Wiring.STRAIGHT);
  }

  /** Runs a seed with something in between. */
  public static Outcome run(long seed, Wiring wiring) {
    return new Simulation(seed, wiring).run();
  }

  /** Nothing may be thrown out of a run: its seed would be lost. */
  private Outcome run() {
    try {
      live();
    } catch (RuntimeException | Error e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      violated("something threw " + trace);
    }
    return new Outcome(
        seed,
        violation,
        history.events().size(),
        crowd.asked(),
        cluster.started(),
        history.defaults(),
        history.fallbacks(),
        history.curtailed(),
        cluster.ceased(),
        Map.copyOf(site.chance().injected()),
        history.seen(),
        history.lastHash());
  }

  private void live() {
    cluster.start();
    crowd.start();
    registrar.start();
    turns(FAULTY_SECONDS, crowd::isConducted);
    site.chance().stopFaults();
    if (!turns(CALM_SECONDS, this::isOver)) {
      violated("no progress within " + CALM_SECONDS + " s after the last fault: " + progress());
    }
    if (violation == null && Math.floorMod(seed, ERASES) == 0) {
      erase();
    }
    if (violation == null) {
      violation = new Verdict(site, history).problem();
    }
  }

  private void erase() {
    Eraser eraser = new Eraser(site, cluster, crowd, this::violated);
    eraser.start();
    if (!turns(ERASURE_SECONDS, () -> eraser.isDone() && isOver())) {
      violated("no progress in an erasure: " + progress());
    }
  }

  /**
   * Lets virtual time pass until a condition holds; true also when there is nothing left to see.
   */
  private boolean turns(int seconds, Condition until) {
    long end = site.scheduler().nanos() + Duration.ofSeconds(seconds).toNanos();
    while (violation == null && site.scheduler().nanos() < end) {
      if (until.holds()) {
        return true;
      }
      site.scheduler().run(TURN);
      violated(history.catchUp());
    }
    return violation != null;
  }

  private interface Condition {
    boolean holds();
  }

  private boolean isOver() {
    return crowd.isContent()
        && registrar.isDone(history.connections())
        && recorded() == Community.SLOTS
        && isQuiet();
  }

  /** Every command on the log has its events. */
  private boolean isQuiet() {
    if (history.events().isEmpty() || site.broker().commands().all().isEmpty()) {
      return false;
    }
    EventEnvelope last = history.events().get(history.events().size() - 1);
    return last.commandOffset() == site.broker().committedEnd(site.broker().commands()) - 1;
  }

  private long recorded() {
    return history.events().stream()
        .filter(envelope -> envelope.event() instanceof Event.BatchRecorded)
        .count();
  }

  private String progress() {
    return history.events().size() + " events, " + recorded() + " slots recorded";
  }

  private @Nullable String judge(List<Command> asked, List<CommandResult> results) {
    String problem = history.catchUp();
    for (CommandResult result : results) {
      problem = problem == null ? history.contradicts(result.events()) : problem;
    }
    return problem == null ? history.answers(asked, results) : problem;
  }

  private void violated(@Nullable String problem) {
    if (violation == null) {
      violation = problem;
    }
  }
}
