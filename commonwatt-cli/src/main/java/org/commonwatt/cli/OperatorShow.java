package org.commonwatt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt operator show}: a slot as an operator looks at it. */
@Command(
    name = "show",
    description = {
      "Show a slot: its phase, whether its gate was missed, whether its auction stands, halts, links",
      "that were limited, the trades that stand, and those that lost energy or fell away."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit code 0: shown; 1: the market knows no such slot; 3: no market answers."})
final class OperatorShow implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private final MarketAddress market = new MarketAddress();

  @Parameters(paramLabel = "SLOT", description = "Start of the slot, such as 2022-08-02T19:00:00Z.")
  private Instant slot;

  @Override
  public Integer call() throws InterruptedException {
    MarketApi api = market.api();
    PrintWriter out = spec.commandLine().getOut();
    String path = "/v1/slots/" + slot;
    try {
      JsonNode now = api.get(path);
      JsonNode fallbacks = api.get(path + "/fallbacks");
      JsonNode halts = api.get(path + "/halts");
      state(out, now, fallbacks, halts);
      standing(out, api, path + "/trades");
      lost(out, fallbacks);
      out.flush();
      return ExitCode.OK;
    } catch (MarketApi.Refused e) {
      return OperatorCommand.refused(spec, e);
    }
  }

  private void state(PrintWriter out, JsonNode now, JsonNode fallbacks, JsonNode halts) {
    out.println("slot       " + slot + "  " + now.path("phase").asText());
    out.println("gate       " + now.path("gate").asText() + gate(fallbacks.path("missedGate")));
    out.println("auction    " + auction(now, fallbacks.path("auctionCancelled")));
    for (JsonNode limit : fallbacks.path("linkLimits")) {
      out.println("limited    " + limit(limit));
    }
    for (JsonNode halt : halts.path("halts")) {
      out.println(
          "halted     " + halt.path("area").asText() + " until " + halt.path("until").asText());
    }
  }

  /** All trades that stand, page by page. */
  private static void standing(PrintWriter out, MarketApi api, String path)
      throws MarketApi.Refused, InterruptedException {
    JsonNode page = api.get(path);
    print(out, page);
    while (page.path("more").asBoolean()) {
      String next = URLEncoder.encode(page.path("next").asText(), StandardCharsets.UTF_8);
      page = api.get(path + "?cursor=" + next);
      print(out, page);
    }
  }

  private static void print(PrintWriter out, JsonNode page) {
    for (JsonNode trade : page.path("trades")) {
      out.println("stands     " + OperatorCommand.trade(trade) + ", " + phase(trade));
    }
  }

  private static void lost(PrintWriter out, JsonNode fallbacks) {
    for (JsonNode trade : fallbacks.path("curtailedTrades")) {
      out.println("curtailed  " + OperatorCommand.loss(trade));
    }
    for (JsonNode trade : fallbacks.path("bustedTrades")) {
      out.println("fell away  " + OperatorCommand.trade(trade) + ", " + cause(trade));
    }
  }

  private static String gate(JsonNode missed) {
    return missed.isObject()
        ? "  missed by %d ms: %s"
            .formatted(missed.path("lateMillis").asLong(), missed.path("fallback").asText())
        : "";
  }

  private static String auction(JsonNode slot, JsonNode cancelled) {
    if (cancelled.isTextual()) {
      return "cancelled: " + cancelled.asText();
    }
    return slot.path("volumeWh").isNull()
        ? "not held yet"
        : "stands, " + slot.path("volumeWh").asLong() + " Wh";
  }

  private static String limit(JsonNode limit) {
    return "%s>%s carries %d to %d Wh: %s"
        .formatted(
            limit.path("from").asText(),
            limit.path("to").asText(),
            limit.path("minFlowWh").asLong(),
            limit.path("maxFlowWh").asLong(),
            limit.path("reason").asText());
  }

  private static String phase(JsonNode trade) {
    return trade.path("phase").asText();
  }

  private static String cause(JsonNode trade) {
    return trade.path("cause").asText() + ": " + trade.path("reason").asText();
  }
}
