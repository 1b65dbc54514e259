package org.commonwatt.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Quality;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.commonwatt.model.TimeInForce;
import org.jspecify.annotations.Nullable;

/** The market that is simulated: a few homes in three areas, and a few slots. */
final class Community {
  static final String MARKET = "simulated";
  static final String OPERATOR = "operator";
  static final List<String> HOMES = List.of("home-01", "home-02", "home-03", "home-04");
  static final int SLOTS = 4;
  static final int SLOT_MINUTES = 15;
  static final long MINUTE = 60_000L;

  /** 2022-08-02T07:00:00Z, the start of trading. */
  static final long START = 1_659_423_600_000L;

  static final List<String> AREAS = List.of("east", "west", "south");

  private static final List<String> AREA_OF_HOMES = List.of("east", "west", "east", "south");
  private static final int BATCH = 4; // operations beside the first, at most

  private static final long UNIT = 1_000_000_000;

  private Community() {}

  /** What the exchange puts before the default fund. */
  static Command.ReportCollateral ofExchange() {
    return new Command.ReportCollateral("exchange", 0, UNIT / 5);
  }

  /** Random totals that a home has paid in: enough for some orders, or for all, or for none. */
  static Command.ReportCollateral collateral(Chance chance, String home) {
    return new Command.ReportCollateral(home, UNIT * chance.upTo(6), UNIT / 10 * chance.upTo(3));
  }

  static String areaOf(String home) {
    return AREA_OF_HOMES.get(HOMES.indexOf(home));
  }

  static DeliverySlot slot(int index) {
    return new DeliverySlot(START, SLOT_MINUTES).plus(index);
  }

  /** A random order of a home for a slot that may be open, near its gate, or over. */
  static Command.PlaceOrder order(Chance chance, String home, String id, long timeMillis) {
    long ahead = Math.floorDiv(timeMillis - START, 15 * MINUTE) + chance.upTo(4);
    OrderTerms terms = terms(chance, timeMillis);
    return new Command.PlaceOrder(
        home,
        id,
        areaOf(home),
        START + ahead * 15 * MINUTE,
        chance.upTo(2) == 0 ? Side.BUY : Side.SELL,
        terms.market() ? 0 : 10_000L * (chance.upTo(40) - 5),
        1 + chance.upTo(5_000),
        terms);
  }

  /**
   * Operations for one frame: an order, and others, amendments and cancellations of an earlier one.
   *
   * @param id of the batch, in front of those of its orders
   * @param earlier an order of the home that may be open, null when it has none
   */
  static List<Command> batch(
      Chance chance, String id, Event.@Nullable OrderAccepted earlier, Command.PlaceOrder first) {
    String home = first.participant();
    List<Command> batch = new ArrayList<>(List.of(first));
    for (int i = 1 + chance.upTo(BATCH); i > 0; i--) {
      int kind = earlier == null ? 0 : chance.upTo(5);
      if (kind == 1 && earlier != null) {
        batch.add(new Command.CancelOrder(home, earlier.orderId()));
      } else if (kind == 2 && earlier != null) {
        batch.add(
            new Command.AmendOrder(
                home, earlier.orderId(), 1 + chance.upTo(5_000), earlier.priceMicroPerKwh()));
      } else {
        batch.add(again(first, id + "-" + i, 1 + chance.upTo(2_000)));
      }
    }
    return batch;
  }

  /** The same order once more under another id. */
  private static Command.PlaceOrder again(Command.PlaceOrder order, String id, long energyWh) {
    return new Command.PlaceOrder(
        order.participant(),
        id,
        order.area(),
        order.slotStartMillis(),
        order.side(),
        order.priceMicroPerKwh(),
        energyWh,
        OrderTerms.DEFAULT);
  }

  /** Of all orders, or of those of a slot, an area or a side, or of more than one of these. */
  static Command.CancelAll massCancel(Chance chance, Event.OrderAccepted order) {
    String area = chance.upTo(8) == 0 ? "nowhere" : order.area();
    return new Command.CancelAll(
        order.participant(),
        chance.upTo(2) == 0 ? null : (Long) order.slot().startMillis(),
        chance.upTo(2) == 0 ? null : area,
        chance.upTo(2) == 0 ? null : order.side());
  }

  /** A switch that passes before the next tick, or later, or is taken away. */
  static Command.CancelAfter cancelAfter(Chance chance, String home) {
    return new Command.CancelAfter(home, chance.upTo(5) == 0 ? 0 : 1 + chance.upTo(600));
  }

  /** Plain in half of the cases; the others are of all kinds, some of which the phase refuses. */
  private static OrderTerms terms(Chance chance, long timeMillis) {
    OrderTerms plain = OrderTerms.DEFAULT;
    return switch (chance.upTo(20)) {
      case 0, 1 -> OrderTerms.of(TimeInForce.IMMEDIATE_OR_CANCEL);
      case 2 -> OrderTerms.of(TimeInForce.IMMEDIATE_OR_CANCEL).atMarket();
      case 3 -> OrderTerms.of(TimeInForce.FILL_OR_KILL);
      case 4 -> OrderTerms.of(TimeInForce.GOOD_TILL_AUCTION);
      case 5 -> plain.goodTill(timeMillis + chance.upTo(30) * MINUTE);
      case 6 -> plain.wholly();
      case 7 -> plain.atLeast(chance.upTo(500));
      case 8 -> plain.showing(1 + chance.upTo(300));
      case 9 -> plain.posted();
      case 10 -> plain.against(SelfTradeMode.CANCEL_OLDEST);
      case 11 -> plain.against(SelfTradeMode.DECREMENT_AND_CANCEL);
      default -> plain;
    };
  }

  /** What an operator, or somebody who is none, does about an event now and then. */
  static Optional<Command> interferes(Chance chance, Event event) {
    String who = chance.upTo(5) == 0 ? HOMES.get(0) : OPERATOR;
    if (event instanceof Event.AuctionCleared auction && chance.upTo(3) == 0) {
      return Optional.of(
          chance.upTo(2) == 0
              ? new Command.CancelAuction(who, auction.slot().startMillis(), "simulated outage")
              : limit(chance, who, auction.slot()));
    } else if (event instanceof Event.TradeMade trade && chance.upTo(5) == 0) {
      return Optional.of(new Command.BustTrade(who, trade.tradeId(), "simulated bust"));
    } else if (event instanceof Event.ContinuousTrade trade && chance.upTo(4) == 0) {
      return Optional.of(
          chance.upTo(2) == 0
              ? new Command.BustTrade(who, trade.tradeId(), "simulated bust")
              : limit(chance, who, trade.slot()));
    } else if (event instanceof Event.SlotPhaseChanged changed && chance.upTo(15) == 0) {
      return Optional.of(limit(chance, who, changed.slot()));
    }
    return Optional.empty();
  }

  /** Lower than the rules say, perhaps higher than a limit that was lowered before. */
  private static Command limit(Chance chance, String who, DeliverySlot slot) {
    AreaLink link = Rulebooks.LINKS.get(chance.upTo(Rulebooks.LINKS.size()));
    return new Command.LimitLink(
        who,
        slot.startMillis(),
        link.from(),
        link.to(),
        -chance.upTo((int) Rulebooks.LEAST_LINK_WH),
        chance.upTo((int) Rulebooks.LEAST_LINK_WH),
        "simulated outage");
  }

  static MeteredPosition position(Chance chance, String home, int slot, int version) {
    return new MeteredPosition(
        home, slot(slot), version, chance.upTo(3_000), chance.upTo(3_000), Quality.ACTUAL);
  }
}
