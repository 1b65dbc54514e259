package org.commonwatt.cli.clearing;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.AuctionTerms;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderAmended;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Leg;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;

/**
 * A random market of two areas up to the gate of three slots, and its orders as a case of {@code
 * ./commonwatt clear}: made from what the market said of each order, not from its state.
 */
final class GateMarket {
  private static final long SLOT = 900_000;
  private static final long START = 900_000_000;
  private static final int WINDOW = 3;
  private static final List<String> HOMES = List.of("a", "b", "c", "d", "e");

  private final Random random;
  private final MarketStateMachine machine = new MarketStateMachine();
  private final List<Event> events = new ArrayList<>();
  private final TreeMap<Long, OrderAccepted> accepted = new TreeMap<>();
  private final TreeMap<Long, Standing> open = new TreeMap<>();
  private final boolean cleanFirst;
  private final int late; // slots whose delivery has begun when the gate is passed
  private int placed;
  private long arrivals;

  /** What an order stands for before the gate, and when it came. */
  private record Standing(long price, long energyWh, long arrival) {}

  GateMarket(Random random) {
    this.random = random;
    cleanFirst = random.nextBoolean();
    late = random.nextInt(5) == 0 ? 1 : 0;
  }

  /** Lives up to the gate, through it, and sees what came of it. */
  void run() {
    apply(new Command.ActivateRulebook(rulebook()));
    apply(new Command.ReportSource("a", 0, EnergySource.SOLAR));
    apply(new Command.ReportSource("d", 0, EnergySource.WIND));
    apply(new Command.Tick(START - 2 * SLOT));
    for (int i = 15 + random.nextInt(20); i > 0; i--) {
      apply(command());
      note();
    }
    apply(new Command.Tick(START - SLOT + late * SLOT));
  }

  <E extends Event> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** All orders that were ever accepted. */
  List<Long> orderIds() {
    return List.copyOf(accepted.keySet());
  }

  /** Starts of the slots of a block, by its first leg. */
  List<Long> slotsOf(long firstLeg) {
    int legs = requireNonNull(of(firstLeg).terms().leg()).of();
    List<Long> starts = new ArrayList<>();
    for (long id = firstLeg; id < firstLeg + legs; id++) {
      starts.add(of(id).slot().startMillis());
    }
    return starts;
  }

  /** The orders that are open at the gate, as a case. */
  JsonNode asCase() {
    ObjectNode input = Clearings.MAPPER.createObjectNode().put("id", "gate").put("currency", "EUR");
    ObjectNode rules = input.putObject("rules").put("price", "midpoint");
    rules.put("workBudget", 50_000_000); // a gate's
    if (cleanFirst) {
      rules.put("sellTies", "clean-first");
    }
    ArrayNode slots = input.putArray("slots");
    for (int s = late; s < WINDOW; s++) {
      slots.add(Long.toString(START + s * SLOT));
    }
    input.putArray("areas").add(area("east")).add(area("west"));
    input
        .putArray("links")
        .addObject()
        .put("from", "east")
        .put("to", "west")
        .put("minFlowWh", -15)
        .put("maxFlowWh", 15)
        .put("feeMicroPerKwh", 500);
    ArrayNode orders = input.putArray("orders");
    Map<String, Long> blocks = new HashMap<>(); // that take part, by owner and own id
    open.forEach(
        (id, standing) -> {
          Leg leg = of(id).terms().leg();
          if (leg == null && of(id).slot().startMillis() >= START + late * SLOT) {
            orders.add(simple(id, standing));
          } else if (leg != null && leg.number() == 1) {
            addBlock(id, blocks, orders);
          }
        });
    return input;
  }

  private static ObjectNode area(String id) {
    return Clearings.MAPPER.createObjectNode().put("id", id);
  }

  private ObjectNode simple(long id, Standing standing) {
    OrderTerms terms = of(id).terms();
    ObjectNode order =
        order(id, standing)
            .put("slot", Long.toString(of(id).slot().startMillis()))
            .put("energyWh", standing.energyWh())
            .put("clean", terms.source() != null);
    long minimum = terms.allOrNone() ? standing.energyWh() : terms.minEnergyWh();
    return order.put("minEnergyWh", Math.min(minimum, standing.energyWh()));
  }

  private ObjectNode order(long id, Standing standing) {
    OrderAccepted order = of(id);
    return Clearings.MAPPER
        .createObjectNode()
        .put("id", Long.toString(id))
        .put("area", order.area())
        .put("side", order.side().name().toLowerCase(Locale.ROOT))
        .put("priceMicroPerKwh", standing.price())
        .put("time", standing.arrival())
        .put("participant", order.participant());
  }

  /** Adds a block whose slots all hold their auction and whose parent, if any, is there. */
  private void addBlock(long id, Map<String, Long> blocks, ArrayNode orders) {
    OrderAccepted first = of(id);
    AuctionTerms terms = requireNonNull(requireNonNull(first.terms().leg()).auction());
    String owner = first.participant() + "-";
    Long parent = terms.parent() == null ? null : blocks.get(owner + terms.parent() + ".1");
    boolean held = first.slot().startMillis() >= START + late * SLOT;
    if (!held || (terms.parent() != null && parent == null)) {
      return;
    }
    blocks.put(owner + first.clientOrderId(), id);
    ObjectNode block = order(id, requireNonNull(open.get(id)));
    ObjectNode profile = block.putObject("profile");
    List<Long> starts = slotsOf(id);
    for (int leg = 0; leg < starts.size(); leg++) {
      profile.put(Long.toString(starts.get(leg)), of(id + leg).energyWh());
    }
    block.put("minRatioPpm", terms.minRatioPpm());
    if (parent != null) {
      block.put("parent", Long.toString(parent));
    }
    if (terms.exclusiveGroup() != null) {
      block.put("exclusiveGroup", owner + terms.exclusiveGroup()); // of one owner there, too
    }
    orders.add(block);
  }

  private OrderAccepted of(long id) {
    return requireNonNull(accepted.get(id));
  }

  private void apply(Command command) {
    machine.apply(new CommandFrame.Entry(CommandOrigin.NONE, command), events::add);
  }

  /** Notes what is open after the commands so far. */
  private void note() {
    accepted.clear();
    open.clear();
    arrivals = 0;
    for (Event event : events) {
      arrivals++;
      if (event instanceof OrderAccepted order) {
        accepted.put(order.orderId(), order);
        open.put(
            order.orderId(), new Standing(order.priceMicroPerKwh(), order.energyWh(), arrivals));
      } else if (event instanceof OrderAmended amended) {
        Standing before = requireNonNull(open.get(amended.orderId()));
        long arrival = amended.keptPriority() ? before.arrival() : arrivals;
        open.put(
            amended.orderId(),
            new Standing(amended.priceMicroPerKwh(), amended.energyWh(), arrival));
      } else if (event instanceof OrderCancelled cancelled) {
        open.remove(cancelled.orderId());
      }
    }
  }

  private Command command() {
    String home = HOMES.get(random.nextInt(HOMES.size()));
    Side side = random.nextBoolean() ? Side.SELL : Side.BUY;
    long price = (1 + random.nextInt(5)) * 10_000L;
    int kind = random.nextInt(12);
    if (kind < 6) {
      return plain(home, side, price);
    }
    if (kind < 10) {
      return block(home, side, price);
    }
    long order = 1 + random.nextInt(25);
    OrderAccepted there = accepted.get(order);
    String owner = there == null ? home : there.participant();
    return kind == 10
        ? new Command.CancelOrder(owner, order)
        : new Command.AmendOrder(owner, order, 1 + random.nextInt(40), price);
  }

  private Command plain(String home, Side side, long price) {
    OrderTerms terms =
        switch (random.nextInt(6)) {
          case 0 -> OrderTerms.DEFAULT.atLeast(2);
          case 1 -> OrderTerms.DEFAULT.wholly();
          default -> OrderTerms.DEFAULT;
        };
    boolean declares = side == Side.SELL && random.nextBoolean();
    EnergySource source =
        home.equals("a") ? EnergySource.SOLAR : home.equals("d") ? EnergySource.WIND : null;
    return new Command.PlaceOrder(
        home,
        "o" + ++placed,
        areaOf(home),
        START + random.nextInt(WINDOW) * SLOT,
        side,
        price,
        2 + random.nextInt(40),
        declares && source != null ? terms.declaring(source) : terms);
  }

  private Command block(String home, Side side, long price) {
    int slot = random.nextInt(WINDOW);
    List<BasketLeg> legs = new ArrayList<>();
    for (int leg = 1 + random.nextInt(WINDOW - slot); leg > 0; leg--) {
      long start = START + (slot + legs.size()) * SLOT;
      legs.add(new BasketLeg(areaOf(home), start, side, 0, 2 + 2 * random.nextInt(15), null));
    }
    int ratio = random.nextInt(3) == 0 ? 250_000 : 1_000_000;
    String parent = random.nextInt(4) == 0 ? "o" + (1 + random.nextInt(placed + 1)) : null;
    String group = parent == null && random.nextInt(4) == 0 ? "g" : null;
    return new Command.PlaceBasket(
        home,
        "o" + ++placed,
        SelfTradeMode.CANCEL_NEWEST,
        price,
        new AuctionTerms(ratio, parent, group),
        legs);
  }

  private static String areaOf(String home) {
    return home.compareTo("d") < 0 ? "east" : "west";
  }

  private Rulebook rulebook() {
    return new Rulebook(
            1,
            Hash.ZERO,
            "m",
            new Areas(
                List.of("east", "west"),
                List.of(new AreaLink("east", "west", -15, 15, 500)),
                "grid"),
            "EUR",
            new Rulebook.Timing(15, 0, 45, 15, START),
            -100_000,
            100_000,
            10_000,
            "supplier",
            List.of(new Rulebook.TariffStep(0, 300_000, 80_000)),
            HOMES.stream()
                .map(home -> new Rulebook.Member(home, areaOf(home), List.of("meter-" + home)))
                .toList(),
            Hash.ZERO)
        .withSafeguards(
            new Safeguards(null, new Fallbacks("operator", MissedGate.LATE_AUCTION, 60, 0, 20, 30))
                .withCleanFirst(cleanFirst)
                .withAuctionWindow(WINDOW));
  }
}
