package org.commonwatt.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.commonwatt.core.book.BookLink;
import org.commonwatt.core.book.BookNetwork;
import org.commonwatt.core.book.BookSink;
import org.commonwatt.core.book.ContinuousBook;
import org.commonwatt.core.book.FeeRule;
import org.commonwatt.core.book.JointPlan;
import org.commonwatt.core.book.LinkLimits;
import org.commonwatt.core.book.OrderTicket;
import org.commonwatt.core.book.SlotRules;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * The continuous book of the slots under one rulebook, with names for its numbers: areas in order
 * of id, links in order of (from, to), owners in order of id from 1, slots by their place in time.
 */
final class MarketBook {
  private final Rulebook rulebook;
  private final Continuous continuous;
  private final List<AreaLink> links;
  private final List<String> areas;
  private final ContinuousBook book;
  private final TreeMap<Integer, SlotState> slots = new TreeMap<>(); // by number
  private final OrderTicket ticket = new OrderTicket();

  /**
   * An empty book.
   *
   * @param rules rules with continuous trading
   * @param bounds how many orders may rest, and how many trades one makes
   */
  MarketBook(Rules rules, MarketBounds bounds) {
    this(
        rules,
        network -> new ContinuousBook(network, bounds.restingOrders(), bounds.tradesAtOnce()));
  }

  /**
   * A book that goes on.
   *
   * @param rules rules with continuous trading
   * @param snapshot of {@link ContinuousBook#snapshot}
   * @param bounds how many trades one order makes
   */
  MarketBook(Rules rules, byte[] snapshot, MarketBounds bounds) {
    this(rules, network -> ContinuousBook.restore(snapshot, network, bounds.tradesAtOnce()));
  }

  private MarketBook(Rules rules, Function<BookNetwork, ContinuousBook> begin) {
    this.rulebook = rules.rulebook();
    Continuous section = rulebook.continuous();
    if (section == null) {
      throw new IllegalArgumentException("a market without continuous trading has no book");
    }
    this.continuous = section;
    this.areas = rulebook.areas().ids().stream().sorted().toList();
    this.links =
        rulebook.areas().links().stream()
            .sorted(Comparator.comparing(AreaLink::from).thenComparing(AreaLink::to))
            .toList();
    this.book = begin.apply(network());
  }

  int version() {
    return rulebook.version();
  }

  /** Whether no slot trades in it. */
  boolean isIdle() {
    return slots.isEmpty();
  }

  byte[] snapshot() {
    return book.snapshot();
  }

  /** Says which slot a restored book holds. */
  void holds(SlotState slot) {
    slots.put(number(slot), slot);
  }

  /** Opens the products of a slot with what its auction left of the links. */
  void open(SlotState slot, AuctionCleared auction) {
    int number = number(slot);
    book.openSlot(
        number,
        new SlotRules(
            continuous.tickMicroPerKwh(),
            rulebook.minPriceMicroPerKwh(),
            rulebook.maxPriceMicroPerKwh(),
            rulebook.maxOrderWh(),
            continuous.bandMicroPerKwh(),
            continuous.haltSeconds() * 1_000L,
            continuous.protectionMicroPerKwh()));
    slots.put(number, slot);
    limitLinks(slot);
    for (AreaCleared area : auction.areas()) {
      Long price = area.priceMicroPerKwh();
      if (price != null) {
        book.refer(number, areas.indexOf(area.area()), price);
      }
    }
  }

  /** Gives the links of an open slot what the trades that stand leave of them. */
  void limitLinks(SlotState slot) {
    int number = 0;
    Map<String, Long> flows = slot.flowsWh();
    for (AreaLink link : slot.links().all()) {
      long flow = flows.getOrDefault(link.party(), 0L);
      book.limitLink(
          number(slot), number++, new LinkLimits(link.minFlowWh(), link.maxFlowWh(), flow));
    }
  }

  /** Ends a slot at its gate closure. */
  void close(SlotState slot, BookSink sink) {
    int number = number(slot);
    book.closeSlot(number, sink);
    slots.remove(number);
  }

  /** Places a new order. */
  void place(OrderEntry order, BookSink sink) {
    if (!order.terms().alternatives().isEmpty()) {
      book.place(Preferences.tickets(order, areas, this), sink);
      return;
    }
    fill(ticket, order);
    book.place(ticket, sink);
  }

  /** Whether a bid must cover the fees beside the price. */
  boolean isFeeFromBid() {
    return continuous.fees().mode() == FeeMode.FROM_BID;
  }

  /** Begins orders of this book that trade in full at once, all of them or none. */
  JointPlan joint() {
    return book.joint();
  }

  /** An order as the book takes it. */
  OrderTicket ticket(OrderEntry order) {
    OrderTicket own = new OrderTicket();
    fill(own, order);
    return own;
  }

  /**
   * Places what an auction left of an order, which keeps its qualifiers.
   *
   * @param maxTrades how many trades it makes at most
   */
  void placeRest(OrderEntry order, int maxTrades, BookSink sink) {
    fill(ticket, order);
    ticket.remainder().limitTrades(maxTrades);
    book.place(ticket, sink);
  }

  private void fill(OrderTicket filled, OrderEntry order) {
    OrderTerms terms = order.terms();
    Side side = order.accepted().side();
    filled.start(order.orderId(), number(order.slot()), areas.indexOf(order.accepted().area()));
    if (!terms.market()) {
      filled.limit(side, order.openWh(), order.priceMicroPerKwh());
    } else if (terms.leg() == null) {
      filled.market(side, order.openWh());
    } else { // a block has a limit for all its slots, and none for one
      filled.anyPrice(side, order.openWh(), Exposure.worstTraded(side, rulebook));
    }
    filled.owner(
        order.slot().rules().ownerNumber(order.accepted().participant()), terms.selfTradeMode());
    qualify(filled, terms);
  }

  void amend(OrderEntry order, long energyWh, long price, BookSink sink) {
    book.amend(order.orderId(), energyWh, price, sink);
  }

  void cancel(OrderEntry order, BookSink sink) {
    book.cancel(order.orderId(), sink);
  }

  /** Advances the clock: dated orders and halts end. An instant that is past changes nothing. */
  void advanceTo(long timeMillis, BookSink sink) {
    long time = Math.min(timeMillis, ContinuousBook.MAX_TIME_MILLIS - 1);
    if (time > book.timeMillis()) {
      book.advanceTo(time, sink);
    }
  }

  /** The next instant at which a dated order or a halt ends. */
  long nextDueMillis() {
    return book.nextDueMillis();
  }

  /** What others see of an order's open energy, Wh. */
  long shownWh(OrderEntry order) {
    return book.shownEnergy(order.orderId());
  }

  SlotState slot(int number) {
    SlotState slot = slots.get(number);
    if (slot == null) {
      throw new IllegalStateException("no slot of the market has number " + number);
    }
    return slot;
  }

  String area(int number) {
    return areas.get(number);
  }

  /** When the halt of an area's product ends; empty when it trades. */
  OptionalLong haltedUntilMillis(SlotState slot, String area) {
    return book.haltedUntil(number(slot), areas.indexOf(area));
  }

  /** When a halt that begins now ends. */
  long haltEndMillis() {
    return book.timeMillis() + continuous.haltSeconds() * 1_000L;
  }

  /** What a trade sends over the links of its way, from the seller's area on. */
  List<LinkFlow> path(int route, String sellArea, long energyWh) {
    List<LinkFlow> path = new ArrayList<>();
    String at = sellArea;
    for (int number : book.routeLinks(route)) {
      AreaLink link = links.get(number);
      boolean along = link.from().equals(at);
      path.add(new LinkFlow(link.from(), link.to(), along ? energyWh : -energyWh));
      at = along ? link.to() : link.from();
    }
    return path;
  }

  private static void qualify(OrderTicket filled, OrderTerms terms) {
    switch (terms.timeInForce()) {
      case IMMEDIATE_OR_CANCEL -> filled.immediateOrCancel();
      case FILL_OR_KILL -> filled.fillOrKill();
      case GOOD_TILL_DATE ->
          filled.goodTill(Math.min(terms.expiryMillis(), ContinuousBook.MAX_TIME_MILLIS));
      default -> {}
    }
    if (terms.allOrNone()) {
      filled.allOrNone();
    }
    if (terms.minEnergyWh() > 0) {
      filled.minimum(terms.minEnergyWh());
    }
    if (terms.peakWh() > 0) {
      filled.peak(terms.peakWh());
    }
    if (terms.postOnly()) {
      filled.postOnly();
    }
    EnergySource source = terms.source();
    if (source != null) {
      filled.declares(source.ordinal() + 1);
    }
  }

  /** No two slots that trade at the same time have one number: the rulebook sees to that. */
  private int number(SlotState slot) {
    long index = slot.slot().startMillis() / slot.slot().lengthMillis();
    return Math.floorMod(index, Continuous.MAX_PRODUCTS / areas.size());
  }

  private BookNetwork network() {
    GridFees fees = continuous.fees();
    List<String> levels = fees.levels().stream().map(GridFees.Level::id).toList();
    List<FeeRule> rules =
        fees.levels().stream().map(level -> GridFeeSum.rule(level.fee())).toList();
    List<Integer> areaLevels = areas.stream().map(a -> level(fees.levelOf(a), levels)).toList();
    List<BookLink> bookLinks =
        links.stream()
            .map(
                link -> {
                  GridFees.LinkFee fee = fees.of(link);
                  return new BookLink(
                      areas.indexOf(link.from()),
                      areas.indexOf(link.to()),
                      GridFeeSum.rule(fee.fee()),
                      level(fee.level(), levels));
                })
            .toList();
    return new BookNetwork(areaLevels, bookLinks, rules, fees.mode());
  }

  private static int level(@Nullable String level, List<String> levels) {
    return level == null ? BookNetwork.NO_LEVEL : levels.indexOf(level);
  }
}
