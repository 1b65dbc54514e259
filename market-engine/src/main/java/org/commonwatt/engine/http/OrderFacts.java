package org.commonwatt.engine.http;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.core.Order;
import org.commonwatt.core.OrderState;
import org.commonwatt.engine.readmodel.ReadModels;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * An order and its trades.
 *
 * @param order as it stands
 * @param auction what it traded in its slot's auction, by trade id
 * @param continuous what it traded continuously, by trade id
 */
record OrderFacts(
    Order order, List<Event.TradeMade> auction, List<Event.ContinuousTrade> continuous) {
  OrderFacts {
    auction = List.copyOf(auction);
    continuous = List.copyOf(continuous);
  }

  /** Who is named in its trades. */
  Stream<String> parties() {
    return Stream.concat(
        auction.stream().flatMap(trade -> Stream.of(trade.buyer(), trade.seller())),
        continuous.stream().flatMap(trade -> Stream.of(trade.buyer(), trade.seller())));
  }

  /** What the market keeps of an order. */
  static OrderFacts kept(MarketStateMachine market, Order order) {
    return kept(market, List.of(order)).get(0);
  }

  /** What the market keeps of orders; each of their slots' trades is looked at once. */
  static List<OrderFacts> kept(MarketStateMachine market, List<Order> orders) {
    Map<Long, List<Event.TradeMade>> auction = new HashMap<>(); // by order
    Map<Long, List<Event.ContinuousTrade>> continuous = new HashMap<>();
    Set<Long> slots = new HashSet<>();
    for (Order order : orders) {
      auction.put(order.orderId(), new ArrayList<>());
      continuous.put(order.orderId(), new ArrayList<>());
      slots.add(order.slot().startMillis());
    }
    for (long slot : slots) {
      for (Event.TradeMade trade : market.trades(slot)) {
        add(auction, trade.buyOrderId(), trade);
        add(auction, trade.sellOrderId(), trade);
      }
      for (Event.ContinuousTrade trade : market.continuousTrades(slot)) {
        add(continuous, trade.buyOrderId(), trade);
        add(continuous, trade.sellOrderId(), trade);
      }
    }
    return orders.stream()
        .map(
            order ->
                new OrderFacts(
                    order,
                    auction.getOrDefault(order.orderId(), List.of()),
                    continuous.getOrDefault(order.orderId(), List.of())))
        .toList();
  }

  private static <T> void add(Map<Long, List<T>> trades, long orderId, T trade) {
    List<T> known = trades.get(orderId);
    if (known != null) {
      known.add(trade);
    }
  }

  /** What the read models have of an order. */
  static OrderFacts stored(ReadModels models, Order order) throws SQLException {
    return new OrderFacts(
        order,
        models.history().tradesOf(order.orderId()),
        models.continuous().tradesOf(order.orderId()));
  }

  /** An order as its own command left it: accepted, and traded at once as far as it could. */
  static OrderFacts accepted(Event.OrderAccepted event, CommandResult result) {
    Outcome outcome = Outcome.of(event.orderId(), event.energyWh(), result);
    return new OrderFacts(outcome.order(event), List.of(), outcome.trades());
  }

  /** The sum of energy × price over its trades, in nano-currency. */
  BigInteger filledNano() {
    BigInteger sum = BigInteger.ZERO;
    boolean buys = order.side() == Side.BUY;
    for (Event.TradeMade trade : auction) {
      long price = buys ? trade.paidMicroPerKwh() : trade.priceMicroPerKwh();
      sum = sum.add(nano(trade.energyWh(), price));
    }
    for (Event.ContinuousTrade trade : continuous) {
      sum = sum.add(nano(trade.energyWh(), trade.priceMicroPerKwh()));
    }
    return sum;
  }

  /** The average price of its trades, rounded down, µ/kWh; null without a fill. */
  @Nullable Long averageMicroPerKwh() {
    if (order.filledWh() == 0) {
      return null;
    }
    BigInteger[] parts = filledNano().divideAndRemainder(BigInteger.valueOf(order.filledWh()));
    return parts[0].longValueExact() - (parts[1].signum() < 0 ? 1 : 0);
  }

  private static BigInteger nano(long energyWh, long priceMicroPerKwh) {
    return BigInteger.valueOf(energyWh).multiply(BigInteger.valueOf(priceMicroPerKwh));
  }

  /**
   * What the events of one command did to the order that it placed or amended.
   *
   * @param trades what it traded as the arriving order
   * @param openWh what rests of it
   * @param cancelledWh what was left when it ended
   * @param reason why, null when nothing is
   * @param chosenMicroPerKwh of a preference that goes on with one of its limits that limit
   */
  record Outcome(
      List<Event.ContinuousTrade> trades,
      long openWh,
      long cancelledWh,
      @Nullable CancelReason reason,
      @Nullable Long chosenMicroPerKwh) {

    /**
     * Adds up the events.
     *
     * @param energyWh what was open of the order before it traded
     */
    static Outcome of(long orderId, long energyWh, CommandResult result) {
      List<Event.ContinuousTrade> trades = new ArrayList<>();
      long left = energyWh;
      CancelReason reason = null;
      Long chosen = null;
      for (EventEnvelope envelope : result.events()) {
        Event event = envelope.event();
        if (event instanceof Event.ContinuousTrade trade && trade.takerOrderId() == orderId) {
          trades.add(trade);
          left -= trade.energyWh();
        } else if (event instanceof Event.AlternativeChosen by && by.orderId() == orderId) {
          chosen = by.priceMicroPerKwh();
        } else if (event instanceof Event.OrderReduced by && by.orderId() == orderId) {
          left -= by.byWh();
        } else if (event instanceof Event.OrderCancelled by && by.orderId() == orderId) {
          reason = by.reason();
        }
      }
      return new Outcome(
          trades, reason == null ? left : 0, reason == null ? 0 : left, reason, chosen);
    }

    /** What it traded. */
    long filledWh() {
      long filled = 0;
      for (Event.ContinuousTrade trade : trades) {
        filled += trade.energyWh();
      }
      return filled;
    }

    /** The order after the command that placed it. */
    Order order(Event.OrderAccepted event) {
      OrderTerms terms = event.terms();
      OrderState ended = filledWh() > 0 ? OrderState.MATCHED : OrderState.CANCELLED;
      return new Order(
          event.orderId(),
          event.participant(),
          event.clientOrderId(),
          event.area(),
          event.slot(),
          event.side(),
          chosenMicroPerKwh == null ? event.priceMicroPerKwh() : chosenMicroPerKwh,
          filledWh() + openWh + cancelledWh,
          filledWh(),
          terms.peakWh() == 0 ? openWh : Math.min(terms.peakWh(), openWh),
          event.timeMillis(),
          openWh > 0 ? OrderState.OPEN : ended,
          cancelledWh > 0 ? reason : null,
          terms);
    }
  }
}
