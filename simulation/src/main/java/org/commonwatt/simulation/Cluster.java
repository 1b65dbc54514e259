package org.commonwatt.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.commonwatt.engine.bridge.Registration;
import org.commonwatt.engine.runtime.EngineState;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.model.Command;
import org.jspecify.annotations.Nullable;

/**
 * The processes, a leader and a standby, an operator who replaces what looks dead, and chaos. An
 * operator sees no more than whether a process answers: a frozen one is replaced, and then goes on
 * as a zombie.
 */
final class Cluster {
  private static final int MOST = 5;
  private static final int WANTED = 2;
  private static final Duration ROUND = Duration.ofMillis(400);

  private final Site site;
  private final BiFunction<List<Command>, List<CommandResult>, @Nullable String> judge;
  private final Consumer<String> violation;
  private final List<SimulatedProcess> processes = new ArrayList<>();
  private int started;
  private int ceased;
  private boolean stopped;

  /**
   * An empty cluster.
   *
   * @param site what the processes share
   * @param judge says what is wrong with the answers to commands at the moment they are released
   * @param violation hears of it
   */
  Cluster(
      Site site,
      BiFunction<List<Command>, List<CommandResult>, @Nullable String> judge,
      Consumer<String> violation) {
    this.site = site;
    this.judge = judge;
    this.violation = violation;
  }

  void start() {
    startProcess();
    startProcess();
    site.scheduler().after(ROUND, this::operate);
    site.scheduler().after(Duration.ofSeconds(1), this::disturb);
  }

  int started() {
    return started;
  }

  /** Ends every process, as somebody does who needs the market for himself. */
  void stop() {
    stopped = true;
    processes.forEach(SimulatedProcess::kill);
    processes.clear();
  }

  /** Lets the processes work again. */
  void resume() {
    stopped = false;
    startProcess();
    startProcess();
  }

  /** A process on the first machine that nobody else knows of; the others are stopped. */
  SimulatedProcess startAlone() {
    started += 2 - started % 2;
    return new SimulatedProcess(site, started);
  }

  /** How often an engine that had led lived on and led no more. */
  int ceased() {
    return ceased;
  }

  /**
   * Sends a request to some process; it or its answer may get lost, or be doubled, or be late.
   *
   * @param commands one, or several that are to stand in one frame
   */
  void send(List<Command> commands, Consumer<List<CommandResult>> answered) {
    Chance chance = site.chance();
    int copies = chance.strikes(Fault.MESSAGE_DOUBLED, 30) ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      if (!chance.strikes(Fault.MESSAGE_DROPPED, 30)) {
        boolean late = chance.strikes(Fault.MESSAGE_LATE, 30);
        Duration delay = late ? chance.millis(10, 3_000) : chance.micros(100, 3_000);
        site.scheduler().after(delay, () -> deliver(commands, answered));
      }
    }
  }

  /** Has some process register what is on file, mostly the one that leads. */
  void register(Registration file) {
    if (!processes.isEmpty()) {
      SimulatedProcess any = processes.get(site.chance().upTo(processes.size()));
      any.register(file);
      leader().ifPresent(leads -> leads.register(file));
    }
  }

  private void deliver(List<Command> commands, Consumer<List<CommandResult>> answered) {
    Chance chance = site.chance();
    if (processes.isEmpty()) {
      return;
    }
    SimulatedProcess any = processes.get(chance.upTo(processes.size()));
    SimulatedProcess target = chance.upTo(4) == 0 ? any : leader().orElse(any);
    target.handle(
        commands,
        results -> {
          String problem = judge.apply(commands, results);
          if (problem != null) {
            violation.accept(problem);
          }
          if (!chance.strikes(Fault.MESSAGE_DROPPED, 30)) {
            site.scheduler().after(chance.micros(100, 3_000), () -> answered.accept(results));
          }
        });
  }

  private Optional<SimulatedProcess> leader() {
    for (int i = processes.size() - 1; i >= 0; i--) {
      if (processes.get(i).leads()) {
        return Optional.of(processes.get(i));
      }
    }
    return Optional.empty();
  }

  private void operate() {
    for (SimulatedProcess process : processes) {
      if (process.health().state() == EngineState.HALTED) {
        violation.accept("an engine halted: " + process.health().detail());
      }
      if (process.hasCeasedToLead()) {
        ceased++;
      }
    }
    processes.removeIf(SimulatedProcess::isGone);
    if (!stopped && processes.stream().filter(SimulatedProcess::looksWell).count() < WANTED) {
      startProcess();
    }
    site.scheduler().after(ROUND, this::operate);
  }

  private void disturb() {
    Chance chance = site.chance();
    if (!chance.isFaulty()) {
      return;
    }
    if (chance.strikes(Fault.LOG_DISK_FULL, 60)) {
      site.weather().fillDisk(site.scheduler(), chance.millis(100, 3_000));
    }
    if (chance.strikes(Fault.LEDGER_AWAY, 60)) {
      site.weather().takeLedgerAway(site.scheduler(), chance.millis(1_000, 8_000));
    }
    if (chance.strikes(Fault.SECOND_ENGINE, 100)) {
      startProcess();
    }
    for (SimulatedProcess process : List.copyOf(processes)) {
      if (chance.strikes(Fault.PROCESS_KILLED, 80)) {
        process.kill();
      } else if (chance.strikes(Fault.PROCESS_FROZEN, 100)) {
        process.freeze(chance.millis(100, 6_000));
      } else if (chance.strikes(Fault.PARTITION, 100)) {
        process.cut(chance.millis(100, 6_000));
      }
    }
    site.scheduler().after(chance.millis(200, 800), this::disturb);
  }

  private void startProcess() {
    if (processes.size() < MOST) {
      processes.add(new SimulatedProcess(site, ++started));
    }
  }
}
