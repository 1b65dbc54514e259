package org.commonwatt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt order auction}: what the auction of a slot gave. */
@Command(
    name = "auction",
    description = {
      "Show what the auction of a slot gave: prices, energies, flows, and whether it is proven optimal; and",
      "if blocks joined it to others, what these gave together, and which blocks were in the money and",
      "rejected, because no prices support them. Prices in millionths of the currency per kWh."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit code 0: shown; 1: it has not run, or is hidden; 3: no market answers."})
final class OrderAuctionCommand implements Callable<Integer> {
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
      JsonNode auction = api.get(path + "/auction");
      JsonNode window = api.get(path + "/auction-window").path("window");
      out.println(
          "Auction of %s, %s: %d Wh traded."
              .formatted(
                  slot, auction.path("optimality").asText(), auction.path("volumeWh").asLong()));
      auction.path("areas").forEach(area -> out.println("  " + area(area)));
      auction.path("links").forEach(link -> out.println("  " + link(link)));
      if (window.isObject()) {
        together(out, window);
      }
      out.flush();
      return ExitCode.OK;
    } catch (MarketApi.Refused e) {
      return OperatorCommand.refused(spec, e);
    }
  }

  private static String area(JsonNode area) {
    return "%s: price %s of %s to %s, %d Wh bought, %d Wh sold"
        .formatted(
            area.path("area").asText(),
            price(area.path("priceMicroPerKwh")),
            price(area.path("minPriceMicroPerKwh")),
            price(area.path("maxPriceMicroPerKwh")),
            area.path("buyWh").asLong(),
            area.path("sellWh").asLong());
  }

  private static String price(JsonNode price) {
    return price.isIntegralNumber() ? price.asText() : "none";
  }

  private static String link(JsonNode link) {
    return "%s to %s: %d Wh"
        .formatted(
            link.path("from").asText(), link.path("to").asText(), link.path("flowWh").asLong());
  }

  private static void together(PrintWriter out, JsonNode window) {
    out.println(
        "Blocks joined %d slots from %s, %s: welfare %s of at most %s nano-currency."
            .formatted(
                window.path("slots").asInt(),
                window.path("firstSlotStart").asText(),
                window.path("optimality").asText(),
                window.path("welfareNano").asText(),
                window.path("welfareBoundNano").asText()));
    List<String> rejected = new ArrayList<>();
    window.path("paradoxicallyRejected").forEach(order -> rejected.add(order.asText()));
    out.println(
        "  paradoxically rejected: " + (rejected.isEmpty() ? "none" : String.join(", ", rejected)));
    for (JsonNode order : window.path("reducedForSelfTrade")) {
      out.println(
          "  order %d took part with %d Wh, for others of its owner"
              .formatted(order.path("orderId").asLong(), order.path("participatingWh").asLong()));
    }
  }
}
