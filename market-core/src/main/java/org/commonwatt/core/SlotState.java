package org.commonwatt.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.ImbalancePriceImported;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Ids;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** A slot from its opening on, under the rulebook that was in force then. */
final class SlotState {
  private static final long MILLIS_PER_HOUR = 3_600_000;

  private final DeliverySlot slot;
  private Rules rules;
  private final List<OrderEntry> orders = new ArrayList<>(); // by order id, cancelled ones too
  private final Map<String, Exposure> exposures = new HashMap<>(); // by owner and party
  private final Reservations reservations;
  private final Places places = new Places();
  private final MarketPlaces ofMarket;
  private SlotPhase phase = SlotPhase.OPEN;
  private long orderedWh; // traded or open
  private @Nullable AuctionCleared auction;
  private long clearedMillis;
  private boolean auctionCancelled;
  private boolean clearedTogether; // with others of its window, which blocks join
  private final SlotTrades trades = new SlotTrades(this::exposure);
  private final SlotLinks links;
  private final TreeMap<String, ImbalancePrice> imbalancePrices = new TreeMap<>(); // by area

  /**
   * A slot that opens.
   *
   * @param reservations of all slots: this one adds to them if its rules have guarantees
   * @param ofMarket the places of all slots: those that this one takes are taken there as well
   */
  SlotState(DeliverySlot slot, Rules rules, Reservations reservations, MarketPlaces ofMarket) {
    this.slot = slot;
    this.rules = rules;
    this.reservations = reservations;
    this.ofMarket = ofMarket;
    this.links = new SlotLinks(rules.rulebook().areas());
  }

  void save(StateWriter out) {
    out.number(slot.startMillis());
    out.number(slot.minutes());
    out.number(rules.rulebook().version());
    out.text(phase.name());
    out.number(orderedWh);
    places.save(out);
    out.number(orders.size());
    orders.forEach(order -> order.save(out));
    trades.save(out);
    out.number(auction == null ? 0 : 1);
    if (auction != null) {
      out.event(auction);
      out.number(clearedMillis);
      out.number(auctionCancelled ? 1 : 0);
      out.number(clearedTogether ? 1 : 0);
    }
    links.save(out);
    out.number(imbalancePrices.size());
    imbalancePrices.values().forEach(price -> out.event(new ImbalancePriceImported(price)));
  }

  /**
   * Reads a slot.
   *
   * @param rulesOfVersion the rules of a rulebook version
   * @param reservations of all slots
   * @param ofMarket the places of all slots
   */
  static SlotState restore(
      StateReader in,
      IntFunction<Rules> rulesOfVersion,
      Reservations reservations,
      MarketPlaces ofMarket) {
    DeliverySlot slot = new DeliverySlot(in.number(), in.count());
    SlotState state = new SlotState(slot, rulesOfVersion.apply(in.count()), reservations, ofMarket);
    state.phase = SlotPhase.valueOf(in.text());
    state.orderedWh = in.number();
    state.places.restore(in);
    ofMarket.add(state.places, state.isBeforeAuction());
    for (int left = in.count(); left > 0; left--) {
      state.keep(OrderEntry.restore(in, state));
    }
    state.trades.restore(in, state.rules::sharedId);
    if (in.count() > 0) {
      state.auction = in.event(AuctionCleared.class);
      state.clearedMillis = in.number();
      state.auctionCancelled = in.count() > 0;
      state.clearedTogether = in.count() > 0;
    }
    state.links.restore(in);
    for (int left = in.count(); left > 0; left--) {
      state.price(in.event(ImbalancePriceImported.class).price());
    }
    return state;
  }

  DeliverySlot slot() {
    return slot;
  }

  Rules rules() {
    return rules;
  }

  /** Others are its members than were. */
  void govern(Rules next) {
    rules = next;
  }

  /**
   * Those that are settled, sorted: its members, and who has none of its meters any more and trades
   * that stand.
   */
  List<String> parties() {
    if (rules == rules.base()) {
      return rules.members(); // nothing is registered that concerns this slot
    }
    TreeSet<String> former = new TreeSet<>();
    for (TradeMade trade : trades()) {
      former.add(trade.buyer());
      former.add(trade.seller());
    }
    for (ContinuousTrade trade : continuousTrades()) {
      former.add(trade.buyer());
      former.add(trade.seller());
    }
    former.removeIf(party -> rules.isMember(party) || !Ids.isValid(party));
    if (former.isEmpty()) {
      return rules.members();
    }
    former.addAll(rules.members());
    return List.copyOf(former);
  }

  SlotPhase phase() {
    return phase;
  }

  void enter(SlotPhase next) {
    if (isBeforeAuction() && next != SlotPhase.OPEN) {
      ofMarket.release(places);
    }
    phase = next;
  }

  /** Every order that was accepted, by order id. */
  List<OrderEntry> orders() {
    return orders;
  }

  /** The open orders of a participant, by order id; the others are not looked at. */
  Collection<OrderEntry> openOrders(String participant) {
    Exposure exposure = exposures.get(participant);
    return exposure == null ? List.of() : exposure.openOrders();
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
    take(entry.accepted().participant());
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

  /** The trades that stand. */
  SlotTrades standing() {
    return trades;
  }

  /** The trades of the slot's auction that stand, by id. */
  List<TradeMade> trades() {
    return trades.ofAuction();
  }

  /**
   * Adds a trade.
   *
   * @param timeMillis the market's clock when it was made
   */
  void add(TradeMade trade, long timeMillis) {
    trades.add(trade, timeMillis);
    take(null);
  }

  /** The slot's trades of continuous trading that stand, by id. */
  List<ContinuousTrade> continuousTrades() {
    return trades.continuous();
  }

  /**
   * Adds a trade.
   *
   * @param timeMillis the market's clock when it was made
   */
  void add(ContinuousTrade trade, long timeMillis) {
    trades.add(trade, timeMillis);
    take(trade.takerSide() == Side.BUY ? trade.buyer() : trade.seller());
  }

  /** What of a member's energy stands as sold less bought, Wh. */
  long contractedWh(String member) {
    long netWh = 0;
    for (TradeMade trade : trades()) {
      netWh = Math.addExact(netWh, net(member, trade.buyer(), trade.seller(), trade.energyWh()));
    }
    for (ContinuousTrade trade : continuousTrades()) {
      netWh = Math.addExact(netWh, net(member, trade.buyer(), trade.seller(), trade.energyWh()));
    }
    return netWh;
  }

  private static long net(String member, String buyer, String seller, long energyWh) {
    return (seller.equals(member) ? energyWh : 0) - (buyer.equals(member) ? energyWh : 0);
  }

  /** Whether it waits for positions no longer. */
  boolean isOverdue(long nowMillis) {
    SettlementRules settlement = rules.rulebook().settlement();
    return settlement != null
        && settlement.initialHours() > 0
        && nowMillis >= slot.endMillis() + settlement.initialHours() * MILLIS_PER_HOUR;
  }

  /** The links with the limits that they have here. */
  SlotLinks links() {
    return links;
  }

  /**
   * Takes energy from trades and from what the auction sends over links. The areas keep what they
   * were cleared with; the links carry what stands.
   *
   * @param flows what the auction sends over each link from now on
   * @param told what trades lost, and is owed for it
   */
  void curtail(List<LinkFlow> flows, List<TradeCurtailed> told) {
    if (auction != null) {
      auction = auction.withLinks(flows);
    }
    trades.curtail(told);
  }

  /** The newest imbalance price of each area for which one was imported, by area. */
  List<ImbalancePrice> imbalancePrices() {
    return List.copyOf(imbalancePrices.values());
  }

  /** The newest imbalance price of an area, null when none was imported. */
  @Nullable ImbalancePrice imbalancePrice(String area) {
    return imbalancePrices.get(area);
  }

  /** An imbalance price was imported; it replaces the one of its area. */
  void price(ImbalancePrice imported) {
    imbalancePrices.put(imported.area(), imported);
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

  /** Its auction is one of several slots that blocks join. */
  void clearTogether() {
    clearedTogether = true;
  }

  /** Whether its auction was one of several slots that blocks join. */
  boolean isClearedTogether() {
    return clearedTogether;
  }

  /** Whether the slot has an auction that stands. */
  boolean hasAuction() {
    return auction != null && !auctionCancelled;
  }

  /** The auction does not stand: nothing was bought, sold or sent over links in it. */
  void cancelAuction() {
    auction = GateAuction.nothing(slot, rules.rulebook().areas());
    auctionCancelled = true;
    trades.forgetCurtailments(); // all of it was for what went over links
  }

  /** What trades that stand send over links, with the auction, Wh in their direction, by link. */
  Map<String, Long> flowsWh() {
    Map<String, Long> flows = new HashMap<>();
    if (auction != null) {
      auction.links().forEach(part -> flows.merge(part.party(), part.flowWh(), Math::addExact));
    }
    for (ContinuousTrade trade : continuousTrades()) {
      trade.path().forEach(part -> flows.merge(part.party(), part.flowWh(), Math::addExact));
    }
    return flows;
  }

  /** What a participant may still have to deliver, take and pay; kept up with every change. */
  Exposure exposure(String participant) {
    return exposures.computeIfAbsent(participant, this::newExposure);
  }

  private Exposure newExposure(String participant) {
    return isSecured()
        ? new Exposure(
            reservations.at(participant), UncoveredPrices.of(participant, slot, rules.rulebook()))
        : new Exposure(null, UncoveredPrices.NONE);
  }

  /** The slot is settled: it reserves nothing any more. */
  void release() {
    exposures.values().forEach(Exposure::release);
  }

  /** How many places its orders and trades have taken, or its auction may still take. */
  int usedPlaces() {
    return placesOfEach() * places.used();
  }

  /** How many places a participant has taken, or are reserved for the trades of its orders. */
  int usedPlaces(String participant) {
    return placesOfEach() * places.of(participant);
  }

  /** It is dropped: the market has its places again. */
  void giveBack() {
    ofMarket.remove(places);
  }

  private void take(@Nullable String owner) {
    places.take(owner);
    ofMarket.take(owner, isBeforeAuction());
  }

  /** Before the auction every place is that of an order, and another is reserved for its trade. */
  int placesOfEach() {
    return isBeforeAuction() ? 2 : 1;
  }

  private boolean isBeforeAuction() {
    return phase == SlotPhase.OPEN;
  }

  private boolean isSecured() {
    return rules.rulebook().guarantees() != null && phase.compareTo(SlotPhase.SETTLED) < 0;
  }

  private void keep(OrderEntry entry) {
    orders.add(entry);
    entry.expose(exposure(entry.accepted().participant()));
  }
}
