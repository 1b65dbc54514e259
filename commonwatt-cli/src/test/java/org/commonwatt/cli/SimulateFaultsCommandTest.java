package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.commonwatt.model.Hash;
import org.commonwatt.simulation.Simulation.Outcome;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the command says and exits with when a seed is bad; the simulation itself has its tests. */
class SimulateFaultsCommandTest {
  private static final long BAD = 43;

  private final StringWriter out = new StringWriter();

  @Test
  void aBadSeedIsNamedWithTheCommandThatRepeatsItAndIsAnExitCodeOfOne() {
    assertThat(run("--seeds", "3", "--seed", "42")).isEqualTo(1);
    assertThat(out.toString().lines())
        .containsSubsequence(
            "seed 43: an order was lost",
            "  again: ./commonwatt simulate faults --seeds 1 --seed 43",
            "3 seeds, 30 events, 1 bad");
    assertThat(out.toString()).doesNotContain("--seed 42", "--seed 44");
  }

  @Test
  void withoutABadSeedNothingIsToBeRepeated() {
    assertThat(run("--seeds", "1", "--seed", "42")).isZero();
    assertThat(out.toString()).contains("1 seeds, 10 events, 0 bad").doesNotContain("again:");
  }

  private int run(String... arguments) {
    CommandLine line = new CommandLine(new SimulateFaultsCommand(SimulateFaultsCommandTest::ran));
    return line.setOut(new PrintWriter(out)).execute(arguments);
  }

  /** A run in which nothing happened, but for the one seed. */
  private static Outcome ran(long seed) {
    String violation = seed == BAD ? "an order was lost" : null;
    return new Outcome(seed, violation, 10, 0, 0, 0, 0, 0, 0, Map.of(), Map.of(), Hash.ZERO);
  }
}
