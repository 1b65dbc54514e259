package org.commonwatt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt operator import-price}. */
@Command(
    name = "import-price",
    description = {
      "Import the imbalance price of an area in a slot, or correct it with a higher version, as the",
      "importer that the rulebook names. It holds from the next settlement run on, until the final one.",
      "docs/settlement.md explains it."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit code 0: it is done; 1: the market refuses it; 3: no market answers."})
final class ImportPriceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private final MarketAddress market = new MarketAddress();

  @Option(
      names = "--importer",
      paramLabel = "ID",
      required = true,
      description = "The importer, by the id that the rulebook has.")
  private String importer;

  @Option(names = "--area", paramLabel = "AREA", required = true, description = "The area.")
  private String area;

  @Option(
      names = "--price-version",
      paramLabel = "N",
      required = true,
      description = "From 1, higher than that of the price before.")
  private int version;

  @Option(
      names = "--short",
      paramLabel = "PRICE",
      required = true,
      description = "What who is short pays, in millionths of the currency per kWh.")
  private long shortPrice;

  @Option(
      names = "--long",
      paramLabel = "PRICE",
      description = "What who is long gets; the same as --short when left out.")
  private @Nullable Long longPrice;

  @Option(
      names = "--signature",
      paramLabel = "HEX",
      description =
          "The source's signature of just this price, from 'operator sign-price'; for a rulebook that"
              + " names a source.")
  private @Nullable String signature;

  @Parameters(paramLabel = "SLOT", description = "Start of the slot, such as 2022-08-02T19:00:00Z.")
  private Instant slot;

  private ObjectNode body() {
    ObjectNode body =
        new JsonMapper()
            .createObjectNode()
            .put("importer", importer)
            .put("area", area)
            .put("version", version)
            .put("shortMicroPerKwh", shortPrice)
            .put("longMicroPerKwh", longPrice == null ? shortPrice : longPrice);
    return signature == null ? body : body.put("signature", signature);
  }

  @Override
  public Integer call() throws InterruptedException {
    Options.requireRange(spec, "--price-version", version, 1, Integer.MAX_VALUE);
    JsonNode answer;
    try {
      answer = market.api().post("/v1/slots/" + slot + "/imbalance-prices", body());
    } catch (MarketApi.Refused e) {
      return OperatorCommand.refused(spec, e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "In slot %s the imbalance price of %s is %d µ/kWh short and %d long, version %d.%n",
        slot,
        area,
        answer.path("shortMicroPerKwh").asLong(),
        answer.path("longMicroPerKwh").asLong(),
        answer.path("version").asInt());
    out.flush();
    return ExitCode.OK;
  }
}
