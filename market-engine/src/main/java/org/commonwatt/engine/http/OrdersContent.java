package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.commonwatt.core.Order;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.stream.Content;
import org.commonwatt.engine.stream.OpenOrders;
import org.commonwatt.engine.stream.Topic;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * The channel {@code orders} of a participant: its open orders, and whatever happens to them, event
 * by event, its trades included.
 */
final class OrdersContent implements Content {
  /** The most orders in a snapshot. */
  static final int SHOWN = 5_000;

  private final String participant;
  private final TreeMap<Long, ObjectNode> open = new TreeMap<>(); // by order id
  private final List<ObjectNode> news = new ArrayList<>();
  private long sequence; // of the event that is looked at

  OrdersContent(Topic topic) {
    participant = Objects.requireNonNull(topic.participant());
  }

  @Override
  public Reach reach() {
    return Reach.PARTICIPANT;
  }

  @Override
  public void begin(MarketView view, OpenOrders orders) {
    Accounts.known(view, participant);
    open.clear();
    for (Order order : view.market().openOrders(participant)) {
      orders.known(order);
      ObjectNode row = row(order.orderId(), order.clientOrderId(), order.area(), order.slot());
      row.put("side", Views.word(order.side()));
      open.put(order.orderId(), stands(row, order.priceMicroPerKwh(), order.openWh()));
    }
  }

  @Override
  public void apply(EventEnvelope envelope) {
    sequence = envelope.sequence();
    Event event = envelope.event();
    if (event instanceof Event.OrderAccepted order) {
      accept(order);
    } else if (event instanceof Event.OrderFilled filled) {
      less("filled", filled.orderId(), filled.energyWh(), filled.priceMicroPerKwh());
    } else if (event instanceof Event.OrderReduced reduced) {
      less("reduced", reduced.orderId(), reduced.byWh(), null);
    } else if (event instanceof Event.OrderAmended amended) {
      amend(amended);
    } else if (event instanceof Event.AlternativeChosen chosen) {
      choose(chosen);
    } else if (event instanceof Event.OrderCancelled end) {
      end("cancelled", end.orderId(), end.reason().name());
    } else if (event instanceof Event.OrderExpired end) {
      end("expired", end.orderId(), CancelReason.EXPIRED.name());
    } else {
      applyTrade(event);
    }
  }

  @Override
  public @Nullable ObjectNode delta() {
    if (news.isEmpty()) {
      return null;
    }
    ObjectNode json = Views.object();
    json.putArray("events").addAll(news);
    news.clear();
    return json;
  }

  @Override
  public ObjectNode snapshot() {
    ObjectNode json = Views.object().put("more", open.size() > SHOWN);
    ArrayNode orders = json.putArray("orders");
    open.values().stream().limit(SHOWN).forEach(order -> orders.add(order.deepCopy()));
    return json;
  }

  private void applyTrade(Event event) {
    if (event instanceof Event.ContinuousTrade trade) {
      if (!trade.isBilateral()) { // which has no order
        traded(trade);
      }
    } else if (event instanceof Event.TradeMade trade) {
      boolean buys = trade.buyer().equals(participant);
      tell("traded")
          .put("tradeId", trade.tradeId())
          .put("orderId", buys ? trade.buyOrderId() : trade.sellOrderId())
          .put("side", Views.word(buys ? Side.BUY : Side.SELL))
          .put("energyWh", trade.energyWh())
          .put("priceMicroPerKwh", buys ? trade.paidMicroPerKwh() : trade.priceMicroPerKwh())
          .put("feeMicroPerKwh", 0);
    } else if (event instanceof Event.TradeBusted lost) {
      tell("busted").put("tradeId", lost.tradeId()).put("byWh", lost.energyWh()).put("leftWh", 0);
    } else if (event instanceof Event.TradeCurtailed less) {
      tell("curtailed")
          .put("tradeId", less.tradeId())
          .put("byWh", less.byWh())
          .put("leftWh", less.leftWh());
    } else if (event instanceof Event.CancelAfterSet set) {
      long deadline = set.deadlineMillis();
      tell("switch").put("cancelsAt", deadline == 0 ? null : Views.instant(deadline));
    }
  }

  private void accept(Event.OrderAccepted order) {
    ObjectNode row = row(order.orderId(), order.clientOrderId(), order.area(), order.slot());
    row.put("side", Views.word(order.side()));
    open.put(order.orderId(), stands(row, order.priceMicroPerKwh(), order.energyWh()));
    tell("accepted").setAll(row);
  }

  private void traded(Event.ContinuousTrade trade) {
    boolean buys = trade.buyer().equals(participant);
    long orderId = buys ? trade.buyOrderId() : trade.sellOrderId();
    tell("traded")
        .put("tradeId", trade.tradeId())
        .put("orderId", orderId)
        .put("side", Views.word(buys ? Side.BUY : Side.SELL))
        .put("energyWh", trade.energyWh())
        .put("priceMicroPerKwh", trade.priceMicroPerKwh())
        .put("feeMicroPerKwh", buys ? trade.feeMicroPerKwh() : 0)
        .put("openWh", take(orderId, trade.energyWh()));
  }

  private void less(String what, long orderId, long byWh, @Nullable Long price) {
    ObjectNode told = tell(what).put("orderId", orderId).put("byWh", byWh);
    if (price != null) {
      told.put("priceMicroPerKwh", price);
    }
    told.put("openWh", take(orderId, byWh));
  }

  private void amend(Event.OrderAmended amended) {
    ObjectNode row = open.get(amended.orderId());
    if (row != null) {
      stands(row, amended.priceMicroPerKwh(), amended.energyWh());
    }
    tell("amended")
        .put("orderId", amended.orderId())
        .put("priceMicroPerKwh", amended.priceMicroPerKwh())
        .put("openWh", amended.energyWh())
        .put("keptPriority", amended.keptPriority());
  }

  private void choose(Event.AlternativeChosen chosen) {
    ObjectNode row = open.get(chosen.orderId());
    if (row != null) {
      row.put("priceMicroPerKwh", chosen.priceMicroPerKwh());
      tell("chosen")
          .put("orderId", chosen.orderId())
          .put("alternative", chosen.alternative())
          .put("priceMicroPerKwh", chosen.priceMicroPerKwh());
    }
  }

  private void end(String what, long orderId, String reason) {
    ObjectNode row = open.remove(orderId);
    tell(what)
        .put("orderId", orderId)
        .put("cancelledWh", row == null ? 0 : row.get("openWh").asLong())
        .put("reason", reason);
  }

  /** Takes energy from an open order; returns what is left of it, Wh. */
  private long take(long orderId, long byWh) {
    ObjectNode row = open.get(orderId);
    if (row == null) {
      return 0;
    }
    long left = row.get("openWh").asLong() - byWh;
    if (left == 0) {
      open.remove(orderId);
    } else {
      row.put("openWh", left);
    }
    return left;
  }

  private ObjectNode tell(String what) {
    ObjectNode told = Views.object().put("event", what).put("sequence", sequence);
    news.add(told);
    return told;
  }

  private static ObjectNode row(long id, String clientId, String area, DeliverySlot slot) {
    ObjectNode row = Views.object().put("orderId", id).put("clientOrderId", clientId);
    return Views.slot(row.put("area", area), slot);
  }

  private static ObjectNode stands(ObjectNode row, long price, long openWh) {
    return row.put("priceMicroPerKwh", price).put("openWh", openWh);
  }
}
