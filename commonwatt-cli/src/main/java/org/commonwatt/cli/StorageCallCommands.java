package org.commonwatt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands about dispatch calls of storage units in a served market. */
final class StorageCallCommands {
  private static final String EXIT_CODES =
      "Exit code 0: done; 1: the market refused it; 2: the file is none; 3: no market answers.";
  private static final String CALLS = "/v1/grid/storage-calls";

  private StorageCallCommands() {}

  /** What is asked of a market, and answered. */
  @FunctionalInterface
  private interface Question {
    JsonNode ask() throws MarketApi.Refused, InterruptedException;
  }

  private static int show(CommandSpec spec, Question question) throws InterruptedException {
    try {
      JsonNode answer = question.ask();
      PrintWriter out = spec.commandLine().getOut();
      if (answer.has("calls")) {
        answer.path("calls").forEach(call -> print(out, call));
      } else {
        print(out, answer);
      }
      out.flush();
      return ExitCode.OK;
    } catch (MarketApi.Refused e) {
      return OperatorCommand.refused(spec, e);
    }
  }

  /** A call, or what a preview says, with a line for each unit. */
  private static void print(PrintWriter out, JsonNode call) {
    if (call.has("state")) {
      out.printf(
          "%s %s: %d Wh a slot from %s to %s, %s%n",
          call.path("call").asText(),
          call.path("state").asText(),
          call.path("injectionSlotWh").asLong(),
          call.path("from").asText(),
          call.path("to").asText(),
          call.path("reason").asText());
    }
    for (JsonNode unit : call.path("units")) {
      out.printf(
          "  %s of %s: %d Wh a slot at %d%s%n",
          unit.path("unit").asText(),
          unit.path("owner").asText(),
          unit.path("injectionSlotWh").asLong(),
          unit.path("priceMicroPerKwh").asLong(),
          answer(unit));
      unit.path("slots").forEach(slot -> printSlot(out, slot));
    }
    if (call.hasNonNull("next")) {
      out.printf("More slots: --from %s%n", call.path("next").asText());
    }
    if (call.has("leftSlotWh")) {
      out.printf(
          "Left: %d Wh a slot. Cost: %s nano%n",
          call.path("leftSlotWh").asLong(), call.path("costNano").asText());
    }
  }

  private static void printSlot(PrintWriter out, JsonNode slot) {
    String start = slot.path("slotStart").asText();
    long accepted = slot.path("acceptedWh").asLong();
    if (slot.path("deliveredWh").isNull()) {
      out.printf("    %s %d Wh accepted, not reported%n", start, accepted);
      return;
    }
    out.printf(
        "    %s %d Wh accepted, %d delivered (%d W), %d missed%s%n",
        start,
        accepted,
        slot.path("deliveredWh").asLong(),
        slot.path("deliveredW").asLong(),
        slot.path("missedWh").asLong(),
        slot.path("lost").asBoolean() ? ", lost before" : "");
  }

  private static String answer(JsonNode unit) {
    if (!unit.has("answer")) {
      return "";
    }
    String reason = unit.path("reason").asText();
    String answer =
        unit.path("answer").isNull()
            ? "asked until " + unit.path("until").asText()
            : unit.path("answer").asText();
    return ", " + answer + (reason.isEmpty() ? "" : ": " + reason);
  }

  /** {@code commonwatt storage call}. */
  @Command(
      name = "call",
      description = "Call storage units, free ones first, then the cheapest, as the grid operator.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Call implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Parameters(
        paramLabel = "FILE",
        description = "The body of POST /v1/grid/storage-calls; - reads standard input.")
    private String file;

    @Override
    public Integer call() throws IOException, InterruptedException {
      ObjectNode body = StorageActs.body(spec, file);
      return show(spec, () -> market.api().post(CALLS, body));
    }
  }

  /** {@code commonwatt storage preview}. */
  @Command(
      name = "preview",
      description = "Show whom a call would call now, and what it would cost; nobody is called.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Preview implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Parameters(
        paramLabel = "FILE",
        description = "The same file that `storage call` would send; - reads standard input.")
    private String file;

    @Override
    public Integer call() throws IOException, InterruptedException {
      ObjectNode body = StorageActs.body(spec, file);
      String path =
          CALLS
              + "/preview?area="
              + body.path("area").asText()
              + "&from="
              + body.path("from").asText()
              + "&to="
              + body.path("to").asText()
              + "&injectionSlotWh="
              + body.path("injectionSlotWh").asText()
              + "&priceMicroPerKwh="
              + body.path("priceMicroPerKwh").asText();
      return show(spec, () -> market.api().get(path));
    }
  }

  /** {@code commonwatt storage calls}. */
  @Command(
      name = "calls",
      description =
          "List dispatch calls with what units answered, or what they delivered for one of them.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Calls implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Option(
        names = "--participant",
        paramLabel = "ID",
        description = "Whose units; all calls, as grid operator or regulator, without it.")
    private @Nullable String participant;

    @Option(
        names = "--call",
        paramLabel = "ID",
        description = "Only this call: what units accepted, delivered and missed, slot by slot.")
    private @Nullable String call;

    @Option(
        names = "--from",
        paramLabel = "TIME",
        description = "Of the call's slots those from this one on, at most 96; UTC.")
    private @Nullable String from;

    @Option(
        names = "--purpose",
        paramLabel = "TEXT",
        defaultValue = "storage calls",
        description = "What you look for; who is shown will see it; ${DEFAULT-VALUE} unless given.")
    private String purpose;

    @Override
    public Integer call() throws InterruptedException {
      if (participant != null) {
        Options.requireId(spec, "--participant", participant);
      }
      if (call != null) {
        Options.requireId(spec, "--call", call);
      }
      String path = participant == null ? CALLS : "/v1/accounts/" + participant + "/storage-calls";
      String one = call == null ? "" : "/" + call;
      String since = call == null || from == null ? "" : "?from=" + from;
      return show(spec, () -> market.api().get(path + one + since, purpose));
    }
  }

  /** {@code commonwatt storage cancel-call}. */
  @Command(
      name = "cancel-call",
      description = "Take a call back before its first slot, as the grid operator.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Cancel implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Parameters(index = "0", paramLabel = "OPERATOR", description = "Whom the rulebook names.")
    private String operator;

    @Parameters(index = "1", paramLabel = "CALL", description = "Id of the call.")
    private String call;

    @Parameters(index = "2", paramLabel = "REASON", description = "Why.")
    private String reason;

    @Override
    public Integer call() throws InterruptedException {
      Options.requireId(spec, "CALL", call);
      ObjectNode body =
          StorageActs.JSON.createObjectNode().put("operator", operator).put("reason", reason);
      return show(spec, () -> market.api().post(CALLS + "/" + call + "/cancellation", body));
    }
  }

  /** {@code commonwatt storage call-price}. */
  @Command(
      name = "call-price",
      description = "Say what your storage unit asks for when it is called.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Price implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final StorageActs.Own own = new StorageActs.Own();

    @Parameters(index = "2", paramLabel = "PRICE", description = "µ/kWh; 0 is free of charge.")
    private long priceMicroPerKwh;

    @Override
    public Integer call() throws InterruptedException {
      ObjectNode body =
          StorageActs.JSON.createObjectNode().put("priceMicroPerKwh", priceMicroPerKwh);
      return own.send(spec, "/call-price", body);
    }
  }

  /** {@code commonwatt storage answer}. */
  @Command(
      name = "answer",
      description = "Accept what your storage unit is called for, or refuse it with a reason.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Answer implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Parameters(index = "0", paramLabel = "PARTICIPANT", description = "Owner of the unit.")
    private String participant;

    @Parameters(index = "1", paramLabel = "CALL", description = "Id of the call.")
    private String call;

    @Parameters(index = "2", paramLabel = "UNIT", description = "Id of the unit.")
    private String unit;

    @Option(names = "--refuse", paramLabel = "REASON", description = "Why not; else you accept.")
    private @Nullable String refuse;

    @Override
    public Integer call() throws InterruptedException {
      Options.requireId(spec, "PARTICIPANT", participant);
      Options.requireId(spec, "CALL", call);
      ObjectNode body =
          StorageActs.JSON.createObjectNode().put("unit", unit).put("accept", refuse == null);
      if (refuse != null) {
        body.put("reason", refuse);
      }
      try {
        JsonNode answer =
            market
                .api()
                .post("/v1/accounts/" + participant + "/storage-calls/" + call + "/answer", body);
        PrintWriter out = spec.commandLine().getOut();
        out.println(
            (answer.path("answer").asText() + " " + answer.path("reason").asText()).strip());
        out.flush();
        return ExitCode.OK;
      } catch (MarketApi.Refused e) {
        return OperatorCommand.refused(spec, e);
      }
    }
  }
}
