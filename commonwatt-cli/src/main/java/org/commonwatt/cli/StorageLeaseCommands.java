package org.commonwatt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands about virtual batteries, leased shares of storage units of a served market. */
final class StorageLeaseCommands {
  private static final String EXIT_CODES =
      "Exit code 0: done; 1: the market refused it; 3: no market answers.";

  private StorageLeaseCommands() {}

  private static void print(PrintWriter out, JsonNode lease) {
    out.printf(
        "%s/%s: %d of %d Wh, %d W in, %d W out, from %s to %s%s%n",
        lease.path("unit").asText(),
        lease.path("lease").asText(),
        lease.path("storedWh").asLong(),
        lease.path("energyWh").asLong(),
        lease.path("chargeW").asLong(),
        lease.path("dischargeW").asLong(),
        lease.path("from").asText(),
        lease.path("to").asText(),
        lease.path("stale").asBoolean() ? ", stale" : "");
    for (JsonNode slot : lease.path("slots")) {
      if (slot.path("injectionWh").asLong() != 0) {
        out.printf(
            "  %s %d W, then %d Wh%n",
            slot.path("slotStart").asText(),
            slot.path("setPointW").asLong(),
            slot.path("storedWh").asLong());
      }
    }
    out.flush();
  }

  /** {@code commonwatt storage leases}. */
  @Command(
      name = "leases",
      description =
          "Show your virtual batteries: what they hold, what bounds them, what is planned.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Leases implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Parameters(index = "0", paramLabel = "PARTICIPANT", description = "The lessee.")
    private String participant;

    @Option(
        names = "--purpose",
        paramLabel = "TEXT",
        defaultValue = "own leases",
        description = "What you look for; who is shown will see it; ${DEFAULT-VALUE} unless given.")
    private String purpose;

    @Override
    public Integer call() throws InterruptedException {
      Options.requireId(spec, "PARTICIPANT", participant);
      String path = "/v1/accounts/" + participant + "/storage-leases";
      PrintWriter out = spec.commandLine().getOut();
      try {
        for (JsonNode lease : market.api().get(path, purpose).path("leases")) {
          String one = "/" + lease.path("unit").asText() + "/" + lease.path("lease").asText();
          print(out, market.api().get(path + one, purpose));
        }
        return ExitCode.OK;
      } catch (MarketApi.Refused e) {
        return OperatorCommand.refused(spec, e);
      }
    }
  }

  /** {@code commonwatt storage plan}. */
  @Command(
      name = "plan",
      description = "Say what your virtual battery will do in its slots from one on.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Plan implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Parameters(index = "0", paramLabel = "PARTICIPANT", description = "The lessee.")
    private String participant;

    @Parameters(index = "1", paramLabel = "UNIT", description = "Id of the unit.")
    private String unit;

    @Parameters(index = "2", paramLabel = "LEASE", description = "Id of the lease.")
    private String lease;

    @Parameters(index = "3", paramLabel = "FROM", description = "Start of the first slot, UTC.")
    private String from;

    @Option(
        names = "--wh",
        paramLabel = "WH",
        split = ",",
        description =
            "Discharged in each slot, with commas between, negative: charged. Without it what was"
                + " planned from there on is taken back.")
    private List<Long> injectionWh = List.of();

    @Override
    public Integer call() throws InterruptedException {
      Options.requireId(spec, "PARTICIPANT", participant);
      Options.requireId(spec, "UNIT", unit);
      Options.requireId(spec, "LEASE", lease);
      ObjectNode body = StorageActs.JSON.createObjectNode().put("from", from);
      if (!injectionWh.isEmpty()) {
        ArrayNode energies = body.putArray("injectionWh");
        injectionWh.forEach(energy -> energies.add(energy));
      }
      String path = "/v1/accounts/" + participant + "/storage-leases/" + unit + "/" + lease;
      try {
        print(spec.commandLine().getOut(), market.api().post(path + "/plan", body));
        return ExitCode.OK;
      } catch (MarketApi.Refused e) {
        return OperatorCommand.refused(spec, e);
      }
    }
  }
}
