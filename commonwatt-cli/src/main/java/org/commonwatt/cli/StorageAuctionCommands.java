package org.commonwatt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands about auctions of storage services in a served market. */
final class StorageAuctionCommands {
  private static final String EXIT_CODES =
      "Exit code 0: done; 1: the market refused it; 2: the file is no JSON; 3: no market answers.";

  private StorageAuctionCommands() {}

  /** Sends something of a participant about a window. */
  private static int send(
      CommandSpec spec, MarketAddress market, Entry entry, String what, ObjectNode body)
      throws InterruptedException {
    try {
      market
          .api()
          .post(
              "/v1/accounts/" + entry.participant + "/storage-auctions/" + entry.start + "/" + what,
              body);
      spec.commandLine().getOut().println("Done.");
      spec.commandLine().getOut().flush();
      return ExitCode.OK;
    } catch (MarketApi.Refused e) {
      return OperatorCommand.refused(spec, e);
    }
  }

  /** Who takes part, and in which window. */
  private static final class Entry {
    @Parameters(index = "0", paramLabel = "PARTICIPANT", description = "Who takes part.")
    private String participant;

    @Parameters(
        index = "1",
        paramLabel = "START",
        description = "Start of the window, such as 2022-08-02T09:00:00Z.")
    private String start;
  }

  /** {@code commonwatt storage auction-offer}. */
  @Command(
      name = "auction-offer",
      description = "Offer a storage unit in an auction: for each slot a least price and a most.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Offer implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();
    @Mixin private final Entry entry = new Entry();

    @Parameters(
        index = "2",
        paramLabel = "FILE",
        description =
            "The body of POST /v1/accounts/{participant}/storage-auctions/{start}/offers; - reads"
                + " standard input.")
    private String file;

    @Override
    public Integer call() throws IOException, InterruptedException {
      return send(spec, market, entry, "offers", StorageActs.body(spec, file));
    }
  }

  /** {@code commonwatt storage auction-bid}. */
  @Command(
      name = "auction-bid",
      description = "Bid surplus in an auction of storage: for each slot an energy, and a limit.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Bid implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();
    @Mixin private final Entry entry = new Entry();

    @Parameters(
        index = "2",
        paramLabel = "FILE",
        description =
            "The body of POST /v1/accounts/{participant}/storage-auctions/{start}/bids; - reads"
                + " standard input.")
    private String file;

    @Override
    public Integer call() throws IOException, InterruptedException {
      return send(spec, market, entry, "bids", StorageActs.body(spec, file));
    }
  }

  /** What is taken back. */
  private static final class Subject {
    @Option(names = "--unit", paramLabel = "ID", required = true, description = "Whose offer.")
    private @Nullable String unit;

    @Option(names = "--bid", paramLabel = "ID", required = true, description = "Which bid.")
    private @Nullable String bid;
  }

  /** {@code commonwatt storage auction-withdraw}. */
  @Command(
      name = "auction-withdraw",
      description = "Take an offer or a bid back before its gate.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Withdraw implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();
    @Mixin private final Entry entry = new Entry();

    @ArgGroup(multiplicity = "1")
    private @Nullable Subject subject;

    @Override
    public Integer call() throws InterruptedException {
      ObjectNode body = StorageActs.JSON.createObjectNode();
      Subject given = Objects.requireNonNull(subject, "one of the group is asked for");
      if (given.unit != null) {
        body.put("unit", given.unit);
      } else {
        body.put("bid", given.bid);
      }
      return send(spec, market, entry, "withdrawal", body);
    }
  }

  /** {@code commonwatt storage auctions}. */
  @Command(
      name = "auctions",
      description = "List the offers and bids of a participant that wait for their auctions.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Waiting implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Parameters(index = "0", paramLabel = "PARTICIPANT", description = "Who takes part.")
    private String participant;

    @Option(
        names = "--purpose",
        paramLabel = "TEXT",
        defaultValue = "storage auctions",
        description = "What you look for; who is shown will see it; ${DEFAULT-VALUE} unless given.")
    private String purpose;

    @Override
    public Integer call() throws InterruptedException {
      try {
        JsonNode answer =
            market.api().get("/v1/accounts/" + participant + "/storage-auctions", purpose);
        PrintWriter out = spec.commandLine().getOut();
        for (JsonNode offer : answer.path("offers")) {
          out.printf(
              "%s offer of %s: at most %d Wh%n",
              offer.path("windowStart").asText(),
              offer.path("unit").asText(),
              offer.path("energyWh").asLong());
        }
        for (JsonNode bid : answer.path("bids")) {
          out.printf(
              "%s bid %s: at most %d Wh at %d%s%n",
              bid.path("windowStart").asText(),
              bid.path("bid").asText(),
              bid.path("energyWh").asLong(),
              bid.path("limitMicroPerKwh").asLong(),
              bid.path("release").isNull() ? "" : ", linked to a release");
        }
        out.flush();
        return ExitCode.OK;
      } catch (MarketApi.Refused e) {
        return OperatorCommand.refused(spec, e);
      }
    }
  }

  /** {@code commonwatt storage auction}. */
  @Command(
      name = "auction",
      description = "Show what the auction of a window gave: prices and energies, slot by slot.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Result implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final MarketAddress market = new MarketAddress();

    @Parameters(
        index = "0",
        paramLabel = "START",
        description = "Start of the window, such as 2022-08-02T09:00:00Z.")
    private String start;

    @Override
    public Integer call() throws InterruptedException {
      try {
        print(market.api().get("/v1/storage-auctions/" + start).path("auction"));
        return ExitCode.OK;
      } catch (MarketApi.Refused e) {
        return OperatorCommand.refused(spec, e);
      }
    }

    private void print(JsonNode auction) {
      PrintWriter out = spec.commandLine().getOut();
      if (auction.isNull()) {
        out.println("Its gate has not passed, or nobody took part.");
      } else if (!auction.path("held").asBoolean()) {
        out.println("It was not held: its window had begun, or is none of the rulebook any more.");
      } else {
        out.printf(
            "%s, welfare %s nano%n",
            auction.path("optimality").asText(), auction.path("welfareNano").asText());
        for (JsonNode area : auction.path("areas")) {
          int number = 0;
          for (JsonNode slot : area.path("slots")) {
            JsonNode price = slot.path("priceMicroPerKwh");
            out.printf(
                "  %s slot %d: %s, %d Wh of its bids stored, %d Wh charged there%n",
                area.path("area").asText(),
                number++,
                price.isNull() ? "no price" : "at " + price.asLong(),
                slot.path("acceptedWh").asLong(),
                slot.path("chargedWh").asLong());
          }
        }
        for (JsonNode flow : auction.path("flows")) {
          out.printf(
              "  %s to %s slot %d: %d Wh%n",
              flow.path("from").asText(),
              flow.path("to").asText(),
              flow.path("slot").asInt(),
              flow.path("flowWh").asLong());
        }
      }
      out.flush();
    }
  }
}
