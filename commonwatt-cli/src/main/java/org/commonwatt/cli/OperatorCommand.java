package org.commonwatt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt operator}: takes back what must not stand, over the API of a served market. */
@Command(
    name = "operator",
    description = {
      "Take back what must not stand, as the operator that the rulebook names, look at a slot, or",
      "import its imbalance price.",
      "docs/operator.md explains it."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      OperatorShow.class,
      OperatorCommand.CancelAuction.class,
      OperatorCommand.Bust.class,
      OperatorCommand.LimitLink.class,
      ImportPriceCommand.class,
      SignPriceCommand.class
    })
final class OperatorCommand implements Runnable {
  private static final int REFUSED = 1;
  private static final String EXIT_CODES =
      "Exit code 0: it is done; 1: the market refuses it; 3: no market answers.";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say what to do: show, cancel-auction, bust, limit-link, import-price or sign-price");
  }

  /** Who acts, where, and why. */
  static final class Act {
    @Mixin private final MarketAddress market = new MarketAddress();

    @Option(
        names = "--operator",
        paramLabel = "ID",
        required = true,
        description = "The operator, by the id that the rulebook has.")
    private String operator;

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        required = true,
        description = "Why, in up to 200 characters: everybody may read it.")
    private String reason;

    @Option(
        names = "--json",
        paramLabel = "FILE",
        description = "Write the market's answer as JSON, with its signed receipt.")
    private @Nullable Path json;

    /** What every request has. */
    private ObjectNode body() {
      return new JsonMapper().createObjectNode().put("operator", operator).put("reason", reason);
    }

    /** Does it; prints the trades that fell away or lost energy, or what a refusal says. */
    private int run(CommandSpec spec, String path, ObjectNode body, String done)
        throws InterruptedException {
      if (json != null) {
        Options.requireWritable("--json", json);
      }
      JsonNode answer;
      try {
        answer = market.api().post(path, body);
      } catch (MarketApi.Refused e) {
        return refused(spec, e);
      }
      PrintWriter out = spec.commandLine().getOut();
      out.println(done);
      answer.path("bustedTrades").forEach(trade -> out.println("  fell away: " + trade(trade)));
      if (answer.has("tradeId")) {
        out.println("  fell away: " + trade(answer));
      }
      answer.path("curtailedTrades").forEach(trade -> out.println("  curtailed: " + loss(trade)));
      out.flush();
      return keep(answer);
    }

    private int keep(JsonNode answer) {
      if (json != null) {
        try {
          Files.writeString(json, answer.toPrettyString() + "\n");
        } catch (IOException e) {
          throw new UserError("it is done, but " + json + " cannot be written: " + e, e);
        }
      }
      return ExitCode.OK;
    }
  }

  /** Says what the market said; the exit code of a refusal. */
  static int refused(CommandSpec spec, MarketApi.Refused refusal) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("commonwatt: " + refusal.getMessage());
    err.flush();
    return REFUSED;
  }

  /** A trade in a line. */
  static String trade(JsonNode trade) {
    return "trade %d, %s buys %d Wh of %s at %d µ/kWh"
        .formatted(
            trade.path("tradeId").asLong(),
            party(trade, "buyer"),
            trade.path("energyWh").asLong(),
            party(trade, "seller"),
            trade.path("priceMicroPerKwh").asLong());
  }

  /** A market with accounts names no parties to its operator. */
  private static String party(JsonNode trade, String side) {
    JsonNode name = trade.path(side);
    return name.isTextual() ? name.asText() : "a member";
  }

  /** What a trade lost, in a line. */
  static String loss(JsonNode trade) {
    return "trade %d, %s buys %d Wh less of %s, %d Wh stand; the grid operator pays %d and %d µ/kWh"
        .formatted(
            trade.path("tradeId").asLong(),
            party(trade, "buyer"),
            trade.path("byWh").asLong(),
            party(trade, "seller"),
            trade.path("leftWh").asLong(),
            trade.path("buyerMicroPerKwh").asLong(),
            trade.path("sellerMicroPerKwh").asLong());
  }

  /** {@code commonwatt operator cancel-auction}. */
  @Command(
      name = "cancel-auction",
      description = {
        "Cancel the auction of a slot: its trades fall away, and continuous trades that used its",
        "links. Possible for the rulebook's cancelMinutes, and before delivery begins."
      },
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class CancelAuction implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final Act act = new Act();

    @Parameters(
        paramLabel = "SLOT",
        description = "Start of the slot, such as 2022-08-02T19:00:00Z.")
    private Instant slot;

    @Override
    public Integer call() throws InterruptedException {
      return act.run(
          spec,
          "/v1/slots/" + slot + "/auction/cancellation",
          act.body(),
          "The auction of slot " + slot + " is cancelled.");
    }
  }

  /** {@code commonwatt operator bust}. */
  @Command(
      name = "bust",
      description = {
        "Take back one obviously erroneous trade. Possible for the rulebook's bustMinutes, and before",
        "delivery begins. `commonwatt operator show SLOT` has the numbers of trades."
      },
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Bust implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final Act act = new Act();

    @Parameters(paramLabel = "TRADE", description = "Number of the trade.")
    private long trade;

    @Override
    public Integer call() throws InterruptedException {
      Options.requireRange(spec, "TRADE", trade, 1, Long.MAX_VALUE);
      return act.run(
          spec, "/v1/trades/" + trade + "/bust", act.body(), "Trade " + trade + " is taken back.");
    }
  }

  /** {@code commonwatt operator limit-link}. */
  @Command(
      name = "limit-link",
      description = {
        "Lower what a link may carry in a slot, because of an outage; it is never raised again. Trades",
        "lose energy until it carries no more, and the grid operator compensates who loses by that.",
        "Possible until delivery begins, in a market whose rulebook has a curtailment."
      },
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class LimitLink implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final Act act = new Act();

    @Option(
        names = "--from",
        paramLabel = "AREA",
        required = true,
        description = "The link's first area, as the rulebook has it.")
    private String from;

    @Option(
        names = "--to",
        paramLabel = "AREA",
        required = true,
        description = "The link's second area; energy from the first to it counts as positive.")
    private String to;

    @Option(
        names = "--min-flow-wh",
        paramLabel = "WH",
        required = true,
        description = "The least that it may carry from now on: 0, or negative for the way back.")
    private long minFlowWh;

    @Option(
        names = "--max-flow-wh",
        paramLabel = "WH",
        required = true,
        description = "The most that it may carry from now on: 0 or more.")
    private long maxFlowWh;

    @Parameters(
        paramLabel = "SLOT",
        description = "Start of the slot, such as 2022-08-02T19:00:00Z.")
    private Instant slot;

    @Override
    public Integer call() throws InterruptedException {
      ObjectNode body = act.body().put("from", from).put("to", to);
      return act.run(
          spec,
          "/v1/slots/" + slot + "/link-limits",
          body.put("minFlowWh", minFlowWh).put("maxFlowWh", maxFlowWh),
          "In slot %s the link %s>%s carries %d to %d Wh."
              .formatted(slot, from, to, minFlowWh, maxFlowWh));
    }
  }
}
