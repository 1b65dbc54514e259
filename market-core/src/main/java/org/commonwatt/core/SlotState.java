package org.commonwatt.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** A slot from its opening on, under the rulebook that was in force then. */
final class SlotState {
  private final DeliverySlot slot;
  private final Rules rules;
  private final List<OrderEntry> orders = new ArrayList<>(); // by order id, cancelled ones too
  private final List<TradeMade> trades = new ArrayList<>();
  private final List<ContinuousTrade> continuousTrades = new ArrayList<>();
  private final Map<String, List<OrderEntry>> ownOrders = new HashMap<>(); // by owner
  private final Map<String, Exposure> traded = new HashMap<>(); // by party
  private SlotPhase phase = SlotPhase.OPEN;
  private long orderedWh; // traded or open
  private @Nullable AuctionCleared auction;

  SlotState(DeliverySlot slot, Rules rules) {
    this.slot = slot;
    this.rules = rules;
  }

  void save(StateWriter out) {
    out.number(slot.startMillis());
    out.number(slot.minutes());
    out.number(rules.rulebook().version());
    out.text(phase.name());
    out.number(orderedWh);
    out.number(orders.size());
    orders.forEach(order -> order.save(out));
    out.number(trades.size());
    trades.forEach(out::event);
    out.number(continuousTrades.size());
    continuousTrades.forEach(out::event);
    out.number(auction == null ? 0 : 1);
    if (auction != null) {
      out.event(auction);
    }
  }

  /**
   * Reads a slot.
   *
   * @param rulesOfVersion the rules of a rulebook version
   */
  static SlotState restore(StateReader in, IntFunction<Rules> rulesOfVersion) {
    DeliverySlot slot = new DeliverySlot(in.number(), in.count());
    SlotState state = new SlotState(slot, rulesOfVersion.apply(in.count()));
    state.phase = SlotPhase.valueOf(in.text());
    state.orderedWh = in.number();
    for (int left = in.count(); left > 0; left--) {
      state.keep(OrderEntry.restore(in, state));
    }
    for (int left = in.count(); left > 0; left--) {
      state.add(in.event(TradeMade.class));
    }
    for (int left = in.count(); left > 0; left--) {
      state.add(in.event(ContinuousTrade.class));
    }
    state.auction = in.count() == 0 ? null : in.event(AuctionCleared.class);
    return state;
  }

  DeliverySlot slot() {
    return slot;
  }

  Rules rules() {
    return rules;
  }

  SlotPhase phase() {
    return phase;
  }

  void enter(SlotPhase next) {
    phase = next;
  }

  /** Every order that was accepted, by order id. */
  List<OrderEntry> orders() {
    return orders;
  }

  /** The orders in the book, by order id. */
  List<OrderEntry> openOrders() {
    return orders.stream().filter(OrderEntry::isOpen).toList();
  }

  /** Whether orders may be placed, amended and cancelled. */
  boolean takesOrders() {
    return phase == SlotPhase.OPEN || phase == SlotPhase.CONTINUOUS;
  }

  void add(OrderEntry entry) {
    keep(entry);
    orderedWh = Math.addExact(orderedWh, entry.openWh());
  }

  /** Counts energy of open orders that came in addition or, negative, went without a trade. */
  void count(long energyWh) {
    orderedWh = Math.addExact(orderedWh, energyWh);
  }

  /** Energy that further orders may have, Wh. */
  long remainingWh() {
    return rules.maxSlotOrderWh() - orderedWh;
  }

  /** The trades of the slot's auction, by id. */
  List<TradeMade> trades() {
    return trades;
  }

  void add(TradeMade trade) {
    trades.add(trade);
    tradedBy(trade.buyer()).trade(Side.BUY, trade.energyWh(), trade.priceMicroPerKwh());
    tradedBy(trade.seller()).trade(Side.SELL, trade.energyWh(), trade.priceMicroPerKwh());
  }

  /** The slot's trades of continuous trading, by id. */
  List<ContinuousTrade> continuousTrades() {
    return continuousTrades;
  }

  void add(ContinuousTrade trade) {
    continuousTrades.add(trade);
    long paid = Math.addExact(trade.priceMicroPerKwh(), trade.feeMicroPerKwh());
    tradedBy(trade.buyer()).trade(Side.BUY, trade.energyWh(), paid);
    tradedBy(trade.seller()).trade(Side.SELL, trade.energyWh(), trade.priceMicroPerKwh());
  }

  /** The auction's result, null before the gate. */
  @Nullable AuctionCleared auction() {
    return auction;
  }

  void cleared(AuctionCleared result) {
    auction = result;
  }

  /** What a participant may still have to deliver, take and pay. */
  Exposure exposure(String participant) {
    Exposure all = new Exposure();
    Exposure trades = traded.get(participant);
    if (trades != null) {
      all.tradesOf(trades);
    }
    ownOrders.getOrDefault(participant, List.of()).stream()
        .filter(OrderEntry::isOpen)
        .forEach(all::order);
    return all;
  }

  private void keep(OrderEntry entry) {
    orders.add(entry);
    ownOrders
        .computeIfAbsent(entry.accepted().participant(), first -> new ArrayList<>())
        .add(entry);
  }

  private Exposure tradedBy(String party) {
    return traded.computeIfAbsent(party, first -> new Exposure());
  }
}
