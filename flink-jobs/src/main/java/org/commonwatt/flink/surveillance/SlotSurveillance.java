package org.commonwatt.flink.surveillance;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.commonwatt.model.Alert;
import org.commonwatt.model.Ids;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** All patterns within one delivery slot. */
public final class SlotSurveillance {
  private static final String ALL = "";
  private static final char IN_AREA = '@';

  private final RingWatch rings;
  private final DeceptionWatch deception;
  private final CloseWatch close;
  private final LimitWatch limits;
  private final Memories memories;

  /**
   * What is remembered of the slot.
   *
   * @param rings under one key
   * @param deception by participant and area
   * @param close by area
   * @param limits by participant
   */
  public record Memories(
      Memory<String, RingState> rings,
      Memory<String, DeceptionState> deception,
      Memory<String, CloseState> close,
      Memory<String, LimitState> limits) {}

  /**
   * Watches a slot.
   *
   * @param rules the numbers
   * @param closureLeadMinutes how long before a slot's start its gate closes; of no meaning in a
   *     market without continuous trading
   * @param memories what is remembered of the slot
   */
  public SlotSurveillance(SurveillanceRules rules, int closureLeadMinutes, Memories memories) {
    this.rings = new RingWatch(rules);
    this.deception = new DeceptionWatch(rules.deception());
    this.close = new CloseWatch(rules.close(), closureLeadMinutes);
    this.limits = new LimitWatch(rules.limits());
    this.memories = memories;
  }

  /** Takes the next fact of the slot and says what is to be told. */
  public List<Alert> next(MarketFact fact) {
    if (fact.order() != null) {
      return ordered(fact, fact.order());
    }
    if (fact.trade() != null) {
      return traded(fact, fact.trade());
    }
    return fact.change() == null ? List.of() : changed(fact, fact.change());
  }

  private List<Alert> ordered(MarketFact fact, OrderFact order) {
    String key = product(order.participant(), order.area());
    Outcome<DeceptionState> outcome =
        deception.stepped(of(memories.deception(), key, DeceptionState.NEW), fact, order);
    memories.deception().put(key, outcome.state());
    return outcome.alerts();
  }

  private List<Alert> traded(MarketFact fact, TradeFact trade) {
    List<Alert> alerts = new ArrayList<>();
    for (String party : List.of(trade.buyer(), trade.seller())) {
      if (Ids.isValid(party)) {
        Outcome<LimitState> limited =
            limits.traded(of(memories.limits(), party, LimitState.NEW), fact, trade, party);
        memories.limits().put(party, limited.state());
        alerts.addAll(limited.alerts());
      }
    }
    if (trade.deal() != null) {
      alerts.addAll(dealt(fact, trade, trade.deal()));
    }
    return alerts;
  }

  private List<Alert> dealt(MarketFact fact, TradeFact trade, TradeFact.Deal deal) {
    Outcome<RingState> ring = rings.traded(of(memories.rings(), ALL, RingState.NEW), fact, trade);
    memories.rings().put(ALL, ring.state());
    deceive(product(trade.buyer(), deal.buyArea()), fact, trade, Side.BUY);
    deceive(product(trade.seller(), deal.sellArea()), fact, trade, Side.SELL);
    for (String area : new TreeSet<>(List.of(deal.buyArea(), deal.sellArea()))) {
      memories
          .close()
          .put(area, close.traded(of(memories.close(), area, CloseState.NEW), fact, trade, deal));
    }
    return ring.alerts();
  }

  private void deceive(String key, MarketFact fact, TradeFact trade, Side side) {
    TradeFact.Deal deal = trade.deal();
    if (deal != null) {
      memories
          .deception()
          .put(
              key,
              deception.traded(
                  of(memories.deception(), key, DeceptionState.NEW), fact, trade, deal, side));
    }
  }

  private List<Alert> changed(MarketFact fact, SlotFact change) {
    if (change.area() != null) {
      CloseState before = of(memories.close(), change.area(), CloseState.NEW);
      memories.close().put(change.area(), close.auctioned(before, change.priceMicroPerKwh()));
      return List.of();
    }
    if (change.phase() == SlotPhase.CLOSED) {
      return closed(fact);
    }
    if (change.phase() == SlotPhase.DELIVERY) {
      forget(memories.rings());
      forget(memories.deception());
      forget(memories.close());
      forget(memories.limits());
    }
    return List.of();
  }

  private List<Alert> closed(MarketFact fact) {
    List<Alert> alerts = new ArrayList<>();
    for (String area : new TreeSet<>(memories.close().keys())) {
      alerts.addAll(close.closed(of(memories.close(), area, CloseState.NEW), fact.slot(), area));
    }
    return alerts;
  }

  private static <V> void forget(Memory<String, V> memory) {
    List.copyOf(memory.keys()).forEach(memory::remove);
  }

  private static <V> V of(Memory<String, V> memory, String key, V otherwise) {
    @Nullable V value = memory.get(key);
    return value == null ? otherwise : value;
  }

  private static String product(String participant, String area) {
    return participant + IN_AREA + area;
  }
}
