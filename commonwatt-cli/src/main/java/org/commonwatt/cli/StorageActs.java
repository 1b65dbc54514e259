package org.commonwatt.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands that change storage units of a served market. */
final class StorageActs {
  private static final String EXIT_CODES =
      "Exit code 0: done; 1: the market refused it; 2: the file is no JSON; 3: no market answers.";
  static final JsonMapper JSON = new JsonMapper();

  private StorageActs() {}

  /** What a file has, one JSON object. */
  static ObjectNode body(CommandSpec spec, String file) throws IOException {
    try (InputStream in = ClearCommand.open(file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (JSON.readTree(text) instanceof ObjectNode body) {
        return body;
      }
    } catch (JsonProcessingException e) {
      throw new ParameterException(
          spec.commandLine(), file + " is no JSON: " + e.getOriginalMessage(), e);
    }
    throw new ParameterException(spec.commandLine(), file + " is no JSON object");
  }

  /** Sends something, and says what became of it. */
  private static int send(CommandSpec spec, MarketAddress market, String path, ObjectNode body)
      throws InterruptedException {
    try {
      JsonNode answer = body.isEmpty() ? market.api().post(path) : market.api().post(path, body);
      PrintWriter out = spec.commandLine().getOut();
      out.println("Done.");
      for (JsonNode lost : answer.path("lost")) {
        out.printf(
            "Lost: %s of %s, %s (%s)%n",
            lost.path("commitment").asText(),
            lost.path("owner").asText(),
            lost.path("limit").asText(),
            lost.path("reason").asText());
      }
      out.flush();
      return ExitCode.OK;
    } catch (MarketApi.Refused e) {
      return OperatorCommand.refused(spec, e);
    }
  }

  /** {@code commonwatt storage register}. */
  @Command(
      name = "register",
      description = "Register a storage unit, or what it can do from now on: meter organisation.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Register implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Parameters(
        paramLabel = "FILE",
        description = "The body of POST /v1/storage-units; - reads standard input.")
    private String file;

    @Override
    public Integer call() throws IOException, InterruptedException {
      return send(spec, market, "/v1/storage-units", body(spec, file));
    }
  }

  /** {@code commonwatt storage state}. */
  @Command(
      name = "state",
      description = "Say what a storage unit holds when a slot begins, as the meter organisation.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class State implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Parameters(index = "0", paramLabel = "UNIT", description = "Id of the unit.")
    private String unit;

    @Parameters(
        index = "1",
        paramLabel = "FILE",
        description = "The body of POST /v1/storage-units/UNIT/state; - reads standard input.")
    private String file;

    @Override
    public Integer call() throws IOException, InterruptedException {
      Options.requireId(spec, "UNIT", unit);
      return send(spec, market, "/v1/storage-units/" + unit + "/state", body(spec, file));
    }
  }

  /** {@code commonwatt storage deliver}. */
  @Command(
      name = "deliver",
      description = "Say what was metered of a storage unit in a slot, as the meter organisation.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Deliver implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Parameters(index = "0", paramLabel = "UNIT", description = "Id of the unit.")
    private String unit;

    @Parameters(
        index = "1",
        paramLabel = "FILE",
        description = "The body of POST /v1/storage-units/UNIT/deliveries; - reads standard input.")
    private String file;

    @Override
    public Integer call() throws IOException, InterruptedException {
      Options.requireId(spec, "UNIT", unit);
      return send(spec, market, "/v1/storage-units/" + unit + "/deliveries", body(spec, file));
    }
  }

  /** The unit of an owner that is changed. */
  static final class Own {
    @Mixin private final MarketAddress market = new MarketAddress();

    @Parameters(index = "0", paramLabel = "PARTICIPANT", description = "Owner of the unit.")
    private String participant;

    @Parameters(index = "1", paramLabel = "UNIT", description = "Id of the unit.")
    private String unit;

    int send(CommandSpec spec, String rest, ObjectNode body) throws InterruptedException {
      Options.requireId(spec, "PARTICIPANT", participant);
      Options.requireId(spec, "UNIT", unit);
      String path = "/v1/accounts/" + participant + "/storage-units/" + unit + rest;
      return StorageActs.send(spec, market, path, body);
    }
  }

  /** {@code commonwatt storage outage}. */
  @Command(
      name = "outage",
      description = "Say that less of your storage unit is there for some slots, or more again.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Outage implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final Own own = new Own();

    @Parameters(index = "2", paramLabel = "FROM", description = "Start of the first slot.")
    private String from;

    @Parameters(index = "3", paramLabel = "TO", description = "End of the last slot.")
    private String to;

    @Parameters(
        index = "4",
        paramLabel = "PPM",
        defaultValue = "0",
        description =
            "Share of its power that is there, in millionths; ${DEFAULT-VALUE} unless given.")
    private int availablePpm;

    @Override
    public Integer call() throws InterruptedException {
      ObjectNode body =
          JSON.createObjectNode().put("from", from).put("to", to).put("availablePpm", availablePpm);
      return own.send(spec, "/outages", body);
    }
  }

  /** {@code commonwatt storage commit}. */
  @Command(
      name = "commit",
      description =
          "Keep your storage unit for your own use: a plan, or room for what you may want.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Commit implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final Own own = new Own();

    @Parameters(
        index = "2",
        paramLabel = "FILE",
        description = "The body of POST …/storage-units/UNIT/commitments; - reads standard input.")
    private String file;

    @Override
    public Integer call() throws IOException, InterruptedException {
      return own.send(spec, "/commitments", body(spec, file));
    }
  }

  /** {@code commonwatt storage withdraw}. */
  @Command(
      name = "withdraw",
      description = "Give up a commitment of your storage unit to yourself.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Withdraw implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final Own own = new Own();

    @Parameters(index = "2", paramLabel = "COMMITMENT", description = "Id of the commitment.")
    private String commitment;

    @Override
    public Integer call() throws InterruptedException {
      Options.requireId(spec, "COMMITMENT", commitment);
      String path = "/commitments/" + commitment + "/withdrawal";
      return own.send(spec, path, JSON.createObjectNode());
    }
  }
}
