package org.commonwatt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code commonwatt order}: orders of a participant, over the API of a served market. */
@Command(
    name = "order",
    description = {
      "Place an order or a preference, a basket or a block. Energies are in Wh, prices in millionths of",
      "the currency per kWh; docs/trading.md explains it."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      OrderCommand.Place.class,
      OrderCommand.Basket.class,
      OrderCommand.Block.class,
      OrderAuctionCommand.class
    })
final class OrderCommand implements Runnable {
  private static final String EXIT_CODES =
      "Exit code 0: the market took it; 1: the market refuses it; 3: no market answers.";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: place, basket, block or auction");
  }

  /** Who orders, and where. */
  static final class Owner {
    @Mixin private final MarketAddress market = new MarketAddress();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PARTICIPANT", description = "Whose order it is.")
    private String participant;

    @Option(
        names = "--id",
        paramLabel = "ID",
        description = {
          "An id of your own: sent again under the same it is taken once. One is made up when left",
          "out."
        })
    private @Nullable String id;

    /** What every order has. */
    ObjectNode body(String idField) {
      Options.requireId(spec, "PARTICIPANT", participant);
      String own = id == null ? "cli-" + UUID.randomUUID() : id;
      Options.requireId(spec, "--id", own);
      return new JsonMapper().createObjectNode().put("participant", participant).put(idField, own);
    }

    /** Sends it, and tells of each order of the answer what became of it. */
    int send(String path, ObjectNode body) throws InterruptedException {
      JsonNode answer;
      try {
        answer = market.api().post(path, body);
      } catch (MarketApi.Refused e) {
        return OperatorCommand.refused(spec, e);
      }
      PrintWriter out = spec.commandLine().getOut();
      if (answer.has("orders") && body.has("auction")) {
        out.println(answer.path("clientBasketId").asText() + " waits for its auction.");
        answer.path("orders").forEach(order -> out.println("  " + told(order)));
      } else if (answer.has("orders")) {
        out.println(
            answer.path("clientBasketId").asText()
                + " traded "
                + traded(answer)
                + ", all of it at once.");
        answer.path("orders").forEach(order -> out.println("  " + told(order)));
      } else {
        out.println(told(answer));
      }
      out.flush();
      return ExitCode.OK;
    }

    private static String told(JsonNode order) {
      return "Order %d, %s, is %s: traded %s, %d Wh are open."
          .formatted(
              order.path("orderId").asLong(),
              order.path("clientOrderId").asText(),
              order.path("state").asText(),
              traded(order),
              order.path("openWh").asLong());
    }

    private static String traded(JsonNode what) {
      JsonNode average = what.path("averagePriceMicroPerKwh");
      String at = average.isIntegralNumber() ? " at " + average.asLong() + " µ/kWh" : "";
      return what.path("filledWh").asLong() + " Wh" + at;
    }
  }

  /** Where and when energy is delivered. */
  static final class Product {
    @Option(names = "--area", paramLabel = "AREA", required = true, description = "Its area.")
    private String area;

    @Option(
        names = "--slot",
        paramLabel = "SLOT",
        required = true,
        description = "Start of the slot, or of the first, such as 2022-08-02T19:00:00Z.")
    private Instant slot;

    @Option(names = "--side", required = true, description = "${COMPLETION-CANDIDATES}.")
    private Side side;

    void into(ObjectNode body) {
      body.put("area", area).put("slotStart", slot.toString());
      body.put("side", side.name().toLowerCase(Locale.ROOT));
    }
  }

  /** {@code commonwatt order place}. */
  @Command(
      name = "place",
      description = "Place an order for one slot: a plain one, or a preference with --prefer.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Place implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final Owner owner = new Owner();
    @Mixin private final Product product = new Product();

    @Option(names = "--energy", paramLabel = "WH", required = true, description = "Its energy.")
    private long energyWh;

    @Option(names = "--price", paramLabel = "PRICE", description = "Its limit.")
    private @Nullable Long price;

    @Option(
        names = "--prefer",
        paramLabel = "PRICE[,SOURCES[,AREA]]",
        description = {
          "Instead of --price, several times, what is liked best first: the limit for energy whose",
          "seller declares one of the sources, such as solar+wind, and is in the area; `any` for every",
          "source, declared or not. One of them trades."
        })
    private List<String> alternatives = List.of();

    @Option(
        names = "--source",
        paramLabel = "SOURCE",
        description = "What a seller declares its energy to be made of, such as solar.")
    private @Nullable String source;

    @Option(
        names = "--time-in-force",
        paramLabel = "WORD",
        description = "Such as immediate-or-cancel; good-till-cancel when left out.")
    private @Nullable String timeInForce;

    @Override
    public Integer call() throws InterruptedException {
      if ((price == null) == alternatives.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "give either --price, or --prefer once or several times");
      }
      ObjectNode body = owner.body("clientOrderId");
      product.into(body);
      body.put("energyWh", energyWh);
      if (price != null) {
        body.put("priceMicroPerKwh", price);
      } else {
        ArrayNode list = body.putArray("alternatives");
        alternatives.forEach(words -> list.add(OrderWords.alternative(spec, words)));
      }
      if (source != null) {
        body.put("source", source);
      }
      if (timeInForce != null) {
        body.put("timeInForce", timeInForce);
      }
      return owner.send("/v1/orders", body);
    }
  }

  /** {@code commonwatt order basket}. */
  @Command(
      name = "basket",
      description = "Trade several orders in full at once, all of them or none.",
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Basket implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private final Owner owner = new Owner();

    @Option(
        names = "--leg",
        paramLabel = "SIDE,AREA,SLOT,WH,PRICE[,SOURCE]",
        required = true,
        description = {
          "One of the orders, 1 to 100 of them, such as",
          "buy,sierra-crest,2022-08-02T18:00:00Z,300,250000; a seller may declare a source behind it,",
          "such as solar."
        })
    private List<String> legs;

    @Override
    public Integer call() throws InterruptedException {
      ObjectNode body = owner.body("clientBasketId");
      ArrayNode list = body.putArray("legs");
      legs.forEach(words -> list.add(OrderWords.leg(spec, words)));
      return owner.send("/v1/orders/basket", body);
    }
  }

  /** {@code commonwatt order block}. */
  @Command(
      name = "block",
      description = {
        "Trade energies of slots in a row, such as the run of a dishwasher: all at once or nothing, with a",
        "limit for the price on average. With --auction it waits for the auction of its slots instead."
      },
      mixinStandardHelpOptions = true,
      footer = {"", EXIT_CODES})
  static final class Block implements Callable<Integer> {
    @Mixin private final Owner owner = new Owner();
    @Mixin private final Product product = new Product();

    @Option(
        names = "--average",
        paramLabel = "PRICE",
        required = true,
        description = "What a buyer pays at most, or a seller takes at least, on average.")
    private long average;

    @Option(
        names = "--profile",
        paramLabel = "WH",
        required = true,
        split = ",",
        description = "The energy of each slot in turn, such as 250,350.")
    private List<Long> profile;

    @Option(
        names = "--source",
        paramLabel = "SOURCE",
        description = "What a seller declares its energy to be made of, such as solar.")
    private @Nullable String source;

    @Option(names = "--auction", description = "Wait for the auction of the slots.")
    private boolean auction;

    @Option(
        names = "--ratio",
        paramLabel = "PPM",
        description = {
          "In the auction: the least part of it that is accepted, 0 to 1000000 millionths; all of it when",
          "left out."
        })
    private @Nullable Long ratio;

    @Option(
        names = "--parent",
        paramLabel = "ID",
        description = {
          "In the auction: an open block of the participant, of the same side; at most its ratio is",
          "accepted."
        })
    private @Nullable String parent;

    @Option(
        names = "--group",
        paramLabel = "NAME",
        description = "In the auction: the ratios of the blocks of one group are at most 1 in sum.")
    private @Nullable String group;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
      ObjectNode body = owner.body("clientBasketId");
      product.into(body);
      body.put("averageMicroPerKwh", average);
      ArrayNode list = body.putArray("profileWh");
      profile.forEach(list::add);
      if (source != null) {
        body.put("source", source);
      }
      boolean terms = ratio != null || parent != null || group != null;
      if (terms && !auction) {
        throw new ParameterException(
            spec.commandLine(), "--ratio, --parent and --group are for --auction");
      }
      if (auction) {
        ObjectNode wanted = body.putObject("auction");
        if (ratio != null) {
          wanted.put("minRatioPpm", ratio);
        }
        if (parent != null) {
          wanted.put("parent", parent);
        }
        if (group != null) {
          wanted.put("exclusiveGroup", group);
        }
      }
      return owner.send("/v1/orders/block", body);
    }
  }
}
