package org.commonwatt.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import org.commonwatt.cli.scenario.QinghaiScenario;
import org.commonwatt.cli.scenario.ScenarioOptions;
import org.commonwatt.cli.scenario.ScenarioSummary;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What {@code commonwatt demo} can run beside its community of homes. */
enum Scenario {
  /** Shared storage at the published scale of Qinghai. */
  QINGHAI;

  private static final Set<String> OPTIONS =
      Set.of("--scenario", "--days", "--start", "--seed", "--json", "--exit");

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Runs it with the options of a command line; the exit code. */
  int run(CommandSpec spec) throws IOException {
    ParseResult given = spec.commandLine().getParseResult();
    for (OptionSpec option : given.matchedOptions()) {
      if (!OPTIONS.contains(option.longestName())) {
        throw new ParameterException(
            spec.commandLine(),
            option.longestName() + " does not go with --scenario: leave one of them out");
      }
    }
    int days = given.matchedOptionValue("--days", ScenarioOptions.DAYS);
    Options.requireRange(spec, "--days", days, 1, ScenarioOptions.MOST_DAYS);
    LocalDate start = given.matchedOptionValue("--start", ScenarioOptions.START);
    long seed = given.matchedOptionValue("--seed", 1L);
    Path json = given.matchedOptionValue("--json", null);
    if (json != null) {
      Options.requireWritable("--json", json);
    }
    PrintWriter out = spec.commandLine().getOut();
    ScenarioSummary summary =
        QinghaiScenario.run(new ScenarioOptions(ScenarioOptions.PLANTS, days, start, seed), out);
    if (json != null) {
      Files.writeString(json, summary.toJson() + "\n");
    }
    return summary.passed() ? 0 : 1;
  }
}
