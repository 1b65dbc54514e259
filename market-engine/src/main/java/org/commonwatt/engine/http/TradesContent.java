package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.stream.Content;
import org.commonwatt.engine.stream.OpenOrders;
import org.commonwatt.engine.stream.Topic;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * The channel {@code trades}: the tape of a slot or of all slots, without names. A snapshot has the
 * last {@value #KEPT} of the slot that still stand; of all slots it begins empty.
 */
final class TradesContent implements Content {
  /** The most trades in a snapshot. */
  static final int KEPT = 100;

  private static final Set<String> NAMES = Set.of("buyOrderId", "sellOrderId", "buyer", "seller");

  private final @Nullable Long start;
  private final Deque<ObjectNode> last = new ArrayDeque<>();
  private final List<ObjectNode> trades = new ArrayList<>();
  private final List<ObjectNode> changes = new ArrayList<>();

  TradesContent(Topic topic) {
    start = topic.slotStartMillis();
  }

  @Override
  public Reach reach() {
    return start == null ? Reach.MARKET : Reach.SLOT;
  }

  @Override
  public void begin(MarketView view, OpenOrders orders) {
    last.clear();
    if (start == null) {
      return;
    }
    Slots.known(view, start);
    TreeMap<Long, ObjectNode> byId = new TreeMap<>();
    newest(view.market().trades(start))
        .forEach(trade -> byId.put(trade.tradeId(), Views.trade(trade)));
    newest(view.market().continuousTrades(start))
        .forEach(trade -> byId.put(trade.tradeId(), Views.trade(trade)));
    byId.values().forEach(trade -> keep(trade.remove(NAMES)));
  }

  @Override
  public void apply(EventEnvelope envelope) {
    Event event = envelope.event();
    if (event instanceof Event.ContinuousTrade trade && !trade.isBilateral()) {
      add(Views.trade(trade));
    } else if (event instanceof Event.TradeMade trade) {
      add(Views.trade(trade));
    } else if (event instanceof Event.TradeBusted lost) {
      last.removeIf(trade -> trade.get("tradeId").asLong() == lost.tradeId());
      change(lost.tradeId(), 0, "busted");
    } else if (event instanceof Event.TradeCurtailed less) {
      curtail(less);
    }
  }

  @Override
  public @Nullable ObjectNode delta() {
    if (trades.isEmpty() && changes.isEmpty()) {
      return null;
    }
    ObjectNode json = json(trades);
    ((ArrayNode) json.get("changes")).addAll(changes);
    trades.clear();
    changes.clear();
    return json;
  }

  @Override
  public ObjectNode snapshot() {
    return json(last);
  }

  private void add(ObjectNode named) {
    named.remove(NAMES);
    trades.add(named);
    keep(named);
  }

  private void keep(ObjectNode trade) {
    last.addLast(trade.deepCopy());
    if (last.size() > KEPT) {
      last.removeFirst();
    }
  }

  private void curtail(Event.TradeCurtailed less) {
    if (less.leftWh() == 0) {
      last.removeIf(trade -> trade.get("tradeId").asLong() == less.tradeId());
    } else {
      last.stream()
          .filter(trade -> trade.get("tradeId").asLong() == less.tradeId())
          .forEach(trade -> trade.put("energyWh", less.leftWh()));
    }
    change(less.tradeId(), less.leftWh(), "curtailed");
  }

  private void change(long tradeId, long leftWh, String what) {
    changes.add(Views.object().put("tradeId", tradeId).put("leftWh", leftWh).put("what", what));
  }

  private static ObjectNode json(Iterable<ObjectNode> trades) {
    ObjectNode json = Views.object();
    ArrayNode array = json.putArray("trades");
    trades.forEach(array::add);
    json.putArray("changes");
    return json;
  }

  private static <T> List<T> newest(List<T> all) {
    return all.subList(Math.max(0, all.size() - KEPT), all.size());
  }
}
