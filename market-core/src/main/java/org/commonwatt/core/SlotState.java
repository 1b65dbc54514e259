package org.commonwatt.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.LinkFlow;
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
  private final Map<String, Exposure> exposures = new HashMap<>(); // by owner and party
  private final Reservations reservations;
  private SlotPhase phase = SlotPhase.OPEN;
  private long orderedWh; // traded or open
  private final Map<Long, Long> madeAt = new HashMap<>(); // the market's clock, by trade
  private @Nullable AuctionCleared auction;
  private long clearedMillis;
  private boolean auctionCancelled;

  /**
   * A slot that opens.
   *
   * @param reservations of all slots: this one adds to them if its rules have guarantees
   */
  SlotState(DeliverySlot slot, Rules rules, Reservations reservations) {
    this.slot = slot;
    this.rules = rules;
    this.reservations = reservations;
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
    for (TradeMade trade : trades) {
      out.number(madeMillis(trade.tradeId()));
      out.event(trade);
    }
    out.number(continuousTrades.size());
    for (ContinuousTrade trade : continuousTrades) {
      out.number(madeMillis(trade.tradeId()));
      out.event(trade);
    }
    out.number(auction == null ? 0 : 1);
    if (auction != null) {
      out.event(auction);
      out.number(clearedMillis);
      out.number(auctionCancelled ? 1 : 0);
    }
  }

  /**
   * Reads a slot.
   *
   * @param rulesOfVersion the rules of a rulebook version
   * @param reservations of all slots
   */
  static SlotState restore(
      StateReader in, IntFunction<Rules> rulesOfVersion, Reservations reservations) {
    DeliverySlot slot = new DeliverySlot(in.number(), in.count());
    SlotState state = new SlotState(slot, rulesOfVersion.apply(in.count()), reservations);
    state.phase = SlotPhase.valueOf(in.text());
    state.orderedWh = in.number();
    for (int left = in.count(); left > 0; left--) {
      state.keep(OrderEntry.restore(in, state));
    }
    for (int left = in.count(); left > 0; left--) {
      long made = in.number();
      state.add(in.event(TradeMade.class), made);
    }
    for (int left = in.count(); left > 0; left--) {
      long made = in.number();
      state.add(in.event(ContinuousTrade.class), made);
    }
    if (in.count() > 0) {
      state.auction = in.event(AuctionCleared.class);
      state.clearedMillis = in.number();
      state.auctionCancelled = in.count() > 0;
    }
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

  /** The trades of the slot's auction that stand, by id. */
  List<TradeMade> trades() {
    return trades;
  }

  /**
   * Adds a trade.
   *
   * @param timeMillis the market's clock when it was made
   */
  void add(TradeMade trade, long timeMillis) {
    trades.add(trade);
    madeAt.put(trade.tradeId(), timeMillis);
    expose(trade);
  }

  private void expose(TradeMade trade) {
    long price = trade.priceMicroPerKwh();
    exposure(trade.buyer()).trade(Side.BUY, trade.energyWh(), price);
    exposure(trade.seller()).trade(Side.SELL, trade.energyWh(), price);
  }

  private void hide(TradeMade trade) {
    long price = trade.priceMicroPerKwh();
    exposure(trade.buyer()).untrade(Side.BUY, trade.energyWh(), price);
    exposure(trade.seller()).untrade(Side.SELL, trade.energyWh(), price);
  }

  /** The slot's trades of continuous trading that stand, by id. */
  List<ContinuousTrade> continuousTrades() {
    return continuousTrades;
  }

  /**
   * Adds a trade.
   *
   * @param timeMillis the market's clock when it was made
   */
  void add(ContinuousTrade trade, long timeMillis) {
    continuousTrades.add(trade);
    madeAt.put(trade.tradeId(), timeMillis);
    expose(trade);
  }

  private void expose(ContinuousTrade trade) {
    long paid = Math.addExact(trade.priceMicroPerKwh(), trade.feeMicroPerKwh());
    exposure(trade.buyer()).trade(Side.BUY, trade.energyWh(), paid);
    exposure(trade.seller()).trade(Side.SELL, trade.energyWh(), trade.priceMicroPerKwh());
  }

  private void hide(ContinuousTrade trade) {
    long paid = Math.addExact(trade.priceMicroPerKwh(), trade.feeMicroPerKwh());
    exposure(trade.buyer()).untrade(Side.BUY, trade.energyWh(), paid);
    exposure(trade.seller()).untrade(Side.SELL, trade.energyWh(), trade.priceMicroPerKwh());
  }

  /** Whether a trade stands here. */
  boolean hasTrade(long tradeId) {
    return madeAt.containsKey(tradeId);
  }

  /** What the market's clock said when a trade was made that stands. */
  long madeMillis(long tradeId) {
    Long made = madeAt.get(tradeId);
    if (made == null) {
      throw new IllegalStateException("no trade " + tradeId + " stands in slot " + slot);
    }
    return made;
  }

  /** Takes trades out: nobody delivers, takes or pays for them any more. */
  void drop(Set<Long> tradeIds) {
    trades.stream().filter(trade -> tradeIds.contains(trade.tradeId())).forEach(this::hide);
    continuousTrades.stream()
        .filter(trade -> tradeIds.contains(trade.tradeId()))
        .forEach(this::hide);
    trades.removeIf(trade -> tradeIds.contains(trade.tradeId()));
    continuousTrades.removeIf(trade -> tradeIds.contains(trade.tradeId()));
    madeAt.keySet().removeAll(tradeIds);
  }

  /** The auction's result; an empty one when it was cancelled, null before the gate. */
  @Nullable AuctionCleared auction() {
    return auction;
  }

  /**
   * The gate was passed with a result.
   *
   * @param timeMillis the market's clock
   */
  void cleared(AuctionCleared result, long timeMillis) {
    auction = result;
    clearedMillis = timeMillis;
  }

  /** What the market's clock said when the auction was held. */
  long clearedMillis() {
    return clearedMillis;
  }

  /** Whether the slot has an auction that stands. */
  boolean hasAuction() {
    return auction != null && !auctionCancelled;
  }

  /** The auction does not stand: nothing was bought, sold or sent over links in it. */
  void cancelAuction() {
    auction = GateAuction.nothing(slot, rules.rulebook().areas());
    auctionCancelled = true;
  }

  /** What trades that stand send over a link, with the auction, Wh in its direction. */
  long flowWh(String from, String to) {
    long flow = 0;
    List<LinkFlow> flows = new ArrayList<>(auction == null ? List.of() : auction.links());
    continuousTrades.forEach(trade -> flows.addAll(trade.path()));
    for (LinkFlow part : flows) {
      boolean of = part.from().equals(from) && part.to().equals(to);
      flow = Math.addExact(flow, of ? part.flowWh() : 0);
    }
    return flow;
  }

  /** What a participant may still have to deliver, take and pay; kept up with every change. */
  Exposure exposure(String participant) {
    return exposures.computeIfAbsent(
        participant, first -> new Exposure(isSecured() ? reservations.at(first) : null));
  }

  /** The slot is settled: it reserves nothing any more. */
  void release() {
    exposures.values().forEach(Exposure::release);
  }

  private boolean isSecured() {
    return rules.rulebook().guarantees() != null && phase.compareTo(SlotPhase.SETTLED) < 0;
  }

  private void keep(OrderEntry entry) {
    orders.add(entry);
    entry.expose(exposure(entry.accepted().participant()));
  }
}
