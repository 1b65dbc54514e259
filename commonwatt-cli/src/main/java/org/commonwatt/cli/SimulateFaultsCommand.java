package org.commonwatt.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.commonwatt.simulation.Fault;
import org.commonwatt.simulation.Sight;
import org.commonwatt.simulation.Simulation;
import org.commonwatt.simulation.Simulation.Outcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code commonwatt simulate faults}: the engine under faults on a virtual clock. */
@Command(
    name = "faults",
    description = {
      "Run the market engine, its bridges, submitter and clients under faults, on a virtual clock.",
      "Log, ledger, network and processes are simulated; the same seed gives the same run."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    footer = {
      "",
      "Exit code 0: all seeds are good, 1: one is not; docs/engine.md says what is checked."
    })
final class SimulateFaultsCommand implements Callable<Integer> {
  private static final int MOST_SEEDS = 1_000_000;

  @Spec private CommandSpec spec;

  private final LongFunction<Outcome> runner;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many seeds to run.")
  private int seeds;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The first seed; with --seeds 1 the only one.")
  private long first;

  SimulateFaultsCommand() {
    this(Simulation::run);
  }

  /** The command with something else in place of the simulation: what a bad seed does is tested. */
  SimulateFaultsCommand(LongFunction<Outcome> runner) {
    this.runner = runner;
  }

  @Override
  public Integer call() {
    Options.requireRange(spec, "--seeds", seeds, 1, MOST_SEEDS);
    PrintWriter out = spec.commandLine().getOut();
    Tally tally = new Tally();
    LongStream.range(first, Math.addExact(first, seeds))
        .parallel()
        .mapToObj(runner)
        .forEachOrdered(outcome -> tally.add(outcome, out));
    out.println(
        tally.injected.entrySet().stream()
            .map(fault -> fault.getKey() + " " + fault.getValue())
            .collect(Collectors.joining(", ", "Faults: ", "")));
    out.println(
        "Members defaulted %d times; %d times a gate was missed or something taken back, %d times"
                .formatted(tally.defaults, tally.fallbacks, tally.curtailed)
            + " a trade lost energy to a lowered limit.");
    out.println(
        Arrays.stream(Sight.values())
            .map(sight -> sight + " " + tally.seen.getOrDefault(sight, 0))
            .collect(Collectors.joining(", ", "Met: ", "")));
    out.println("%d seeds, %d events, %d bad".formatted(seeds, tally.events, tally.bad));
    out.flush();
    return tally.bad == 0 ? ExitCode.OK : 1;
  }

  /** What all seeds together gave. */
  private static final class Tally {
    private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);
    private final Map<Sight, Integer> seen = new EnumMap<>(Sight.class);
    private long events;
    private long defaults;
    private long fallbacks;
    private long curtailed;
    private int bad;

    void add(Outcome outcome, PrintWriter out) {
      outcome.injected().forEach((fault, count) -> injected.merge(fault, count, Integer::sum));
      outcome.seen().forEach((sight, count) -> seen.merge(sight, count, Integer::sum));
      events += outcome.events();
      defaults += outcome.defaults();
      fallbacks += outcome.fallbacks();
      curtailed += outcome.curtailed();
      if (!outcome.isGood()) {
        bad++;
        out.println("seed " + outcome.seed() + ": " + outcome.violation());
        out.println("  again: ./commonwatt simulate faults --seeds 1 --seed " + outcome.seed());
        out.flush();
      }
    }
  }
}
