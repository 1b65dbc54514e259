package org.commonwatt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt bilateral of}. */
@Command(
    name = "of",
    description = {
      "Show the contracts of a participant that count in a served market, the latest first, to itself,",
      "the grid operator or the regulator. The market does not know their prices."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit code 0: shown; 1: the market did not tell them; 3: no market answers."})
final class BilateralOfCommand implements Callable<Integer> {
  private static final String LINE = "%-16s %-16s %-16s %-12s %-20s %-20s %12s%n";

  @Spec private CommandSpec spec;
  @Mixin private final MarketAddress market = new MarketAddress();

  @Parameters(paramLabel = "PARTICIPANT", description = "Whose contracts.")
  private String participant;

  @Option(
      names = "--purpose",
      paramLabel = "TEXT",
      defaultValue = "own contracts",
      description = "What you look for; who is shown will see it; ${DEFAULT-VALUE} unless given.")
  private String purpose;

  @Override
  public Integer call() throws InterruptedException {
    Options.requireId(spec, "PARTICIPANT", participant);
    PrintWriter out = spec.commandLine().getOut();
    try {
      MarketApi api = market.api();
      String path = "/v1/accounts/" + participant + "/bilateral-contracts";
      JsonNode page = api.get(path, purpose);
      out.printf(LINE, "contract", "buyer", "seller", "area", "from", "to", "Wh per slot");
      show(out, page);
      while (page.path("next").isTextual()) {
        page = api.get(path + "?cursor=" + page.path("next").asText(), purpose);
        show(out, page);
      }
      out.flush();
      return ExitCode.OK;
    } catch (MarketApi.Refused e) {
      return OperatorCommand.refused(spec, e);
    }
  }

  private static void show(PrintWriter out, JsonNode page) {
    for (JsonNode one : page.path("contracts")) {
      JsonNode terms = one.path("terms");
      out.printf(
          LINE,
          terms.path("contractId").asText(),
          terms.path("buyer").asText(),
          terms.path("seller").asText(),
          terms.path("area").asText(),
          Instant.ofEpochMilli(terms.path("fromMillis").asLong()),
          Instant.ofEpochMilli(terms.path("toMillis").asLong()),
          terms.path("energyWh").asLong());
    }
  }
}
