package org.commonwatt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands that look at storage units of a served market. */
final class StorageLooks {
  private static final String EXIT_CODES =
      "Exit code 0: shown; 1: the market did not tell it; 3: no market answers.";

  private StorageLooks() {}

  /** Which unit, of whom, and why somebody else looks at it. */
  static final class Which {
    @Mixin private final MarketAddress market = new MarketAddress();

    @Parameters(index = "0", paramLabel = "PARTICIPANT", description = "Owner of the unit.")
    private String participant;

    @Parameters(index = "1", paramLabel = "UNIT", description = "Id of the unit.")
    private String unit;

    @Option(
        names = "--purpose",
        paramLabel = "TEXT",
        defaultValue = "own storage",
        description = "What you look for; who is shown will see it; ${DEFAULT-VALUE} unless given.")
    private String purpose;

    JsonNode get(CommandSpec spec, String rest) throws MarketApi.Refused, InterruptedException {
      Options.requireId(spec, "PARTICIPANT", participant);
      Options.requireId(spec, "UNIT", unit);
      String path = "/v1/accounts/" + participant + "/storage-units/" + unit + rest;
      return market.api().get(path, purpose);
    }
  }

  /** {@code commonwatt storage units}. */
  @Command(
      name = "units",
      description = "List the storage units of a served market.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Units implements Callable<Integer> {
    private static final String LINE = "%-16s %-16s %-12s %14s %14s %14s%n";

    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Override
    public Integer call() throws InterruptedException {
      try {
        JsonNode answer = market.api().get("/v1/storage-units");
        PrintWriter out = spec.commandLine().getOut();
        out.printf(LINE, "unit", "owner", "area", "charge W", "discharge W", "usable Wh");
        for (JsonNode unit : answer.path("units")) {
          out.printf(
              LINE,
              unit.path("unit").asText(),
              unit.path("owner").asText(),
              unit.path("area").asText(),
              unit.path("chargeW").asLong(),
              unit.path("dischargeW").asLong(),
              unit.path("usableWh").asLong());
        }
        out.flush();
        return ExitCode.OK;
      } catch (MarketApi.Refused e) {
        return OperatorCommand.refused(spec, e);
      }
    }
  }

  /** {@code commonwatt storage show}. */
  @Command(
      name = "show",
      description = "Show what a storage unit holds and is committed to, as JSON of the API.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final Which which = new Which();

    @Override
    public Integer call() throws InterruptedException {
      try {
        PrintWriter out = spec.commandLine().getOut();
        out.println(which.get(spec, "").toPrettyString());
        out.flush();
        return ExitCode.OK;
      } catch (MarketApi.Refused e) {
        return OperatorCommand.refused(spec, e);
      }
    }
  }

  /** {@code commonwatt storage services}. */
  @Command(
      name = "services",
      description = "Show what storage units have promised you and hold of yours, as JSON.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Services implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Parameters(paramLabel = "PARTICIPANT", description = "Who you are.")
    private String participant;

    @Override
    public Integer call() throws InterruptedException {
      Options.requireId(spec, "PARTICIPANT", participant);
      try {
        JsonNode answer =
            market.api().get("/v1/accounts/" + participant + "/storage-services", "own storage");
        PrintWriter out = spec.commandLine().getOut();
        out.println(answer.toPrettyString());
        out.flush();
        return ExitCode.OK;
      } catch (MarketApi.Refused e) {
        return OperatorCommand.refused(spec, e);
      }
    }
  }

  /** {@code commonwatt storage schedule}. */
  @Command(
      name = "schedule",
      description = {
        "Show what a storage unit is to do, slot by slot from that of now on: the power into the",
        "grid, negative while it charges, what customers may ask for beside it, and what it then",
        "holds at least and at most. The market writes no control register of any device."
      },
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Schedule implements Callable<Integer> {
    private static final String LINE = "%-22s %12s %12s %12s %12s %12s%n";

    @Spec private CommandSpec spec;
    @Mixin private final Which which = new Which();

    @Override
    public Integer call() throws InterruptedException {
      try {
        JsonNode answer = which.get(spec, "/schedule");
        PrintWriter out = spec.commandLine().getOut();
        if (answer.path("stale").asBoolean()) {
          out.println("Stale: no state of charge was reported within the last hour.");
        }
        out.printf(LINE, "slot", "W", "least Wh", "most Wh", "holds from", "holds to");
        for (JsonNode slot : answer.path("slots")) {
          out.printf(
              LINE,
              slot.path("slotStart").asText(),
              slot.path("setPointW").asLong(),
              slot.path("leastInjectionWh").asLong(),
              slot.path("mostInjectionWh").asLong(),
              slot.path("leastStoredWh").asLong(),
              slot.path("mostStoredWh").asLong());
        }
        out.flush();
        return ExitCode.OK;
      } catch (MarketApi.Refused e) {
        return OperatorCommand.refused(spec, e);
      }
    }
  }
}
